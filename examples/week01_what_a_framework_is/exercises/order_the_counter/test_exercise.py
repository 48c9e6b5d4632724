"""Put the lines together and let them count files whose lines are known."""

import ast

import pytest

from harness.exercises import expect, expect_moved_lines

READ = "How large is a framework?"
FILES = {
    "nothing": ("", 0),
    "a blank line and a comment": ("\n# a heron\nx = 1\n", 1),
    "a docstring of three lines": ('"""A heron.\n\nGrey.\n"""\nx = 1\ny = 2\n', 2),
    "a text that is no docstring": ('x = 1\n"""A heron."""\n', 2),
}


def counted(lines, source):
    """Run the lines and return what they count in ``source``, or the error as text."""
    names = {"ast": ast}
    try:
        exec("\n".join(lines), names)
        return names["lines_of_code"](source)
    except Exception as error:
        return repr(error)


def test_no_line_is_lost(exercise):
    expect_moved_lines(exercise, read=READ)


@pytest.mark.parametrize("case", FILES)
def test_the_lines_count(exercise, case):
    source, wanted = FILES[case]
    got = counted(exercise.LINES, source)
    expect(
        got == wanted,
        f"{case}: {wanted} lines of code",
        hint="a name is made before it is used; what is blanked is not counted after",
        read=READ,
        got=got,
    )
