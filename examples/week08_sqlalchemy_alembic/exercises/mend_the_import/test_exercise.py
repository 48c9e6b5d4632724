"""Add users, some of whose names are taken, in one transaction, on both databases."""

from importlib import import_module

import pytest
from sqlalchemy import event, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from harness import postgresql
from harness.exercises import expect
from harness.rooms import importable

READ = "What is sent, and when"


@pytest.fixture(params=["sqlite", "postgresql"])
def added(request, exercise, room, tmp_path, monkeypatch):
    """A function that adds names beside user0: the names taken, all names, the commits."""
    monkeypatch.setenv("FIELDNOTES_DATA", str(tmp_path))
    monkeypatch.delenv("FIELDNOTES_DATABASE", raising=False)
    if request.param == "postgresql":
        monkeypatch.setenv("FIELDNOTES_DATABASE", postgresql.server().new())
    with importable(room):
        models, notes = import_module("steps.models"), import_module("steps.notes")
        engine = notes.fresh_engine()
        notes.fill(engine, 1)
        if request.param == "sqlite":
            engine.dispose()  # a new connection has transactions as PostgreSQL has them
            database = import_module("fieldnotes.database")
            event.listen(engine, "connect", database.leave_transactions_to_us)
            event.listen(engine, "begin", database.begin)

        def added(*names):
            commits = []
            event.listen(engine, "commit", commits.append)
            try:
                with Session(engine) as session:
                    taken = exercise.add_users(session, models.User, list(names))
            except SQLAlchemyError as error:
                return error
            with Session(engine) as session:
                stored = sorted(session.scalars(select(models.User.name)))
            return taken, stored, len(commits)

        yield added
        engine.dispose()


@pytest.mark.parametrize(
    ("names", "taken"),
    [
        (["ada", "ben"], []),
        (["ada", "user0", "ben"], ["user0"]),
        (["user0", "ada", "ada"], ["user0", "ada"]),
    ],
)
def test_what_is_not_taken_is_stored(added, names, taken):
    got = added(*names)
    wanted = taken, sorted({*names, "user0"}), 1
    expect(
        got == wanted,
        f"of {names} those are stored that are not taken, with one commit",
        hint="an error wants a rollback, and a small one will do; who commits, and when?",
        read=READ,
        got=got,
    )
