"""A server that is no server: run a WSGI application as a CGI program."""

import io
import sys


def run_as_cgi(application, variables: dict[str, str], body: bytes) -> bytes:
    """Return what a CGI program prints: status, headers, an empty line, the body."""
    environ = {
        **variables,
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "https" if variables.get("HTTPS") == "on" else "http",
        "wsgi.input": io.BytesIO(body),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": False,
        "wsgi.multiprocess": True,  # each request is a process of its own
        "wsgi.run_once": True,
    }
    head, sent = [], []

    def start_response(status, headers, exc_info=None):
        if head and not exc_info:
            raise RuntimeError("start_response was called twice")
        head[:] = [f"Status: {status}"]
        head.extend(f"{name}: {value}" for name, value in headers)
        if any(set(line) & set("\r\n\0") for line in head):
            raise RuntimeError("a header with a line break in it would become two")
        return sent.append

    pieces = application(environ, start_response)
    try:
        sent.extend(pieces)
    finally:
        if hasattr(pieces, "close"):
            pieces.close()
    if not head:
        raise RuntimeError("start_response was not called")
    return "\r\n".join([*head, "", ""]).encode("latin-1") + b"".join(sent)
