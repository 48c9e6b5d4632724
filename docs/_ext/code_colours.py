"""Colour code with few spans and with colours that everybody can read.

Pygments wraps nearly every token in a ``<span>``, also those that look like plain text, and gives each kind of
token a class of its own, though the two styles of this book know nine looks. Here a token gets a span only if it
looks different from plain text, tokens that look alike share a class, and neighbours share a span. That makes the
HTML of a listing a third as long, and ``pygments.css`` a tenth.

The colours are those of the two styles which conf.py names (``pygments_style`` and ``pygments_dark_style``);
backgrounds are ours, because the theme's page is as white as the light style's background.
``tests/test_code_colours.py`` computes that each text colour has a contrast of at least 7:1 on each background
(WCAG 2.2, success criterion 1.4.6).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html import escape
from pathlib import Path
from typing import Any, TextIO

from pygments.formatters import HtmlFormatter
from pygments.style import Style
from pygments.token import STANDARD_TYPES, Generic, Name, Operator, Text, Token, Whitespace
from sphinx.application import Sphinx
from sphinx.highlighting import PygmentsBridge

# Behind code, and behind the emphasised lines in it; first light, then dark.
BACKGROUND = ("#f8f8f6", "#1d1f22")
EMPHASIS = ("#fffdf0", "#2c2a1d")
# The bar beside emphasised lines: emphasis must not be a matter of colour alone.
BAR = ("#8a5a00", "#e8b84a")

# Coloured by the styles, plain here: signs such as "." and "=", and "self". Colour on what stands in every line
# says nothing, and it is a third of all spans.
_PLAIN = (Operator, Name.Builtin.Pseudo)

# Classes with a meaning beyond their look: a prompt is neither selected nor copied.
_KEPT = {Generic.Prompt: "gp"}

# Builders whose pages choose light or dark; an EPUB has both styles as Pygments writes them (docs/_ext/epubbook/).
_PAGES = {"html", "dirhtml"}

_LINES = re.compile(r"[^\n]*\n|[^\n]+")


def _look(style: type[Style], ttype: Any) -> tuple[str, ...]:
    """Return the CSS declarations of a token type in a style, its colour first."""
    definition = style.style_for_token(ttype)
    look = [f"#{definition['color'] or style.style_for_token(Text)['color']}"]
    look += ["font-weight:bold"] if definition["bold"] else []
    look += ["font-style:italic"] if definition["italic"] else []
    look += ["text-decoration:underline"] if definition["underline"] else []
    return tuple(look)


def looks(light: type[Style], dark: type[Style]) -> dict[Any, str]:
    """Return the class of each token type; empty where it looks like plain text in both styles.

    Types that look alike in both styles share the class of the first of them in alphabetical order.
    """
    plain = (_look(light, Text), _look(dark, Text))
    names: dict[object, str] = {plain: ""}
    classes = {}
    for ttype in sorted(STANDARD_TYPES):
        if ttype in _KEPT:
            classes[ttype] = _KEPT[ttype]
            continue
        both = plain if ttype in _PLAIN else (_look(light, ttype), _look(dark, ttype))
        classes[ttype] = names.setdefault(both, STANDARD_TYPES[ttype])
    classes[Token] = ""
    return classes


def stylesheet(light: type[Style], dark: type[Style]) -> str:
    """Return the text of pygments.css: variables for both modes, then one rule for each look.

    The theme chooses the mode with ``data-theme`` on the body (``light``, ``dark``, or ``auto``); without
    JavaScript the attribute is missing and the reader's system decides. Print is always light.
    """
    named = {name: ttype for ttype, name in reversed(looks(light, dark).items()) if name}

    def variables(style: type[Style], mode: int) -> str:
        values = {
            "--color-code-background": BACKGROUND[mode],
            "--color-code-foreground": _look(style, Text)[0],
            "--code-emphasis": EMPHASIS[mode],
            "--code-bar": BAR[mode],
        }
        values |= {f"--code-{name}": _look(style, ttype)[0] for name, ttype in named.items()}
        return "{" + ";".join(f"{name}:{value}" for name, value in values.items()) + "}"

    rules = [
        f"body{variables(light, 0)}",
        "@media not print{",
        f"body[data-theme=dark]{variables(dark, 1)}",
        "@media (prefers-color-scheme:dark){",
        f"body:not([data-theme=light]){variables(dark, 1)}",
        "}}",
        ".highlight{background:var(--color-code-background);color:var(--color-code-foreground)}",
        ".highlight .hll{background:var(--code-emphasis);box-shadow:inset .2rem 0 var(--code-bar)}",
    ]
    for name, ttype in named.items():
        more = "".join(f";{declaration}" for declaration in _look(light, ttype)[1:])
        rules.append(f".highlight .{name}{{color:var(--code-{name}){more}}}")
    return "\n".join(rules) + "\n"


class SlimFormatter(HtmlFormatter[str]):
    """Pygments' HTML formatter with as few spans as the look allows.

    ``classes`` (see :func:`looks`) is set by :func:`formatter_for`. Line numbers and other options that this book does
    not use are left to Pygments.
    """

    classes: dict[Any, str] = {}  # noqa: RUF012  (replaced as a whole in a subclass, never changed)

    def _get_css_classes(self, ttype: Any) -> str:
        """Return the class for ``ttype``; what Pygments' own methods ask for."""
        while ttype not in self.classes:
            ttype = ttype.parent
        return self.classes[ttype]

    def _runs(self, tokens: Iterable[tuple[Any, str]]) -> Iterator[tuple[str, str]]:
        """Join neighbours of one class; white space joins what stands before it, if more follows."""
        classes = self.classes
        name, text, space = "", "", ""
        for ttype, value in tokens:
            new = classes[ttype] if ttype in classes else self._get_css_classes(ttype)
            if new != "gp" and (ttype is Whitespace or value.isspace()):
                space += value
            elif new == name:
                text += space + value
                space = ""
            else:
                if text:
                    yield name, text
                # A space between two looks belongs to whichever needs no span.
                if space and new:
                    yield "", space
                    text = value
                else:
                    text = space + value
                name, space = new, ""
        if text:
            yield name, text
        if space:
            yield "", space

    def format_unencoded(self, tokensource: Iterable[tuple[Any, str]], outfile: TextIO) -> None:
        """Write the listing as ``<div class="highlight"><pre>...</pre></div>``."""
        if self.linenos or self.nowrap or self.noclasses or self.linespans or self.lineanchors:
            super().format_unencoded(tokensource, outfile)
            return
        if self.hl_lines:
            body = "".join(self._emphasised(self._runs(tokensource)))
        else:
            body = "".join(_span(name, text) for name, text in self._runs(tokensource))
        # HTML drops a line break right after <pre>.
        first = "\n" if body.startswith("\n") else ""
        outfile.write(f'<div class="{self.cssclass}"><pre>{first}{body}</pre></div>\n')

    def _emphasised(self, runs: Iterable[tuple[str, str]]) -> Iterator[str]:
        """Cut runs at the ends of lines and put each group of emphasised lines into one span."""
        line, inside = 1, False
        for name, text in runs:
            for part in _LINES.findall(text):
                if (line in self.hl_lines) != inside:
                    yield "</span>" if inside else '<span class="hll">'
                    inside = not inside
                yield _span(name, part)
                line += part.endswith("\n")
        if inside:
            yield "</span>"


