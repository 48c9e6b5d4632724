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
        is_text = response.headers.get("Content-Type", "").startswith("text/")
        wanted = "gzip" in request.header("Accept-Encoding")
        if is_text and wanted and len(response.body) >= SMALL:
            response.body = gzip.compress(response.body, mtime=0)
            response.headers["Content-Encoding"] = "gzip"
            response.headers["ETag"] = f"W/{response.headers['ETag']}"
        return response

    return handled
