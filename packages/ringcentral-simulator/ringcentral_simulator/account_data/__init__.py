"""What the account holds besides extensions, queues and calls, as the API writes it."""
