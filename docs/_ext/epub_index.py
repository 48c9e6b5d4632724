"""An EPUB whose table of contents names the index.

Sphinx puts the index at the end of the reading order by itself, and once more if a toctree names it, as the toctree of
the title page does so that the index stands in the sidebar of the site. Twice is an error by the standard (EPUB 3.3,
section 5.7.3: each item at most once).
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx
from sphinx.builders.epub3 import Epub3Builder

_ITEM = re.compile(r"[ \t]*<itemref idref=\"([^\"]+)\"[^>]*/>\n?")


def each_once(package: str) -> str:
    """Return ``package``, the text of content.opf, with each item once in its reading order, where it stood first."""
    seen: set[str] = set()

    def keep(match: re.Match[str]) -> str:
        again = match[1] in seen
        seen.add(match[1])
        return "" if again else match[0]

    return _ITEM.sub(keep, package)


class BookEpubBuilder(Epub3Builder):
    """Sphinx's builder, with a reading order that names nothing twice."""

    def build_content(self) -> None:
        """Write content.opf."""
        super().build_content()
        path = Path(self.outdir) / "content.opf"
        path.write_text(each_once(path.read_text(encoding="utf-8")), encoding="utf-8")


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the extension with Sphinx."""
    app.add_builder(BookEpubBuilder, override=True)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
