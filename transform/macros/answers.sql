{# Write a mart as one Parquet file, whole or not at all: DuckDB writes aside and renames.
   dbt-duckdb's `external` materialization writes a row of nulls where a mart is empty. #}
{% macro write_answer(relation) -%}
    {{ adapter.dispatch('write_answer', 'ringcentral')(relation) }}
{%- endmacro %}

{% macro default__write_answer(relation) -%}
    {%- if var('answers') -%}
    copy (from {{ relation }})
    to '{{ var("answers").replace("'", "''") }}/{{ relation.identifier }}.parquet'
    (format parquet, compression zstd, compression_level 1)
    {%- endif -%}
{%- endmacro %}

{% macro postgres__write_answer(relation) -%}{%- endmacro %}
