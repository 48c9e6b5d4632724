"""Rules for what stands within a line: emphasis, literals, links, footnotes, images in text, formulas."""

from __future__ import annotations

import re
from contextlib import suppress
from typing import Any
from urllib.parse import quote

import imagesize
from docutils import nodes
from sphinx import addnodes
from sphinx.locale import __

from .formula import FormulaError, to_typst
from .markup import escape, label, length, string

SVG = re.compile(r"<svg\b[^>]*>")
SIDE = re.compile(r"""\s(width|height)\s*=\s*["']([^"']*)["']""")
VIEWBOX = re.compile(
    r"""\sviewBox\s*=\s*["']\s*[^\s,]+[\s,]+[^\s,]+[\s,]+([\d.]+)[\s,]+([\d.]+)\s*["']"""
)
# Roles that the design tells apart; any other class of an inline node changes nothing.
STYLES = ("guilabel", "menuselection", "accelerator", "command", "program", "kbd", "file", "dfn")
STYLES += ("versionmodified", "small-caps", "mailheader", "mimetype", "newsgroup", "regexp")


def svg_size(text: str) -> tuple[float, float]:
    """Return width and height in pixels of the SVG ``text``: its own, or else those of its viewBox; -1 for unknown.

    CSS Images, "Intrinsic dimensions"; a width in percent is none.
    """
    root = SVG.search(text)
    if not root:
        return -1, -1
    box = VIEWBOX.search(root.group())
    size = dict(zip(("width", "height"), map(float, box.groups()), strict=True)) if box else {}
    for side, given in SIDE.findall(root.group()):
        with suppress(ValueError):
            if points := length(given):
                pixels = float(points.removesuffix("pt")) / 0.75  # a ValueError if in percent or em
                if side == "width" and box:
                    size["height"] *= pixels / size["width"]
                size[side] = pixels
    return size.get("width", -1), size.get("height", -1)


