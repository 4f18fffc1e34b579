{# Every extension as it was last known, with its kind and the zone of its site. Queues are extensions
   of type Department; the queues' own stream knows them as well. #}
with versions as (
    select
        *,
        row_number() over (partition by extension_id order by dbt_valid_from desc) as version
    from {{ ref('ringcentral_extension_history') }}
),

queue_versions as (
    select
        *,
        row_number() over (partition by queue_id order by dbt_valid_from desc) as version
    from {{ ref('ringcentral_queue_history') }}
),

known as (
    select
        coalesce(extension.extension_id, queue.queue_id) as extension_id,
        coalesce(queue.name, extension.name) as name,
        coalesce(extension.extension_number, queue.extension_number) as extension_number,
        coalesce(extension.type, 'Department') as type,
        coalesce(extension.status, queue.status) as status,
        extension.department,
        extension.job_title,
        coalesce(extension.site_id, queue.site_id) as site_id,
        queue.queue_id is not null or extension.type = 'Department' as is_queue,
        case
            when extension.extension_id is null then queue.dbt_valid_to is null
            else extension.dbt_valid_to is null
        end as is_current
    from (select * from versions where version = 1) as extension
    full outer join (select * from queue_versions where version = 1) as queue
        on extension.extension_id = queue.queue_id
)

select
    known.*,
    not known.is_queue and {{ is_person_type('known.type') }} as is_person,
    coalesce(site.time_zone, main.time_zone) as time_zone
from known
left join {{ ref('int_ringcentral__site') }} as site on known.site_id = site.site_id
left join {{ ref('int_ringcentral__site') }} as main on main.site_id = 'main-site'
