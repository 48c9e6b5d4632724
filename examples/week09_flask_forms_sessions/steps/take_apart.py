"""Ask a page, and take the session cookie of its answer apart. No key is needed."""

import sys
from base64 import urlsafe_b64decode
from datetime import UTC, datetime
from urllib.request import urlopen


def decode(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


with urlopen(sys.argv[1]) as answer:
    cookie = answer.headers["Set-Cookie"].split(";")[0].removeprefix("session=")
payload, timestamp, signature = cookie.rsplit(".", 2)
print("cookie   ", cookie)
print("payload  ", decode(payload).decode())
print("signed at", datetime.fromtimestamp(int.from_bytes(decode(timestamp)), UTC))
print("signature", len(decode(signature)), "bytes")
