"""A Singer tap that brings a company's RingCentral calls and call queues into its data lake."""
