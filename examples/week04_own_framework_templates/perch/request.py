"""A request, read from the dictionary that the server hands over (PEP 3333)."""

from functools import cached_property
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from perch.fields import Fields, parse_urlencoded

if TYPE_CHECKING:
    from perch.app import App


def decoded(text: str) -> str:
    """Return the text that was meant by bytes which WSGI hands over as Latin-1.

    Bytes that are no UTF-8 become U+FFFD, which no kind of parameter takes: such a path
    is 404.
    """
    return text.encode("latin-1").decode("utf-8", "replace")


class Request:
    """What was asked. Middleware may leave things for the handlers in ``state``."""

    def __init__(self, environ: dict[str, Any], app: "App") -> None:
        self.environ = environ
        self.app = app
        self.state = SimpleNamespace()
        self.method: str = environ["REQUEST_METHOD"]
        self.root = decoded(environ.get("SCRIPT_NAME", ""))
        self.path = decoded(environ.get("PATH_INFO", "")) or "/"

    def header(self, name: str, default: str = "") -> str:
        """Return the value of a header as the server gave it."""
        key = name.upper().replace("-", "_")
        if key not in ("CONTENT_TYPE", "CONTENT_LENGTH"):
            key = f"HTTP_{key}"
        return self.environ.get(key, default)

    def url(self, name: str, /, **parameters: object) -> str:
        """Return the path of a named route, also where the application is mounted."""
        return quote(self.root) + self.app.routes.url(name, **parameters)

    @cached_property
    def query(self) -> Fields:
        """The fields after the question mark; raises HTTPError 400."""
        query = self.environ.get("QUERY_STRING", "")
        return Fields(parse_urlencoded(query.encode("latin-1")))
