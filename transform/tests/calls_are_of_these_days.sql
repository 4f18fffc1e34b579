{{ config(
    severity='warn',
    meta={'warning': 'the lake has no call of the last two days'}
) }}
{# The newest record of the lake was modified more than two days ago: was it loaded since? #}
select max(last_modified_at) as last_modified_at
from {{ ref('stg_ringcentral__call_log') }}
having max(last_modified_at) < current_timestamp - interval '2 days'
