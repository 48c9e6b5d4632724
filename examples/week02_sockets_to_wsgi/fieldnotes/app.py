"""What Fieldnotes answers at L0: its health, one stylesheet, and clear refusals."""

from pathlib import Path

from fieldnotes.middleware import logged, never_sniffed

STYLESHEET = Path(__file__).with_name("static").joinpath("fieldnotes.css").read_bytes()


def healthz(environ):
    return "200 OK", "text/plain; charset=utf-8", b"ok"


def stylesheet(environ):
    return "200 OK", "text/css; charset=utf-8", STYLESHEET


ROUTES = {
    "/healthz": healthz,
    "/static/fieldnotes.css": stylesheet,
}


def fieldnotes(environ, start_response):
    """Find the handler of the path, and turn its answer into a WSGI response."""
    headers = []
    handler = ROUTES.get(environ.get("PATH_INFO", ""))
    if handler is None:
        status, media_type, body = (
            "404 Not Found",
            "text/plain; charset=utf-8",
            b"not found",
        )
    elif environ["REQUEST_METHOD"] not in ("GET", "HEAD"):
        status, media_type, body = (
            "405 Method Not Allowed",
            "text/plain; charset=utf-8",
            b"no",
        )
        headers.append(("Allow", "GET, HEAD"))
    else:
        status, media_type, body = handler(environ)
    headers += [("Content-Type", media_type), ("Content-Length", str(len(body)))]
    start_response(status, headers)
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]


application = logged(never_sniffed(fieldnotes))
