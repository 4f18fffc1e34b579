{{ select_stream(stream('call_queue'), [
    ('queue_id', 'id', 'text'),
    ('name', 'name', 'text'),
    ('extension_number', 'extensionNumber', 'text'),
    ('status', 'status', 'text'),
    ('site_id', 'site.id', 'text'),
    ('goal_percent', 'serviceLevelSettings.slaGoal', 'bigint'),
    ('threshold_seconds', 'serviceLevelSettings.slaThresholdSeconds', 'bigint'),
    ('includes_abandoned', 'serviceLevelSettings.includeAbandonedCalls', 'boolean'),
    ('abandoned_threshold_seconds', 'serviceLevelSettings.abandonedThresholdSeconds', 'bigint'),
]) }}
