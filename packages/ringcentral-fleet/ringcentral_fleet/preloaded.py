"""What each forked process has from the start: the fork server alone imports this.

It lives to the end, so that no process need search it for garbage, and copy it by that.
"""

# ruff: noqa: E402, F401 - imported only to be there, and only now nothing is searched
from __future__ import annotations

import gc

gc.disable()

import email.policy

import pyarrow.dataset
import yaml

import tap_ringcentral.tap
import target_parquet.target

gc.freeze()
gc.enable()
