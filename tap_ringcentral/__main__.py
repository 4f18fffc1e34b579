"""Lets `python -m tap_ringcentral` run the tap."""

from tap_ringcentral.tap import TapRingCentral

TapRingCentral.cli()
