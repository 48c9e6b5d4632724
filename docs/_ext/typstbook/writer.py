"""The translator: from a docutils tree to a Typst file, one method for each kind of node.

The rules are spread over three modules by what they write: :mod:`typstbook.inline` (within a line),
:mod:`typstbook.blocks` (paragraphs, lists, code, figures) and :mod:`typstbook.tables`. This one has what they share:
the output, places in the source, links and labels, headings.

Every rule writes calls of functions that the design file defines. Blocks begin with a comment that names the place
in the source they came from (``// @weeks/two.rst:12``), so that an error of the compiler can be led back to it.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx import addnodes
from sphinx.locale import __
from sphinx.util import logging
from sphinx.util.docutils import SphinxTranslator

from .blocks import BlockRules
from .components import ComponentRules
from .gather import AnswerLink, Gathered, GatherRules
from .inline import InlineRules
from .markup import escape, label, string
from .parts import has_content
from .tables import TableRules

if TYPE_CHECKING:
    from .builder import TypstBuilder

logger = logging.getLogger(__name__)

#: What begins a comment that names a place in the source.
PLACE = "// @"


class TypstTranslator(
    InlineRules, BlockRules, TableRules, ComponentRules, GatherRules, SphinxTranslator
):
    """Writes an assembled tree as the body of a Typst file: :attr:`body` holds it after ``walkabout``."""

    def __init__(self, document: nodes.document, builder: TypstBuilder) -> None:
        """Prepare to write ``document``; the builder brings the highlighter and the paths of the images."""
        super().__init__(document, builder)
        self.highlighter = builder.highlighter
        self.images = builder.image_paths
        self.substitutes = str.maketrans(self.config.typst_substitutes)
        self.root = self.config.root_doc
        self.out: list[str] = []
        self.docnames: list[str] = [self.root]
        self.level = 0  # depth of sections
        self.base = 0  # 1 within a part, where chapters lie one level lower in the bookmarks
        self.last_level = 0
        self.nesting = 0  # depth in lists, admonitions, quotes
        self.framed: list[bool] = []  # for each admonition at hand, whether it is one of them
        self.frames = 0  # how many of these are frames in the full measure
        self.pending: list[str] = []  # labels that wait for a place to stand
        self.place = ""
        self.in_literal = 0
        self.in_title = 0
        self.footnotes: dict[str, nodes.footnote] = {}
        self.called_footnotes: set[str] = set()  # "docname:id" of those that something refers to
        self.seen_footnotes: set[str] = set()
        self.labels: dict[str, str] = {}  # "docname:id" to the label that stands for it
        self.wanted: set[str] = set()  # labels something links to, that have no place yet
        self.written: set[str] = set()  # labels that have one
        self.abbreviations: set[tuple[str, str]] = set()
        self.survey(document)

    @property
    def body(self) -> str:
        """The Typst markup written so far."""
        return "".join(self.out)

    @property
    def docname(self) -> str:
        """The document that the node at hand came from."""
        return self.docnames[-1]

    # -- before writing: what is there, and what is linked to

    def survey(self, document: nodes.document) -> None:
        """Note every id, footnote and link of the book, so that a link knows whether its target is there."""

        def walk(node: nodes.Node, docname: str) -> None:
            if isinstance(node, addnodes.start_of_file):
                docname = node["docname"] or docname
            if isinstance(node, nodes.Element):
                ids = node["ids"]
                if ids:
                    name = f"{docname}:{ids[0]}"
                    for other in ids:
                        self.labels.setdefault(f"{docname}:{other}", name)
                    if isinstance(node, nodes.section):
                        self.labels.setdefault(f"{docname}:", name)
                    if isinstance(node, nodes.footnote):
                        self.footnotes.update((f"{docname}:{i}", node) for i in ids)
                if isinstance(
                    node, nodes.reference | nodes.footnote_reference | addnodes.number_reference
                ):
                    target = self.target_of(node, docname)
                    if isinstance(node, nodes.footnote_reference):
                        self.called_footnotes.add(f"{docname}:{node.get('refid')}")
                    elif target:
                        self.wanted.add(target)
                if isinstance(node, AnswerLink):
                    self.wanted.add(node["target"])
                if isinstance(node, Gathered):
                    self.wanted.add(node["origin"])
                if isinstance(node, addnodes.index):
                    self.wanted.update(f"{docname}:{entry[2]}" for entry in node["entries"])
            for child in node.children:
                walk(child, docname)

        walk(document, self.root)
        self.wanted = {self.labels.get(w, w) for w in self.wanted}

    def target_of(self, node: nodes.Element, docname: str | None = None) -> str | None:
        """Return ``docname:id`` for a link within the book, None for one out of it or nowhere."""
        docname = docname or self.docname
        if refid := node.get("refid"):
            return f"{docname}:{refid}"
        uri = node.get("refuri", "")
        if uri.startswith("#"):
            return f"{docname}:{uri[1:]}"
        return self.target_of_uri(uri)

    @staticmethod
    def target_of_uri(uri: str) -> str | None:
        """Return ``docname:id`` for an address the builder made, None for any other."""
        if not uri.startswith("%"):
            return None
        doc, _, anchor = uri[1:].partition("#")
        return f"{doc}:{anchor}"

    # -- output

    def add(self, text: str) -> None:
        """Write ``text`` as it is."""
        self.out.append(text)

    def render(self, items: Iterable[nodes.Node] | nodes.Node) -> str:
        """Return what the rules write for ``items`` (a node or several) as a string, apart from the output."""
        outer, self.out = self.out, []
        place = self.place
        for item in [items] if isinstance(items, nodes.Node) else items:
            item.walkabout(self)
        inner, self.out = "".join(self.out), outer
        self.place = place
        return inner

    def inline(self, node: nodes.Element) -> str:
        """Return the children of ``node`` as markup on one line, in brackets."""
        return "[" + self.render(node.children).strip() + "]"

    def where(self, node: nodes.Node) -> tuple[str, int] | None:
        """Return the source (relative to the project's folder where it lies there) and line of ``node``."""
        probe: nodes.Node | None = node
        while probe is not None and not (probe.source and probe.line):
            probe = probe.parent
        if probe is None:
            return None
        source = Path(str(probe.source).partition(":docstring of ")[0])
        if source.is_relative_to(self.builder.srcdir):
            source = source.relative_to(self.builder.srcdir)
        return source.as_posix(), probe.line

    def begin(self, node: nodes.Node) -> None:
        """Begin a block: on a new line, with a comment that names its place in the source if that changed."""
        found = self.where(node)
        place = f"{PLACE}{found[0]}:{found[1]}" if found else ""
        self.add("\n")
        if place and place != self.place:
            self.place = place
            self.add(place + "\n")

    def warn(self, message: str, *args: object, node: nodes.Node, subtype: str) -> None:
        """Give a Sphinx warning of type ``typst``, with the place of ``node`` in the source."""
        found = self.where(node)
        source = found and (self.builder.srcdir / found[0], found[1])
        location: Any = f"{source[0]}:{source[1]}" if source else self.docname
        logger.warning(message, *args, location=location, type="typst", subtype=subtype)

    @property
    def wide(self) -> str:
        """What a block is told about the full measure: how many frames stand in it, or ``none`` for not at all."""
        return str(self.frames) if self.nesting == self.frames else "none"

    # -- labels

    def label_of(self, node: nodes.Element) -> str:
        """Return the Typst expression for the label of ``node``, or ``none`` if nothing links to it."""
        if not node["ids"]:
            return "none"
        name = self.labels.get(f"{self.docname}:{node['ids'][0]}")
        if name in self.pending:  # it waited for this
            self.pending.remove(name)
            return label(name)
        if name is None or name not in self.wanted:
            return "none"
        self.wanted.discard(name)  # a label may stand only once
        self.written.add(name)
        return label(name)

    def flush(self) -> None:
        """Write the labels that wait, here."""
        for name in self.pending:
            self.add(f"#anchor({label(name)});")
        self.pending.clear()

    def dispatch_visit(self, node: nodes.Node) -> None:
        """Note the label of ``node`` for the next place where one can stand, then follow its rule."""
        if isinstance(node, nodes.Element) and not isinstance(node, nodes.section | nodes.footnote):
            self.note_label(node)
        super().dispatch_visit(node)

    def note_label(self, node: nodes.Element) -> None:
        """Let the label of ``node`` wait for a place, if something links to it."""
        if not node["ids"]:
            return
        name = self.labels.get(f"{self.docname}:{node['ids'][0]}")
        if name in self.wanted:
            self.wanted.discard(name)
            self.written.add(name)
            self.pending.append(name)

    # -- what has no rule

    def unknown_visit(self, node: nodes.Node) -> None:
        """Warn about a node without a rule. Its children are written, so that its text is not lost."""
        self.warn(
            __(
                "the PDF has no rule for <%s>: add one with app.add_node(%s, typst=(visit, depart))"
            ),
            type(node).__name__,
            type(node).__name__,
            node=node,
            subtype="unknown_node",
        )
        if not isinstance(node, nodes.Inline):
            self.begin(node)

    def unknown_departure(self, node: nodes.Node) -> None:
        """Close what :meth:`unknown_visit` began."""
        if not isinstance(node, nodes.Inline):
            self.add("\n\n")

    # -- the book, its parts, chapters and sections

    def visit_document(self, node: nodes.Element) -> None:
        """The whole book."""

    def depart_document(self, node: nodes.Element) -> None:
        """Give a place to labels that found none, or the compiler would refuse the links to them."""
        used = {
            self.labels[t]
            for n in node.findall(nodes.reference)
            if (t := self.target_of(n, "")) in self.labels
        }
        for name in sorted(self.wanted & used):
            logger.warning(
                __("what %r stands for is not in the PDF: links to it lead to its end"),
                name,
                type="typst",
                subtype="dangling_link",
            )
            self.pending.append(name)
        self.flush()

    def visit_PartNode(self, node: nodes.Element) -> None:
        """A part: a page with its title, if it has one."""
        if node["title"] and any(has_content(n) for n in node.children):
            self.add(f"\n#part[{escape(node['title'])}]\n")
            self.base = 1
            self.last_level = 1
        else:
            self.base = 0
        self.nesting = self.frames = 0

    def depart_PartNode(self, node: nodes.Element) -> None:
        """Chapters after a part without a title are on the level of parts again."""
        self.base = 0

    def visit_start_of_file(self, node: nodes.Element) -> None:
        """A document begins."""
        self.docnames.append(node["docname"] or self.docname)

    def depart_start_of_file(self, node: nodes.Element) -> None:
        """A document ends."""
        self.docnames.pop()

    def visit_section(self, node: nodes.Element) -> None:
        """One level down."""
        self.level += 1
        if node.get("bare"):
            # The root document says nothing of its own: links to it lead to the first page.
            name = self.label_of(node)
            if name != "none":
                self.add(f"#anchor({name});\n")
            self.level -= 1
            raise nodes.SkipNode

    def depart_section(self, node: nodes.Element) -> None:
        """One level up."""
        self.level -= 1
        self.add("\n")

    def visit_title(self, node: nodes.Element) -> None:
        """The title of a section; those of other things are taken by their parents' rules."""
        parent = node.parent
        if not isinstance(parent, nodes.section):
            self.visit_block_title(node)
            return
        self.begin(node)
        level = min(self.level + self.base, self.last_level + 1)  # PDF/UA-1 allows no gap
        self.last_level = level
        kind = "chapter" if self.level == 1 else "section"
        numbers = self.builder.env.toc_secnumbers.get(self.docname, {})
        anchor = "" if self.level == 1 and "" in numbers else "#" + parent["ids"][0]
        number = numbers.get(anchor) or numbers.get("") if self.level == 1 else numbers.get(anchor)
        shown = string(".".join(map(str, number))) if number else "none"
        target = self.label_of(parent)
        self.in_title += 1
        text = self.inline(node)
        self.in_title -= 1
        extra = f", depth: {self.level}"
        if kind == "section" and not isinstance(parent.parent, nodes.section):
            extra += ", document: true"
        self.add(f"#{kind}({level}{extra}, number: {shown}, target: {target}){text}\n")
        raise nodes.SkipNode

    def depart_title(self, node: nodes.Element) -> None:
        """Only other titles than those of sections come here."""

    def visit_subtitle(self, node: nodes.Element) -> None:
        """A line below a title; that of a sidebar is taken by its rule."""
        if isinstance(node.parent, nodes.sidebar):
            raise nodes.SkipNode
        self.begin(node)
        self.add(f"#subtitle{self.inline(node)}\n\n")
        raise nodes.SkipNode
