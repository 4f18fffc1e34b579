{# Which queues a record came to, in which order, and when it entered and left each. A queue is the
   record's extension, its callee, a leg's extension or a leg's delegate. Every record that names a
   person only, such as the delegate of a RingOut, drops out. #}
with queue as (
    select extension_id as queue_id from {{ ref('int_ringcentral__extension') }} where is_queue
),

of_legs as (
    select
        call_id,
        queue_id,
        min(case when kind = 'queue' then started_at end) as queue_leg_at,
        min(started_at) as first_leg_at,
        sum(case when kind = 'ring' then 1 else 0 end) as rings
    from {{ ref('int_ringcentral__leg') }}
    where queue_id is not null
    group by call_id, queue_id
),

named as (
    select record.call_id, queue.queue_id, 1 as place
    from {{ ref('int_ringcentral__record') }} as record
    inner join queue on record.extension_id = queue.queue_id
    union all
    select record.call_id, queue.queue_id, 2
    from {{ ref('int_ringcentral__record') }} as record
    inner join queue on record.to_extension_id = queue.queue_id
    union all
    select call_id, queue_id, 3
    from of_legs
    union all
    select record.call_id, queue.queue_id, 4
    from {{ ref('int_ringcentral__record') }} as record
    inner join queue on record.delegate_id = queue.queue_id
),

found as (
    select call_id, queue_id, min(place) as place
    from named
    group by call_id, queue_id
),

ordered as (
    select
        found.call_id,
        found.queue_id,
        of_legs.queue_leg_at,
        of_legs.first_leg_at,
        coalesce(of_legs.rings, 0) as rings,
        record.conversation_id,
        record.started_at,
        record.ended_at,
        record.offered_at,
        record.answered_at,
        record.answered_by,
        record.answer_ended_at,
        record.voicemail_at,
        record.is_answered,
        record.is_voicemail,
        record.result,
        record.legs,
        row_number() over (
            partition by found.call_id
            order by
                case when found.place <= 2 then found.place else 3 end,
                of_legs.queue_leg_at nulls last, of_legs.first_leg_at nulls last, found.queue_id
        ) as visit
    from found
    inner join {{ ref('int_ringcentral__record') }} as record on found.call_id = record.call_id
    left join of_legs on found.call_id = of_legs.call_id and found.queue_id = of_legs.queue_id
    where record.type = 'Voice' and (record.direction = 'Inbound' or found.place = 2)
),

entered as (
    select
        *,
        case
            when visit = 1 then greatest(offered_at, coalesce(queue_leg_at, offered_at))
            else coalesce(queue_leg_at, first_leg_at, offered_at)
        end as entered_at
    from ordered
),

followed as (
    select
        *,
        lead(entered_at) over (partition by call_id order by visit) as next_at,
        coalesce(
            case when is_answered then answered_at end,
            case when is_voicemail then voicemail_at end,
            ended_at
        ) as done_at
    from entered
)

select
    call_id,
    visit,
    conversation_id,
    queue_id,
    started_at,
    entered_at,
    case
        when next_at is not null then greatest(next_at, entered_at)
        else greatest(done_at, entered_at)
    end as left_at,
    ended_at,
    case
        when next_at is not null then 'overflowed'
        when is_answered then 'answered'
        when is_voicemail then 'voicemail'
        when result in ('Callback requested', 'Callback Requested') then 'callback_requested'
        when result in ('Abandoned', 'Hang Up', 'Hang up', 'Disconnected') then 'abandoned'
        else 'missed'
    end as outcome,
    is_answered,
    case when next_at is null then answered_by end as answered_by,
    rings + case when next_at is null and answered_by is not null then 1 else 0 end as rings,
    {# Nobody confirms that the leg of whoever answers begins with the answer. Where it begins with
       the visit and lasts to the end of the call, it cannot tell a wait. #}
    case
        when is_answered and answered_at is null then 'record'
        when is_answered and next_at is null and answered_at <= entered_at
            and answer_ended_at >= {{ add_ms('ended_at', -1000) }} then 'unknown'
        when legs = 0 then 'record'
        else 'leg'
    end as wait_source
from followed
