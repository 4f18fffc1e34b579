{# One row a record that has legs. #}
with answer as (
    select
        call_id,
        extension_id as answered_by,
        ended_at as answer_ended_at,
        row_number() over (partition by call_id order by started_at, leg_index) as nth
    from {{ ref('int_ringcentral__leg') }}
    where kind = 'answer'
),

summary as (
    select
        call_id,
        count(*) as legs,
        coalesce(sum(case when kind = 'menu' then duration_ms end), 0) as menu_ms,
        max(case when kind = 'menu' then ended_at end) as menu_ended_at,
        sum(case when kind in ('ring', 'answer') then 1 else 0 end) as rings,
        min(case when kind = 'answer' then started_at end) as answered_at,
        min(case when kind = 'voicemail' then started_at end) as voicemail_at,
        sum(case when kind = 'transfer' then 1 else 0 end) as transfer_legs
    from {{ ref('int_ringcentral__leg') }}
    group by call_id
)

select
    summary.*,
    answer.answered_by,
    answer.answer_ended_at
from summary
left join answer on summary.call_id = answer.call_id and answer.nth = 1
