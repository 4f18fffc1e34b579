"""What RingCentral's gateway does with HTTP: limits, errors, pages, and what goes wrong."""
