with settings as (
    select
        *,
        row_number() over (partition by queue_id order by dbt_valid_from desc) as version
    from {{ ref('ringcentral_queue_history') }}
),

members as (
    select queue_id, count(*) as members
    from {{ ref('ringcentral_queue_member_history') }}
    where dbt_valid_to is null
    group by queue_id
),

hours as (
    select owner_id, count(*) as minutes
    from {{ ref('int_ringcentral__open_minute') }}
    group by owner_id
)

select
    queue.extension_id as queue_id,
    coalesce(queue.name, queue.extension_id) as name,
    queue.extension_number,
    queue.status,
    queue.site_id,
    queue.time_zone,
    settings.goal_percent,
    settings.threshold_seconds,
    settings.includes_abandoned,
    settings.abandoned_threshold_seconds,
    coalesce(members.members, 0) as members,
    hours.owner_id is not null as has_own_hours,
    coalesce(hours.minutes = 10080, false) as is_always_open,
    queue.is_current
from {{ ref('int_ringcentral__extension') }} as queue
left join settings on queue.extension_id = settings.queue_id and settings.version = 1
left join members on queue.extension_id = members.queue_id
left join hours on queue.extension_id = hours.owner_id
where queue.is_queue
