"""The templates of the steps: inherited, included, escaped."""

import pytest

from harness.rooms import importable


@pytest.fixture
def templates(room):
    with importable(room) as modules:
        yield modules.perch.Templates(room / "steps" / "pages")


def test_a_list_extends_and_includes(templates):
    page = templates.render("birds.html", birds=[{"name": "Wren & co", "rare": True}])
    assert page == (
        "<title>Birds</title>\n"
        '<ul>\n<li title="Wren &amp; co">Wren &amp; co <b>rare</b>\n</ul>\n'
    )


def test_an_empty_list_says_so(templates):
    assert "<li>None.\n</ul>" in templates.render("birds.html", birds=[])
