"""The answers at the back of the EPUB, with links both ways.

Where a page folds an answer away, a book has it at the back. Each element with one of the classes
``answers_gather`` (an ``admonition`` of class ``solution``, say) is taken out of its page; a link stays. For each page
that has such elements there is one in the back matter, "Answers: NAME OF THE PAGE". An entry there is named by what
the answer was in (an admonition by its title, anything else by its first paragraph), and its name leads back.

The other builders are left alone.
"""

from __future__ import annotations

import html
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from docutils import nodes
from epubbook.builder import BookEpubBuilder, Entry
from epubbook.pages import address, is_inside, target
from sphinx.application import Sphinx


@dataclass
class Answer:
    """An answer that was taken out of its page."""

    name: str
    back: str  # the id, on the page, of what it is an answer to
    id: str  # its own, on the page of answers
    content: list[nodes.Node]
    ids: list[str]  # those that it had on its page


@dataclass
class Gathered:
    """The answers of one page."""

    docname: str
    answers: list[Answer] = field(default_factory=list)

    @property
    def page(self) -> str:
        """The name of the page on which they are."""
        return f"answers/{self.docname}"


def gather(
    document: nodes.document, docname: str, classes: set[str], title: str, suffix: str
) -> Gathered:
    """Take the answers out of ``document``, in place, and return them; a link to each stays where it was.

    ``title`` is the name of the part with answers, ``suffix`` that of pages.
    """
    found = Gathered(docname)
    for node in list(document.findall(nodes.Element)):
        if not classes.intersection(node.get("classes", ())) or within_another(node, classes):
            continue
        home = node.parent
        number = len(found.answers) + 1
        if not home["ids"]:
            home["ids"].append(f"answered-{number}")
        label, content = "Answer", list(node.children)
        if content and isinstance(content[0], nodes.title):
            label, content = content[0].astext(), content[1:]
        named = next(
            (c for c in home.children if isinstance(c, nodes.title | nodes.paragraph)), home
        )
        answer = Answer(named.astext(), home["ids"][0], f"answer-{number}", content, node["ids"])
        found.answers.append(answer)
        where = address(f"{found.page}{suffix}#{answer.id}", docname + suffix)
        text = f"{label}: see “{title}”, at the back"
        link = nodes.reference("", text, internal=True, refuri=where)
        home.replace(node, nodes.paragraph("", "", link, classes=["see-answer"]))
    return found


def within_another(node: nodes.Element, classes: set[str]) -> bool:
    """Tell whether ``node`` lies in an element that is itself an answer, or is in no page any more."""
    above = node.parent
    while above is not None and not isinstance(above, nodes.document):
        if classes.intersection(above.get("classes", ())):
            return True
        above = above.parent
    return above is None


def page_of_answers(found: Gathered, title: str, suffix: str) -> nodes.section:
    """Return the page for the answers of one page; links in them lead where they led before."""
    old, new = found.docname + suffix, found.page + suffix
    page = nodes.section("", nodes.title("", title), ids=["answers"], classes=["answers"])
    inside = set(ids_of(found))
    for answer in found.answers:
        back = nodes.reference(
            "", answer.name, internal=True, refuri=address(f"{old}#{answer.back}", new)
        )
        section = nodes.section(
            "", nodes.title("", "", back), *answer.content, ids=[answer.id, *answer.ids]
        )
        for part in answer.content:
            for link in list(part.findall(nodes.Element)):
                relocate(link, old, new, inside)
        page += section
    return page


def relocate(link: nodes.Element, old: str, new: str, inside: set[str]) -> None:
    """Let a link that came from the page ``old`` to the page ``new`` lead where it led, in place.

    ``inside`` are the ids that came with it.
    """
    if not isinstance(link, nodes.reference | nodes.footnote_reference | nodes.citation_reference):
        return
    if link.get("refid", "") in inside:
        return
    if "refid" in link:
        where = address(f"{old}#{link['refid']}", new)
    elif is_inside(link.get("refuri", "")):
        where = address(target(link["refuri"], old), new)
    else:
        return
    if isinstance(link, nodes.reference):
        link.attributes.pop("refid", None)
        link["refuri"] = where
        return
    inner = nodes.reference("", f"[{link.astext()}]", internal=True, refuri=where)
    link.replace_self(nodes.superscript("", "", inner, ids=link["ids"]))


def ids_of(found: Gathered) -> Iterator[str]:
    """Yield the ids that went with the answers."""
    for answer in found.answers:
        yield from answer.ids
        for part in answer.content:
            for node in part.findall(nodes.Element):
                yield from node.get("ids", ())


def take_out(app: Sphinx, document: nodes.document, docname: str) -> None:
    """Gather the answers of one page, before it is written."""
    builder, classes = app.builder, set(app.config.answers_gather)
    if not (isinstance(builder, BookEpubBuilder) and classes):
        return
    found = gather(document, docname, classes, app.config.answers_title, builder.out_suffix)
    if found.answers:
        kept(builder)[docname] = found
        for name in ids_of(found):
            old = f"{docname}{builder.out_suffix}#{name}"
            builder.moved[old] = f"{found.page}{builder.out_suffix}#{name}"


def kept(builder: BookEpubBuilder) -> dict[str, Gathered]:
    """Return what was gathered in this build, by document."""
    if not hasattr(builder, "answers_gathered"):
        builder.answers_gathered = {}
    return builder.answers_gathered


def write(app: Sphinx) -> Iterator[tuple[str, dict[str, Any], str]]:
    """Yield the pages of answers in the order of the book, and name them in its back matter."""
    builder = app.builder
    if not (isinstance(builder, BookEpubBuilder) and kept(builder)):
        return
    env, title, suffix = app.env, app.config.answers_title, builder.out_suffix
    part = Entry(html.escape(title))
    for docname in reading_order(app):
        found = kept(builder).get(docname)
        if not found:
            continue
        name = env.titles[docname].astext()
        page = page_of_answers(found, f"{title}: {name}", suffix)
        # What the writer must know of the page that the answers come from.
        builder.current_docname = found.page
        builder.fignumbers = env.toc_fignumbers.get(docname, {})
        builder.secnumbers = {}
        builder.imgpath = address("_images", found.page + suffix)
        builder.post_process_images(page)
        builder.fix_ids(page)
        part.children.append(Entry(html.escape(name), html.escape(found.page + suffix)))
        body = builder.render_partial(page)["fragment"]
        yield found.page, {"title": f"{title}: {name}", "body": body}, "page.html"
    builder.back_matter.append(part)


def reading_order(app: Sphinx) -> list[str]:
    """Return the documents in the order of the toctrees, those in none at the end."""
    order: list[str] = []

    def visit(docname: str) -> None:
        if docname not in order:
            order.append(docname)
            for child in app.env.toctree_includes.get(docname, ()):
                visit(child)

    visit(app.config.root_doc)
    return order + sorted(app.env.found_docs - set(order))


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the extension with Sphinx; it needs the EPUB builder of ``epubbook``."""
    app.setup_extension("epubbook")
    app.add_config_value("answers_gather", [], "epub", (list, tuple))
    app.add_config_value("answers_title", "Answers", "epub", str)
    app.connect("doctree-resolved", take_out, priority=900)
    app.connect("html-collect-pages", write)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
