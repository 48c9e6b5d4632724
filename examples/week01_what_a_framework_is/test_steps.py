"""What no terminal session of this week shows of its programs."""

import sys

import pytest


@pytest.mark.parametrize(
    ("filename", "wanted"),
    [
        ("<frozen runpy>", "runpy"),
        ("<stdin>", "stdin"),
        ("/home/you/.venv/lib/python3.12/site-packages/flask/app.py", "flask"),
        ("/home/you/week01/field_framework.py", "field_framework.py"),
    ],
)
def test_each_frame_has_an_owner(steps, filename, wanted):
    assert steps.callers.owner(filename) == wanted


def test_pytest_is_on_the_stack_of_a_test(steps, capsys):
    steps.callers.print_callers()
    owners = [line.split()[0] for line in capsys.readouterr().out.splitlines()]
    assert owners[-1] == "test_steps.py"
    assert owners[-2] == "_pytest"


def test_a_module_of_the_standard_library_is_named(steps):
    assert steps.callers.owner(sys.modules["json.decoder"].__file__) == "json"
