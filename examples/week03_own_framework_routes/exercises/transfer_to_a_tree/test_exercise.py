"""Look for routes in the tree, and count the lines that it takes."""

import sys

import pytest

from harness.exercises import expect

READ = "How it works: three ways to find a route"
ROUTES = {
    "/": "home",
    "/birds": "list",
    "/birds/new": "form",
    "/birds/{name}": "bird",
    "/birds/{bird}/edit": "edit",
    "/birds/new/{step}": "step",
    "/{kind}/{which}/{day}": "day",
}


def filled(exercise, routes):
    """Return a tree with the routes, or the error as text."""
    tree = exercise.Tree()
    for pattern, handler in routes.items():
        tree.add(pattern, handler)
    return tree


def outcome(exercise, path, routes=ROUTES):
    """Return what the tree finds, or the error it ends with as text."""
    try:
        return filled(exercise, routes).find(path)
    except Exception as error:
        return repr(error)


@pytest.mark.parametrize(
    ("path", "wanted", "hint"),
    [
        ("/", ("home", {}), "'/'[1:].split('/') is a list of one empty text"),
        ("/birds", ("list", {}), "go down one level for each segment"),
        ("/birds/wren", ("bird", {"name": "wren"}), "keep the value on the way down"),
        (
            "/birds/wren/edit",
            ("edit", {"bird": "wren"}),
            "two routes through one node may name the parameter differently",
        ),
        ("/birds/new", ("form", {}), "look among the texts first"),
        ("/birds/new/2", ("step", {"step": "2"}), "look among the texts first"),
        (
            "/birds/new/edit",
            ("step", {"step": "edit"}),
            "at each level the text comes before the parameter",
        ),
        (
            "/birds/wren/2026",
            ("day", {"kind": "birds", "which": "wren", "day": "2026"}),
            "where the way behind a text ends, go back and try the parameter",
        ),
        ("/trees/oak", None, "a node where no route ends has no handler"),
        ("/birds/", None, "an empty segment is no parameter"),
        ("/birds/wren/edit/now", None, "the path must be used up"),
    ],
)
def test_find(exercise, path, wanted, hint):
    got = outcome(exercise, path)
    expect(
        got == wanted,
        f"{path} is found, or not, as the routes say",
        hint=hint,
        read=READ,
        got=got,
        wanted=wanted,
    )


def test_an_empty_tree(exercise):
    got = outcome(exercise, "/birds", routes={})
    expect(
        got is None,
        "a tree without routes finds nothing",
        hint="find returns None where there is no way down",
        read=READ,
        got=got,
    )


class Lines:
    """Counts the lines of one file that run."""

    def __init__(self, file):
        self.file, self.count = file, 0

    def __call__(self, frame, event, argument):
        """Called by the interpreter for each line (sys.settrace)."""
        mine = frame.f_code.co_filename == self.file
        self.count += mine and event == "line"
        return self if mine else None


def lines_run(exercise, count):
    """Return how many lines of the exercise run to find the last of many routes."""
    routes = {f"/things{number}/{{id}}": number for number in range(count)}
    lines, before = Lines(exercise.__file__), sys.gettrace()
    try:
        tree = filled(exercise, routes)
        tree.find("/nothing/7")  # some trees prepare themselves when first asked
        sys.settrace(lines)
        tree.find(f"/things{count - 1}/7")
    except NotImplementedError:
        return 0
    finally:
        sys.settrace(before)
    return lines.count


def test_lines_of_another_file_are_not_counted(exercise):
    lines = Lines(exercise.__file__)
    assert lines(sys._getframe(), "line", None) is None
    assert lines.count == 0


def test_the_number_of_routes_does_not_matter(exercise):
    few, many = lines_run(exercise, 2), lines_run(exercise, 2000)
    expect(
        0 < many == few,
        "the last of 2,000 routes is found with as much work as the last of two",
        hint="a dictionary finds a text without looking at the others",
        read=READ,
        got=f"{few} lines for two, {many} for 2,000",
    )
