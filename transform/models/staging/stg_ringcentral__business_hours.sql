{# One row a range of opening hours; one row without a weekday where a schedule is empty: always
   open. The owner is the company, or an extension's identifier. #}
{%- set days = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] -%}
{%- set ns = namespace(selects=[]) -%}
{%- for name, owner in [
    ('company_business_hours', none),
    ('extension_business_hours', 'extensionId'),
    ('call_queue_business_hours', 'queueId'),
] -%}
    {%- set source = stream(name) -%}
    {%- if source and 'schedule' in source.types -%}
        {%- for day in days -%}
            {%- set select -%}
    select
        {{ 'cast("' ~ owner ~ '" as text)' if owner else "'company'" }} as owner_id,
        {{ loop.index }} as weekday,
        {{ range_end('from') }} as from_time,
        {{ range_end('to') }} as to_time
    from {{ source['from'] }} as source, {{ day_ranges('schedule', day, source.types['schedule']) }}
            {%- endset -%}
            {%- do ns.selects.append(select) -%}
        {%- endfor -%}
        {%- set select -%}
    select {{ 'cast("' ~ owner ~ '" as text)' if owner else "'company'" }}, 0, null, null
    from {{ source['from'] }} as source
        {%- endset -%}
        {%- do ns.selects.append(select) -%}
    {%- endif -%}
{%- endfor -%}
with read as (
    {{ ns.selects | join('\n    union all\n') if ns.selects else "select '' as owner_id, 0 as weekday, '' as from_time, '' as to_time where false" }}
),

ranges as (
    select distinct owner_id, weekday, from_time, to_time
    from read
    where weekday > 0 and from_time is not null
)

select
    cast(owner_id as text) as owner_id,
    cast(weekday as bigint) as weekday,
    cast(split_part(from_time, ':', 1) as bigint) * 60
    + cast(split_part(from_time, ':', 2) as bigint) as from_minute,
    case
        when to_time in ('00:00', '23:59') then 1440
        else cast(split_part(to_time, ':', 1) as bigint) * 60
            + cast(split_part(to_time, ':', 2) as bigint)
    end as to_minute
from ranges
union all
select distinct cast(owner_id as text), cast(null as bigint), cast(0 as bigint), cast(1440 as bigint)
from read
where owner_id not in (select owner_id from ranges)
