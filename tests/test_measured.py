"""Measured figures on a page: values and tables come from the recorded file, mistakes are named."""

from __future__ import annotations

import json

import pytest

FIGURES = {
    "date": "2026-06-01",
    "machine": {"cpu": "Abacus 7", "beads": 12000},
    "tables": {"lines": [["Application", "Code"], ["Perch", "373 *"]], "torn": [["a"], ["b", "c"]]},
}


def book(page: str, figures: str | None = None) -> dict[str, str]:
    """Return a book with one page beside measured figures."""
    text = json.dumps(FIGURES) if figures is None else figures
    files = {"docs/index.rst": f"Book\n####\n\n{page}\n"}
    return files | {"examples/contract/measured/matrix.json": text}


def test_values_stand_in_the_text(build):
    page = "On an :measured:`matrix machine.cpu` with :measured:`matrix machine.beads` beads."
    made = build(book(page), extensions=["measured"])
    assert made.warnings == ""
    assert "On an Abacus 7 with 12,000 beads." in made.text("index.html")


def test_a_table_has_head_rows_caption_and_name(build):
    page = ".. measured:: matrix tables.lines\n   :widths: 3 1\n   :name: lines\n\n   Lines of *code*\n"
    made = build(book(page), extensions=["measured"])
    html = made.text("index.html")
    assert made.warnings == ""
    assert "Lines of <em>code</em>" in html
    assert html.count("<th ") == 2
    assert "373 *" in html
    assert 'id="lines"' in html
    assert "width: 75.0%" in html


def test_a_page_is_built_again_when_its_figures_change(build):
    made = build(book(":measured:`matrix date`"), extensions=["measured"])
    noted = made.app.env.dependencies["index"]
    assert any(str(path).endswith("measured/matrix.json") for path in noted)


@pytest.mark.parametrize(
    ("page", "says"),
    [
        (":measured:`matrix`", '"matrix" names no measured figure: write it as'),
        (":measured:`herons date`", "herons.json: not there: record it with nox -s matrix"),
        (":measured:`matrix machine.gpu`", 'no "gpu" of machine.gpu: it has cpu, beads'),
        (":measured:`matrix date.day`", 'no "day" of date.day: it has nothing below'),
        (":measured:`matrix machine`", '"matrix machine" is no single value'),
        (".. measured:: matrix tables.birds", 'no "birds" of tables.birds: it has lines, torn'),
        (".. measured:: matrix date", '"matrix date" is no table'),
        (".. measured:: matrix tables.torn", '"matrix tables.torn" is no table'),
        (".. measured:: matrix tables.lines\n   :widths: 1 2 3", "has 2 columns: give as many"),
    ],
)
def test_what_is_not_there_is_named_with_the_line(build, page, says):
    made = build(book(page), extensions=["measured"])
    assert says in made.warnings
    assert "index.rst:4" in made.warnings


def test_a_file_that_is_no_json_is_named(build):
    made = build(book(":measured:`matrix date`", "{"), extensions=["measured"])
    assert "matrix.json: no JSON" in made.warnings
    assert "record it again" in made.warnings
