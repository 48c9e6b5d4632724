"""Write: each line of the log says to which request it belongs."""

import logging

from flask import Flask


class RequestFilter(logging.Filter):
    """Gives each record a `request_id`, which is "-" outside of requests."""

    def filter(self, record: logging.LogRecord) -> bool:
        return True


def follow(app: Flask) -> None:
    """Have each request get an id, and each answer send it as X-Request-ID.

    The id is the one that was sent as X-Request-ID if it has 1 to 64 letters of ASCII,
    digits and hyphens; else it is a new one.
    """
