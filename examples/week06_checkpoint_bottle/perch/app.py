"""The application object: a request goes in, an answer comes out, whatever happens."""

import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from perch.errors import HTTPError
from perch.request import Request
from perch.response import WITHOUT_BODY, Response
from perch.routing import Routes
from perch.templates import Templates

Handle = Callable[[Request], Response]
Middleware = Callable[[Handle], Handle]

log = logging.getLogger("perch")

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Content-Security-Policy": (
        "default-src 'self'; base-uri 'none'; form-action 'self'; "
        "frame-ancestors 'none'"
    ),
}
"""Every answer has these, unless its handler has set them: no guessed media types, no
frames, no addresses for other sites, no scripts and styles but the site's own."""


def plain_error(request: Request, error: HTTPError) -> Response:
    """Make the page of an error: what a visitor needs, and nothing of the inside."""
    text = f"{error.status.value} {error.status.phrase}\n{error.detail}\n"
    return Response(text, error.status, headers=error.headers)


class App:
    """A WSGI application.

    ``middleware`` is a list of functions that take a function from request to response
    and return another; the first is the outermost. ``error_page`` makes the page of
    every error but 500. ``max_body`` is the size of the longest body, in bytes.
    """

    def __init__(
        self,
        routes: Routes,
        *,
        templates: Templates | None = None,
        middleware: Sequence[Middleware] = (),
        error_page: Callable[[Request, HTTPError], Response] = plain_error,
        headers: Mapping[str, str] = HEADERS,
        max_body: int = 1_048_576,
    ) -> None:
        self.routes = routes
        self.templates = templates
        self.error_page = error_page
        self.headers = headers
        self.max_body = max_body
        self._handle: Handle = self._dispatch
        for wrap in reversed(middleware):
            self._handle = wrap(self._handle)

    def __call__(
        self, environ: dict[str, Any], start_response: Callable[..., Any]
    ) -> Iterable[bytes]:
        """Answer one request, as PEP 3333 says."""
        request = Request(environ, self)
        try:
            response = self._answer(request)
            head = response.start()
        except Exception:
            # What went wrong is for the log: of no use to a visitor, of some to others.
            log.exception("%s %r failed", request.method, request.path)
            response = plain_error(request, HTTPError(500, "The fault is ours."))
            head = response.start()
        status, headers = head
        sent = {name.lower() for name, _ in headers}
        headers += [
            pair for pair in self.headers.items() if pair[0].lower() not in sent
        ]
        start_response(status, headers)
        empty = request.method == "HEAD" or response.status in WITHOUT_BODY
        return [] if empty else [response.body]

    def _answer(self, request: Request) -> Response:
        try:
            return self._handle(request)
        except HTTPError as error:
            return self.error_page(request, error)

    def _dispatch(self, request: Request) -> Response:
        route, parameters = self.routes.match(request.method, request.path)
        answer = route.call(request, parameters)
        if isinstance(answer, str):
            return Response(answer)
        if not isinstance(answer, Response):
            raise TypeError(
                f"{route.place}: the handler of {route.pattern} returned {answer!r}: "
                "return a Response or a str"
            )
        return answer
