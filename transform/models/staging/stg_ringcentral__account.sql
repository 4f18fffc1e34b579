{{ select_stream(stream('account'), [
    ('account_id', 'id', 'text'),
    ('main_number', 'mainNumber', 'text'),
    ('time_zone', 'regionalSettings.timezone.name', 'text'),
]) }}
