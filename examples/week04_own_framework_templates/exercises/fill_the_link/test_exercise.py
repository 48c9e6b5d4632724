"""Make links of addresses that visitors might send."""

import pytest

from harness.exercises import expect

READ = "Where escaping is not enough"


@pytest.mark.parametrize(
    "address", ["https://example.org/a", "http://example.org", "/sightings?species=a"]
)
def test_a_harmless_address_is_linked(exercise, address):
    got = exercise.link(address, "a page")
    expect(
        got == f'<a href="{address}" rel="nofollow">a page</a>',
        "addresses of the web and of this site become links",
        hint="which texts may an address begin with?",
        read=READ,
        got=got,
    )


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "JavaScript:alert(1)",
        " javascript:alert(1)",
        "java\tscript:alert(1)",
        "data:text/html,<script>alert(1)</script>",
        "vbscript:alert(1)",
        "javascript:alert(1)//https://example.org",
        "javascript:alert(1)\n/sightings",
        "",
    ],
)
def test_any_other_is_text(exercise, address):
    got = exercise.link(address, "a page")
    expect(
        got == "a page",
        f"{address!r} does not become a link",
        hint="list what is allowed; what is forbidden has more spellings than you know",
        read=READ,
        got=got,
    )


@pytest.mark.parametrize(
    ("address", "text", "wanted"),
    [
        ("/a", "<b>", '<a href="/a" rel="nofollow">&lt;b&gt;</a>'),
        ("/?a&b", "a", '<a href="/?a&amp;b" rel="nofollow">a</a>'),
        ('/" onclick="x', "a", '<a href="/&quot; onclick=&quot;x" rel="nofollow">a</a>'),
        ("", "<b>", "&lt;b&gt;"),
    ],
)  # fmt: skip
def test_both_are_escaped(exercise, address, text, wanted):
    got = exercise.link(address, text)
    expect(
        got == wanted,
        "the address and the text are escaped, with a link and without",
        hint="escape is imported, and nobody calls it yet",
        read=READ,
        got=got,
        wanted=wanted,
    )
