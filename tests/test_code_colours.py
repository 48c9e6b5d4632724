"""docs/_ext/code_colours.py: few spans, the whole text, and colours that everybody can read."""

from __future__ import annotations

import html
import re

import code_colours
import pytest
from contrast import contrast
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import get_lexer_by_name
from pygments.styles import get_style_by_name
from pygments.token import Name, Operator, Text, Token

STYLES = tuple(get_style_by_name(f"a11y-high-contrast-{mode}") for mode in ("light", "dark"))
FORMATTER = code_colours.formatter_for(*STYLES)
PYTHON = '''\n@cache
def reply(environ, *, times: int = 3) -> bytes:
    """Answer the request.

    Twice, if need be <&>.
    """
    # first a comment
    # then another
    if not environ and times != 0x1F:
        raise ValueError(f"no {environ!r}") from None
    return b"".join([b"hello"] * times)
'''
CONSOLE = "$ python ask.py 8000 / \\\n      --fast\nHTTP/1.1 200 OK\n\n[...]\n"


def shown(language: str, source: str, **options: object) -> str:
    lexer = get_lexer_by_name(language, stripnl=False)
    return highlight(source, lexer, FORMATTER(style=STYLES[0], **options))


def text_of(listing: str) -> str:
    inside = re.search(r"<pre>(.*)</pre>", listing, re.DOTALL)[1]
    # As a browser does: the line break right after <pre> is not part of the text.
    return html.unescape(re.sub(r"<[^>]+>", "", inside.removeprefix("\n")))


@pytest.mark.parametrize("lines", [[], [1], [3, 4, 5, 9], [13]])
@pytest.mark.parametrize(
    ("language", "source"), [("python", PYTHON), ("console", CONSOLE), ("text", "a <b>\n\n c\n")]
)
def test_text_is_kept(language: str, source: str, lines: list[int]) -> None:
    assert text_of(shown(language, source, hl_lines=lines)) == source


@pytest.mark.parametrize("lines", [[], [3, 4, 5], [1, 13]])
def test_spans_nest(lines: list[int]) -> None:
    depth = 0
    for tag in re.findall(r"</?span", shown("python", PYTHON, hl_lines=lines)):
        depth += 1 if tag == "<span" else -1
        assert 0 <= depth <= 2
    assert depth == 0


def test_fewer_spans_than_pygments() -> None:
    plain = highlight(PYTHON, get_lexer_by_name("python"), HtmlFormatter(style=STYLES[0]))
    assert shown("python", PYTHON).count("<span") * 2.5 < plain.count("<span")


def test_neighbours_of_one_look_share_a_span() -> None:
    assert '<span class="k">from None</span>' in shown("python", "raise e from None\nx").replace(
        "\n", ""
    )
    assert "# first a comment\n    # then another" in shown("python", PYTHON)


def test_what_looks_plain_has_no_span() -> None:
    assert "<span" not in shown("python", "self.name = other.name\n")


def test_emphasised_neighbours_share_a_block() -> None:
    listing = shown("text", "one\ntwo\nthree\nfour\n", hl_lines=[2, 3])
    assert 'one\n<span class="hll">two\nthree\n</span>four' in listing


def test_prompt_is_marked() -> None:
    assert '<span class="gp">$ </span>' in shown("console", CONSOLE)


def test_options_of_pygments_still_work() -> None:
    assert 'class="linenos"' in shown("python", PYTHON, linenos="inline")


def test_types_that_look_different_have_different_classes() -> None:
    classes = code_colours.looks(*STYLES)
    light, dark = STYLES
    seen: dict[str, tuple] = {}
    for ttype, name in classes.items():
        if name not in {"", "gp"}:
            look = code_colours._look(light, ttype), code_colours._look(dark, ttype)
            assert seen.setdefault(name, look) == look
    assert len(set(seen.values())) == len(seen)
    assert classes[Token] == classes[Operator] == classes[Name.Builtin.Pseudo] == ""


def declared(css: str, selector: str) -> dict[str, str]:
    """Return the variables which the first rule for ``selector`` declares."""
    body = css.split(selector + "{", 1)[1].split("}", 1)[0]
    return dict(part.split(":", 1) for part in body.split(";"))


@pytest.mark.parametrize(
    "selector", ["body", "body[data-theme=dark]", "body:not([data-theme=light])"]
)
def test_contrast_of_every_colour(selector: str) -> None:
    css = code_colours.stylesheet(*STYLES)
    variables = declared(css, selector)
    backgrounds = {variables["--color-code-background"], variables["--code-emphasis"]}
    texts = {
        name: value
        for name, value in variables.items()
        if name not in {"--color-code-background", "--code-emphasis", "--code-bar"}
    }
    assert len(texts) > 5
    for name, colour in texts.items():
        for background in backgrounds:
            assert contrast(colour, background) >= 7, (name, colour, background)
    # The bar beside emphasised lines is not text: 3:1 (success criterion 1.4.11).
    assert contrast(variables["--code-bar"], variables["--code-emphasis"]) >= 3


def test_stylesheet_has_a_rule_for_each_class() -> None:
    css = code_colours.stylesheet(*STYLES)
    for name in set(code_colours.looks(*STYLES).values()) - {""}:
        assert f".highlight .{name}{{" in css


def test_unknown_token_type_looks_like_its_parent() -> None:
    formatter = FORMATTER(style=STYLES[0])
    assert formatter._get_css_classes(Text.Never.Seen) == ""
    assert formatter._get_css_classes(Token.Keyword.Never) == "k"
