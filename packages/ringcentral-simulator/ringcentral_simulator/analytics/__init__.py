"""Business Analytics: the account's calls, counted and timed."""
