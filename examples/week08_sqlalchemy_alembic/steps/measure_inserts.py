"""Store 500 sightings in five ways. Wall time, the best of three."""

import os
import time
from collections.abc import Callable
from datetime import date

from sqlalchemy import Engine, create_engine, insert
from sqlalchemy.orm import Session
from steps.models import Base, Sighting
from steps.notes import fill

ROWS = [
    {
        "species": "Wren",
        "count": number,
        "place": "ely",
        "seen_on": date(2026, 5, 31),
        "observer_id": 1,
    }
    for number in range(500)
]
SQL = (
    "INSERT INTO sightings (species, count, place, seen_on, observer_id)"
    " VALUES ({0}, {0}, {0}, {0}, {0})"
)


def the_driver(engine: Engine) -> None:
    mark = "?" if engine.dialect.name == "sqlite" else "%s"
    rows = [(*row.values(),) for row in ROWS]
    if mark == "?":  # what this driver does with dates, it has said to give up
        rows = [(*row[:3], row[3].isoformat(), row[4]) for row in rows]
    connection = engine.raw_connection()
    connection.cursor().executemany(SQL.format(mark), rows)
    connection.commit()
    connection.close()


def core(engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(insert(Sighting.__table__), ROWS)


def session_execute(engine: Engine) -> None:
    with Session(engine) as session:
        session.execute(insert(Sighting), ROWS)
        session.commit()


def objects(engine: Engine) -> None:
    with Session(engine) as session:
        session.add_all([Sighting(**row) for row in ROWS])
        session.commit()


def a_flush_each(engine: Engine) -> None:
    with Session(engine) as session:
        for row in ROWS:
            session.add(Sighting(**row))
            session.flush()
        session.commit()


def seconds(address: str, way: Callable[[Engine], None]) -> float:
    times = []
    for _ in range(3):
        engine = create_engine(address)
        Base.metadata.drop_all(engine)
        Base.metadata.create_all(engine)
        fill(engine, 1)
        started = time.perf_counter()
        way(engine)
        times.append(time.perf_counter() - started)
        engine.dispose()
    return min(times)


def main() -> None:
    print(f"{'':16}  SQLite   PostgreSQL")
    for way in the_driver, core, session_execute, objects, a_flush_each:
        times = [
            seconds(address, way)
            for address in ("sqlite://", os.environ["FIELDNOTES_DATABASE"])
        ]
        print(f"{way.__name__:16}" + "".join(f"{each:8.3f} s" for each in times))


if __name__ == "__main__":
    main()
