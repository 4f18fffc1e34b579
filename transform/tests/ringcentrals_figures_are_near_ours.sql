{{ config(
    severity='warn',
    meta={'warning': 'on {} days of a queue, RingCentral\'s figures differ from these by more than 2 %'}
) }}
{# A queue's day that differs by more than 2 %. RingCentral's figures lead. #}
select reconciliation_id
from {{ ref('ringcentral__reconciliation') }}
where
    is_settled and "interval" = 'Day'
    and greatest(
        abs(calls_difference), abs(answered_difference), abs(abandoned_difference),
        abs(voicemail_difference), abs(in_service_level_difference),
        abs(out_of_service_level_difference)
    ) > 0.02 * their_calls
