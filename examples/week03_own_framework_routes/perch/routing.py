# part: route
"""Which handler answers which path."""

import inspect
from collections.abc import Callable
from typing import Any, NamedTuple

from perch.errors import HTTPError
from perch.patterns import Pattern, PatternError
from perch.request import Request
from perch.response import Response

Handler = Callable[..., Response | str]

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")


class RouteError(Exception):
    """A route that cannot work; the message says where it and its rival stand."""


class View:
    """A handler with a method for each method of HTTP. Each request has its own."""

    def __init__(self, request: Request) -> None:
        self.request = request


class Route(NamedTuple):
    """A pattern and its handler, and the line of the source that joined them."""

    pattern: Pattern
    methods: frozenset[str]
    handler: Handler | type[View]
    place: str

    def call(self, request: Request, parameters: dict[str, Any]) -> Response | str:
        """Call the handler, whether function or class."""
        if not isinstance(self.handler, type):
            return self.handler(request, **parameters)
        method = "get" if request.method == "HEAD" else request.method.lower()
        return getattr(self.handler(request), method)(**parameters)


# end: route
# part: adding
class Routes:
    """All routes of an application, in the order in which they were added."""

    def __init__(self) -> None:
        self._routes: list[Route] = []

    def route(
        self, pattern: str, *methods: str
    ) -> Callable[[Handler | type[View]], Handler | type[View]]:
        """Decorate a function or a class that answers ``pattern``; see :meth:`add`."""
        place = _caller()

        def decorate(handler: Handler | type[View]) -> Handler | type[View]:
            self.add(pattern, handler, *methods, place=place)
            return handler

        return decorate

    def add(
        self,
        pattern: str,
        handler: Handler | type[View],
        *methods: str,
        place: str | None = None,
    ) -> None:
        """Let ``handler`` answer ``pattern``, for GET unless ``methods`` are given.

        A class must be a View, and says its methods itself. Raises RouteError for a
        pattern that cannot be read, and for a route that an earlier one would never let
        answer.
        """
        place = place or _caller()
        if isinstance(handler, type):
            if methods or not issubclass(handler, View):
                raise RouteError(
                    f"{place}: {pattern}: a class must be a View, and names its "
                    "methods itself"
                )
            methods = tuple(m for m in METHODS if hasattr(handler, m.lower()))
        elif not methods:
            methods = ("GET",)
        if not methods or not set(methods) <= set(METHODS):
            raise RouteError(
                f"{place}: {pattern} has {methods or 'no methods'}: "
                f"use some of {', '.join(METHODS)}, in a class as get, post, ..."
            )
        heard = frozenset(methods) | ({"HEAD"} if "GET" in methods else set())
        try:
            route = Route(Pattern(pattern), heard, handler, place)
        except PatternError as error:
            raise RouteError(f"{place}: {error}") from None
        self._check(route)
        self._routes.append(route)

    # end: adding
    # part: check
    def _check(self, new: Route) -> None:
        for old in self._routes:
            lost = old.pattern.covers(new.pattern) and old.methods & new.methods
            if lost:
                raise RouteError(
                    f"{new.place}: {new.pattern} would never answer {min(lost)}, "
                    f"because {old.pattern}, at {old.place}, comes first and matches "
                    "all of it. Remove one of them, or put the narrower one first."
                )

    # end: check
    # part: match
    def match(self, method: str, path: str) -> tuple[Route, dict[str, Any]]:
        """Return the route for a request and the parameters in its path.

        Raises HTTPError 404 if no route has the path, 405 if none has the method too.
        """
        allowed: set[str] = set()
        for route in self._routes:
            if (parameters := route.pattern.match(path)) is not None:
                if method in route.methods:
                    return route, parameters
                allowed |= route.methods
        if not allowed:
            raise HTTPError(404, "There is nothing at this address.")
        allow = ", ".join(sorted(allowed))
        raise HTTPError(405, f"This address answers {allow}.", {"Allow": allow})


# end: match
# part: caller
def _caller() -> str:
    """Return file and line of the code outside of this package that called it."""
    frame = inspect.currentframe()
    while frame.f_globals["__name__"].startswith(f"{__package__}."):
        frame = frame.f_back
    return f"{frame.f_code.co_filename}:{frame.f_lineno}"


# end: caller
