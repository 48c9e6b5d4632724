"""What week 3 makes is what week 6 has, but for what the weeks between add."""

import ast
from pathlib import Path

import pytest

HERE = Path(__file__).parent
LATER = HERE.with_name("week06_checkpoint_bottle")

# What a later week changes, by file, and why. All else is the same in both rooms.
CHANGES = {
    "__init__.py": ("weeks 4 and 6 add names", {"__all__"}),
    "app.py": (
        "week 4 adds middleware, error pages and more headers, week 6 forms",
        {
            "plain_error",
            "App.__init__",
            "App.__call__",
            "App._answer",
        },
    ),
    "patterns.py": ("week 4 makes paths of patterns", set()),
    "request.py": (
        "week 4 adds the application, its root and url(), week 6 bodies and forms",
        {"Request.__init__"},
    ),
    "routing.py": (
        "week 4 gives routes names",
        {"Routes.__init__", "Routes.route", "Routes.add", "Routes._check"},
    ),
}
FILES = sorted(path.name for path in (HERE / "perch").glob("*.py"))


def definitions(path):
    """Return functions, methods and assigned names of a file, each as its source."""
    text = path.read_text(encoding="utf-8")
    found = {}
    for node in ast.parse(text).body:
        for name, part in named(node):
            body = getattr(part, "body", None)
            if body and ast.get_docstring(part):
                body.pop(0)  # what a docstring says may grow with the framework
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


@pytest.mark.parametrize("file", FILES)
def test_a_file_is_the_same_but_for_what_is_listed(file):
    now, then = HERE / "perch" / file, LATER / "perch" / file
    if file not in CHANGES:
        assert now.read_bytes() == then.read_bytes()
        return
    _, changed = CHANGES[file]
    mine, theirs = definitions(now), definitions(then)
    assert mine.keys() <= theirs.keys()
    assert {name for name in mine if mine[name] != theirs[name]} == changed
