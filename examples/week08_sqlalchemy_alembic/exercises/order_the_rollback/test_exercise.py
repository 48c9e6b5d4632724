"""Put the lines together, and commit in two tests that share a database."""

import warnings
from contextlib import contextmanager
from importlib import import_module

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from harness.exercises import expect, expect_moved_lines
from harness.rooms import importable

READ = "Tests that leave nothing behind"


@pytest.fixture
def engine(room, tmp_path):
    """An empty database of the application, and its table of users."""
    with importable(room):
        models = import_module("fieldnotes.models")
        engine = import_module("fieldnotes.database").make_engine(
            f"sqlite:///{tmp_path}/test.db"
        )
        models.Base.metadata.create_all(engine)
        yield engine, models.User
        engine.dispose()


def test_no_line_is_lost(exercise):
    expect_moved_lines(exercise, read=READ)


def test_a_commit_is_undone(exercise, engine):
    engine, user = engine
    names = {"Session": Session}
    found = []
    try:
        exec("\n".join(exercise.LINES), names)
        for _ in range(2):
            with warnings.catch_warnings(record=True) as complaints:
                warnings.simplefilter("always")
                with contextmanager(names["session"])(engine) as session:
                    session.add(user(username="miriam"))
                    session.commit()
                    found.append(session.scalar(select(func.count(user.id))))
            found.extend(str(complaint.message) for complaint in complaints)
            found.extend(["the session is still open"] * session.in_transaction())
        with Session(engine) as session:
            found.append(session.scalar(select(func.count(user.id))))
        found.append(engine.pool.checkedout())
    except Exception as error:
        found.append(repr(error))
    expect(
        found == [1, 1, 0, 0],
        "each test finds the user that it stored, nothing is left, all is closed in order",
        hint="`yield` is where the test runs; what is opened last is closed first",
        read=READ,
        got=found,
    )
