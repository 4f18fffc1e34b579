"""The plainest client: ask, parse, write. `plain_loop.py FILE-OF-ADDRESSES`."""

import json
import sys
from pathlib import Path

import requests

with requests.Session() as http:
    for address in Path(sys.argv[1]).read_text("utf-8").splitlines():
        for record in json.loads(http.get(address).content)["records"]:
            message = {"type": "RECORD", "stream": "call_log", "record": record}
            sys.stdout.write(json.dumps(message) + "\n")
