{# The zone of local times: the variable's, else the given one, else the account's. #}
{% macro zone(time_zone, account_zone) -%}
    {%- if var('time_zone') -%}
        '{{ var("time_zone") }}'
    {%- else -%}
        coalesce({{ time_zone }}, {{ account_zone }}, 'UTC')
    {%- endif -%}
{%- endmacro %}

{% macro minute_of_week(local) -%}
    cast(
        (extract(isodow from {{ local }}) - 1) * 1440
        + extract(hour from {{ local }}) * 60 + extract(minute from {{ local }}) as bigint
    )
{%- endmacro %}
