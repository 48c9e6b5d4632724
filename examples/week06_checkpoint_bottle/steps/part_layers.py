"""What runs around a handler."""

import logging
from collections.abc import Callable

import bottle
import perch
from perch.app import Handle, Middleware
from perch.testing import Client

HEARD: list[str] = []


def layer(name: str) -> Middleware:
    def middleware(handle: Handle) -> Handle:
        def handled(request: perch.Request) -> perch.Response:
            HEARD.append(f"{name}(")
            response = handle(request)
            HEARD.append(f"){name}")
            return response

        return handled

    return middleware


def plugin(callback: Callable[..., str]) -> Callable[..., str]:
    def wrapper(**values: str) -> str:
        HEARD.append("plugin(")
        text = callback(**values)
        HEARD.append(")plugin")
        return text

    return wrapper


def answer(path: str) -> str:
    HEARD.append("handler")
    if path == "fails":
        raise ZeroDivisionError
    return path


routes = perch.Routes()
routes.add("/{path}", lambda request, path: answer(path))
perch_app = perch.App(routes, middleware=[layer("outer"), layer("inner")])

bottle_app = bottle.Bottle()
bottle_app.add_hook("before_request", lambda: HEARD.append("before"))
bottle_app.add_hook("after_request", lambda: HEARD.append("after"))
bottle_app.install(plugin)
bottle_app.get("/<path>", callback=answer)

if __name__ == "__main__":
    logging.disable()  # the traceback of /fails, which perch would print here
    for path in ("/birds", "/no/such/path", "/fails"):
        print(path)
        for name, app in (("perch ", perch_app), ("Bottle", bottle_app)):
            HEARD.clear()
            status = Client(app).get(path).status
            print(f"    {name} {status}", *HEARD)
