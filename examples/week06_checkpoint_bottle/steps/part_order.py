"""Two routes for one path."""

import bottle
import perch
from perch.testing import Client


def by_name(name: str) -> str:
    return f"by_name({name!r})"


def new() -> str:
    return "new()"


def other(bird: str) -> str:
    return f"other({bird!r})"


def add_to_perch(*pairs: tuple) -> None:
    routes = perch.Routes()
    for pattern, handler in pairs:
        routes.add(pattern, handler, name=pattern)


def bottle_app(*pairs: tuple) -> bottle.Bottle:
    app = bottle.Bottle()
    for rule, handler in pairs:
        app.get(rule, callback=handler)
    return app


if __name__ == "__main__":
    for second, handler in (("/birds/new", new), ("/birds/{bird}", other)):
        try:
            add_to_perch(("/birds/{name}", by_name), (second, handler))
        except perch.RouteError as error:
            print("perch:", str(error).replace(f"{__file__}:", "line "))
        rule = second.replace("{", "<").replace("}", ">")
        app = bottle_app(("/birds/<name>", by_name), (rule, handler))
        for path in ("/birds/new", "/birds/wren"):
            print("Bottle:", path, Client(app).get(path).text)
