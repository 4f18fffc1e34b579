"""The command `tap-ringcentral`, which `python -m tap_ringcentral` is as well."""

from __future__ import annotations

import atexit
import gc


def main() -> None:
    """Run the tap.

    What is imported lives to the end. Python would search it for garbage again and again while it
    is imported and once more at the end: a quarter of what a run without new calls takes.
    """
    gc.disable()
    from tap_ringcentral.tap import TapRingCentral  # noqa: PLC0415 - only now nothing is searched

    gc.freeze()
    gc.enable()
    atexit.register(gc.freeze)
    TapRingCentral.cli()


if __name__ == "__main__":
    main()
