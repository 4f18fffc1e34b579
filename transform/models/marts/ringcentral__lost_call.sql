{%- set window -%}
    partition by outside_number order by started_at
    range between interval '1 millisecond' following
        and interval '{{ var("call_back_hours") | int }} hours' following
{%- endset -%}
{# A call with nobody's number is in no window: the partition of nulls would be one caller. #}
with call as (
    select
        *,
        min(case when direction = 'outbound' then started_at end) over ({{ window }}) as tried_at,
        min(case when direction = 'outbound' and outcome = 'answered' then started_at end)
            over ({{ window }}) as called_back_at,
        min(case when direction = 'inbound' then started_at end) over ({{ window }}) as called_again_at,
        min(case when direction = 'inbound' and outcome = 'answered' then started_at end)
            over ({{ window }}) as reached_us_at
    from {{ ref('ringcentral__call') }}
    where direction <> 'internal' and outside_number is not null
),

followed as (
    select
        lost.*,
        call.tried_at,
        call.called_back_at,
        call.called_again_at,
        call.reached_us_at
    from {{ ref('ringcentral__call') }} as lost
    left join call on lost.conversation_id = call.conversation_id
    where lost.direction = 'inbound' and lost.outcome not in ('answered', 'blocked')
)

select
    conversation_id,
    started_at,
    local_started_at,
    local_day,
    outside_number,
    dialed_number,
    site_id,
    queue_id,
    outcome,
    wait_seconds,
    tried_at,
    called_back_at,
    called_again_at,
    reached_us_at,
    {{ plain(seconds_between(
        'started_at',
        'least(coalesce(called_back_at, reached_us_at), coalesce(reached_us_at, called_back_at))'
    )) }} as seconds_until,
    case
        when outside_number is null then 'number unknown'
        when called_back_at <= coalesce(reached_us_at, called_back_at) then 'called back'
        when reached_us_at is not null then 'reached us'
        when tried_at is not null then 'tried'
        when called_again_at is not null then 'called again'
        else 'nothing'
    end as fate
from followed
