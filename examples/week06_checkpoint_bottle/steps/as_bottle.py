"""Names of Bottle, answered by perch, so that Bottle's own tests can ask perch.

It translates names and gives no behaviour of its own. What perch has no counterpart for
raises Missing, with a reason.
"""

import re
from collections.abc import Callable
from io import BytesIO
from typing import Any, NamedTuple, NoReturn
from wsgiref.util import setup_testing_defaults

import bottle
import perch
from perch.forms import media_type, parse_multipart

HELPERS = ("tob", "touni", "tonat", "BytesIO", "py3k", "unicode", "makelist")
"""Names of Bottle's that its tests use for themselves; they are taken from Bottle."""

KINDS = {"": "str", "int": "int", "path": "path"}
WILDCARD = re.compile(r"<([a-z]\w*)(?::(\w+))?>")
HTTPError = perch.HTTPError
MultipartError = perch.HTTPError
RouteBuildError = ValueError


HOOKS = ("hook", "Bottle.hook", "error", "Bottle.error", "auth_basic")
REASONS = {
    "templates that are Python": ("view",),
    "one request and one response for all": ("request", "response"),
    "a response that is filled in": ("BaseResponse", "HTTPResponse", "HeaderDict"),
    "plugins, hooks, handlers of errors": ("Bottle.install", *HOOKS),
    "an application inside of another": ("Bottle.mount", "Bottle.merge"),
    "settings and resources": ("ConfigDict", "ResourceManager"),
    "files in forms, limits of parts": ("FileUpload", "limits"),
    "dictionaries of its own": ("FormsDict", "MultiDict", "WSGIHeaderDict"),
    "more to ask a request": ("request.",),
    "routes of other kinds": ("routes", "wildcards", "rules", "filters", "Route"),
}


class Missing(BaseException):
    """Perch has no such thing. It is no Exception, lest a test expects it."""

    @property
    def reason(self) -> str:
        """What kind of thing is missing."""
        name = str(self)
        for reason, ways in REASONS.items():
            if name in ways or any(
                w.endswith(".") and name.startswith(w) for w in ways
            ):
                return reason
        if name.endswith(("emplate", "_view")):
            return "templates that are Python"
        return "other names"


