"""The list of applications that are broken on purpose: made from their entries, mistakes named."""

from __future__ import annotations

import pytest

ENTRY = """\
[[broken]]
id = "silent"
wrong = "Nothing is said."
rule = "L0.1"
caught = ["test_l0_service.py::test_health[a]", "test_l0_service.py::test_health[b]"]
"""
RULES = """\
[[level]]
id = "L0"
[[rule]]
id = "L0.1"
text = "It answers."
"""


def book(entry: str | None = ENTRY) -> dict[str, str]:
    """Return a book with the list of one level."""
    page = "Book\n####\n\n.. broken-applications:: L0\n\n.. contract-rules:: L0\n"
    files = {"docs/index.rst": page, "examples/contract/contract.toml": RULES}
    return files | ({"examples/contract/broken/L0.toml": entry} if entry is not None else {})


def test_the_list_has_what_is_wrong_the_rule_and_the_tests_that_notice(build):
    made = build(book(), extensions=["rules", "broken"], nitpicky=True)
    html = made.text("index.html")
    assert made.warnings == ""
    assert "Nothing is said." in html
    assert 'href="#rule-l0-1"' in html
    assert html.count("test_health") == 1  # once for all its cases


@pytest.mark.parametrize(
    ("entry", "says"),
    [
        (None, "L0.toml: there is no such file: name a level that has one"),
        ("[[broken", "L0.toml: no TOML ("),
        ("[[broken]]\nid = 'x'", "L0.toml: 'caught' is missing: every [[broken]] has id"),
    ],
)
def test_what_cannot_be_shown_is_named_with_the_line(build, entry, says):
    made = build(book(entry), extensions=["rules", "broken"])
    assert says in made.warnings
    assert "index.rst:4" in made.warnings
