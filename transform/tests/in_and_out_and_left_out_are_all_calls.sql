select queue_hour_id
from {{ ref('ringcentral__queue_hour') }}
where
    in_service_level + out_of_service_level + left_out <> calls
    or least(in_service_level, out_of_service_level, left_out) < 0
    or answered + abandoned + voicemail + overflowed + missed + callback_requested <> calls
