"""The same application, with a variable that has a value of its own in each thread."""

import time
from contextvars import ContextVar

from steps.one_global import visit_both


class Proxy:
    """Stands for whatever the variable holds where it is asked."""

    def __init__(self, variable):
        self._variable = variable

    def __getattr__(self, name):
        return getattr(self._current(), name)

    def _current(self):
        try:
            return self._variable.get()
        except LookupError:
            raise RuntimeError("Working outside of a request.") from None


class Request:
    def __init__(self, environ):
        self.name = environ["QUERY_STRING"]


_request = ContextVar("request")
request = Proxy(_request)


def greeting():
    return f"Hello, {request.name}!"


def application(environ, start_response):
    token = _request.set(Request(environ))
    try:
        time.sleep(0.2)
        start_response("200 OK", [("Content-Type", "text/plain")])
        return [greeting().encode()]
    finally:
        _request.reset(token)


if __name__ == "__main__":
    visit_both(application)
    greeting()
