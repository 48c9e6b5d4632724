"""Note a sighting as a program does it: get a token, then send JSON with it.

    python note_by_program.py ADDRESS NAME

The password is in PASSWORD: what stands in a command, others on the machine can read.
"""

import json
import os
import sys
from urllib.error import HTTPError
from urllib.request import Request, urlopen

JAY = {"species": "Jay", "count": 2, "place": "uk/england", "seen_on": "2026-05-31"}


def send(method, url, value, token=None):
    """Send ``value`` as JSON; return the status and what was answered."""
    request = Request(url, json.dumps(value).encode(), method=method)
    request.add_header("Content-Type", "application/json")
    if token:
        request.add_header("Authorization", f"Bearer {token}")
    try:
        with urlopen(request) as response:
            return response.status, json.load(response)
    except HTTPError as error:
        return error.code, json.load(error)


def main():
    address, name = sys.argv[1:]
    sightings = f"{address}/api/sightings"
    account = {"username": name, "password": os.environ["PASSWORD"]}
    status, answer = send("POST", f"{address}/api/tokens", account)
    token = answer["token"]
    print(status, "a token, until", answer["expires_at"])
    print(*send("POST", sightings, JAY))
    print(*send("POST", sightings, JAY | {"count": "2"}, token))
    print(*send("DELETE", f"{sightings}/1", {}, token))
    status, jay = send("POST", sightings, JAY, token)
    print(status, jay["url"], jay["observer"])


if __name__ == "__main__":
    main()
