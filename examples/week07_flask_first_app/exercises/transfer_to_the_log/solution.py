"""Each line of the log says to which request it belongs."""

import logging
import re
from uuid import uuid4

from flask import Flask, Response, g, has_app_context, request


class RequestFilter(logging.Filter):
    """Gives each record a `request_id`, which is "-" outside of requests."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.request_id = g.get("request_id", "-") if has_app_context() else "-"
        return True


def follow(app: Flask) -> None:
    """Have each request get an id, and each answer send it as X-Request-ID.

    The id is the one that was sent as X-Request-ID if it has 1 to 64 letters of ASCII,
    digits and hyphens; else it is a new one.
    """

    @app.before_request
    def choose() -> None:
        sent = request.headers.get("X-Request-ID", "")
        known = re.fullmatch("[A-Za-z0-9-]{1,64}", sent)
        g.request_id = sent if known else uuid4().hex

    @app.after_request
    def tell(response: Response) -> Response:
        response.headers["X-Request-ID"] = g.request_id
        return response
