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

{# All legs of the last version: an earlier one may have had more. #}
latest as (
    select
        *,
        rank() over (partition by call_id order by call_last_modified_at desc nulls last) as version,
        row_number() over (
            partition by call_id, leg_index order by call_last_modified_at desc nulls last
        ) as copy
    from read
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
from latest
where version = 1 and copy = 1 and not coalesce(is_master, false) and started_at is not null
