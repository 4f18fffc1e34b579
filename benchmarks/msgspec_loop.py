"""The plainest client with the quickest parser. `msgspec_loop.py FILE-OF-ADDRESSES`."""

import sys
from pathlib import Path

import msgspec
import requests

decode, encode = msgspec.json.Decoder().decode, msgspec.json.Encoder().encode
write = sys.stdout.buffer.write
with requests.Session() as http:
    for address in Path(sys.argv[1]).read_text("utf-8").splitlines():
        for record in decode(http.get(address).content)["records"]:
            write(encode({"type": "RECORD", "stream": "call_log", "record": record}) + b"\n")
