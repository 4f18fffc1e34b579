{# How a stream is read: the one place that knows what a lake is. #}

{# Where a stream lies, and its columns with their types; nothing where it is not in the lake. #}
{% macro stream(name) %}
    {%- if not execute -%}{{ return(none) }}{%- endif -%}
    {{ return(adapter.dispatch('stream', 'ringcentral')(name)) }}
{% endmacro %}

{% macro default__stream(name) %}
    {%- set folder = (var('lake') ~ '/' ~ name).replace("'", "''") -%}
    {%- if var('lake_format') == 'delta' -%}
        {%- set query -%}
            select path from lake.delta_file where stream = '{{ name }}' order by path
        {%- endset -%}
    {%- else -%}
        {%- set query -%}
            select '{{ folder }}/**/*.parquet' from glob('{{ folder }}/**/*.parquet') limit 1
        {%- endset -%}
    {%- endif -%}
    {%- set files = run_query(query).columns[0].values() -%}
    {%- if not files -%}{{ return(none) }}{%- endif -%}
    {%- set from -%}
        read_parquet([
        {%- for file in files %}'{{ file.replace("'", "''") }}'{{ ', ' if not loop.last }}{% endfor -%}
        ], hive_partitioning = true, union_by_name = true)
    {%- endset -%}
    {%- set types = {} -%}
    {%- for row in run_query('describe select * from ' ~ from) -%}
        {%- do types.update({row[0]: row[1]}) -%}
    {%- endfor -%}
    {{ return({'from': from, 'types': types}) }}
{% endmacro %}

{% macro postgres__stream(name) %}
    {%- set relation = adapter.get_relation(target.database, var('lake_schema'), name) -%}
    {%- if relation is none -%}{{ return(none) }}{%- endif -%}
    {%- set types = {} -%}
    {%- for column in adapter.get_columns_in_relation(relation) -%}
        {%- do types.update({column.name: column.data_type}) -%}
    {%- endfor -%}
    {{ return({'from': relation | string, 'types': types}) }}
{% endmacro %}

{# The columns of a staging model: name, path in the stream, type. A property that the lake does not
   have, or a stream, is null: `select ... from ...` of an empty table where there is no stream. #}
{% macro select_stream(source, columns, where='true') -%}
    select
    {%- for name, path, type in columns %}
        {{ stream_field(source, path.split('.'), type) }} as {{ name }}{{ ',' if not loop.last }}
    {%- endfor %}
    {%- if source %}
    from {{ source['from'] }} as source
    where {{ where }}
    {%- else %}
    where false
    {%- endif %}
{%- endmacro %}

{% macro stream_field(source, path, type) -%}
    {%- set column_type = source.types.get(path[0]) if source else none -%}
    {%- if not column_type -%}
        cast(null as {{ type }})
    {%- elif path | length > 1 -%}
        {{ field(path[0], path[1:], type, column_type) }}
    {%- elif type == 'timestamp with time zone' -%}
        {{ instant(path[0], column_type) }}
    {%- else -%}
        cast("{{ path[0] }}" as {{ type }})
    {%- endif -%}
{%- endmacro %}
