"""Run an application through the server of this week, and say what it sends."""

import sys

from http_request import Request
from serve_wsgi import Exchange, environ_for, load


def send(data):
    print(
        "  sent",
        data if len(data) < 40 else f"{data[:15]} and {len(data) - 15} bytes more",
    )


request = Request("GET", "/", "HTTP/1.1", [("Host", "example")], b"")
environ = environ_for(request, "127.0.0.1", 8000, multithread=False)
environ["wsgi.errors"] = sys.stdout
Exchange(send).run(load(sys.argv[1]), environ)
