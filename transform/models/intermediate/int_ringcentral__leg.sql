{# What each leg was: menu, queue, ring, answer, voicemail, transfer or other. The first leg of a
   RingOut rings the person who calls: other. #}
select
    leg.call_id,
    leg.leg_index,
    leg.started_at,
    leg.ended_at,
    leg.duration_ms,
    leg.to_number,
    leg.to_extension_id,
    leg.extension_id,
    case
        when leg.result = 'Voicemail' then 'voicemail'
        when leg.action = 'Transfer' or leg.leg_type = 'TransferCall' then 'transfer'
        when leg.leg_type like 'RingOut%' or leg.action like 'RingOut%' then 'other'
        when extension.is_queue then 'queue'
        when extension.type in ('IvrMenu', 'Announcement') then 'menu'
        when leg.extension_id is null or not coalesce(extension.is_person, true) then 'other'
        when {{ is_taken('leg.result') }} then 'answer'
        else 'ring'
    end as kind,
    case when extension.is_queue then leg.extension_id else delegate.extension_id end as queue_id
from {{ ref('stg_ringcentral__call_log_leg') }} as leg
left join {{ ref('int_ringcentral__extension') }} as extension
    on leg.extension_id = extension.extension_id
left join {{ ref('int_ringcentral__extension') }} as delegate
    on leg.delegate_id = delegate.extension_id and delegate.is_queue
