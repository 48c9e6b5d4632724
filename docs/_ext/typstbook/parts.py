"""Putting the documents of a project together into one tree: front matter, parts, chapters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes
from sphinx import addnodes
from sphinx.util.nodes import inline_all_toctrees

from .gather import gather

if TYPE_CHECKING:
    from sphinx.builders import Builder


class PartNode(nodes.Element):
    """The chapters of one toctree of the root document; ``title`` is its caption, or empty for none."""


def assemble(builder: Builder) -> nodes.document:
    """Return one tree with the whole book: the root document's own text, then a part for each of its toctrees.

    The root document's title is the book's, so it stands on the title page and not in the text. What the root
    document says besides its toctrees becomes a chapter at the front, named ``typst_front_title`` (default: the
    title of the book). References are resolved for ``builder``.
    """
    env = builder.env
    root = env.config.root_doc
    tree = env.get_doctree(root)
    slots: list[tuple[str, nodes.Element]] = []
    for toctree in list(tree.findall(addnodes.toctree)):
        slot = addnodes.start_of_file(docname="")  # a place the inlining fills; unpacked below
        caption = toctree.get("caption") or ""
        # Pages that another builder generates (genindex) are no documents.
        toctree["includefiles"] = [n for n in toctree["includefiles"] if n in env.found_docs]
        # Several toctrees may stand in one wrapper, and hidden ones count like the others.
        toctree.replace_self(slot)
        slot += toctree
        slots.append((caption, slot))
    tree = inline_all_toctrees(builder, set(), root, tree, str, [root])
    tree["docname"] = root
    env.resolve_references(tree, root, builder)

    found = [n for n in tree.findall(addnodes.start_of_file) if n["docname"] == ""]
    captions = [caption for caption, _ in slots]
    parts = []
    for caption, slot in zip(captions, found, strict=True):
        wrapper = slot.parent
        wrapper.remove(slot)
        if isinstance(wrapper, nodes.compound) and not wrapper.children:
            wrapper.parent.remove(wrapper)
        parts.append(PartNode("", *slot.children, title=caption))
    sections = [n for n in tree.children if isinstance(n, nodes.section)]
    for section in sections[:1]:
        own = [n for n in section.children if not isinstance(n, nodes.title)]
        if not any(has_content(n) for n in own):
            # Nothing but toctrees: no chapter, but links to the root document still lead to the book's start.
            for child in own:
                section.remove(child)
            section["bare"] = True
        elif title := env.config.typst_front_title:
            old = section.next_node(nodes.title)
            new = nodes.title("", title)
            if old is not None:
                old.replace_self(new)
    tree.extend(parts)
    for rule in env.config.typst_gather:
        if chapter := gather(tree, rule, root):
            tree.append(PartNode("", chapter, title=""))
    return tree


def has_content(node: nodes.Node) -> bool:
    """Tell whether ``node`` would leave anything on paper."""
    if isinstance(node, nodes.Invisible | addnodes.index | nodes.target | nodes.meta):
        return False
    return bool(node.astext().strip()) or any(node.findall(nodes.image))
