select call_id as id from {{ ref('ringcentral__queue_call') }}
where least(wait_seconds, talk_seconds) < 0 or left_at < entered_at
union all
select conversation_id from {{ ref('ringcentral__call') }}
where least(wait_seconds, talk_seconds, menu_seconds) < 0
