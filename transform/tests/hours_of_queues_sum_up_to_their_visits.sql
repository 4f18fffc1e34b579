with visits as (
    select queue_id, count(*) as calls, sum(rings) as rings, count(wait_seconds) as waits
    from {{ ref('ringcentral__queue_call') }}
    group by queue_id
),

hours as (
    select queue_id, sum(calls) as calls, sum(rings) as rings, sum(waits) as waits
    from {{ ref('ringcentral__queue_hour') }}
    group by queue_id
)

select queue_id
from visits
full outer join hours using (queue_id)
where
    visits.calls is distinct from hours.calls
    or visits.rings is distinct from hours.rings
    or visits.waits is distinct from hours.waits
