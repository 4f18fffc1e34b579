{# One line of what was built, and one for each check that warned: `dbt --quiet` prints nothing else
   unless something fails. A check says in its meta what its warning means; another's name does. #}
{% macro say_what_was_built(results) -%}
    {%- if execute -%}
        {%- set count = {'models': 0, 'passed': 0, 'warned': 0, 'failed': 0} -%}
        {%- for result in results -%}
            {%- set status = result.status | string -%}
            {%- if status == 'warn' -%}
                {%- do count.update(warned=count.warned + 1) -%}
            {%- elif status in ('fail', 'error', 'runtime error') -%}
                {%- do count.update(failed=count.failed + 1) -%}
            {%- elif result.node.resource_type in ('test', 'unit_test') and status == 'pass' -%}
                {%- do count.update(passed=count.passed + 1) -%}
            {%- elif status == 'success' -%}
                {%- do count.update(models=count.models + 1) -%}
            {%- endif -%}
        {%- endfor -%}
        {%- do print(
            'Built ' ~ count.models ~ ' tables and views: ' ~ count.passed ~ ' checks passed, '
            ~ count.warned ~ ' warned, ' ~ count.failed ~ ' failed.'
        ) -%}
        {%- for result in results if result.status | string == 'warn' -%}
            {%- set told = result.node.config.meta.get('warning', '{} times not so: ' ~ result.node.name) -%}
            {%- do print('Warning: ' ~ told.replace('{}', result.failures | string) ~ '.') -%}
        {%- endfor -%}
    {%- endif -%}
{%- endmacro %}
