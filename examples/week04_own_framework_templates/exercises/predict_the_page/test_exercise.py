"""Ask the engine what the exercise asks the reader."""

import pytest

from harness.exercises import expect
from harness.rooms import importable

READ = "An engine in four files"
HINTS = [
    "which characters does html.escape replace? The apostrophe is one of them",
    "escaping does not ask whether a text looks escaped already",
    "what do the quotation marks make of the name?",
    "the condition is judged as `if` does in Python",
    "which bird is meant behind the loop?",
    "what does {% else %} mean in a loop?",
    "how many braces begin an expression?",
]


@pytest.fixture(scope="module")
def templates(room):
    with importable(room) as programs:
        yield programs.perch.Templates


@pytest.mark.parametrize("number", range(len(HINTS)))
def test_prediction(exercise, templates, tmp_path, number):
    source, predicted = list(exercise.PAGES.items())[number]
    (tmp_path / "page.html").write_text(source, encoding="utf-8")
    page = templates(tmp_path).render("page.html", **exercise.VALUES)
    expect(
        predicted == page,
        f"{source}: the prediction is what perch writes",
        hint=HINTS[number],
        read=READ,
        got=predicted,
    )
