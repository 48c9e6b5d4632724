"""A request, read from the dictionary that the server hands over (PEP 3333)."""

from functools import cached_property
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from perch.errors import HTTPError
from perch.fields import Fields, parse_urlencoded
from perch.forms import media_type, parse_multipart

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

    @cached_property
    def body(self) -> bytes:
        """The body, whole.

        Raises HTTPError 413 before it is read if it is longer than the application
        takes, 411 if its length is not known, and 400 if it ends too soon.
        """
        if self.header("Transfer-Encoding"):
            raise HTTPError(411, "Send the body's length in Content-Length.")
        announced = self.header("Content-Length") or "0"
        if not (announced.isascii() and announced.isdigit()):
            raise HTTPError(400, "Content-Length is no number.")
        limit = self.app.max_body
        # int() refuses thousands of digits with an error of its own.
        if len(announced) > 18 or int(announced) > limit:
            raise HTTPError(413, f"A body may have up to {limit} bytes.")
        body = self.environ["wsgi.input"].read(int(announced))
        if len(body) < int(announced):
            raise HTTPError(400, "The body is shorter than announced.")
        return body

    @cached_property
    def form(self) -> Fields:
        """The fields of a form in the body; raises HTTPError 400, 411, 413 or 415."""
        kind, parameters = media_type(self.header("Content-Type"))
        if kind == "application/x-www-form-urlencoded":
            return Fields(parse_urlencoded(self.body))
        if kind == "multipart/form-data":
            return Fields(parse_multipart(self.body, parameters.get("boundary", "")))
        raise HTTPError(415, "The body must be a form.")
