{# The hour is one of local time, and its beginning an instant: where clocks go back it is there twice. #}
{%- set formula = var('service_level_formula') -%}
{%- set by_analytics = var('service_level_source') == 'analytics' and formula == 'ringcentral' -%}
with visit as (
    select
        *,
        date_trunc('hour', local_entered_at) as local_hour_at,
        entered_at - (local_entered_at - date_trunc('hour', local_entered_at)) as hour_at
    from {{ ref('ringcentral__queue_call') }}
),

counted as (
    select
        queue_id,
        hour_at,
        min(local_hour_at) as local_hour_at,
        count(*) as calls,
        {%- for outcome in ['answered', 'abandoned', 'voicemail', 'overflowed', 'missed', 'callback_requested'] %}
        sum(case when outcome = '{{ outcome }}' then 1 else 0 end) as {{ outcome }},
        {%- endfor %}
        sum(case when is_short_abandon then 1 else 0 end) as short_abandoned,
        sum(case when is_in_service_level then 1 else 0 end) as in_service_level,
        sum(case when not is_in_service_level then 1 else 0 end) as out_of_service_level,
        count(wait_seconds) as waits,
        coalesce(sum(cast(wait_seconds as decimal(18, 3))), 0) as wait_seconds,
        max(wait_seconds) as longest_wait_seconds,
        sum(case when outcome = 'answered' and wait_seconds is not null then 1 else 0 end) as answer_waits,
        coalesce(sum(case when outcome = 'answered' then cast(wait_seconds as decimal(18, 3)) end), 0)
            as answer_wait_seconds,
        coalesce(sum(cast(talk_seconds as decimal(18, 3))), 0) as talk_seconds,
        sum(rings) as rings,
        sum(case when is_after_hours then 1 else 0 end) as after_hours,
        sum(case when is_after_company_hours then 1 else 0 end) as after_company_hours
    from visit
    group by queue_id, hour_at
),

sourced as (
    select
        counted.*,
        {%- if by_analytics %}
        theirs.in_service_level as their_in,
        theirs.out_of_service_level as their_out,
        coalesce(theirs.in_service_level + theirs.out_of_service_level <= counted.calls, false)
            as is_theirs
        {%- else %}
        0 as their_in,
        0 as their_out,
        false as is_theirs
        {%- endif %}
    from counted
    {%- if by_analytics %}
    left join {{ ref('stg_ringcentral__call_analytics_queue') }} as theirs
        on counted.queue_id = theirs.queue_id
        and counted.hour_at = theirs.interval_at
        and theirs."interval" = 'Hour'
    {%- endif %}
)

select
    queue_id || '-' || cast(extract(epoch from hour_at) as bigint) as queue_hour_id,
    queue_id,
    hour_at,
    local_hour_at,
    cast(local_hour_at as date) as local_day,
    cast(extract(hour from local_hour_at) as bigint) as local_hour,
    cast(extract(isodow from local_hour_at) as bigint) as weekday,
    calls,
    cast(answered as bigint) as answered,
    cast(abandoned as bigint) as abandoned,
    cast(short_abandoned as bigint) as short_abandoned,
    cast(voicemail as bigint) as voicemail,
    cast(overflowed as bigint) as overflowed,
    cast(missed as bigint) as missed,
    cast(callback_requested as bigint) as callback_requested,
    cast(case when is_theirs then their_in else in_service_level end as bigint) as in_service_level,
    cast(case when is_theirs then their_out else out_of_service_level end as bigint)
        as out_of_service_level,
    cast(
        calls - case
            when is_theirs then their_in + their_out else in_service_level + out_of_service_level
        end as bigint
    ) as left_out,
    waits,
    {{ plain('wait_seconds') }} as wait_seconds,
    longest_wait_seconds,
    cast(answer_waits as bigint) as answer_waits,
    {{ plain('answer_wait_seconds') }} as answer_wait_seconds,
    {{ plain('talk_seconds') }} as talk_seconds,
    cast(rings as bigint) as rings,
    cast(after_hours as bigint) as after_hours,
    cast(after_company_hours as bigint) as after_company_hours,
    case when is_theirs then 'analytics' else 'legs' end as service_level_source,
    '{{ formula }}' as service_level_formula
from sourced
