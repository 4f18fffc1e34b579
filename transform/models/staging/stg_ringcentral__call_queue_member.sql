{{ select_stream(stream('call_queue_member'), [
    ('queue_id', 'queueId', 'text'),
    ('extension_id', 'id', 'text'),
    ('extension_number', 'extensionNumber', 'text'),
]) }}