class Absent:
    """A name of Bottle's that perch has nothing for."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __call__(self, *values: Any, **more: Any) -> NoReturn:
        raise Missing(self._name)

    def __getattr__(self, name: str) -> NoReturn:
        raise Missing(self._name)


def __getattr__(name: str) -> Any:
    if name in (*HELPERS, "__version__"):
        return getattr(bottle, name)
    if name.startswith("__"):
        raise AttributeError(name)
    return Absent(name)


def pattern(rule: str) -> str:
    """Return perch's pattern for a rule of Bottle's."""
    segments = []
    for segment in rule.removeprefix("/").split("/"):
        found = WILDCARD.fullmatch(segment)
        if found and (found[2] or "") in KINDS:
            segment = f"{{{found[1]}:{KINDS[found[2] or '']}}}"
        elif "<" in segment or ":" in segment:
            raise Missing("wildcards")
        segments.append(segment)
    if not rule.startswith("/"):
        raise Missing("rules")  # without a slash at the beginning
    return "/" + "/".join(segments)


class Router:
    """Routes without an application."""

    def __init__(self) -> None:
        self.routes = perch.Routes()

    def add(self, rule: str, method: str, target: Any, name: str | None = None) -> None:
        if method not in perch.routing.METHODS:
            raise Missing("routes")  # for ANY, or for HEAD alone
        name = name or f"{method} {rule}"
        self.routes.add(pattern(rule), target, method, name=name)

    def match(self, environ: dict[str, str]) -> tuple[Any, dict[str, Any]]:
        found = self.routes.match(environ["REQUEST_METHOD"], environ["PATH_INFO"])
        return found[0].handler, found[1]

    def build(self, name: str, **values: object) -> str:
        return self.routes.url(name, **values)

    def add_filter(self, *values: object) -> NoReturn:
        raise Missing("filters")


class Bottle:
    """An application whose handlers get no request."""

    def __init__(self) -> None:
        self.router = Router()
        self.app = perch.App(self.router.routes)

    def __call__(self, environ: dict[str, Any], start_response: Callable) -> Any:
        return self.app(environ, start_response)

    def __getattr__(self, name: str) -> NoReturn:
        raise Missing(f"Bottle.{name}")

    def route(
        self,
        path: Any = None,
        method: Any = "GET",
        callback: Callable[..., Any] | None = None,
        name: str | None = None,
        **settings: Any,
    ) -> Callable[..., Any]:
        if path is None or callable(path):
            raise Missing("routes")  # whose path is made of the handler's parameters
        if settings:
            raise Missing("routes")  # with settings of their own

        def decorate(handler: Callable[..., Any]) -> Callable[..., Any]:
            def answer(request: perch.Request, **values: Any) -> Any:
                return handler(**values)

            for rule in bottle.makelist(path):
                for verb in bottle.makelist(method):
                    self.router.add(rule, verb.upper(), answer, name)
            return handler

        return decorate(callback) if callback else decorate

    def get_url(self, name: str, **values: object) -> str:
        return self.router.build(name, **values)


class Stack(list):
    """The application that is the default at the moment."""

    def push(self) -> Bottle:
        self.append(Bottle())
        return self[-1]

    def __call__(self) -> Bottle:
        return self[-1] if self else self.push()


app = default_app = Stack()


def route(*values: Any, **more: Any) -> Callable[..., Any]:
    return app().route(*values, **more)


def get(path: Any = None, **more: Any) -> Callable[..., Any]:
    return app().route(path, "GET", **more)


def post(path: Any = None, **more: Any) -> Callable[..., Any]:
    return app().route(path, "POST", **more)


def put(path: Any = None, **more: Any) -> Callable[..., Any]:
    return app().route(path, "PUT", **more)


def delete(path: Any = None, **more: Any) -> Callable[..., Any]:
    return app().route(path, "DELETE", **more)


def url(name: str, **values: object) -> str:
    return app().get_url(name, **values)


def abort(code: int = 500, text: str = "") -> NoReturn:
    raise HTTPError(code, text)


class Values:
    """Fields under the names that Bottle's have."""

    def __init__(self, fields: Any) -> None:
        self.fields = fields
        self.get, self.getall, self.keys = fields.get, fields.all, fields.keys

    def __getitem__(self, name: str) -> str:
        return self.fields[name]

    def __contains__(self, name: str) -> bool:
        return name in self.fields

    def __len__(self) -> int:
        return len(self.fields)

    def __getattr__(self, name: str) -> NoReturn:
        raise Missing("FormsDict")


class BaseRequest:
    """A request, made of an environ that may lack what servers give."""

    def __init__(self, environ: dict[str, Any] | None = None) -> None:
        environ = {} if environ is None else environ
        setup_testing_defaults(environ)
        self.environ = environ
        self.request = perch.Request(environ, perch.App(perch.Routes()))
        self.path, self.method = self.request.path, self.request.method
        self.get_header = self.request.header

    @property
    def query(self) -> Values:
        return Values(self.request.query)

    @property
    def forms(self) -> Values:
        return Values(self.request.form)

    @property
    def body(self) -> BytesIO:
        return BytesIO(self.request.body)

    GET, POST = query, forms

    def __getattr__(self, name: str) -> NoReturn:
        raise Missing(f"request.{name}")


Request = LocalRequest = BaseRequest


def _parse_http_header(header: str) -> list[tuple[str, dict[str, str]]]:
    return [media_type(header)]


class Part(NamedTuple):
    """A field that came in a part of a form."""

    name: str
    value: str
    raw: bytes
    filename: None = None
    content_type: None = None
    charset: str = "utf8"


class _MultipartParser:
    """Reads a form in parts, whole."""

    def __init__(
        self, stream: BytesIO, boundary: str, charset: str = "utf8", **limits: Any
    ) -> None:
        if any(limit != -1 for limit in limits.values()):
            raise Missing("limits")
        self.stream, self.boundary = stream, boundary

    def parse(self) -> list[Part]:
        pairs = parse_multipart(self.stream.read(), self.boundary or "")
        return [Part(name, value, value.encode()) for name, value in pairs]
