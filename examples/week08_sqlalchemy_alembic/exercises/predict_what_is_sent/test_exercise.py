"""Count the statements that the engine is given."""

from importlib import import_module

import pytest
from sqlalchemy import event
from sqlalchemy.orm import Session

from harness.exercises import expect
from harness.rooms import importable

NAMES = [
    "get_twice",
    "get_and_forget",
    "add_and_count",
    "read_after_commit",
    "there_and_back",
    "observers",
]


@pytest.fixture
def count(room, tmp_path, monkeypatch):
    """A function that calls another with a session, and returns how much it sent."""
    monkeypatch.setenv("FIELDNOTES_DATA", str(tmp_path))
    monkeypatch.delenv("FIELDNOTES_DATABASE", raising=False)
    with importable(room):
        models, notes = import_module("steps.models"), import_module("steps.notes")
        engine = notes.fresh_engine()
        notes.fill(engine, sightings=6, users=2)

        def count(function):
            sent = []
            event.listen(engine, "before_cursor_execute", lambda *a: sent.append(a[2]))
            with Session(engine) as session:
                function(session, models.User, models.Sighting)
            return len(sent)

        yield count
        engine.dispose()


@pytest.mark.parametrize("name", NAMES)
def test_the_prediction_is_what_is_sent(exercise, count, name):
    predicted = getattr(exercise, name.upper())
    expect(
        count(getattr(exercise, name)) == predicted,
        f"{name.upper()} is the number of statements that {name}() sends",
        hint="which objects does the session still have, and which of them are expired?",
        read="What is sent, and when",
        got=predicted,
    )
