{# A leg hands on; where the log has no such leg, a record that took over, or that names the session
   of a consultation, tells it. #}
with record as (
    select * from {{ ref('int_ringcentral__record') }} where type = 'Voice'
),

by_leg as (
    select
        leg.call_id,
        record.conversation_id,
        case when record.transfer_target_session_id is null then 'blind' else 'warm' end as kind,
        leg.extension_id as from_extension_id,
        leg.to_extension_id,
        leg.to_number,
        leg.started_at as transferred_at,
        leg.leg_index
    from {{ ref('int_ringcentral__leg') }} as leg
    inner join record on leg.call_id = record.call_id
    where leg.kind = 'transfer'
),

handed_on as (
    select distinct conversation_id from by_leg
),

by_record as (
    select
        record.call_id,
        record.conversation_id,
        case when record.transfer_target_session_id is null then 'blind' else 'warm' end as kind,
        case
            when record.transfer_target_session_id is not null then record.extension_id
        end as from_extension_id,
        case
            when record.transfer_target_session_id is null then record.extension_id
        end as to_extension_id,
        cast(null as text) as to_number,
        case
            when record.transfer_target_session_id is null then record.started_at
            else record.ended_at
        end as transferred_at,
        cast(0 as bigint) as leg_index
    from record
    left join handed_on on record.conversation_id = handed_on.conversation_id
    where
        handed_on.conversation_id is null
        and (record.action = 'Transfer' or record.transfer_target_session_id is not null)
),

found as (
    select * from by_leg
    union all
    select * from by_record
),

counted as (
    select
        *,
        row_number() over (partition by call_id order by transferred_at, leg_index) as "index"
    from found
)

select
    call_id || '-' || "index" as transfer_id,
    call_id,
    "index",
    conversation_id,
    kind,
    from_extension_id,
    to_extension_id,
    to_number,
    transferred_at
from counted
