select call_id as id from {{ ref('ringcentral__call_record') }} where ended_at < started_at
union all
select conversation_id from {{ ref('ringcentral__call') }} where ended_at < started_at
