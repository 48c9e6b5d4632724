"""Two listings with a fault each, for the recall. They are wrong on purpose."""

from pathlib import Path

from perch import Request, Response
from perch.app import Handle
from roost import Column, Database, ForeignKey, Key, Table


class Observer(Table, name="observers"):
    id = Key()
    name = Column(str)


class Sighting(Table, name="sightings"):
    id = Key()
    species = Column(str)
    observer = ForeignKey(Observer)


def application(environ, start_response):
    text = "Grünfink, Gänsesäger"
    length = str(len(text))
    head = [("Content-Type", "text/plain; charset=utf-8"), ("Content-Length", length)]
    start_response("200 OK", head)
    return [text.encode()]


def newest(file: Path) -> str:
    database = Database(file)
    with database.session() as session:
        sighting = session.select(Sighting).order_by(Sighting.id.descending()).first()
    return f"{sighting.species}, seen by {sighting.observer.name}"


def private(handle: Handle) -> Handle:
    def handled(request: Request) -> Response:
        response = handle(request)
        response.headers["Cache-Control"] = "no-store"
        return response

    return handled
