"""Sort packages about which the facts are known."""

import pytest

from harness.exercises import expect

NOTHING = frozenset()
FACTS = {
    "NumPy": ((False, NOTHING, NOTHING, False), "library"),
    "SQLAlchemy": ((False, {"database"}, NOTHING, False), "library"),
    "an invented library": ((False, {"routes"}, {"WSGI"}, False), "library"),
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
    "an invented framework": (
        (True, {"routes", "database", "forms", "accounts"}, {"WSGI"}, False),
        ("full-stack", "synchronous"),
    ),
    "one without a database": (
        (True, {"routes", "templates", "forms", "accounts", "admin"}, {"ASGI"}, False),
        ("micro", "asynchronous"),
    ),
    "one without forms": (
        (True, {"routes", "database", "accounts", "admin"}, {"WSGI"}, True),
        ("micro", "both"),
    ),
    "one without accounts": (
        (True, {"routes", "database", "forms", "admin"}, NOTHING, True),
        ("micro", "asynchronous"),
    ),
}


@pytest.mark.parametrize("name", FACTS)
def test_it_is_sorted_by_the_facts(exercise, name):
    facts, wanted = FACTS[name]
    got = exercise.sort(*facts)
    expect(
        got == wanted,
        f"{name}: {wanted}",
        hint="ask first who calls; then the two axes, each by itself",
        read="Two axes, not three kinds",
        got=got,
    )
