"""A client for tests: it calls the application as a server would, without a socket."""

from collections.abc import Callable, Mapping
from io import BytesIO
from typing import Any, NamedTuple
from urllib.parse import unquote_to_bytes, urlencode
from wsgiref.headers import Headers
from wsgiref.util import setup_testing_defaults
from wsgiref.validate import validator


class Answer(NamedTuple):
    """What came back."""

    status: int
    headers: Headers
    body: bytes

    @property
    def text(self) -> str:
        """The body as text."""
        return self.body.decode()


class Client:
    """Sends requests to a WSGI application.

    The validator of the standard library stands between them: it raises AssertionError
    when the application breaks a rule of PEP 3333.
    """

    def __init__(self, app: Callable[..., Any]) -> None:
        self.app = validator(app)

    def get(self, target: str, **headers: str) -> Answer:
        """Ask for a path, with its query."""
        return self.send("GET", target, headers=headers)

    def post(
        self, target: str, form: Mapping[str, str] | None = None, **headers: str
    ) -> Answer:
        """Send a form as a browser does."""
        headers = {"Content-Type": "application/x-www-form-urlencoded"} | headers
        return self.send("POST", target, urlencode(form or {}).encode(), headers)

    def send(
        self,
        method: str,
        target: str,
        body: bytes = b"",
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        """Send any request. In the name of a header ``_`` stands for ``-``."""
        path, _, query = target.partition("?")
        environ = {
            "REQUEST_METHOD": method,
            "SCRIPT_NAME": "",
            "PATH_INFO": unquote_to_bytes(path).decode("latin-1"),
            "QUERY_STRING": query,
            "CONTENT_LENGTH": str(len(body)),
            "wsgi.input": BytesIO(body),
        }
        for name, value in (headers or {}).items():
            key = name.upper().replace("-", "_")
            known = key in ("CONTENT_TYPE", "CONTENT_LENGTH")
            environ[key if known else f"HTTP_{key}"] = value
        setup_testing_defaults(environ)
        started: list[Any] = []

        def start_response(status: str, headers: list, exc_info: Any = None) -> Any:
            started[:] = [int(status.split()[0]), Headers(headers)]
            return bytes  # PEP 3333's write(), which nothing here calls

        pieces = self.app(environ, start_response)
        try:
            content = b"".join(pieces)
        finally:
            pieces.close()
        return Answer(*started, content)
