{# Sites as last known; the account as one site where it has none. #}
with account as (
    select max(time_zone) as time_zone from {{ ref('stg_ringcentral__account') }}
),

versions as (
    select
        *,
        row_number() over (partition by site_id order by dbt_valid_from desc) as version
    from {{ ref('ringcentral_site_history') }}
),

known as (
    select site_id, name, time_zone, dbt_valid_to is null as is_current
    from versions
    where version = 1
    union all
    select 'main-site', 'Main site', null, true
    where not exists (select 1 from versions where site_id = 'main-site')
)

select
    known.site_id,
    known.name,
    {{ zone('known.time_zone', 'account.time_zone') }} as time_zone,
    known.is_current
from known
cross join account
