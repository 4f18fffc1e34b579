select
    leg.call_id || '-' || leg.leg_index as ring_id,
    leg.call_id,
    leg.leg_index,
    record.conversation_id,
    leg.extension_id,
    coalesce(leg.queue_id, case when visit.call_id is not null then visit.queue_id end) as queue_id,
    leg.started_at,
    cast({{ local_time('leg.started_at', 'coalesce(person.time_zone, record.time_zone)') }} as date) as local_day,
    {{ plain("case when leg.kind = 'ring' then leg.duration_ms * 0.001 end") }} as seconds,
    {{ plain("case when leg.kind = 'answer' then leg.duration_ms * 0.001 else 0 end") }} as talk_seconds,
    leg.kind = 'answer' as is_answered,
    leg.kind = 'ring' and record.answered_at is not null as is_answered_elsewhere
from {{ ref('int_ringcentral__leg') }} as leg
inner join {{ ref('int_ringcentral__record') }} as record on leg.call_id = record.call_id
left join {{ ref('int_ringcentral__extension') }} as person
    on leg.extension_id = person.extension_id
left join (
    select
        call_id,
        queue_id,
        row_number() over (partition by call_id order by visit desc) as nth_last
    from {{ ref('int_ringcentral__queue_visit') }}
) as visit on leg.call_id = visit.call_id and visit.nth_last = 1
where leg.kind in ('ring', 'answer') and record.type = 'Voice'
