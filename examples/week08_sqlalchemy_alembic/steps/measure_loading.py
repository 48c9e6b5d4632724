"""A page of 100 sightings of 100 users in three ways: how long it takes.

Wall time, the best of five. "far away" is PostgreSQL with a millisecond of sleep before
each statement, in the place of a network.
"""

import os
import time

from sqlalchemy import Engine, Select, create_engine, event
from sqlalchemy.orm import Session
from steps.models import Base
from steps.n_plus_one import WAYS, names
from steps.notes import fill


def prepared(address: str, delay: float = 0) -> Engine:
    engine = create_engine(address)
    Base.metadata.drop_all(engine)
    Base.metadata.create_all(engine)
    fill(engine, sightings=100, users=100)
    if delay:
        event.listen(engine, "before_cursor_execute", lambda *_: time.sleep(delay))
    return engine


def seconds(engine: Engine, query: Select) -> float:
    times = []
    for _ in range(5):
        with Session(engine) as session:
            started = time.perf_counter()
            names(session, query)
            times.append(time.perf_counter() - started)
    return min(times)


def main() -> None:
    postgresql = os.environ["FIELDNOTES_DATABASE"]
    for name, address, delay in [
        ("SQLite", "sqlite://", 0),
        ("PostgreSQL", postgresql, 0),
        ("far away", postgresql, 0.001),
    ]:
        engine = prepared(address, delay)
        print(name)
        for way, query in WAYS.items():
            print(f"    {way}: {1000 * seconds(engine, query):.1f} ms")
        engine.dispose()


if __name__ == "__main__":
    main()
