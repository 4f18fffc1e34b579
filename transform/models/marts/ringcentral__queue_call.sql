{%- set formula = var('service_level_formula') -%}
with visit as (
    select
        visit.*,
        {{ local_time('visit.entered_at', 'queue.time_zone') }} as local_entered_at,
        case
            when visit.wait_source = 'unknown' then null
            when visit.outcome = 'answered' and visit.answered_by is null then null
            else {{ seconds_between('visit.entered_at', 'visit.left_at') }}
        end as wait,
        settings.goal_percent,
        coalesce(settings.threshold_seconds, 0) as threshold_seconds,
        coalesce(settings.includes_abandoned, false) as includes_abandoned,
        coalesce(settings.abandoned_threshold_seconds, 0) as abandoned_threshold_seconds,
        coalesce(own.owner_id, 'company') as hours_of
    from {{ ref('int_ringcentral__queue_visit') }} as visit
    inner join {{ ref('int_ringcentral__extension') }} as queue
        on visit.queue_id = queue.extension_id
    left join {{ ref('int_ringcentral__queue_as_of') }} as settings
        on visit.queue_id = settings.queue_id
        and (settings.valid_from is null or visit.entered_at >= settings.valid_from at time zone 'UTC')
        and (settings.valid_to is null or visit.entered_at < settings.valid_to at time zone 'UTC')
    left join (select distinct owner_id from {{ ref('int_ringcentral__open_minute') }}) as own
        on visit.queue_id = own.owner_id
),

judged as (
    select
        *,
        outcome = 'abandoned' and wait < abandoned_threshold_seconds as is_short_abandon,
        outcome = 'answered' or (outcome = 'overflowed' and is_answered
            and {{ 'true' if var('analytics_counts_overflowed') else 'false' }}) as is_answered_call,
        {{ minute_of_week('local_entered_at') }} as minute_of_week
    from visit
),

owners as (
    select distinct owner_id from {{ ref('int_ringcentral__open_minute') }}
)

select
    judged.call_id || '-' || judged.visit as queue_call_id,
    judged.call_id,
    judged.visit,
    judged.conversation_id,
    judged.queue_id,
    judged.started_at as call_started_at,
    judged.entered_at,
    case when judged.wait_source <> 'unknown' then judged.left_at end as left_at,
    judged.local_entered_at,
    cast(judged.local_entered_at as date) as local_day,
    {{ plain('judged.wait') }} as wait_seconds,
    {{ plain(
        "case when judged.outcome = 'answered' then "
        ~ seconds_between('judged.left_at', 'judged.ended_at') ~ " else 0 end"
    ) }} as talk_seconds,
    judged.outcome,
    case when judged.outcome = 'answered' then judged.answered_by end as answered_by,
    cast(judged.rings as bigint) as rings,
    judged.threshold_seconds,
    judged.goal_percent,
    {{ in_service_level(
        formula, 'judged.outcome', 'judged.is_answered_call', 'judged.wait',
        'judged.threshold_seconds', 'judged.is_short_abandon', 'judged.includes_abandoned'
    ) }} as is_in_service_level,
    {{ in_service_level(
        'ringcentral', 'judged.outcome', 'judged.is_answered_call', 'judged.wait',
        'judged.threshold_seconds', 'judged.is_short_abandon', 'judged.includes_abandoned'
    ) }} as is_in_ringcentrals_service_level,
    judged.is_short_abandon,
    judged.outcome = 'overflowed' and judged.is_answered as is_answered_in_other_queue,
    case when own_owner.owner_id is not null then own.owner_id is null end as is_after_hours,
    case when company_owner.owner_id is not null then company.owner_id is null end
        as is_after_company_hours,
    judged.wait_source,
    '{{ formula }}' as service_level_formula
from judged
left join owners as own_owner on judged.hours_of = own_owner.owner_id
left join owners as company_owner on company_owner.owner_id = 'company'
left join {{ ref('int_ringcentral__open_minute') }} as own
    on judged.hours_of = own.owner_id and judged.minute_of_week = own.minute_of_week
left join {{ ref('int_ringcentral__open_minute') }} as company
    on company.owner_id = 'company' and judged.minute_of_week = company.minute_of_week
