{# A view: the rows lie in the model beneath. #}
{{ config(materialized='view') }}
select
    call_id,
    conversation_id,
    started_at,
    ended_at,
    {{ plain('duration_ms * 0.001') }} as duration_seconds,
    type,
    direction,
    action,
    result,
    internal_type,
    from_number,
    from_extension_id,
    to_number,
    to_extension_id,
    extension_id,
    delegate_id,
    case
        when transferee_session_id is not null or action = 'Transfer' then 'second'
        when transfer_target_session_id is not null or transfer_legs > 0 then 'first'
    end as transfer_half,
    legs,
    recording_id,
    message_id,
    last_modified_at
from {{ ref('int_ringcentral__record') }}
