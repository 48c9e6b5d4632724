"""A request, read from the dictionary that the server hands over (PEP 3333)."""

from functools import cached_property
from typing import Any

from perch.fields import Fields, parse_urlencoded


def decoded(text: str) -> str:
    """Return the text that was meant by bytes which WSGI hands over as Latin-1.

    Bytes that are no UTF-8 become U+FFFD, which no kind of parameter takes: such a path
    is 404.
    """
    return text.encode("latin-1").decode("utf-8", "replace")


class Request:
    """What was asked."""

    def __init__(self, environ: dict[str, Any]) -> None:
        self.environ = environ
        self.method: str = environ["REQUEST_METHOD"]
        self.path = decoded(environ.get("PATH_INFO", "")) or "/"

    def header(self, name: str, default: str = "") -> str:
        """Return the value of a header as the server gave it."""
        key = name.upper().replace("-", "_")
        if key not in ("CONTENT_TYPE", "CONTENT_LENGTH"):
            key = f"HTTP_{key}"
        return self.environ.get(key, default)

    @cached_property
    def query(self) -> Fields:
        """The fields after the question mark; raises HTTPError 400."""
        query = self.environ.get("QUERY_STRING", "")
        return Fields(parse_urlencoded(query.encode("latin-1")))
