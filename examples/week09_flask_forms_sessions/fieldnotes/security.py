"""Who may send forms, and what a browser may do with pages."""

from collections.abc import Callable, Iterable
from typing import Any

from flask import Flask, Response
from flask_wtf import CSRFProtect

csrf = CSRFProtect()
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'self'; base-uri 'none'; form-action 'self'; "
        "frame-ancestors 'none'; object-src 'none'; script-src 'none'"
    ),
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


def init_app(app: Flask) -> None:
    csrf.init_app(app)
    app.after_request(add_headers)
    app.wsgi_app = WholeBody(app.wsgi_app)


def add_headers(response: Response) -> Response:
    response.headers.update(HEADERS)
    return response


class WholeBody:
    """Have Werkzeug notice when a client goes away before its body is whole.

    Gunicorn says of every body that it will end, and Werkzeug then takes the end for
    the whole: half a form could be stored. With the length alone it counts, and says
    400.
    """

    def __init__(self, app: Callable[..., Iterable[bytes]]) -> None:
        self.app = app

    def __call__(
        self, environ: dict[str, Any], start_response: Callable[..., Any]
    ) -> Iterable[bytes]:
        if "CONTENT_LENGTH" in environ:
            environ.pop("wsgi.input_terminated", None)
        return self.app(environ, start_response)
