"""`python -m ringcentral_simulator` is `ringcentral-simulator`."""

from ringcentral_simulator.cli import cli

cli(prog_name="ringcentral-simulator")
