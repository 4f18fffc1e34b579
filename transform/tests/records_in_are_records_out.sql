{# Every record of the log is in ringcentral__call_record, and every voice record in one call. #}
with counted as (
    select
        (select count(*) from {{ ref('int_ringcentral__record') }}) as read,
        (select count(*) from {{ ref('stg_ringcentral__call_log') }}) as staged,
        (select count(*) from {{ ref('ringcentral__call_record') }}) as told,
        (select count(*) from {{ ref('ringcentral__call_record') }} where type = 'Voice') as voice,
        (select coalesce(sum(records), 0) from {{ ref('ringcentral__call') }}) as in_calls
)

select *
from counted
where told <> read or voice <> in_calls{{ '' if var('history_days') | int else ' or staged <> read' }}
