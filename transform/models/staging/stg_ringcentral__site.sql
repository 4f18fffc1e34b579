{{ select_stream(stream('site'), [
    ('site_id', 'id', 'text'),
    ('name', 'name', 'text'),
    ('time_zone', 'regionalSettings.timezone.name', 'text'),
]) }}
