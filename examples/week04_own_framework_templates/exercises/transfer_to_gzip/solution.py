"""A layer that sends files of text in fewer bytes."""

import gzip

from perch import Request, Response
from perch.app import Handle

SMALL = 500
"""Below this many bytes it is not worth the trouble."""


def compressed(handle: Handle) -> Handle:
    """Compress text below /static/ for clients that understand gzip."""

    def handled(request: Request) -> Response:
        response = handle(request)
        if not request.path.startswith("/static/"):
            return response
        response.headers["Vary"] = "Accept-Encoding"
        response.headers["ETag"] = f"W/{response.headers['ETag']}"
        is_text = response.headers.get("Content-Type", "").startswith("text/")
        is_long = len(response.body) >= SMALL
        if is_text and is_long and takes_gzip(request.header("Accept-Encoding")):
            response.body = gzip.compress(response.body, mtime=0)
            response.headers["Content-Encoding"] = "gzip"
        return response

    return handled


def takes_gzip(accepts: str) -> bool:
    """Tell whether a list such as ``gzip;q=0.5, br`` has gzip, and not with 0."""
    for each in accepts.lower().replace(" ", "").split(","):
        name, _, weight = each.partition(";q=")
        if name == "gzip":
            return weight == "" or weight.strip("0.") != ""
    return False
