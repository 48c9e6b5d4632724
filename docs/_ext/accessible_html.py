"""Mends what the theme leaves in the way of a keyboard or a screen reader.

Each finished page passes through :func:`mend`, which adds attributes to the theme's own markup:

- code and tables that may scroll sideways can be reached and scrolled with the keyboard (``_static/book.js`` takes
  those that fit out of the order again, and gives the others a name, from their captions);
- the two drawers of a narrow window (pages, contents of the page) have names and ids, which
  ``_static/book.js`` needs to turn their labels into buttons (without JavaScript the check boxes work);
- a terminal block without a command in it is marked, so that it gets no copy button.

A piece of markup that is not found is an error: the theme has changed, and a defect would come back unseen.
``_static/book.css`` holds the part that is style: visible focus, colours, print.
"""

from __future__ import annotations

import re
from html import escape
from typing import Any

from sphinx.application import Sphinx
from sphinx.errors import ExtensionError

# (what the theme writes, what it should have written)
_REPLACED = (
    (
        '<aside class="sidebar-drawer">',
        '<aside class="sidebar-drawer" id="pages" aria-label="Pages of the book">',
    ),
    ('<div class="sidebar-tree">', '<nav class="sidebar-tree" aria-label="Weeks">'),
    (
        '<aside class="toc-drawer',
        '<aside id="contents" aria-label="On this page" class="toc-drawer',
    ),
    (
        '<article role="main" id="furo-main-content">',
        '<article role="main" id="furo-main-content" tabindex="-1">',
    ),
    (
        'id="__navigation" aria-label="Toggle site navigation sidebar"',
        'id="__navigation" aria-label="Show the pages of the book" aria-controls="pages"',
    ),
    (
        'id="__toc" aria-label="Toggle table of contents sidebar"',
        'id="__toc" aria-label="Show the contents of this page" aria-controls="contents"',
    ),
)

_TERMINAL = re.compile(
    r'<div class="([^"]*highlight-(?:console|terminal|shell-session|doscon|ps1con) [^"]*)"'
    r'([^>]*><div class="highlight"><pre>(.*?)</pre>)',
    re.DOTALL,
)
_TABLE = re.compile(r'<div class="(table-wrapper[^"]*)"')


def _terminal(match: re.Match[str]) -> str:
    mark = "" if 'class="gp"' in match[3] else " nocopy"
    return f'<div class="{match[1]}{mark}"{match[2]}'


def mend(html: str, page: str) -> str:
    """Return the finished page ``html`` with the attributes described at the top of this module.

    ``page`` names the page in errors. Raises :class:`sphinx.errors.ExtensionError` if the theme's markup is not
    as expected.
    """
    for found, wanted in _REPLACED:
        if found not in html:
            raise ExtensionError(
                f"{page}: the theme no longer writes {found!r}. See what it writes now, and change "
                f"_REPLACED in docs/_ext/accessible_html.py so that the page keeps {wanted!r}."
            )
        html = html.replace(found, wanted, 1)
    html = _close_navigation(html)
    html = _TABLE.sub(r'<div tabindex="0" class="\1"', html)
    return _TERMINAL.sub(_terminal, html).replace("<pre>", '<pre tabindex="0">')


def _close_navigation(html: str) -> str:
    """Give the ``<nav>`` opened in place of the theme's ``<div class="sidebar-tree">`` its end."""
    start = html.index('<nav class="sidebar-tree"')
    end = html.index("</div>", start)
    return f"{html[:end]}</nav>{html[end + len('</div>') :]}"


def _on_page(app: Sphinx, context: dict[str, Any], html: str) -> str | None:
    return mend(html, escape(context["pagename"]))


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the extension with Sphinx; it needs the event of ``slim_html``."""
    app.setup_extension("slim_html")
    app.connect("page-rendered", _on_page)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
