"""What no terminal session of this week shows of its programs."""

import sys
from importlib.metadata import files, requires

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


def test_the_documentation_of_a_parameter_is_no_code(steps):
    head, tail = "def f(\n    a: Annotated[\n        int,\n", "    ],\n): ...\n"
    source = head + '        Doc("""\n        A.\n        """),\n' + tail
    assert steps.count_lines.lines_of_code(source) == 5


def test_more_than_a_third_of_fastapi_is_documentation_of_parameters(steps):
    with_it = without = 0
    for file in files("fastapi"):
        if file.suffix == ".py":
            source = file.read_text("utf-8")
            without += steps.count_lines.lines_of_code(source)
            with_it += steps.count_lines.lines_of_code(source.replace(" Doc(", " D("))
    assert 1 / 3 < 1 - without / with_it < 0.4


def total(steps, *packages):
    return sum(
        steps.count_lines.lines_of_code(file.locate().read_text("utf-8"))
        for package in packages
        for file in files(package)
        if file.suffix == ".py"
    )


def test_the_sizes_of_which_the_page_speaks(steps):
    flask = total(steps, "flask")
    brought = total(
        steps, "werkzeug", "jinja2", "click", "itsdangerous", "markupsafe", "blinker"
    )
    assert flask < 5_000 < 30_000 < flask + brought
    assert 7.5 < (flask + brought) / flask < 8.5  # "about eight times"
    assert 2.9 < total(steps, "fastapi") / flask < 3.3  # "three times"
    assert total(steps, "sqlalchemy") > 30 * flask


def test_jinja_is_required_by_flask_and_not_by_fastapi():
    def needed(package):
        return {line for line in requires(package) if "extra ==" not in line}

    assert any(line.lower().startswith("jinja2") for line in needed("flask"))
    for package in ("fastapi", "starlette"):
        assert not any(line.lower().startswith("jinja2") for line in needed(package))
