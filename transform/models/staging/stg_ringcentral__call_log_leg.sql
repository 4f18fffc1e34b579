{# One row a leg of a record as it was last modified; the master leg, which repeats the record, is
   left out. Never from call_log.legs: lists are what engines differ in most. #}
{%- set source = stream('call_log_leg') -%}
with read as (
    {{ select_stream(source, [
        ('call_id', 'callLogId', 'text'),
        ('leg_index', 'index', 'bigint'),
        ('call_last_modified_at', 'callLastModifiedTime', 'timestamp with time zone'),
        ('started_at', 'startTime', 'timestamp with time zone'),
        ('duration_ms', 'durationMs', 'bigint'),
        ('duration_s', 'duration', 'bigint'),
        ('leg_type', 'legType', 'text'),
        ('is_master', 'master', 'boolean'),
        ('action', 'action', 'text'),
        ('result', 'result', 'text'),
        ('to_number', 'to.phoneNumber', 'text'),
        ('to_extension_id', 'to.extensionId', 'text'),
        ('extension_id', 'extension.id', 'text'),
        ('delegate_id', 'delegate.id', 'text'),
    ]) }}
),

{# All legs of the last version: an earlier one may have had more. Copies of one come in a row. #}
marked as (
    select
        *,
        first_value(call_last_modified_at) over of_call as last_modified_at,
        lag(leg_index) over of_call as leg_before
    from read
    window of_call as (
        partition by call_id order by call_last_modified_at desc nulls last, leg_index
    )
)

select
    call_id,
    leg_index,
    started_at,
    coalesce(duration_ms, duration_s * 1000, 0) as duration_ms,
    {{ add_ms('started_at', 'coalesce(duration_ms, duration_s * 1000, 0)') }} as ended_at,
    leg_type,
    action,
    result,
    to_number,
    to_extension_id,
    extension_id,
    delegate_id
from marked
where
    call_last_modified_at is not distinct from last_modified_at
    and leg_index is distinct from leg_before
    and not coalesce(is_master, false)
    and started_at is not null
