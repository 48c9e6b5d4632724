"""Sphinx's EPUB builder, made to write a book: docs/contributing/epub.md describes what it changes.

``sphinx-build -b epub`` leaves the same pages as Sphinx's own builder in the output folder; what goes into the file
``.epub`` passes through this package: :mod:`~epubbook.pages` finishes each page, :mod:`~epubbook.drawings` each SVG,
:mod:`~epubbook.check` looks for what an EPUB must not have, and :mod:`~epubbook.builder` writes contents, metadata
and the archive, the same bytes for the same sources and date.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .builder import BookEpubBuilder
from .components import OpenComponents

if TYPE_CHECKING:
    from sphinx.application import Sphinx

#: Every setting of ours: name, default, types it may have. All of Sphinx's own hold, too.
SETTINGS: tuple[tuple[str, Any, Any], ...] = (
    ("epub_pygments_dark_style", None, (str, type(None))),
    ("epub_picture_colours", "", str),
    ("epub_accessibility_summary", "", str),
    ("epub_contents_title", "Contents", str),
)


def setup(app: Sphinx) -> dict[str, Any]:
    """Replace Sphinx's builder and register the settings."""
    app.add_builder(BookEpubBuilder, override=True)
    app.add_post_transform(OpenComponents)
    for name, default, types in SETTINGS:
        app.add_config_value(name, default, "epub", types)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
