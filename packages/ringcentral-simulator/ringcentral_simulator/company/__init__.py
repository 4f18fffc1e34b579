"""The make-believe company: its sites, extensions and call queues."""
