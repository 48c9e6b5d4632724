"""A Sphinx builder that makes a PDF book with Typst.

``sphinx-build -b typst SOURCE OUTPUT`` leaves ``OUTPUT/NAME.pdf`` and, in ``OUTPUT/typst/``, the Typst source
it was made from. The compiler is the one in the ``typst`` wheel, called in this process; nothing is fetched, and
fonts of the system are ignored. The design is a Typst file (``book.typ`` beside this one, or ``typst_template``).

Another extension gives its node a rule with ``app.add_node(node, typst=(visit, depart))``; the functions get a
:class:`typstbook.writer.TypstTranslator`. A node without a rule is a warning.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .builder import TypstBuilder
from .gather import AnswerLink, Gathered
from .parts import PartNode

if TYPE_CHECKING:
    from sphinx.application import Sphinx

__version__ = "1.0"

#: Every setting: name, default, types it may have.
SETTINGS: tuple[tuple[str, Any, Any], ...] = (
    ("typst_name", None, (str, type(None))),
    ("typst_title", None, (str, type(None))),
    ("typst_subtitle", "", str),
    ("typst_author", None, (str, type(None))),
    ("typst_description", "", str),
    ("typst_keywords", [], (list, tuple)),
    ("typst_imprint", [], (list, tuple)),
    ("typst_front_title", None, (str, type(None))),
    ("typst_paper", "a4", str),
    ("typst_screen", False, (bool, int)),
    ("typst_template", None, (str, type(None))),
    ("typst_template_options", {}, dict),
    ("typst_font_paths", [], (list, tuple)),
    ("typst_substitutes", {}, dict),
    ("typst_gather", [], (list, tuple)),
    ("typst_code_columns", 0, int),
    ("typst_download_url", "", str),
    ("typst_pygments_style", None, (str, type(None))),
    ("typst_pdf_standards", ["ua-1"], (list, tuple)),
    ("typst_show_urls", "no", str),
    ("typst_use_index", True, bool),
)


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the builder and its settings."""
    app.add_builder(TypstBuilder)
    for node in (PartNode, Gathered, AnswerLink):
        app.add_node(node)
    for name, default, types in SETTINGS:
        app.add_config_value(name, default, "typst", types)
    return {"version": __version__, "parallel_read_safe": True, "parallel_write_safe": True}
