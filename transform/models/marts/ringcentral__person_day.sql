with ring as (
    select
        extension_id,
        local_day,
        count(*) as rung,
        sum(case when queue_id is not null then 1 else 0 end) as rung_for_queues,
        sum(case when is_answered then 1 else 0 end) as answered,
        sum(case when is_answered and queue_id is not null then 1 else 0 end) as answered_for_queues,
        count(distinct case when queue_id is not null then call_id end) as queue_calls,
        sum(cast(talk_seconds as decimal(18, 3))) as answered_talk
    from {{ ref('ringcentral__ring') }}
    group by extension_id, local_day
),

own as (
    select
        extension_id,
        local_day,
        sum(case
            when direction = 'Inbound' and not is_answered and coalesce(result, '') <> 'Blocked' then 1
            else 0
        end) as missed_direct,
        sum(case when direction = 'Outbound' then 1 else 0 end) as outbound,
        sum(case when direction = 'Outbound' and {{ is_taken('result') }} then 1 else 0 end)
            as outbound_connected,
        sum(case when direction = 'Outbound' and {{ is_taken('result') }} then duration_ms else 0 end)
            as outbound_ms
    from {{ ref('int_ringcentral__record') }}
    where type = 'Voice' and is_of_person
    group by extension_id, local_day
)

select
    coalesce(ring.extension_id, own.extension_id) || '-'
    || cast(coalesce(ring.local_day, own.local_day) as text) as person_day_id,
    coalesce(ring.extension_id, own.extension_id) as extension_id,
    coalesce(ring.local_day, own.local_day) as local_day,
    coalesce(ring.rung, 0) as rung,
    cast(coalesce(ring.rung_for_queues, 0) as bigint) as rung_for_queues,
    cast(coalesce(ring.answered, 0) as bigint) as answered,
    cast(coalesce(ring.answered_for_queues, 0) as bigint) as answered_for_queues,
    cast(coalesce(ring.rung - ring.answered, 0) as bigint) as not_taken,
    coalesce(ring.queue_calls, 0) as queue_calls,
    cast(coalesce(own.missed_direct, 0) as bigint) as missed_direct,
    cast(coalesce(own.outbound, 0) as bigint) as outbound,
    cast(coalesce(own.outbound_connected, 0) as bigint) as outbound_connected,
    {{ plain('coalesce(ring.answered_talk, 0)') }} as answered_talk_seconds,
    {{ plain('coalesce(own.outbound_ms, 0) * 0.001') }} as outbound_talk_seconds
from ring
full outer join own
    on ring.extension_id = own.extension_id and ring.local_day = own.local_day
