with inbound as (
    select
        dialed_number as number,
        local_day,
        count(*) as calls,
        sum(case when outcome = 'answered' then 1 else 0 end) as answered
    from {{ ref('ringcentral__call') }}
    where direction = 'inbound' and dialed_number is not null
    group by dialed_number, local_day
),

day as (
    select distinct local_day from {{ ref('ringcentral__call') }} where local_day is not null
)

select
    number.number || '-' || cast(day.local_day as text) as number_day_id,
    number.number,
    day.local_day,
    coalesce(inbound.calls, 0) as calls,
    cast(coalesce(inbound.answered, 0) as bigint) as answered
from {{ ref('ringcentral__number') }} as number
cross join day
left join inbound on number.number = inbound.number and day.local_day = inbound.local_day
