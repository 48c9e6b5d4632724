"""Fifty tests that store a user: a new schema for each, or a rollback after each."""

import os
import tempfile
import time
from pathlib import Path

from fieldnotes.database import make_engine
from fieldnotes.models import Base, User
from sqlalchemy import Engine
from sqlalchemy.orm import Session

TESTS = 50


def new_tables(engine: Engine) -> None:
    for _ in range(TESTS):
        Base.metadata.create_all(engine)
        with Session(engine) as session:
            session.add(User(username="miriam"))
            session.commit()
        Base.metadata.drop_all(engine)


def rolled_back(engine: Engine) -> None:
    Base.metadata.create_all(engine)
    for _ in range(TESTS):
        with engine.connect() as connection:
            outer = connection.begin()
            with Session(
                connection, join_transaction_mode="create_savepoint"
            ) as session:
                session.add(User(username="miriam"))
                session.commit()
            outer.rollback()
    Base.metadata.drop_all(engine)


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        file = f"sqlite:///{Path(folder) / 'test.db'}"
        for address in file, os.environ["FIELDNOTES_DATABASE"]:
            engine = make_engine(address)
            Base.metadata.drop_all(engine)
            for way in new_tables, rolled_back:
                started = time.perf_counter()
                way(engine)
                each = (time.perf_counter() - started) / TESTS
                print(f"{engine.dialect.name}, {way.__name__}: {1000 * each:.1f} ms")
            engine.dispose()


if __name__ == "__main__":
    main()
