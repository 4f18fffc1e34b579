{# But for records without legs, where the result alone tells that somebody did. #}
select call_id as id from {{ ref('ringcentral__queue_call') }}
where outcome = 'answered' and answered_by is null and wait_source <> 'record'
union all
select conversation_id from {{ ref('ringcentral__call') }}
where direction = 'inbound' and outcome = 'answered' and answered_by is null
    and wait_source <> 'record'
