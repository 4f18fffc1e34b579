with dialed as (
    select distinct dialed_number as number
    from {{ ref('ringcentral__call') }}
    where dialed_number is not null
)

select
    coalesce(own.number, dialed.number) as number,
    own.usage_type,
    own.label,
    own.extension_id,
    own.number is not null as is_current
from {{ ref('stg_ringcentral__phone_number') }} as own
full outer join dialed on own.number = dialed.number
