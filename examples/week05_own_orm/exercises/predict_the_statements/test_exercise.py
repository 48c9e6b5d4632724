"""Count the statements that SQLite is given."""

from datetime import UTC, date, datetime
from importlib import import_module

import pytest

from harness.exercises import expect
from harness.rooms import importable


def counted(room, folder, function):
    """Call a function with a session on six sightings; return how much it sent."""
    with importable(room) as programs:
        models = import_module("fieldnotes.models")
        database = programs.roost.Database(folder / "six.db")
        database.create(*models.TABLES)
        with database.session() as session, session.transaction():
            for number in range(6):
                sighting = models.Sighting(
                    species="Wren",
                    count=1,
                    place="ely",
                    seen_on=date(2026, 5, 1),
                    notes="",
                    observer=models.observer_named(
                        session, ["miriam", "owen"][number % 2]
                    ),
                    created_at=datetime(2026, 5, 1, tzinfo=UTC),
                )
                session.add(sighting)
        sent = []
        with database.session() as session:
            session.connection.set_trace_callback(sent.append)
            function(session, models.Sighting)
            session.connection.set_trace_callback(None)
        database.close()
    return len(sent)


HINTS = {
    "once": "one for the list, and how many observers are there to read?",
    "twice": "the list is read again, its objects are kept: what of their observers?",
    "in_a_transaction": "which two statements does a transaction send itself, and what "
    "does it make the session forget?",
}


@pytest.mark.parametrize("name", HINTS)
def test_the_prediction_is_what_is_sent(exercise, room, tmp_path, name):
    predicted = getattr(exercise, name.upper())
    expect(
        counted(room, tmp_path, getattr(exercise, name)) == predicted,
        f"{name.upper()} is the number of statements that {name}() sends",
        hint=HINTS[name],
        read="One row, one object",
        got=predicted,
    )
