"""Our own SVG pictures, inline in HTML so that they follow light and dark.

An ``image`` or ``figure`` of a file in ``docs/_pictures/`` becomes part of the page in the HTML
builders. EPUB, PDF and text see an ordinary image node. The rules for the files are in
docs/contributing/pictures.md.
"""

from __future__ import annotations

import html
import re
import xml.etree.ElementTree as ET  # our own files, not strangers'
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.util import logging

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.builders import Builder

logger = logging.getLogger(__name__)

FOLDER = "_pictures/"
SVG = "http://www.w3.org/2000/svg"
SCROLLS_BELOW = 480  # a wider picture scrolls sideways in a narrower window
REFERENCES = {"href", "{http://www.w3.org/1999/xlink}href", "aria-labelledby", "aria-describedby"}


class PictureError(ValueError):
    """A picture that cannot be shown; the text says why and what to do."""


def is_web(builder: Builder) -> bool:
    """Tell whether ``builder`` writes pages for a browser (EPUB has format "html" too)."""
    return builder.format == "html" and builder.name != "epub"


def local_ids(root: ET.Element, prefix: str) -> None:
    """Put ``prefix`` before every id in the tree ``root`` and every reference to one, in place."""
    for element in root.iter():
        for name, value in list(element.attrib.items()):
            if name == "id":
                element.set(name, prefix + value)
            elif name in REFERENCES and (value.startswith("#") or name.startswith("aria")):
                mark = "#" if value.startswith("#") else ""
                words = (word.removeprefix("#") for word in value.split())
                element.set(name, " ".join(mark + prefix + word for word in words))
            elif "url(#" in value:
                element.set(name, value.replace("url(#", f"url(#{prefix}"))


def drop_spaces(element: ET.Element) -> None:
    """Remove the spaces between elements, in place, but not those inside a text."""
    if element.tag == f"{{{SVG}}}text":
        return
    element.text = (element.text or "").strip() or None
    for child in element:
        child.tail = None
        drop_spaces(child)


def inline(svg: str, *, prefix: str, alt: str, links: bool = False) -> str:
    """Return ``svg`` (the text of a file) as HTML for the inside of a page.

    ``prefix`` makes the ids unique on the page, ``alt`` is the alternative text. A picture with
    ``links`` is a group whose links a screen reader can reach; one without is a single image.
    Raises :class:`PictureError`.
    """
    try:
        root = ET.fromstring(svg)  # noqa: S314
    except ET.ParseError as error:
        raise PictureError(f"is not well-formed XML ({error}): mend the file") from None
    try:
        _, _, width, _ = (float(number) for number in root.attrib["viewBox"].split())
    except (KeyError, ValueError):
        raise PictureError(
            'has no viewBox with four numbers: write viewBox="0 0 WIDTH HEIGHT" on its root element'
        ) from None
    local_ids(root, prefix)
    drop_spaces(root)
    root.set("role", "group" if links else "img")
    root.set("aria-label", " ".join(alt.split()))
    root.set("style", f"min-width:{min(width, SCROLLS_BELOW):g}px;max-width:{width:g}px")
    ET.register_namespace("", SVG)
    text = ET.tostring(root, encoding="unicode", short_empty_elements=True).replace(" />", "/>")
    # What scrolls must be reachable by keyboard; links inside are reachable by themselves.
    tab = ' tabindex="0"' if width > SCROLLS_BELOW and not links else ""
    return f'<div class="picture"{tab}>{text}</div>'


def put_inline(app: Sphinx, document: nodes.document, _docname: str) -> None:
    """Replace the images of docs/_pictures/ by their SVG, in pages for a browser.

    A picture that cannot be shown is a warning with file and line.
    """
    if not is_web(app.builder):
        return
    seen: dict[str, int] = {}
    for node in list(document.findall(nodes.image)):
        uri = node["uri"]
        if not (uri.startswith(FOLDER) and uri.endswith(".svg")):
            continue
        seen[uri] = seen.get(uri, 0) + 1
        name = Path(uri).stem + ("" if seen[uri] == 1 else f"-{seen[uri]}")
        path = Path(app.srcdir, uri)
        try:
            text = inline(
                path.read_text(encoding="utf-8"), prefix=f"{name}-", alt=node.get("alt", "")
            )
        except OSError:
            continue  # Sphinx itself has warned that the file is missing
        except PictureError as error:
            logger.warning("docs/%s %s", uri, error, location=node, type="pictures")
            continue
        ids = "".join(f'<span id="{html.escape(i)}"></span>' for i in node["ids"])
        node.replace_self(nodes.raw("", ids + text, format="html"))


def check_alt(app: Sphinx, document: nodes.document) -> None:
    """Warn about a picture of ours without alternative text, with the line of its directive."""
    for node in document.findall(nodes.image):
        if node["uri"].startswith(FOLDER) and not node.get("alt", "").strip():
            place = node if node.line else node.parent
            logger.warning(
                "the picture docs/%s has no alternative text: add an :alt: that says what it shows",
                node["uri"],
                location=place,
                type="pictures",
            )


def add_css(app: Sphinx, _page: str, _template: str, context: dict[str, Any], *_: object) -> None:
    """Link the colours, on pages which have a picture."""
    if re.search(r'<div class="picture"', context.get("body", "")):
        app.add_css_file("pictures.css")


def setup(app: Sphinx) -> dict[str, bool]:
    """Connect the parts; see https://www.sphinx-doc.org/en/master/extdev/appapi.html."""
    app.connect("doctree-resolved", put_inline)
    app.connect("doctree-read", check_alt, priority=600)  # after Sphinx has made uris relative
    app.connect("html-page-context", add_css)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
