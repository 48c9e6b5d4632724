"""One form, sent well and badly."""

import logging

import bottle
import perch
from steps.beside import beside

URLENCODED = "application/x-www-form-urlencoded"
PARTS = (
    b'--x\r\nContent-Disposition: form-data; name="species"\r\n\r\nWren\r\n--x--\r\n'
)
routes = perch.Routes()


@routes.route("/new", "POST")
def perch_new(request: perch.Request) -> str:
    return f"species: {request.form.get('species')!r}"


bottle_app = bottle.Bottle()


@bottle_app.post("/new")
def bottle_new() -> str:
    return f"species: {bottle.request.forms.species!r}"


SENT = {
    "urlencoded": (b"species=Wren", {"Content-Type": URLENCODED}),
    "in parts": (PARTS, {"Content-Type": "multipart/form-data; boundary=x"}),
    "no media type": (b"species=Wren", {}),
    "called JSON": (b"species=Wren", {"Content-Type": "application/json"}),
    "odd media type": (b"species=Wren", {"Content-Type": "text/plain; x"}),
    "no UTF-8": (b"species=%FF", {"Content-Type": URLENCODED}),
    "half of it": (
        b"species=Wr",
        {"Content-Type": URLENCODED, "Content-Length": "12"},
    ),
    "200 KB": (b"species=" + b"W" * 200_000, {"Content-Type": URLENCODED}),
}

if __name__ == "__main__":
    logging.disable()  # the tracebacks, which perch would print here
    apps = (perch.App(routes, max_body=100_000), bottle_app)
    for name, (body, headers) in SENT.items():
        print(name, end=": ")
        beside(*apps, "POST", "/new", body, headers)
