{# What kinds of extensions and results there are. #}

{% macro is_person_type(type) -%}
    ({{ type }} is null or {{ type }} in ('User', 'DigitalUser', 'VirtualUser', 'FlexibleUser', 'FaxUser', 'Limited'))
{%- endmacro %}

{% macro is_taken(result) -%}
    ({{ result }} in ('Accepted', 'Call connected', 'Answered', 'Connected'))
{%- endmacro %}
