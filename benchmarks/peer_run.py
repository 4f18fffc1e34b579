"""Run the other tap, in its own environment, without the five seconds that it sleeps a request."""

import time

import tap_ringcentral

time.sleep = lambda _seconds: None
tap_ringcentral.main()  # type: ignore[attr-defined] # not this project's own
