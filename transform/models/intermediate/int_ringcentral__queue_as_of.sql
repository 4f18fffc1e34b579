{# Settings of each queue with the span they hold for; the earliest known hold for all before. #}
select
    queue_id,
    goal_percent,
    coalesce(threshold_seconds, 0) as threshold_seconds,
    coalesce(includes_abandoned, false) as includes_abandoned,
    coalesce(abandoned_threshold_seconds, 0) as abandoned_threshold_seconds,
    case
        when row_number() over (partition by queue_id order by dbt_valid_from) > 1
            then cast(dbt_valid_from as timestamp)
    end as valid_from,
    case
        when row_number() over (partition by queue_id order by dbt_valid_from desc) > 1
            then cast(dbt_valid_to as timestamp)
    end as valid_to
from {{ ref('ringcentral_queue_history') }}
