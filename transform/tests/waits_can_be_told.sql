{{ config(
    severity='warn', fail_calc='coalesce(sum(visits), 0)',
    meta={'warning': 'of {} visits to queues, the call log does not tell the wait'}
) }}
{# Legs that begin with the call and last as long: whoever answered, nothing tells when. #}
select count(*) as visits
from {{ ref('ringcentral__queue_call') }}
where wait_source = 'unknown'
having count(*) > 0
