"""Cutting listings by name: what is cut, and what each mistake says."""

from __future__ import annotations

import textwrap
from collections.abc import Callable
from pathlib import Path

import cuts
import pytest
from cuts import ListingError, Source

STEP = '''\
"""Answer one request."""

# part: limits
LIMIT = 1024  # bytes
# end: limits


def register(route):
    """Keep a handler."""

    def keep(handler):
        return handler

    return keep


@register("/")
def handle(request):
    """Answer."""
    # emphasise: reply
    reply = b"A heron."
    # end: reply
    return reply


class Server:
    """Listen."""

    backlog: int = 5

    @property
    def open(self):
        return self._open

    @open.setter
    def open(self, value):
        # part: inner

        self._open = value

        # end: inner


if __name__ == "__main__":
    server = Server()
'''


@pytest.fixture
def source(tmp_path: Path) -> Callable[..., Source]:
    """Return a function that writes a file and reads it as an example."""

    def make(text: str, name: str = "one.py") -> Source:
        path = tmp_path / name
        path.write_text(textwrap.dedent(text), encoding="utf-8")
        return cuts.read(path, f"examples/{name}")

    return make


def test_a_whole_file_loses_its_markers_and_the_gap_they_leave(source):
    cut = cuts.cut(source(STEP))
    assert cut.whole
    assert "part:" not in cut.text
    assert "emphasise:" not in cut.text
    assert "end:" not in cut.text
    assert '"""\n\nLIMIT = 1024  # bytes\n\n\ndef register' in cut.text
    assert "value):\n\n        self._open = value\n\n\nif" in cut.text
    assert cut.text.startswith('"""Answer')
    assert cut.text.endswith("server = Server()\n")
    assert cut.emphasised == ()


def test_an_object_brings_its_decorators_and_is_dedented(source):
    cut = cuts.cut(source(STEP), objects=["handle"])
    assert not cut.whole
    assert cut.text.splitlines() == [
        '@register("/")',
        "def handle(request):",
        '    """Answer."""',
        '    reply = b"A heron."',
        "    return reply",
    ]
    assert cuts.cut(source(STEP), objects=["register.keep"]).text == (
        "def keep(handler):\n    return handler\n"
    )


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("LIMIT", "LIMIT = 1024  # bytes\n"),
        ("Server.backlog", "backlog: int = 5\n"),
        ("server", "server = Server()\n"),
    ],
)
def test_assigned_names_are_objects(source, name, text):
    assert cuts.cut(source(STEP), objects=[name]).text == text


def test_a_property_comes_with_its_setter(source):
    text = cuts.cut(source(STEP), objects=["Server.open"]).text
    assert text.startswith("@property\ndef open(self):\n    return self._open\n\n@open.setter\n")


def test_neighbours_are_one_cut_and_others_have_a_line_between_them(source):
    step = source(STEP)
    together = cuts.cut(step, objects=["register", "LIMIT"]).text
    assert together.startswith("LIMIT = 1024  # bytes\n\n\ndef register")
    apart = cuts.cut(step, objects=["handle", "LIMIT"], emphasise=["reply"])
    assert apart.text.startswith('LIMIT = 1024  # bytes\n\n# ...\n\n@register("/")\n')
    assert apart.emphasised == (8,)
    assert apart.text.splitlines()[7] == '    reply = b"A heron."'


def test_what_lies_in_another_cut_is_shown_once(source):
    step = source(STEP)
    whole = cuts.cut(step, objects=["Server"]).text
    assert cuts.cut(step, objects=["Server", "Server.backlog"]).text == whole


def test_parts_are_dedented_and_lose_outer_empty_lines(source):
    assert cuts.cut(source(STEP), parts=["inner"]).text == "self._open = value\n"
    assert cuts.cut(source(STEP), parts=["limits"]).text == "LIMIT = 1024  # bytes\n"


