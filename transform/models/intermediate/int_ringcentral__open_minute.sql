{# Each minute of a week, 0 to 10079 from Monday on, that a schedule is open. #}
select distinct
    hours.owner_id,
    (weekday.weekday - 1) * 1440 + minute.minute as minute_of_week
from {{ ref('stg_ringcentral__business_hours') }} as hours
cross join generate_series(1, 7) as weekday (weekday)
cross join generate_series(0, 1439) as minute (minute)
where
    (hours.weekday is null or hours.weekday = weekday.weekday)
    and minute.minute >= hours.from_minute
    and minute.minute < case
        when hours.to_minute <= hours.from_minute then 1440 else hours.to_minute
    end
