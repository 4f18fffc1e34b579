{{ select_stream(stream('call_analytics_queue'), [
    ('queue_id', 'id', 'text'),
    ('interval', 'interval', 'text'),
    ('interval_at', 'time', 'timestamp with time zone'),
    ('calls', 'counters.allCalls.values', 'double precision'),
    ('answered', 'counters.callsByResponse.values.answered', 'double precision'),
    ('abandoned', 'counters.callsByResult.values.abandoned', 'double precision'),
    ('voicemail', 'counters.callsByResult.values.voicemail', 'double precision'),
    ('in_service_level', 'counters.callsByQueueSla.values.inSla', 'double precision'),
    ('out_of_service_level', 'counters.callsByQueueSla.values.outOfSla', 'double precision'),
    ('from_queues', 'counters.callsByType.values.fromQueue', 'double precision'),
    ('opportunities', 'counters.queueOpportunities.values', 'double precision'),
    ('ringing_seconds', 'timers.callsSegments.values.ringing', 'double precision'),
]) }}
