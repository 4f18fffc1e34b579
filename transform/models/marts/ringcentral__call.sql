{# Records of one session are one call. Missed legs of a call that was answered are no missed calls:
   only legs that somebody took, and the records' results, decide. #}
with record as (
    select
        conversation_id,
        call_id,
        started_at,
        ended_at,
        rings,
        menu_ms,
        is_answered,
        is_voicemail,
        recording_id,
        answered_at,
        answered_by,
        answer_ended_at,
        voicemail_at,
        extension_id,
        result,
        row_number() over of_call as nth,
        lead(call_id) over of_call is null as is_last,
        row_number() over (
            partition by conversation_id order by answered_at nulls last, started_at, call_id
        ) as nth_answer,
        {{ seconds_between(
            'greatest(offered_at, coalesce(answered_at, offered_at))', 'greatest(offered_at, ended_at)'
        ) }} as since_answer
    from {{ ref('int_ringcentral__record') }}
    where type = 'Voice'
    window of_call as (partition by conversation_id order by started_at, call_id)
),

whole as (
    select
        conversation_id,
        max(case when nth = 1 then call_id end) as first_call_id,
        min(started_at) as started_at,
        max(ended_at) as ended_at,
        count(*) as records,
        sum(rings) as rings,
        sum(menu_ms) as menu_ms,
        bool_or(is_answered) as is_answered,
        bool_or(is_voicemail) as is_voicemail,
        bool_or(recording_id is not null) as has_recording,
        min(answered_at) as answered_at,
        max(case when nth_answer = 1 then answered_by end) as answered_by,
        max(case when nth_answer = 1 then answer_ended_at end) as answer_ended_at,
        max(case when nth_answer = 1 then ended_at end) as answered_record_ended_at,
        min(voicemail_at) as voicemail_at,
        max(case when is_last then extension_id end) as last_extension_id,
        max(case when is_last then result end) as last_result,
        sum(case when is_answered then since_answer end) as talk
    from record
    group by conversation_id
),

told as (
    select
        whole.*,
        first.local_started_at,
        first.local_day,
        first.site_id,
        first.is_after_hours,
        first.offered_at,
        first.extension_id as first_extension_id,
        first.legs as first_legs,
        case
            when first.from_extension_id is not null and first.to_extension_id is not null
                then 'internal'
            when first.direction = 'Outbound' then 'outbound'
            else 'inbound'
        end as direction,
        case when first.direction = 'Outbound' then first.to_number else first.from_number end as other_number,
        case when first.direction = 'Inbound' then first.to_number end as dialed_number,
        {{ is_taken('first.result') }} as is_connected,
        visit.queue_id
    from whole
    inner join {{ ref('int_ringcentral__record') }} as first on whole.first_call_id = first.call_id
    left join (
        select
            conversation_id,
            queue_id,
            row_number() over (partition by conversation_id order by entered_at, call_id, visit) as nth
        from {{ ref('int_ringcentral__queue_visit') }}
    ) as visit on whole.conversation_id = visit.conversation_id and visit.nth = 1
),

judged as (
    select
        *,
        case
            when direction <> 'inbound' then
                case when is_connected then 'answered' else 'not_connected' end
            when is_answered then 'answered'
            when is_voicemail then 'voicemail'
            when last_result = 'Blocked' then 'blocked'
            when last_result in ('Callback requested', 'Callback Requested') then 'callback_requested'
            when last_result in ('Abandoned', 'Hang Up', 'Hang up', 'Disconnected') then 'abandoned'
            else 'missed'
        end as outcome,
        case
            when direction <> 'inbound' then null
            when is_answered and answered_at is null then 'record'
            when is_answered and answered_at <= offered_at
                and answer_ended_at >= {{ add_ms('answered_record_ended_at', -1000) }} then 'unknown'
            when first_legs = 0 then 'record'
            else 'leg'
        end as wait_source
    from told
),

transfers as (
    select conversation_id, count(*) as transfers
    from {{ ref('ringcentral__transfer') }}
    group by conversation_id
)

select
    judged.conversation_id,
    started_at,
    ended_at,
    local_started_at,
    local_day,
    site_id,
    direction,
    case
        when direction <> 'internal' and {{ is_e164('other_number') }} then other_number
    end as outside_number,
    case when direction = 'inbound' then dialed_number end as dialed_number,
    first_extension_id,
    last_extension_id,
    queue_id,
    {{ plain('menu_ms * 0.001') }} as menu_seconds,
    {{ plain(
        "case when direction = 'inbound' and wait_source <> 'unknown' and not (outcome = 'answered' and answered_at is null) then "
        ~ seconds_between(
            'offered_at',
            "greatest(offered_at, case when outcome = 'answered' then answered_at when outcome = 'voicemail' then coalesce(voicemail_at, ended_at) else ended_at end)"
        ) ~ " end"
    ) }} as wait_seconds,
    {{ plain(
        "case when outcome <> 'answered' then 0 when direction = 'inbound' then talk else "
        ~ seconds_between('coalesce(answered_at, started_at)', 'ended_at') ~ " end"
    ) }} as talk_seconds,
    outcome,
    case when outcome = 'answered' then answered_by end as answered_by,
    case when outcome = 'answered' and wait_source is distinct from 'unknown' then answered_at end
        as answered_at,
    coalesce(transfers.transfers, 0) as transfers,
    records,
    cast(rings as bigint) as rings,
    is_after_hours,
    has_recording,
    is_voicemail as has_voicemail,
    wait_source
from judged
left join transfers on judged.conversation_id = transfers.conversation_id
