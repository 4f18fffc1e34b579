{# A record with all that its legs tell, where it was and what clocks there showed. Faxes are in. #}
with record as (
    select
        *,
        case
            when telephony_session_id is null or session_id = '0' then call_id
            else telephony_session_id
        end as conversation_id
    from {{ ref('stg_ringcentral__call_log') }}
    {%- if var('history_days') | int > 0 %}
    where started_at >= (select max(started_at) from {{ ref('stg_ringcentral__call_log') }})
        - interval '{{ var("history_days") | int }} days'
    {%- endif %}
),

placed as (
    select
        record.*,
        coalesce(legs.legs, 0) as legs,
        coalesce(legs.menu_ms, 0) as menu_ms,
        coalesce(legs.rings, 0) as rings,
        coalesce(legs.transfer_legs, 0) as transfer_legs,
        case when legs.menu_ended_at > record.started_at then legs.menu_ended_at
            else record.started_at end as offered_at,
        legs.answered_at,
        legs.answered_by,
        legs.answer_ended_at,
        legs.voicemail_at,
        legs.answered_at is not null
        or (legs.call_id is null and {{ is_taken('record.result') }}) as is_answered,
        record.result = 'Voicemail' or legs.voicemail_at is not null as is_voicemail,
        coalesce(owner.is_person, false) as is_of_person,
        coalesce(owner.site_id, dialed.site_id) as site_id,
        coalesce(owner.time_zone, dialed.time_zone, main.time_zone) as time_zone
    from record
    left join {{ ref('int_ringcentral__leg_summary') }} as legs on record.call_id = legs.call_id
    left join {{ ref('int_ringcentral__extension') }} as owner
        on record.extension_id = owner.extension_id
    left join {{ ref('stg_ringcentral__phone_number') }} as number
        on record.extension_id is null and record.to_number = number.number
    left join {{ ref('int_ringcentral__extension') }} as dialed
        on number.extension_id = dialed.extension_id
    left join {{ ref('int_ringcentral__site') }} as main on main.site_id = 'main-site'
),

clocked as (
    select *, {{ local_time('started_at', 'time_zone') }} as local_started_at
    from placed
)

select
    clocked.*,
    cast(clocked.local_started_at as date) as local_day,
    case
        when exists (
            select 1 from {{ ref('int_ringcentral__open_minute') }} where owner_id = 'company'
        ) then company.owner_id is null
    end as is_after_hours
from clocked
left join {{ ref('int_ringcentral__open_minute') }} as company
    on company.owner_id = 'company'
    and company.minute_of_week = {{ minute_of_week('clocked.local_started_at') }}
