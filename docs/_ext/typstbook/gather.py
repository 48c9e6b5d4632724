"""Gathering what is scattered over the book into a chapter at its back, with links both ways.

A rule of ``typst_gather`` names classes of nodes and the title of the chapter. Solutions of exercises are the usual
case: in the text stays a line that says on what page the solution is; in the chapter each solution stands below the
name of its exercise, which leads back.
"""

from __future__ import annotations

from typing import Any

from docutils import nodes
from sphinx import addnodes
from sphinx.errors import ConfigError

from .markup import escape, label

KEYS = {"classes", "title"}


class AnswerLink(nodes.Element):
    """What stays where ``target`` (``docname:id``) was taken away: ``title`` in its words."""


class Gathered(nodes.Element):
    """What was taken away from ``origin`` (``docname:id``); its first child is a title."""


def check_gather(rules: list[Any]) -> None:
    """Check the setting ``typst_gather``. Raises ConfigError."""
    for rule in rules:
        if not isinstance(rule, dict) or set(rule) != KEYS or isinstance(rule["classes"], str):
            raise ConfigError(
                f"typst_gather has {rule!r}: each rule is a dictionary with 'classes', a list of names, "
                "and 'title', the title of the chapter"
            )


def gather(tree: nodes.document, rule: dict[str, Any], root: str) -> nodes.Element | None:
    """Take the nodes that ``rule`` names out of ``tree``; return the chapter that holds them, None if there are none.

    Each document that had any is a section of the chapter, under the title of the document.
    """
    wanted = set(rule["classes"])
    found: list[tuple[str, nodes.Element, nodes.Element]] = []

    def walk(node: nodes.Element, docname: str, page: nodes.Element) -> None:
        if isinstance(node, addnodes.start_of_file):
            docname, page = node["docname"] or docname, node
        for child in list(node.children):
            if not isinstance(child, nodes.Element):
                continue
            if wanted & set(child["classes"]):
                found.append((docname, page, child))
            else:
                walk(child, docname, page)

    walk(tree, root, tree)
    if not found:
        return None
    chapter = nodes.section("", nodes.title("", rule["title"]))
    chapter["ids"] = [f"gathered-{'-'.join(sorted(wanted))}"]
    pages: list[nodes.Element] = []
    section: nodes.Element = chapter
    for number, (docname, page, node) in enumerate(found, 1):
        if page not in pages:
            pages.append(page)
            section = addnodes.start_of_file(docname=docname)
            chapter += section
            inner = nodes.section("", title_of(page), ids=[f"{chapter['ids'][0]}-{number}"])
            section += inner
            section = inner
        section += moved(node, docname, f"{chapter['ids'][0]}-from-{number}")
    return chapter


def title_of(page: nodes.Element) -> nodes.title:
    """Return the title of a document, its links left out."""
    first = page.next_node(nodes.title)
    return nodes.title("", first.astext() if first is not None else "")


def moved(node: nodes.Element, docname: str, name: str) -> Gathered:
    """Put a link in the place of ``node``, and return the node as part of the chapter; ``name`` becomes an id of it.

    The origin is called what the admonition around it is called; or else it is the words in bold at the beginning of
    what holds the node.
    """
    holder = node.parent
    while holder is not None and not isinstance(holder, nodes.Admonition | nodes.section):
        holder = holder.parent
    origin: nodes.Element = node.parent
    called = node.parent.next_node(nodes.strong)
    words = called.astext().rstrip(".:") if called is not None else ""
    if isinstance(holder, nodes.Admonition) and isinstance(holder.children[0], nodes.title):
        origin, words = holder, holder.children[0].astext()
    if not origin["ids"]:
        origin["ids"].append(f"{name}-origin")
    own = next((n for n in node.children if isinstance(n, nodes.title)), None)
    shown = own.astext() if own is not None else words
    link = AnswerLink("", target=f"{docname}:{name}", title=shown)
    link.source, link.line = node.source, node.line
    before = node.parent[: node.parent.index(node)]
    if before and isinstance(before[-1], nodes.paragraph):
        before[-1]["kept"] = True  # no page begins with the link
    node.replace_self(link)
    entry = Gathered("", nodes.title("", words or shown), origin=f"{docname}:{origin['ids'][0]}")
    entry["ids"] = [name, *node["ids"]]
    entry.source, entry.line = node.source, node.line
    entry.extend(n for n in node.children if n is not own)
    return entry


class GatherRules:
    """The part of the translator that writes what was gathered."""

    def visit_AnswerLink(self: Any, node: nodes.Element) -> None:
        """The line that stays in the text."""
        self.begin(node)
        target = label(self.labels[node["target"]])
        self.add(f"#gathered-link({target}, [{escape(node['title'])}])\n\n")
        raise nodes.SkipNode

    def visit_Gathered(self: Any, node: nodes.Element) -> None:
        """What was gathered, below the name of what it belongs to."""
        self.begin(node)
        title = node.children[0]
        origin = label(self.labels[node["origin"]])
        self.add(f"#gathered({origin}, {self.inline(title)})[")
        node.remove(title)
        self.flush()

    def depart_Gathered(self: Any, node: nodes.Element) -> None:
        """End it."""
        self.add("]\n\n")
