"""A search page made with an f-string. It is the wrong way: do not publish it."""

import sys
from urllib.parse import parse_qs

from perch.server import serve


def application(environ, start_response):
    species = parse_qs(environ["QUERY_STRING"]).get("species", ["birds"])[0]
    page = f"<!doctype html>\n<title>Search</title>\n<p>No {species} today.</p>\n"
    headers = [
        ("Content-Type", "text/html; charset=utf-8"),
        ("Set-Cookie", "session=of-miriam"),
    ]
    start_response("200 OK", headers)
    return [page.encode()]


if __name__ == "__main__":
    serve(application, int(sys.argv[1]))
