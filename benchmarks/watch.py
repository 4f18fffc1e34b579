"""Run a command and write down what it took: `watch.py FILE COMMAND...`.

What it leaves behind, such as a server that its processes are forked from, is waited for as well.
"""

import ctypes
import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

_BECOMES_THEIR_PARENT = 36  # PR_SET_CHILD_SUBREAPER of prctl(2)


def main() -> None:
    """Run it, and end as it did."""
    told, *command = sys.argv[1:]
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_BECOMES_THEIR_PARENT, 1)
    began = time.monotonic()
    process = subprocess.Popen(command)
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.monotonic() - began
    usages = [usage, *left_behind()]
    unit = 1 if sys.platform == "darwin" else 1024  # bytes, of what the system counts in
    used = {
        "seconds": seconds,
        "cpu": sum(each.ru_utime + each.ru_stime for each in usages),
        "peak": max(each.ru_maxrss for each in usages) * unit,
    }
    Path(told).write_text(json.dumps(used), "utf-8")
    sys.exit(os.waitstatus_to_exitcode(status))


def left_behind() -> Iterator[resource.struct_rusage]:
    """Wait for what has lost its parent."""
    while True:
        try:
            yield os.wait4(-1, 0)[2]
        except ChildProcessError:
            return


if __name__ == "__main__":
    main()
