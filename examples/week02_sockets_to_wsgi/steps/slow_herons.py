"""An application that makes its body piece by piece, half a second in all."""

import time


def application(environ, start_response):
    start_response("200 OK", [("Content-Type", "text/plain; charset=utf-8")])
    for name in ("grey heron", "purple heron"):
        time.sleep(0.25)
        yield f"{name}\n".encode()
