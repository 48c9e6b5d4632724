"""What Bottle leaves to the application: checks before a handler, headers after it."""

import os
from urllib.parse import urlsplit

from bottle import Bottle, FormsDict, abort, request, response

FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")
SAFE = ("GET", "HEAD", "OPTIONS")
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Content-Security-Policy": (
        "default-src 'self'; base-uri 'none'; form-action 'self'; "
        "frame-ancestors 'none'"
    ),
}


def guard(app: Bottle) -> None:
    """Have each request to ``app`` checked, and each answer protected."""
    app.add_hook("before_request", refuse_odd_paths)
    app.add_hook("before_request", same_origin_only)
    app.add_hook("after_request", protect)


def refuse_odd_paths() -> None:
    """Refuse with 404 what Bottle would take for another path.

    It drops bytes that are no UTF-8, and its patterns match before a last line feed.
    """
    sent = request.environ["bottle.raw_path"].encode("latin-1")
    if sent != request.environ["PATH_INFO"].encode() or sent.endswith(b"\n"):
        abort(404, "There is nothing at this address.")


def same_origin_only() -> None:
    """Refuse with 403 what pages of other sites make a browser send to this one."""
    if request.method not in SAFE and not _is_own():
        abort(403, "This was sent by a page of another site.")


def _is_own() -> bool:
    if site := request.get_header("Sec-Fetch-Site"):
        return site in ("same-origin", "none")
    if origin := request.get_header("Origin"):
        try:
            return urlsplit(origin).netloc == request.get_header("Host")
        except ValueError:  # as for "http://[", which no browser sends
            return False
    return True


def protect() -> None:
    """Add the headers that protect; call it again where Bottle makes a new answer."""
    for name, value in HEADERS.items():
        response.set_header(name, value)


def query_fields() -> FormsDict:
    """Return the fields of the query as text, or answer 400."""
    return _decoded(request.query)


def form_fields() -> FormsDict:
    """Return the fields of the form in the body, or answer 400, 411, 413 or 415.

    Bottle reads what says that it is JSON, or nothing, as if it were a form, and does
    not notice a body that ends too soon. A body in chunks it writes to the disk whole,
    however long, and a file it puts where nobody here would look for it.
    """
    if request.content_type.partition(";")[0].strip() not in FORMS:
        abort(415, "The body must be a form.")
    if request.get_header("Transfer-Encoding"):
        abort(411, "Send the body's length in Content-Length.")
    try:
        if request.content_length > request.MEMFILE_MAX:
            abort(413, f"A body may have up to {request.MEMFILE_MAX} bytes.")
        if request.body.seek(0, os.SEEK_END) < request.content_length:
            abort(400, "The body is shorter than announced.")
        if request.files:
            abort(415, "This form takes no files.")
        return _decoded(request.forms)
    except (ValueError, LookupError):
        abort(400, "The body cannot be read.")


def _decoded(fields: FormsDict) -> FormsDict:
    try:
        return fields.decode()
    except UnicodeDecodeError:
        abort(400, "The fields cannot be read.")
