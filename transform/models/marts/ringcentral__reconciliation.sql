{# Visits are put into the last interval that began before their call: a running maximum over both. #}
with span as (
    select min(started_at) as first_at, max(started_at) as last_at
    from {{ ref('int_ringcentral__record') }}
),

theirs as (
    select
        theirs.*,
        coalesce(
            lead(interval_at) over (partition by queue_id, theirs."interval" order by interval_at),
            interval_at + case theirs."interval" when 'Hour' then interval '1 hour' else interval '1 day' end
        ) as interval_ends_at
    from {{ ref('stg_ringcentral__call_analytics_queue') }} as theirs
),

marked as (
    select queue_id, "interval", interval_at as moment, interval_at, cast(null as text) as queue_call_id
    from theirs
    union all
    select visit.queue_id, kind."interval", visit.call_started_at, null, visit.queue_call_id
    from {{ ref('ringcentral__queue_call') }} as visit
    cross join (select distinct "interval" from theirs) as kind
),

placed as (
    select
        queue_call_id,
        "interval",
        max(interval_at) over (
            partition by queue_id, "interval" order by moment
            range between unbounded preceding and current row
        ) as interval_at
    from marked
),

ours as (
    select
        visit.queue_id,
        placed."interval",
        placed.interval_at,
        count(*) as calls,
        sum(case
            when visit.outcome = 'answered' then 1
            {%- if var('analytics_counts_overflowed') %}
            when visit.is_answered_in_other_queue then 1
            {%- endif %}
            else 0
        end) as answered,
        sum(case when visit.outcome = 'abandoned' then 1 else 0 end) as abandoned,
        sum(case when visit.outcome = 'voicemail' then 1 else 0 end) as voicemail,
        sum(case when visit.is_in_ringcentrals_service_level then 1 else 0 end) as in_service_level,
        sum(case when not visit.is_in_ringcentrals_service_level then 1 else 0 end)
            as out_of_service_level,
        coalesce(sum(cast(visit.wait_seconds as decimal(18, 3))), 0) as wait_seconds,
        sum(case when visit.wait_source = 'unknown' then 1 else 0 end) as unknown_waits
    from placed
    inner join {{ ref('ringcentral__queue_call') }} as visit
        on placed.queue_call_id = visit.queue_call_id
    where placed.interval_at is not null
    group by visit.queue_id, placed."interval", placed.interval_at
)
{%- set figures = ['calls', 'answered', 'abandoned', 'voicemail', 'in_service_level', 'out_of_service_level'] %}

select
    theirs.queue_id || '-' || theirs."interval" || '-'
    || cast(extract(epoch from theirs.interval_at) as bigint) as reconciliation_id,
    theirs.queue_id,
    theirs."interval",
    theirs.interval_at,
    theirs.interval_ends_at + interval '1 day' <= span.last_at as is_settled,
    {%- for name in figures %}
    cast(theirs.{{ name }} as bigint) as their_{{ name }},
    cast(coalesce(ours.{{ name }}, 0) as bigint) as our_{{ name }},
    cast(coalesce(ours.{{ name }}, 0) - theirs.{{ name }} as bigint) as {{ name }}_difference,
    {%- endfor %}
    theirs.ringing_seconds as their_wait_seconds,
    {{ plain('coalesce(ours.wait_seconds, 0)') }} as our_wait_seconds,
    {{ plain('coalesce(ours.wait_seconds, 0) - cast(theirs.ringing_seconds as decimal(18, 3))') }}
        as wait_seconds_difference,
    cast(coalesce(ours.unknown_waits, 0) as bigint) as unknown_waits
from theirs
cross join span
left join ours
    on theirs.queue_id = ours.queue_id
    and theirs."interval" = ours."interval"
    and theirs.interval_at = ours.interval_at
where theirs.interval_at >= span.first_at and theirs.interval_at <= span.last_at
