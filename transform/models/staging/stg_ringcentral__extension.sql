{{ select_stream(stream('extension'), [
    ('extension_id', 'id', 'text'),
    ('name', 'name', 'text'),
    ('extension_number', 'extensionNumber', 'text'),
    ('type', 'type', 'text'),
    ('status', 'status', 'text'),
    ('department', 'contact.department', 'text'),
    ('job_title', 'contact.jobTitle', 'text'),
    ('site_id', 'site.id', 'text'),
]) }}
