select record.call_id
from {{ ref('ringcentral__call_record') }} as record
inner join {{ ref('ringcentral__queue') }} as queue on record.extension_id = queue.queue_id
left join {{ ref('ringcentral__queue_call') }} as visit
    on record.call_id = visit.call_id and queue.queue_id = visit.queue_id
where record.type = 'Voice' and record.direction = 'Inbound' and visit.call_id is null
