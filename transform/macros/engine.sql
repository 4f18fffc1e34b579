{# All that DuckDB and PostgreSQL say differently. #}

{# A field of nested data, by its path, where the column has a type that engine nests with. #}
{% macro field(column, path, type, column_type) -%}
    {{ adapter.dispatch('field', 'ringcentral')(column, path, type, column_type) }}
{%- endmacro %}

{% macro default__field(column, path, type, column_type) -%}
    {%- if column_type.upper().startswith('STRUCT') -%}
        cast(("{{ column }}")
        {%- for name in path %}."{{ name }}"{% endfor %} as {{ type }})
    {%- elif column_type.upper() == 'VARIANT' -%}
        cast(json_extract_string(to_json("{{ column }}"), '$.{{ path | join(".") }}') as {{ type }})
    {%- else -%}
        cast(json_extract_string("{{ column }}", '$.{{ path | join(".") }}') as {{ type }})
    {%- endif -%}
{%- endmacro %}

{% macro postgres__field(column, path, type, column_type) -%}
    cast("{{ column }}"::jsonb #>> '{{ '{' ~ path | join(",") ~ '}' }}' as {{ type }})
{%- endmacro %}

{# An instant; loaders of PostgreSQL land a timestamp without time zone that means UTC. #}
{% macro instant(column, column_type) -%}
    {%- if 'without time zone' in column_type or column_type.lower() == 'timestamp' -%}
        ("{{ column }}" at time zone 'UTC')
    {%- else -%}
        cast("{{ column }}" as timestamp with time zone)
    {%- endif -%}
{%- endmacro %}

{% macro add_ms(instant, ms) -%}
    ({{ instant }} + ({{ ms }}) * interval '1 millisecond')
{%- endmacro %}

{# Seconds with three decimals, as an exact number: sums of them do not depend on an order. #}
{% macro seconds_between(first, last) -%}
    {{ adapter.dispatch('seconds_between', 'ringcentral')(first, last) }}
{%- endmacro %}

{% macro default__seconds_between(first, last) -%}
    cast(date_diff('millisecond', {{ first }}, {{ last }}) * 0.001 as decimal(18, 3))
{%- endmacro %}

{% macro postgres__seconds_between(first, last) -%}
    cast(extract(epoch from ({{ last }}) - ({{ first }})) as decimal(18, 3))
{%- endmacro %}

{# What clocks show in a zone at an instant. #}
{% macro local_time(instant, zone) -%}
    (({{ instant }}) at time zone ({{ zone }}))
{%- endmacro %}

{# Out of marts comes a plain number. #}
{% macro plain(seconds) -%}
    cast({{ seconds }} as double precision)
{%- endmacro %}

{# Whether a number is in E.164: not withheld, not masked, not as it was dialed. #}
{% macro is_e164(number) -%}
    {{ adapter.dispatch('is_e164', 'ringcentral')(number) }}
{%- endmacro %}

{% macro default__is_e164(number) -%}
    coalesce(regexp_full_match({{ number }}, '[+][1-9][0-9]{5,14}'), false)
{%- endmacro %}

{% macro postgres__is_e164(number) -%}
    coalesce({{ number }} ~ '^[+][1-9][0-9]{5,14}$', false)
{%- endmacro %}

{# The ranges of one weekday of a schedule: rows of from_time and to_time, as text HH:MM. #}
{% macro day_ranges(column, day, column_type) -%}
    {{ adapter.dispatch('day_ranges', 'ringcentral')(column, day, column_type) }}
{%- endmacro %}

{% macro default__day_ranges(column, day, column_type) -%}
    {%- if column_type.upper().startswith('STRUCT') -%}
    unnest(("{{ column }}")."weeklyRanges"."{{ day }}") as r (range) {# #}
    {%- else -%}
    {%- set json = 'to_json("' ~ column ~ '")' if column_type.upper() == 'VARIANT' else 'cast("' ~ column ~ '" as json)' -%}
    unnest(cast(json_extract({{ json }}, '$.weeklyRanges.{{ day }}') as struct("from" varchar, "to" varchar)[])) as r (range)
    {%- endif -%}
{%- endmacro %}

{% macro postgres__day_ranges(column, day, column_type) -%}
    jsonb_array_elements(case jsonb_typeof("{{ column }}"::jsonb #> '{weeklyRanges,{{ day }}}') when 'array' then "{{ column }}"::jsonb #> '{weeklyRanges,{{ day }}}' end) as r (range)
{%- endmacro %}

{% macro range_end(name) -%}
    {{ adapter.dispatch('range_end', 'ringcentral')(name) }}
{%- endmacro %}

{% macro default__range_end(name) -%} (r.range)."{{ name }}" {%- endmacro %}

{% macro postgres__range_end(name) -%} (r.range ->> '{{ name }}') {%- endmacro %}