def _span(name: str, text: str) -> str:
    escaped = escape(text, quote=False)
    return f'<span class="{name}">{escaped}</span>' if name else escaped


def formatter_for(light: type[Style], dark: type[Style]) -> type[SlimFormatter]:
    """Return a formatter class for a pair of styles."""
    return type("BookFormatter", (SlimFormatter,), {"classes": looks(light, dark)})


def _styles(app: Sphinx) -> tuple[type[Style], type[Style]]:
    light = app.builder.highlighter.formatter_args["style"]
    # furo registers the setting, so that a builder without furo (EPUB) has the light style only.
    name = app.config.pygments_dark_style if "pygments_dark_style" in app.config else None
    return light, PygmentsBridge("html", name).formatter_args["style"] if name else light


def _use_formatter(app: Sphinx) -> None:
    if app.builder.format != "html":
        return
    styles = _styles(app)
    app.builder.highlighter.formatter = formatter_for(*styles)
    if app.builder.name in _PAGES:
        # Sphinx writes this first and takes the checksum in the address of pygments.css from it.
        app.builder.highlighter.get_stylesheet = lambda: stylesheet(*styles)


def _write_stylesheet(app: Sphinx, exception: Exception | None) -> None:
    if exception is None and app.builder.name in _PAGES:
        path = Path(app.outdir) / "_static" / "pygments.css"
        path.write_text(stylesheet(*_styles(app)), encoding="utf-8")


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the extension with Sphinx."""
    app.connect("builder-inited", _use_formatter)
    # After furo, which writes its own file at the same event with priority 500.
    app.connect("build-finished", _write_stylesheet, priority=600)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
