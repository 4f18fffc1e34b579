with day as (
    select
        outside_number as number,
        local_day,
        count(*) as calls,
        sum(case when outcome = 'answered' then 1 else 0 end) as answered,
        sum(case when outcome not in ('answered', 'blocked') then 1 else 0 end) as lost
    from {{ ref('ringcentral__call') }}
    where direction = 'inbound' and outside_number is not null
    group by outside_number, local_day
),

followed as (
    select
        *,
        sum(calls) over (
            partition by number order by local_day
            range between interval '{{ var("repeat_caller_days") | int - 1 }} days' preceding
                and current row
        ) as calls_in_window
    from day
)

select
    number || '-' || cast(local_day as text) as caller_day_id,
    number,
    local_day,
    calls,
    cast(answered as bigint) as answered,
    cast(lost as bigint) as lost,
    cast(calls_in_window as bigint) as calls_in_window,
    calls_in_window > 1 as is_repeat
from followed
