"""Load pages of different sizes, and ask for more than was loaded."""

from importlib import import_module

import pytest
from sqlalchemy import event
from sqlalchemy.exc import InvalidRequestError, SQLAlchemyError
from sqlalchemy.orm import Session

from harness.exercises import expect
from harness.rooms import importable

READ = "N+1, counted and cured"


@pytest.fixture
def loaded(exercise, room, tmp_path, monkeypatch):
    """A function: how many statements and names for so many users; and then?"""
    monkeypatch.setenv("FIELDNOTES_DATA", str(tmp_path))
    monkeypatch.delenv("FIELDNOTES_DATABASE", raising=False)
    engines = []
    with importable(room):
        models, notes = import_module("steps.models"), import_module("steps.notes")

        def loaded(users):
            engine = notes.fresh_engine()
            engines.append(engine)
            notes.fill(engine, sightings=2 * users, users=users)
            sent = []
            event.listen(engine, "before_cursor_execute", lambda *a: sent.append(a[2]))
            with Session(engine) as session:
                query = exercise.page(models.Sighting, models.User)
                birds = session.scalars(query).all()
                names = {bird.observer.name for bird in birds}
                number = len(sent)
                try:
                    return number, len(names), len(birds[0].observer.sightings)
                except InvalidRequestError:
                    return number, len(names), "an error"

        yield loaded
        for engine in engines:
            engine.dispose()


@pytest.mark.parametrize("users", [1, 7])
def test_a_page_is_one_statement(loaded, users):
    try:
        got = loaded(users)
    except SQLAlchemyError as error:
        got = error
    expect(
        got == (1, users, "an error"),
        f"the sightings of {users} users: 1 statement, {users} names, and an error for "
        "the sightings of an observer",
        hint="joinedload(...) has a method options() for what lies below it",
        read=READ,
        got=got,
    )