class InlineRules:
    """The part of the translator that writes within a line."""

    # -- text

    def visit_Text(self: Any, node: nodes.Text) -> None:
        """Text, as it is."""
        text = node.astext().translate(self.substitutes)
        if self.pending and text.strip():
            self.flush()
        if self.in_literal:
            self.add(f"#literal({string(text.replace(chr(10), ' '))});")
        else:
            self.add(escape(text))

    def depart_Text(self, node: nodes.Text) -> None:
        """Nothing to close."""

    def wrap(self: Any, name: str) -> None:
        """Begin the content of a call of ``name``."""
        self.add(f"#{name}[")

    def close(self: Any, node: nodes.Element) -> None:
        """End the content of a call."""
        self.add("];")

    def visit_emphasis(self: Any, node: nodes.Element) -> None:
        """Emphasis."""
        self.wrap("emph")

    depart_emphasis = close

    def visit_strong(self: Any, node: nodes.Element) -> None:
        """Strong emphasis, or a role that is one."""
        role = next((c for c in node["classes"] if c in STYLES), None)
        self.add(f'#role("{role}")[' if role else "#strong[")

    depart_strong = close

    def visit_literal_strong(self: Any, node: nodes.Element) -> None:
        """A name in code, standing out (``:program:``, field lists of Python objects)."""
        role = next((c for c in node["classes"] if c in STYLES), None)
        self.add(f'#role("{role or "literal-strong"}")[')

    depart_literal_strong = close

    def visit_literal_emphasis(self: Any, node: nodes.Element) -> None:
        """A name in code, emphasised."""
        self.add('#role("literal-emphasis")[')

    depart_literal_emphasis = close

    def visit_manpage(self: Any, node: nodes.Element) -> None:
        """The name of a manual page."""
        self.wrap("emph")

    depart_manpage = close

    def visit_title_reference(self: Any, node: nodes.Element) -> None:
        """The title of a work."""
        self.wrap("emph")

    depart_title_reference = close

    def visit_superscript(self: Any, node: nodes.Element) -> None:
        """Raised."""
        self.wrap("super")

    depart_superscript = close

    def visit_subscript(self: Any, node: nodes.Element) -> None:
        """Lowered."""
        self.wrap("sub")

    depart_subscript = close

    def visit_literal(self: Any, node: nodes.Element) -> None:
        """Code within a line; keys to press are drawn as keys."""
        role = next((c for c in node["classes"] if c in ("kbd", "file")), None)
        if role:
            self.add(f'#role("{role}")[')
        elif "highlight" in node["classes"]:  # :code: with a language: the same as without
            pass
        self.in_literal += role != "kbd"

    def depart_literal(self: Any, node: nodes.Element) -> None:
        """Close what was opened."""
        role = next((c for c in node["classes"] if c in ("kbd", "file")), None)
        self.in_literal -= role != "kbd"
        if role:
            self.add("];")

    def visit_inline(self: Any, node: nodes.Element) -> None:
        """A span with classes: some have a look."""
        role = next((c for c in node["classes"] if c in STYLES), None)
        if role:
            self.add(f'#role("{role}")[')

    def depart_inline(self: Any, node: nodes.Element) -> None:
        """Close a span that has a look."""
        if any(c in STYLES for c in node["classes"]):
            self.add("];")

    def visit_abbreviation(self: Any, node: nodes.Element) -> None:
        """An abbreviation; paper has no hovering, so the first of a document says what it stands for."""
        self.wrap("abbr")

    def depart_abbreviation(self: Any, node: nodes.Element) -> None:
        """Give the explanation, once in each document."""
        self.add("];")
        meaning = node.get("explanation")
        key = (self.docname, node.astext())
        if meaning and key not in self.abbreviations and not self.in_signature(node):
            self.abbreviations.add(key)
            self.add(f" ({escape(meaning)})")

    visit_acronym, depart_acronym = visit_abbreviation, depart_abbreviation

    @staticmethod
    def in_signature(node: nodes.Node) -> bool:
        """Tell whether ``node`` is part of how an object is written."""
        while node.parent is not None and not isinstance(node, nodes.Body):
            if isinstance(node, addnodes.desc_signature):
                return True
            node = node.parent
        return False

    def visit_problematic(self: Any, node: nodes.Element) -> None:
        """What docutils could not read; it has warned already."""
        self.wrap("problematic")

    depart_problematic = close

    def visit_generated(self: Any, node: nodes.Element) -> None:
        """Text a transform made."""

    def depart_generated(self, node: nodes.Element) -> None:
        """Nothing to close."""

    # -- links

    def visit_reference(self: Any, node: nodes.Element) -> None:
        """A link: inside with the page it leads to, outside with its address."""
        target = self.target_of(node)
        uri = node.get("refuri", "")
        if target is not None:
            name = self.labels.get(target)
            if name is None:
                if not uri.startswith(("%genindex", "%search", "%modindex", "%py-modindex")):
                    self.warn(
                        __(
                            "the link %r leads to nothing in the book (%s): its text stands without a link"
                        ),
                        node.astext(),
                        target,
                        node=node,
                        subtype="dangling_link",
                    )
                elif uri.startswith("%genindex") and self.config.typst_use_index:
                    self.add(f'#xref({label("genindex:")}, kind: "ref")[')
                    return
                self.add("#nolink[")
                return
            kinds = [
                c
                for child in node.children
                if isinstance(child, nodes.Element)
                for c in child["classes"]
                if c.startswith("std-")
            ]
            kind = next((c.removeprefix("std-") for c in kinds), "ref")
            if any(
                ("xref" not in c["classes"] and "py" in c["classes"]) or "py" in c["classes"]
                for c in node.children
                if isinstance(c, nodes.Element)
            ):
                kind = "object"
            if self.in_title:
                kind = "plain"
            if isinstance(node.parent, nodes.Element) and "citation" in node["classes"]:
                kind = "citation"
            self.add(f"#xref({label(name)}, kind: {string(kind)})[")
            return
        if uri.partition(":")[0] in ("http", "https", "mailto", "ftp", "tel"):
            text = node.astext()
            show = self.config.typst_show_urls == "footnote" and not self.in_title
            show = show and text not in uri and not {"pep", "rfc"} & set(node["classes"])
            self.add(f"#weblink({string(uri)}, note: {'true' if show else 'false'})[")
            return
        if uri:
            self.warn(
                __(
                    "the link %r to %r is relative, and a PDF has no neighbours: "
                    "use a role such as :doc:, or a full address"
                ),
                node.astext(),
                uri,
                node=node,
                subtype="relative_link",
            )
        self.add("#nolink[")

    depart_reference = close

    def visit_number_reference(self: Any, node: nodes.Element) -> None:
        """A reference to a number: as any other."""
        self.visit_reference(node)

    depart_number_reference = close

    def visit_download_reference(self: Any, node: nodes.Element) -> None:
        """A file to download: at the foot of the page its address, or its path in the project if it has none."""
        name = node.get("reftarget", "")
        uri = node.get("refuri", "")
        base = self.config.typst_download_url
        if "://" not in uri and base and "filename" in node:
            # Where Sphinx's HTML builder puts the file.
            uri = f"{base.rstrip('/')}/_downloads/{quote(node['filename'])}"
        self.add(
            f"#download({string(name.lstrip('/'))}, {string(uri) if '://' in uri else 'none'})["
        )

    depart_download_reference = close

    def visit_pending_xref(self: Any, node: nodes.Element) -> None:
        """A reference that was not resolved: Sphinx has warned."""

    def depart_pending_xref(self, node: nodes.Element) -> None:
        """Nothing to close."""

    def visit_footnote_reference(self: Any, node: nodes.Element) -> None:
        """A footnote: its text goes to the foot of the page with the first reference."""
        key = f"{self.docname}:{node['refid']}"
        note = self.footnotes.get(key)
        if note is None:
            self.add(f"#super[{escape(node.astext())}];")
            raise nodes.SkipNode
        name = f"footnote {self.docname}:{note['ids'][0]}"
        if name in self.seen_footnotes:
            self.add(f"#footnote({label(name)});")
        else:
            self.seen_footnotes.add(name)
            nesting, self.nesting = self.nesting, self.nesting + 1
            body = self.render([n for n in note.children if not isinstance(n, nodes.label)])
            self.nesting = nesting
            # The label follows on the same line, or it would belong to the paragraph's next word.
            self.add(f"#note({label(name)})[{body.strip()}];")
        raise nodes.SkipNode

    def visit_citation_reference(self: Any, node: nodes.Element) -> None:
        """A citation without an entry (Sphinx has warned): its name in brackets."""
        self.add("\\[")

    def depart_citation_reference(self: Any, node: nodes.Element) -> None:
        """Close the bracket."""
        self.add("\\]")

    def visit_target(self: Any, node: nodes.Element) -> None:
        """A target: its label is placed with the next text."""

    def depart_target(self: Any, node: nodes.Element) -> None:
        """An inline target with text has its label by now."""

    def visit_substitution_reference(self: Any, node: nodes.Element) -> None:
        """A substitution that was not resolved: its name."""

    def depart_substitution_reference(self, node: nodes.Element) -> None:
        """Nothing to close."""

    # -- formulas

    def formula(self: Any, node: nodes.Element, *, block: bool) -> str:
        """Return the call that shows the formula of ``node``; its source is the alternative text."""
        latex = node.astext()
        try:
            typst = to_typst(latex)
        except FormulaError as error:
            self.warn(
                __("the formula %r has %s, which the PDF cannot set: it is shown as its source"),
                latex,
                error,
                node=node,
                subtype="formula",
            )
            return f"#literal({string(latex)});"
        space = " " if block else ""
        flag = "true" if block else "false"
        return f"#formula(block: {flag}, alt: {string(latex)})[${space}{typst}{space}$];"

    def visit_math(self: Any, node: nodes.Element) -> None:
        """A formula within a line."""
        self.add(self.formula(node, block=False))
        raise nodes.SkipNode

    # -- images

    def visit_image(self: Any, node: nodes.Element) -> None:
        """An image; within a paragraph it stands in the line."""
        within = isinstance(node.parent, nodes.TextElement) and not isinstance(
            node.parent, nodes.reference
        )
        within = within or (
            isinstance(node.parent, nodes.reference)
            and isinstance(node.parent.parent, nodes.TextElement)
        )
        if not within and not isinstance(node.parent, nodes.reference):
            self.begin(node)
        self.flush()
        uri = node["uri"]
        path = self.images.get(uri)
        alt = node.get("alt")
        if alt is None and "nonlocal" not in uri:
            self.warn(
                __(
                    "the image %r has no alternative text: give it :alt:, empty if it only decorates"
                ),
                uri,
                node=node,
                subtype="missing_alt",
            )
            alt = node.astext() or uri.rpartition("/")[2]
        if path is None:
            if "://" in uri:
                self.warn(
                    __(
                        "the image %r is not in the project, and a build fetches nothing: "
                        "its alternative text stands for it"
                    ),
                    uri,
                    node=node,
                    subtype="remote_image",
                )
            self.add(f"#missing-image[{escape(alt or uri)}];")
            raise nodes.SkipNode
        try:
            width, height = length(node.get("width")), length(node.get("height"))
        except ValueError as error:
            self.warn("%s", error, node=node, subtype="length")
            width = height = None
        natural = self.natural_size(node)
        settings = [f"natural: {natural[0]:g}pt"] if natural else []
        settings += [f"width: {width}"] if width else []
        settings += [f"height: {height}"] if height else []
        settings += ["inline: true"] if within else []
        if align := node.get("align"):
            settings.append(f"align: {string(align)}")
        arguments = f"{string(path)}, alt: {string(' '.join(alt.split()))}" if alt else string(path)
        # The call of image() stands here, not in the design, so that its errors name this line.
        self.add(
            f"#picture({', '.join(settings)}{', ' if settings else ''}decoration: {'false' if alt else 'true'}, "
            f"(..size) => image({arguments}, ..size));"
        )
        if not within:
            self.add("\n")
        raise nodes.SkipNode

    def natural_size(self: Any, node: nodes.Element) -> tuple[float, float] | None:
        """Return width and height of an image in points, by CSS's 96 pixels to the inch, or None if unknown."""
        path = self.builder.srcdir / node["uri"]
        if not path.is_file():
            return None
        if path.suffix == ".svg":
            size = svg_size(path.read_text(encoding="utf-8", errors="replace"))
        else:
            size = imagesize.get(str(path))
        if size[0] <= 0:
            return None
        scale = 0.75 * (node.get("scale") or 100) / 100
        return size[0] * scale, size[1] * scale

    # -- raw

    def visit_raw(self: Any, node: nodes.Element) -> None:
        """Raw Typst goes in as it is; what is for another format stays out."""
        if "typst" in node.get("format", "").split():
            within = isinstance(node.parent, nodes.TextElement)
            if not within:
                self.begin(node)
            self.add(node.astext() + ("" if within else "\n\n"))
        raise nodes.SkipNode
