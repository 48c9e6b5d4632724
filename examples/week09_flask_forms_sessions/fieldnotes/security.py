"""Who may send forms, and what a browser may do with pages."""

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


def add_headers(response: Response) -> Response:
    response.headers.update(HEADERS)
    return response
