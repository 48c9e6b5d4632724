"""What week 6 uses of this week is what this week shows."""

import pytest

SAME = [
    *(f"roost/{name}.py" for name in ("__init__", "columns", "conditions", "database")),
    *(f"roost/{name}.py" for name in ("errors", "keys", "select", "session", "tables")),
    "fieldnotes/models.py",
    "test_roost_sessions.py",
    "test_roost_tables.py",
]


@pytest.mark.parametrize("name", SAME)
def test_the_file_is_the_same(room, name):
    there = room.parent / "week06_checkpoint_bottle" / name
    assert (room / name).read_bytes() == there.read_bytes()


def test_no_file_of_the_library_is_left_out(room):
    files = {f"roost/{path.name}" for path in (room / "roost").glob("*.py")}
    assert files == {name for name in SAME if name.startswith("roost/")}
