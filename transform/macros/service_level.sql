{# Whether a visit is in the service level, false for out, null for left out of the base.

   ringcentral  answered in time / (all answered or to voicemail, late ones and missed ones, and
                abandoned ones where the queue counts them, but for the short ones)
   the others   as the trade has them: docs/reports.md
#}
{% macro in_service_level(formula, outcome, answered, wait, threshold, short, includes_abandoned) -%}
    case
        when {{ answered }} and {{ wait }} is null then null
        when {{ answered }} then {{ wait }} <= {{ threshold }}
        {%- if formula == 'ringcentral' %}
        when {{ outcome }} = 'abandoned' and (not {{ includes_abandoned }} or {{ short }}) then null
        else false
        {%- elif formula == 'within_answered' %}
        else null
        {%- elif formula == 'within_offered' %}
        else false
        {%- elif formula == 'within_answered_and_abandoned' %}
        when {{ outcome }} = 'abandoned' then false
        {%- elif formula == 'short_abandons_left_out' %}
        when {{ outcome }} = 'abandoned' and not {{ short }} then false
        {%- elif formula == 'short_abandons_good' %}
        when {{ outcome }} = 'abandoned' then {{ short }}
        {%- else %}
        {{ exceptions.raise_compiler_error("service_level_formula has no " ~ formula ~ ": see dbt_project.yml.") }}
        {%- endif %}
    end
{%- endmacro %}
