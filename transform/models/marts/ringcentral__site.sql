select site_id, name, time_zone, is_current
from {{ ref('int_ringcentral__site') }}
