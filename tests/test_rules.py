"""The contract's rules on a page: shown by level, linked by number, mistakes named."""

from __future__ import annotations

import pytest

RULES = """\
version = "1"
[[level]]
id = "L0"
[[level]]
id = "L1"
[[rule]]
id = "L0.1"
text = "``GET /healthz`` answers 200."
[[rule]]
id = "L1.1"
text = "``GET /`` leads on."
why = "People type the *shortest* address."
"""


def book(page: str, rules: str | None = RULES) -> dict[str, str]:
    """Return a book with one page beside a contract."""
    files = {"docs/index.rst": f"Book\n####\n\n{page}\n"}
    return files | ({"examples/contract/contract.toml": rules} if rules is not None else {})


def test_a_level_shows_its_rules_and_no_others(build):
    made = build(book(".. contract-rules:: L1"), extensions=["rules"])
    html = made.text("index.html")
    assert made.warnings == ""
    assert 'id="rule-l1-1"' in html
    assert "<em>Why:</em> People type the <em>shortest</em> address." in html
    assert "healthz" not in html


def test_a_rule_is_linked_by_its_number(build):
    page = "See :rule:`L0.1`.\n\n.. contract-rules:: L0"
    made = build(book(page), extensions=["rules"], nitpicky=True)
    assert made.warnings == ""
    assert 'href="#rule-l0-1"' in made.text("index.html")


@pytest.mark.parametrize(
    ("page", "says"),
    [
        (".. contract-rules:: L7", 'no level "L7" in contract.toml: it has L0, L1'),
        ("See :rule:`L1.9`.", 'no rule "L1.9" in contract.toml: it has L0.1, L1.1'),
    ],
)
def test_what_is_not_there_is_named_with_the_line(build, page, says):
    made = build(book(page), extensions=["rules"])
    assert says in made.warnings
    assert "index.rst:4" in made.warnings


@pytest.mark.parametrize(
    ("rules", "says"),
    [
        (None, "the contract's rules are missing: restore this file"),
        ("version = ", "not valid TOML"),
        ('level = []\n[[rule]]\nid = "L3.1"\ntext = "x"', "'L3' is missing: every [[level]]"),
        ('level = [{id = "L1"}]\n[[rule]]\nid = "L1.1"', "'text' is missing"),
    ],
)
def test_a_contract_that_cannot_be_read_is_named(build, rules, says):
    made = build(book(".. contract-rules:: L1", rules), extensions=["rules"])
    assert says in made.warnings
    assert "contract.toml" in made.warnings
