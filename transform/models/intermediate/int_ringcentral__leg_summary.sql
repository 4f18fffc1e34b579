{# One row a record that has legs. #}
select
    call_id,
    count(*) as legs,
    coalesce(sum(case when kind = 'menu' then duration_ms end), 0) as menu_ms,
    max(case when kind = 'menu' then ended_at end) as menu_ended_at,
    sum(case when kind in ('ring', 'answer') then 1 else 0 end) as rings,
    min(case when kind = 'answer' then started_at end) as answered_at,
    max(case when kind = 'answer' and nth_of_kind = 1 then extension_id end) as answered_by,
    max(case when kind = 'answer' and nth_of_kind = 1 then ended_at end) as answer_ended_at,
    min(case when kind = 'voicemail' then started_at end) as voicemail_at,
    sum(case when kind = 'transfer' then 1 else 0 end) as transfer_legs
from {{ ref('int_ringcentral__leg') }}
group by call_id
