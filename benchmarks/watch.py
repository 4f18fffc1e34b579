"""Run a command and write down what it took: `watch.py FILE COMMAND...`."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path


def main() -> None:
    """Run it, and end as it did."""
    told, *command = sys.argv[1:]
    began = time.monotonic()
    process = subprocess.Popen(command)
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.monotonic() - began
    unit = 1 if sys.platform == "darwin" else 1024  # bytes, of what the system counts in
    used = {
        "seconds": seconds,
        "cpu": usage.ru_utime + usage.ru_stime,
        "peak": usage.ru_maxrss * unit,
    }
    Path(told).write_text(json.dumps(used), "utf-8")
    sys.exit(os.waitstatus_to_exitcode(status))


if __name__ == "__main__":
    main()