@pytest.mark.parametrize(
    ("name", "opening", "closing", "gap"),
    [
        ("a.html", "<!-- part: x -->", "<!-- end: x -->", "<!-- ... -->"),
        ("b.html", "{# part: x #}", "{# end: x #}", "<!-- ... -->"),
        ("a.css", "/* part: x */", "/* end: x */", "/* ... */"),
        ("a.js", "// part: x", "// end: x", "// ..."),
        ("a.sql", "-- part: x", "-- end: x", "-- ..."),
        ("a.ini", "; part: x", "; end: x", "# ..."),
        ("a.rst", ".. part: x", ".. end: x", "# ..."),
    ],
)
def test_markers_in_the_comments_of_other_languages(source, name, opening, closing, gap):
    other = [opening.replace("x", "y"), "three", closing.replace("x", "y")]
    step = source("\n".join([opening, "one", closing, "two", *other]), name)
    assert cuts.cut(step, parts=["x"]).text == "one\n"
    assert cuts.cut(step, parts=["x", "y"]).text == f"one\n\n{gap}\n\nthree\n"


def test_parts_may_lie_in_each_other(source):
    step = source("# part: a\n1\n# part: b\n2\n# end: a\n3\n# end: b\n")
    assert cuts.cut(step, parts=["a"]).text == "1\n2\n"
    assert cuts.cut(step, parts=["b"]).text == "2\n3\n"


def test_a_file_is_read_again_only_when_it_changed(source, tmp_path):
    first = source("a = 1\n")
    path = tmp_path / "one.py"
    assert cuts.read(path, first.label) is first
    changed = source("a = 1\nb = 2\n")
    assert changed is not first
    assert cuts.cut(changed, objects=["b"]).text == "b = 2\n"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("# part: a\nx = 1\n", r"one\.py, line 1: `part: a` is never closed; add .* `end: a`"),
        ("# end: a\n", r"line 1: `end: a` closes nothing; open it above with `part: a`"),
        ("# part: a\n# end: a\n# part: a\n# end: a\n", r"line 3: the name `a` is used by an ear"),
        ("# part: a\n# emphasise: a\n# end: a\n", r"line 2: the name `a` is used by an earlier"),
        ("# emphasize: a\n# end: a\n", r"line 1: write `emphasise: a`, with an s"),
        ("# part: the end\n", r"line 1: `the end` cannot name a part; use one word"),
    ],
)
def test_wrong_markers(source, text, message):
    with pytest.raises(ListingError, match=message):
        source(text)


@pytest.mark.parametrize(
    ("text", "wanted", "message"),
    [
        (
            STEP,
            {"objects": ["hanndle"]},
            r"has no object `hanndle`\. Did you mean `handle`\? It has",
        ),
        ("1\n", {"objects": ["a"]}, r"It has no function, class or assigned name"),
        ("def a(:\n", {"objects": ["a"]}, r"one\.py, line 1: invalid syntax; mend the file"),
        (STEP, {"parts": ["limit"]}, r"no part `limit`\. Did you mean `limits`\? It has: inner, l"),
        ("1\n", {"parts": ["a"]}, r"It has no parts\. Make one with the comments `part: a` and `e"),
        (STEP, {"emphasise": ["x"]}, r"nothing to emphasise called `x`\. It has: reply\. Make one"),
        (
            STEP,
            {"objects": ["Server"], "emphasise": ["reply"]},
            r"line 21: `emphasise: reply` lies outside what is shown \(`Server`\); show that line",
        ),
        ("# part: a\n\n# end: a\n", {"parts": ["a"]}, r"`a` is empty; put code there, or show so"),
        ("", {}, r"the file is empty; put code there"),
        ("x\n# emphasise: a\n\n# end: a\n", {"emphasise": ["a"]}, r"line 2: `emphasise: a` holds"),
        ("y" * 89 + "\nx\n" + "y" * 90, {}, r"room for 88 .*, line 1 has 89, line 3 has 90: break"),
    ],
)
def test_wrong_cuts(source, text, wanted, message):
    with pytest.raises(ListingError, match=message):
        cuts.cut(source(text), **wanted)


def test_only_python_has_objects(source):
    with pytest.raises(ListingError, match=r"a\.css is not Python: cut it with `:part:` instead"):
        cuts.cut(source("p {}\n", "a.css"), objects=["p"])


def test_a_long_line_is_measured_as_it_is_shown(source):
    line = "y" * 88
    assert cuts.cut(source(f"if x:\n    # part: a\n    {line}\n    # end: a\n"), parts=["a"])


def test_a_file_that_is_no_text(tmp_path):
    path = tmp_path / "a.bin"
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(ListingError, match=r"a\.bin is not UTF-8 text"):
        cuts.read(path, "a.bin")
