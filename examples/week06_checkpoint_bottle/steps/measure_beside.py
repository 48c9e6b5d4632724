"""Measure what requests cost in perch, Bottle and Flask, and rows in three libraries.

It prints processor time, which other programs of the machine change little. All that
are compared take turns, round by round; the relation is the median of the rounds, with
the least and the most.
"""

import gc
import sqlite3
import statistics
import time
from collections.abc import Callable, Sequence
from datetime import date
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple
from wsgiref.util import setup_testing_defaults

import bottle
import flask
import perch
from roost import Column, Database, Key, Table
from sqlalchemy import create_engine, select
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

ROUNDS, SECONDS = 9, 0.004
ROWS = 200
DAY = date(2026, 5, 31)
FORM = b"species=Grey+Heron&count=2&place=uk%2Fwales&seen_on=2026-05-31&notes="
PERCH = "{% for bird in birds %}<li>{{ bird.species }}: {{ bird.count }}{% endfor %}"
BOTTLE = "% for bird in birds:\n<li>{{bird.species}}: {{bird.count}}\n% end\n"


class Bird(NamedTuple):
    species: str
    count: int


BIRDS = [Bird("Wren & Owl", number) for number in range(20)]


def perch_app(folder: Path) -> perch.App:
    routes = perch.Routes()

    @routes.route("/birds/{id:int}")
    def bird(request: perch.Request, id: int) -> str:
        return f"bird {id}"

    @routes.route("/list")
    def page(request: perch.Request) -> perch.Response:
        html = request.app.templates.render("perch.html", birds=BIRDS)
        return perch.Response(html, content_type="text/html; charset=utf-8")

    @routes.route("/new", "POST")
    def new(request: perch.Request) -> str:
        return request.form["species"]

    return perch.App(routes, templates=perch.Templates(folder))


def bottle_app(folder: Path) -> bottle.Bottle:
    app, lookup = bottle.Bottle(), [str(folder)]

    @app.get("/birds/<id:int>")
    def bird(id: int) -> str:
        return f"bird {id}"

    @app.get("/list")
    def page() -> str:
        return bottle.template("bottle", template_lookup=lookup, birds=BIRDS)

    @app.post("/new")
    def new() -> str:
        return bottle.request.forms.species

    return app


def flask_app(folder: Path) -> flask.Flask:
    app = flask.Flask("birds", template_folder=folder)

    @app.get("/birds/<int:id>")
    def bird(id: int) -> str:
        return f"bird {id}"

    @app.get("/list")
    def page() -> str:
        return flask.render_template("perch.html", birds=BIRDS)

    @app.post("/new")
    def new() -> str:
        return flask.request.form["species"]

    return app


def asked(app: Callable[..., Any], method: str, path: str) -> Callable[[], bytes]:
    """Return a function that sends a request, as a server would."""
    environ: dict[str, Any] = {"REQUEST_METHOD": method, "PATH_INFO": path}
    environ |= {"CONTENT_TYPE": "application/x-www-form-urlencoded"}
    environ |= {"CONTENT_LENGTH": str(len(FORM)) if method == "POST" else "0"}
    setup_testing_defaults(environ)

    def ask() -> bytes:
        body = app(environ | {"wsgi.input": BytesIO(FORM)}, lambda *head: None)
        return b"".join(body)

    return ask


class Base(DeclarativeBase):
    pass


class MappedBird(Base):
    __tablename__ = "birds"

    id: Mapped[int] = mapped_column(primary_key=True)
    species: Mapped[str]
    seen_on: Mapped[date]


class RoostBird(Table, name="birds"):
    id = Key()
    species = Column(str)
    seen_on = Column(date)


