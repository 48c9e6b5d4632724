"""Search for what visitors type, some of them with intent."""

import pytest

from harness.exercises import expect
from harness.rooms import importable

READ = "The request"


@pytest.fixture
def search(exercise, room):
    """A function that searches, and returns the page or the status of an error."""
    with importable(room) as programs:
        assert programs.perch
        from perch.testing import Client

        def search(query):
            answer = Client(exercise.app).get(f"/search{query}")
            return answer.text if answer.status == 200 else answer.status

        yield search


def test_what_worked_still_works(search):
    got = search("?species=wren")
    expect(
        got == "<p>wren was seen here.</p>",
        "a bird that is known is found",
        hint="keep the page for what is found",
        read=READ,
        got=got,
    )


def test_a_name_beyond_ascii_is_found(search):
    got = search("?species=gr%C3%BCnfink")
    expect(
        got == "<p>grünfink was seen here.</p>",
        "UTF-8 is read as UTF-8",
        hint="fields in brackets are as WSGI has them; how does one get text?",
        read=READ,
        got=got,
    )


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("%3Cb%3E", "<p>No &lt;b&gt; today.</p>"),
        ("%7B%7B7*7%7D%7D", "<p>No {{7*7}} today.</p>"),
        ("%0A%25+import+os%0A", "<p>No \n% import os\n today.</p>"),
    ],
)
def test_what_was_typed_is_a_value(search, typed, shown):
    got = search(f"?species={typed}")
    expect(
        got == shown,
        "what a visitor types is shown as it is, and never read as a template",
        hint="a template is yours; a value is given to it by name",
        read="Templates",
        got=got,
    )


def test_a_search_for_nothing_is_no_fault_of_the_server(search):
    got = search("")
    expect(
        got == "<p>No  today.</p>",
        "a field that is missing is no 500",
        hint="of the two ways to read a field, one has a default",
        read=READ,
        got=got,
    )
