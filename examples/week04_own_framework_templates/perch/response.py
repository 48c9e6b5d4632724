"""An answer: a status, headers and a body."""

from collections.abc import Mapping
from http import HTTPStatus
from urllib.parse import quote
from wsgiref.headers import Headers

WITHOUT_BODY = (HTTPStatus.NO_CONTENT, HTTPStatus.NOT_MODIFIED)


class Response:
    """What a handler returns. A ``str`` as body is sent as UTF-8.

    It is plain text unless ``content_type`` says otherwise: as HTML, a text with a
    visitor's words in it would be a hole.
    """

    def __init__(
        self,
        body: str | bytes = b"",
        status: int = 200,
        content_type: str = "text/plain; charset=utf-8",
        headers: Mapping[str, str] | None = None,
    ) -> None:
        self.body = body.encode() if isinstance(body, str) else body
        self.status = HTTPStatus(status)
        self.headers = Headers([("Content-Type", content_type)])
        for name, value in (headers or {}).items():
            self.headers[name] = value

    def start(self) -> tuple[str, list[tuple[str, str]]]:
        """Return the status line and the headers as WSGI wants them.

        Raises ValueError for a header with a control character: with a line break in
        it, whoever chose its value would write the next header too.
        """
        if self.status in WITHOUT_BODY:
            del self.headers["Content-Type"]
        else:
            self.headers["Content-Length"] = str(len(self.body))
        for name, value in self.headers.items():
            if not (value.isascii() and value.isprintable()):
                raise ValueError(f"the header {name} cannot be {value!r}")
        return f"{self.status.value} {self.status.phrase}", self.headers.items()


def redirect(location: str, status: int = 303) -> Response:
    """Send the client to another address of this site, to be asked for with GET.

    Raises ValueError for what is no path: ``//evil.example`` is another site.
    """
    if not location.startswith("/") or location.startswith(("//", "/\\")):
        raise ValueError(f"redirect to a path, which begins with one /: {location!r}")
    # Line breaks stay, so that start() refuses them.
    location = quote(location, safe="/%?#[]@!$&'()*+,;=:~\r\n")
    return Response(status=status, headers={"Location": location})
