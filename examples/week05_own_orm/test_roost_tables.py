"""Roost: classes as tables, and the mistakes in them."""

import importlib
from datetime import UTC, date, datetime

import pytest

from harness.rooms import importable


@pytest.fixture(scope="module")
def roost(room):
    with importable(room) as programs:
        yield programs.roost


@pytest.fixture(scope="module")
def place(roost):
    class Place(roost.Table, name="places"):
        id = roost.Key()
        name = roost.Column(str, unique=True)

    return Place


@pytest.fixture(scope="module")
def bird(roost, place):
    home = place

    class Bird(roost.Table, name="birds"):
        id = roost.Key()
        species = roost.Column(str)
        count = roost.Column(int, index=True)
        seen_on = roost.Column(date)
        created_at = roost.Column(datetime)
        place = roost.ForeignKey(home)

    return Bird


VALUES = {
    "species": "wren",
    "count": 1,
    "seen_on": date(2026, 5, 1),
    "created_at": datetime(2026, 5, 1, 8, tzinfo=UTC),
}


def test_a_class_says_how_its_table_is_made(bird):
    assert bird.create_statements() == [
        "CREATE TABLE IF NOT EXISTS birds (\n"
        "  id INTEGER PRIMARY KEY AUTOINCREMENT,\n"
        "  species TEXT NOT NULL,\n"
        "  count INTEGER NOT NULL,\n"
        "  seen_on TEXT NOT NULL,\n"
        "  created_at TEXT NOT NULL,\n"
        "  place_id INTEGER NOT NULL REFERENCES places (id)\n"
        ")",
        "CREATE INDEX IF NOT EXISTS birds_count ON birds (count)",
        "CREATE INDEX IF NOT EXISTS birds_place_id ON birds (place_id)",
    ]


def test_a_column_can_be_unique(place):
    assert "name TEXT NOT NULL UNIQUE" in place.create_statements()[0]


def test_an_object_has_the_values_it_was_made_with(place, bird):
    home = place(id=1, name="Hull")
    wren = bird(**VALUES, place=home)
    assert (wren.species, wren.count, wren.seen_on) == ("wren", 1, date(2026, 5, 1))
    assert wren.place is home
    assert repr(wren) == "<Bird not stored>"
    assert repr(home) == "<Place 1>"


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"species": 1}, "Bird.species takes str, not 1"),
        ({"count": "1"}, "Bird.count takes int, not '1'"),
        ({"count": True}, "Bird.count takes int, not True"),
        ({"count": None}, "Bird.count takes int, not None"),
        ({"seen_on": datetime(2026, 5, 1)}, "Bird.seen_on takes date, not datetime"),
        (
            {"created_at": datetime(2026, 5, 1)},
            r"datetime\.datetime\(2026, 5, 1, 0, 0\) has no time zone: say datetime\.now",
        ),
        ({"place": "Hull"}, "Bird.place takes a stored Place, not 'Hull'"),
        ({"colour": "brown"}, r"Bird: missing \[\], unknown \['colour'\]"),
    ],
)
def test_a_value_that_does_not_fit_is_refused(place, bird, change, message):
    values = VALUES | {"place": place(id=1, name="Hull")} | change
    with pytest.raises(TypeError, match=message):
        bird(**values)


def test_a_foreign_key_wants_a_row_that_is_stored(place, bird):
    with pytest.raises(TypeError, match="takes a stored Place, not <Place not stored>"):
        bird(**VALUES, place=place(name="Hull"))


def test_every_column_is_needed(bird):
    with pytest.raises(
        TypeError, match=r"missing \['count', 'created_at', 'place', 's"
    ):
        bird(species="wren")


def test_a_table_needs_a_key(roost):
    with pytest.raises(TypeError, match="Tree has no key: add `id = Key"):

        class Tree(roost.Table, name="trees"):
            id = roost.Column(int)


@pytest.mark.parametrize("name", ["birds; DROP TABLE birds", "vögel", ""])
def test_a_name_must_be_a_name(roost, name):
    with pytest.raises(TypeError, match=r"Tree: '.*' cannot be a name in SQL"):

        class Tree(roost.Table, name=name):
            id = roost.Key()


@pytest.mark.parametrize("name", ["order", "select", "group"])
def test_a_column_is_not_named_like_a_word_of_sql(roost, name):
    body = {"id": roost.Key(), name: roost.Column(int)}
    with pytest.raises(TypeError, match=f'Tree: near "{name}": syntax error'):
        type(roost.Table)("Tree", (roost.Table,), body, name="trees")


def test_two_columns_do_not_share_a_name_in_the_table(roost, place):
    home = place
    with pytest.raises(TypeError, match="Tree: duplicate column name: place_id"):

        class Tree(roost.Table, name="trees"):
            id = roost.Key()
            place = roost.ForeignKey(home)
            place_id = roost.Column(int)


def test_what_an_object_does_not_have_yet_is_an_attribute_error(place, bird):
    assert not hasattr(place(name="Hull"), "id")
    with pytest.raises(AttributeError, match="<Place not stored> has no id yet"):
        _ = place(name="Hull").id
    assert not hasattr(bird.__new__(bird), "place")


def test_what_is_written_by_hand_is_not_offered(roost):
    assert "Condition" not in roost.__all__
    assert "Order" not in roost.__all__


def test_a_column_has_a_type_that_can_be_stored(roost):
    with pytest.raises(TypeError, match="no column can hold list: use one of int, str"):
        roost.Column(list)


def test_conditions_hold_values_apart_from_sql(bird):
    condition = (bird.species.contains("re") & (bird.count > 3)) | ~(bird.id == 7)
    assert condition.sql == (
        "((instr(lower(species), lower(?)) > 0) AND (count > ?)) OR (NOT (id = ?))"
    )
    assert condition.parameters == ("re", 3, 7)
    assert repr(bird.count <= 2) == "Condition('count <= ?', 2)"


def test_a_condition_by_hand_keeps_to_itself(roost, bird):
    by_hand = importlib.import_module("roost.conditions").Condition
    either = by_hand("count = ? OR count = ?", 1, 2)
    assert (either & (bird.id == 7)).sql == "(count = ? OR count = ?) AND (id = ?)"
    assert (~either).sql == "NOT (count = ? OR count = ?)"


def test_conditions_are_not_joined_with_and(bird):
    with pytest.raises(TypeError, match=r"count > .* is judged by the database: join"):
        _ = bird.count > 3 and bird.count < 5
    with pytest.raises(TypeError, match=r"count > .* is judged by the database: join"):
        _ = 3 < bird.count < 5


def test_a_condition_compares_with_the_column_type_only(bird):
    with pytest.raises(TypeError, match="takes int, not '1 OR 1=1'"):
        _ = bird.count == "1 OR 1=1"
