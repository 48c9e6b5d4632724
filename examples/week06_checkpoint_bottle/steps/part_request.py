"""Where the request is, and what it says."""

import threading

import bottle
import perch
from steps.beside import beside

routes = perch.Routes()


@routes.route("/search")
def perch_search(request: perch.Request) -> str:
    return describe(request.query["species"])


bottle_app = bottle.Bottle()


@bottle_app.get("/search")
def bottle_search() -> str:
    species = bottle.request.query["species"]
    return f"{describe(species)}, as attribute: {bottle.request.query.species}"


@bottle_app.get("/who")
def bottle_who() -> str:
    return f"{bottle.request.remote_addr} {bottle.request.url}"


def describe(species: str) -> str:
    return f"{len(species)} characters: {species}"


if __name__ == "__main__":
    apps = (perch.App(routes), bottle_app)
    beside(*apps, "GET", "/search?species=Gr%C3%BCnfink")
    beside(*apps, "GET", "/search?species=Wren&species=Owl")
    lies = {"X-Forwarded-For": "192.0.2.1", "X-Forwarded-Host": "evil.example"}
    beside(*apps, "GET", "/who", headers=lies)

    def outside() -> None:
        try:
            print(bottle.request.query)
        except RuntimeError as error:
            print("In another thread:", error)

    thread = threading.Thread(target=outside)
    thread.start()
    thread.join()
