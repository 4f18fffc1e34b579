"""RingCentral over HTTP: requests, pages, waits and errors. Knows nothing of Singer."""
