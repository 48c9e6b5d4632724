"""Sort packages about which the facts are known."""

import pytest

from harness.exercises import expect

NOTHING = frozenset()
FACTS = {
    "NumPy": ((False, NOTHING, NOTHING, False), "library"),
    "SQLAlchemy": ((False, {"database"}, NOTHING, False), "library"),
    "Bottle": (
        (True, {"routes", "templates"}, {"WSGI"}, False),
        ("micro", "synchronous"),
    ),
    "Flask": (
        (True, {"routes", "templates"}, {"WSGI"}, False),
        ("micro", "synchronous"),
    ),
    "Starlette": ((True, {"routes"}, {"ASGI"}, False), ("micro", "asynchronous")),
    "Tornado": (
        (True, {"routes", "templates"}, NOTHING, True),
        ("micro", "asynchronous"),
    ),
    "Django": (
        (
            True,
            {"routes", "templates", "database", "forms", "accounts", "admin"},
            {"WSGI", "ASGI"},
            False,
        ),
        ("full-stack", "both"),
    ),
    "an invented one": (
        (True, {"routes", "database", "forms", "accounts"}, {"WSGI"}, False),
        ("full-stack", "synchronous"),
    ),
}


@pytest.mark.parametrize("name", FACTS)
def test_it_is_sorted_by_the_facts(exercise, name):
    facts, wanted = FACTS[name]
    got = exercise.sort(*facts)
    expect(
        got == wanted,
        f"{name} is {wanted}",
        hint="ask first who calls; then the two axes, each by itself",
        read="Two axes, not three kinds",
        got=got,
    )
