"""The application object: a request goes in, an answer comes out, whatever happens."""

import logging
from collections.abc import Callable, Iterable
from typing import Any

from perch.errors import HTTPError
from perch.request import Request
from perch.response import WITHOUT_BODY, Response
from perch.routing import Routes

log = logging.getLogger("perch")


def plain_error(error: HTTPError) -> Response:
    """Make the page of an error: what a visitor needs, and nothing of the inside."""
    text = f"{error.status.value} {error.status.phrase}\n{error.detail}\n"
    return Response(text, error.status, headers=error.headers)


class App:
    """A WSGI application."""

    def __init__(self, routes: Routes) -> None:
        self.routes = routes

    def __call__(
        self, environ: dict[str, Any], start_response: Callable[..., Any]
    ) -> Iterable[bytes]:
        """Answer one request, as PEP 3333 says."""
        request = Request(environ)
        try:
            response = self._answer(request)
            head = response.start()
        except Exception:
            # What went wrong is for the log: of no use to a visitor, of some to others.
            log.exception("%s %r failed", request.method, request.path)
            response = plain_error(HTTPError(500, "The fault is ours."))
            head = response.start()
        status, headers = head
        start_response(status, [*headers, ("X-Content-Type-Options", "nosniff")])
        empty = request.method == "HEAD" or response.status in WITHOUT_BODY
        return [] if empty else [response.body]

    def _answer(self, request: Request) -> Response:
        try:
            return self._dispatch(request)
        except HTTPError as error:
            return plain_error(error)

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
