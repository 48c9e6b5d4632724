"""A route with a number in it."""

import bottle
import perch
from steps.beside import beside

routes = perch.Routes()


@routes.route("/birds/{id:int}")
def perch_bird(request: perch.Request, id: int) -> str:
    return f"bird {id}"


bottle_app = bottle.Bottle()


@bottle_app.get("/birds/<id:int>")
def bottle_bird(id: int) -> str:
    return f"bird {id}"


if __name__ == "__main__":
    apps = (perch.App(routes), bottle_app)
    for path in ("7", "x", "-7", "007", "7%0A", "7%FF"):
        beside(*apps, "GET", f"/birds/{path}")
    beside(*apps, "HEAD", "/birds/7")
    beside(*apps, "PUT", "/birds/7", show=lambda answer: answer.headers["Allow"])
