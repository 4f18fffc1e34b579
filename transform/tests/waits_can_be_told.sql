{{ config(severity='warn') }}
{# Legs that begin with the call and last as long: whoever answered, nothing tells when. #}
select count(*) as visits
from {{ ref('ringcentral__queue_call') }}
where wait_source = 'unknown'
having count(*) > 0
