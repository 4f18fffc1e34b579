{# One row a record, as it was last modified; deleted ones are left out, and calls that still go on:
   nobody knows yet how they end. #}
{%- set source = stream('call_log') -%}
with read as (
    {{ select_stream(source, [
        ('call_id', 'id', 'text'),
        ('session_id', 'sessionId', 'text'),
        ('telephony_session_id', 'telephonySessionId', 'text'),
        ('started_at', 'startTime', 'timestamp with time zone'),
        ('last_modified_at', 'lastModifiedTime', 'timestamp with time zone'),
        ('duration_ms', 'durationMs', 'bigint'),
        ('duration_s', 'duration', 'bigint'),
        ('type', 'type', 'text'),
        ('direction', 'direction', 'text'),
        ('action', 'action', 'text'),
        ('result', 'result', 'text'),
        ('internal_type', 'internalType', 'text'),
        ('from_number', 'from.phoneNumber', 'text'),
        ('from_extension_id', 'from.extensionId', 'text'),
        ('to_number', 'to.phoneNumber', 'text'),
        ('to_extension_id', 'to.extensionId', 'text'),
        ('extension_id', 'extension.id', 'text'),
        ('delegate_id', 'delegate.id', 'text'),
        ('transfer_target_session_id', 'transferTarget.telephonySessionId', 'text'),
        ('transferee_session_id', 'transferee.telephonySessionId', 'text'),
        ('recording_id', 'recording.id', 'text'),
        ('message_id', 'message.id', 'text'),
        ('is_deleted', 'deleted', 'boolean'),
    ]) }}
),

latest as (
    select
        *,
        row_number() over (partition by call_id order by last_modified_at desc nulls last) as version
    from read
)

select
    call_id,
    session_id,
    telephony_session_id,
    started_at,
    {{ add_ms('started_at', 'coalesce(duration_ms, duration_s * 1000, 0)') }} as ended_at,
    last_modified_at,
    coalesce(duration_ms, duration_s * 1000, 0) as duration_ms,
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
    transfer_target_session_id,
    transferee_session_id,
    recording_id,
    message_id
from latest
where
    version = 1
    and not coalesce(is_deleted, false)
    and coalesce(result, '') <> 'In Progress'
    and started_at is not null
