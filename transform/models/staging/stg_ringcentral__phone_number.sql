with read as (
    {{ select_stream(stream('phone_number'), [
        ('phone_number_id', 'id', 'text'),
        ('number', 'phoneNumber', 'text'),
        ('usage_type', 'usageType', 'text'),
        ('label', 'label', 'text'),
        ('extension_id', 'extension.id', 'text'),
    ]) }}
),

{# A number may be there twice, as while it is ported. #}
once as (
    select *, row_number() over (partition by number order by phone_number_id) as copy
    from read
    where number is not null
)

select phone_number_id, number, usage_type, label, extension_id
from once
where copy = 1
