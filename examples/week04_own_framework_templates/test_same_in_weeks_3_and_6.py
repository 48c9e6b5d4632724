"""What week 4 takes from week 3, and what week 6 has of week 4."""

import ast
from pathlib import Path

import pytest

HERE = Path(__file__).parent
BEFORE = HERE.with_name("week03_own_framework_routes")
LATER = HERE.with_name("week06_checkpoint_bottle")
UNCHANGED = {"errors.py", "fields.py", "response.py", "server.py", "testing.py"}

# What week 6 changes, by file, and why. All else is the same in both rooms.
CHANGES = {
    "app.py": ("week 6 limits the size of bodies", {"App.__init__"}),
    "request.py": ("week 6 adds bodies and forms", set()),
}
FILES = sorted(path.name for path in (HERE / "perch").glob("*.py"))


def definitions(path):
    """Return functions, methods and assigned names of a file, each as its source."""
    text = path.read_text(encoding="utf-8")
    found = {}
    for node in ast.parse(text).body:
        for name, part in named(node):
            found[name] = ast.unparse(part)
    return found


def named(node):
    match node:
        case ast.FunctionDef():
            yield node.name, node
        case ast.ClassDef():
            for child in node.body:
                for name, part in named(child):
                    yield f"{node.name}.{name}", part
        case ast.Assign():
            yield ast.unparse(node.targets[0]), node


@pytest.mark.parametrize("file", sorted(UNCHANGED))
def test_these_files_are_those_of_week_3(file):
    assert (HERE / "perch" / file).read_bytes() == (
        BEFORE / "perch" / file
    ).read_bytes()


@pytest.mark.parametrize("file", FILES)
def test_a_file_is_that_of_week_6_but_for_what_is_listed(file):
    now, then = HERE / "perch" / file, LATER / "perch" / file
    if file not in CHANGES:
        assert now.read_bytes() == then.read_bytes()
        return
    _, changed = CHANGES[file]
    mine, theirs = definitions(now), definitions(then)
    assert mine.keys() <= theirs.keys()
    assert {name for name in mine if mine[name] != theirs[name]} == changed


def test_week_6_adds_one_file():
    only_then = {path.name for path in (LATER / "perch").glob("*.py")} - set(FILES)
    assert only_then == {"forms.py"}