class Sqlite3:
    """Rows are tuples, dates are text, and one connection is kept open."""

    def __init__(self, file: Path) -> None:
        self.connection = sqlite3.connect(file)
        self.connection.execute(
            "CREATE TABLE birds (id INTEGER PRIMARY KEY, species TEXT, seen_on TEXT)"
        )

    def write(self) -> None:
        sql = "INSERT INTO birds (species, seen_on) VALUES (?, ?)"
        with self.connection:
            for _ in range(ROWS):
                self.connection.execute(sql, ("Wren", DAY.isoformat()))

    def read(self) -> None:
        sql = "SELECT id, species, seen_on FROM birds LIMIT ?"
        self.connection.execute(sql, (ROWS,)).fetchall()

    def close(self) -> None:
        self.connection.close()


class Roost:
    def __init__(self, file: Path) -> None:
        self.database = Database(file)
        self.database.create(RoostBird)

    def write(self) -> None:
        with self.database.session() as session, session.transaction():
            for _ in range(ROWS):
                session.add(RoostBird(species="Wren", seen_on=DAY))

    def read(self) -> None:
        with self.database.session() as session:
            session.select(RoostBird).limit(ROWS).all()

    def close(self) -> None:
        self.database.close()


class Sqlalchemy:
    def __init__(self, file: Path) -> None:
        self.engine = create_engine(f"sqlite:///{file}")
        Base.metadata.create_all(self.engine)

    def write(self) -> None:
        with Session(self.engine) as session, session.begin():
            for _ in range(ROWS):
                session.add(MappedBird(species="Wren", seen_on=DAY))

    def read(self) -> None:
        with Session(self.engine) as session:
            session.scalars(select(MappedBird).limit(ROWS)).all()

    def close(self) -> None:
        self.engine.dispose()


def timed(function: Callable[[], object], number: int) -> float:
    """Return how many microseconds one call takes, of so many."""
    started = time.process_time()
    for _ in range(number):
        function()
    return (time.process_time() - started) / number * 1e6


def compare(title: str, functions: dict[str, Callable[[], object]]) -> None:
    """Print how long each function takes, beside the first."""
    print(title)
    # The calls that find out how many fill a round also warm everything up.
    once = [timed(function, 3) for function in functions.values()]
    numbers = [max(1, int(SECONDS * 1e6 / each)) for each in once]
    rounds = []
    for _ in range(ROUNDS):
        gc.collect()  # or the garbage of what ran before would count here
        pairs = zip(functions.values(), numbers, strict=True)
        rounds.append([timed(function, number) for function, number in pairs])
    for name, times in zip(functions, zip(*rounds, strict=True), strict=True):
        print(f"    {name}: {min(times):.1f} µs", end="")
        print(relation(times, [each[0] for each in rounds], next(iter(functions))))


def relation(times: Sequence[float], first: list[float], name: str) -> str:
    """Return how times relate to those of the first, called ``name``, in words."""
    found = [time / other for time, other in zip(times, first, strict=True)]
    if set(found) == {1}:
        return ""
    spread = f"{min(found):.2f} s to {max(found):.2f} s"
    return f", {statistics.median(found):.2f} s for each second of {name} ({spread})"


def main() -> None:
    with TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "perch.html").write_text(PERCH)
        (folder / "bottle.html").write_text(BOTTLE)
        makers = {"perch": perch_app, "Bottle": bottle_app, "Flask": flask_app}
        apps = {name: make(folder) for name, make in makers.items()}
        for title, method, path in (
            ("A route with a number", "GET", "/birds/7"),
            ("A page with twenty birds", "GET", "/list"),
            ("A form of five fields", "POST", "/new"),
        ):
            compare(title, {n: asked(app, method, path) for n, app in apps.items()})
        stores = [
            library(folder / f"{library.__name__}.db")
            for library in (Sqlite3, Roost, Sqlalchemy)
        ]
        names = [type(store).__name__.lower() for store in stores]
        writes = [store.write for store in stores]
        compare(f"{ROWS} rows written", dict(zip(names, writes, strict=True)))
        reads = [store.read for store in stores]
        compare(f"{ROWS} rows read", dict(zip(names, reads, strict=True)))
        for store in stores:
            store.close()


if __name__ == "__main__":
    main()
