{# Whoever the log names and no directory knows any more is a person without a name. #}
with known as (
    select * from {{ ref('int_ringcentral__extension') }} where is_person
),

seen as (
    select distinct ring.extension_id
    from {{ ref('ringcentral__ring') }} as ring
    left join {{ ref('int_ringcentral__extension') }} as extension
        on ring.extension_id = extension.extension_id
    where extension.extension_id is null
)

select
    extension_id,
    coalesce(name, extension_id) as name,
    extension_number,
    type,
    status,
    department,
    job_title,
    site_id,
    time_zone,
    is_current
from known
union all
select
    seen.extension_id,
    seen.extension_id,
    cast(null as text),
    cast(null as text),
    cast(null as text),
    cast(null as text),
    cast(null as text),
    cast(null as text),
    site.time_zone,
    false
from seen
left join {{ ref('int_ringcentral__site') }} as site on site.site_id = 'main-site'
