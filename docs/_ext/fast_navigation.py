"""The tree of pages in the sidebar, made once a build instead of once a page.

The theme asks Sphinx for the tree on each page, renders it with docutils and parses the result with BeautifulSoup to
add what opens and closes branches. The tree is the same everywhere except for addresses and the mark on the page
that one is on, so this module resolves it once and writes the theme's markup for each page itself.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from html import escape
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment.adapters.toctree import global_toctree_for_doc


@dataclass
class Entry:
    """A page in the tree (or a caption, which has no page and no pages below it)."""

    title: str
    docname: str = ""
    anchor: str = ""
    address: str = ""
    below: list[Entry] = field(default_factory=list)

    def holds(self, docname: str) -> bool:
        """Return whether the entry is the page ``docname`` or stands above it."""
        return self.docname == docname or any(entry.holds(docname) for entry in self.below)


def _entries(app: Sphinx, listing: nodes.Node, documents: dict[str, str]) -> list[Entry]:
    found = []
    for item in listing.children:
        reference = next(iter(item.findall(nodes.reference)))
        title = app.builder.render_partial(nodes.inline("", "", *reference.deepcopy().children))
        text = title["fragment"].removeprefix("<span>").removesuffix("</span>")
        address, _, anchor = reference["refuri"].partition("#")
        entry = Entry(text, documents.get(address, ""), anchor, reference["refuri"])
        for child in item.children:
            if isinstance(child, nodes.bullet_list):
                entry.below = _entries(app, child, documents)
        found.append(entry)
    return found


def tree(app: Sphinx) -> list[Entry]:
    """Return the entries of all toctrees of the root page, in order, captions among them."""
    builder, env = app.builder, app.env
    root = env.config.root_doc
    resolved = global_toctree_for_doc(
        env,
        root,
        builder,
        tags=builder.tags,
        maxdepth=-1,
        titles_only=True,
        collapse=False,
        includehidden=True,
    )
    if resolved is None:
        return []
    documents = {builder.get_relative_uri(root, name): name for name in env.found_docs}
    documents[""] = root
    # Pages that Sphinx makes may stand in a toctree, too.
    documents |= {builder.get_relative_uri(root, name): name for name in ("genindex", "search")}
    entries: list[Entry] = []
    for part in resolved.children:
        if isinstance(part, nodes.title):
            entries.append(Entry(escape(part.astext(), quote=False)))
        elif isinstance(part, nodes.bullet_list):
            entries += _entries(app, part, documents)
    return entries


def render(entries: list[Entry], docname: str, pathto: Callable[[str], str]) -> str:
    """Return the tree as HTML, seen from the page ``docname``, with the theme's classes.

    A branch opens with a check box, which works without JavaScript; the branch of the page itself is open.
    """
    boxes = 0

    def items(level: int, group: list[Entry]) -> str:
        nonlocal boxes
        lines = ["<ul>"]
        for entry in group:
            here = entry.docname == docname and not entry.anchor
            current = bool(docname) and entry.holds(docname)
            classes = [f"toctree-l{level}"]
            classes += ["current"] * current + ["has-children"] * bool(entry.below)
            classes += ["current-page"] * here
            address = entry.address
            if entry.docname:
                address = "#" if here else pathto(entry.docname)
                address += f"#{entry.anchor}" * bool(entry.anchor)
            mark = ' aria-current="page"' * here
            kind = "internal" if entry.docname else "external"
            lines.append(
                f'<li class="{" ".join(classes)}">'
                f'<a class="reference {kind}" href="{escape(address)}"{mark}>{entry.title}</a>'
            )
            if entry.below:
                boxes += 1
                name, checked = f"toctree-checkbox-{boxes}", " checked" * current
                lines.append(
                    f'<input type="checkbox" class="toctree-checkbox" id="{name}" name="{name}" role="switch"'
                    f' aria-label="Show the pages below {escape(entry.title)}"{checked}>'
                    f'<label for="{name}"><span class="icon"><svg><use href="#svg-arrow-right"></use></svg></span>'
                    f"</label>{items(level + 1, entry.below)}"
                )
            lines.append("</li>")
        return "\n".join([*lines, "</ul>"])

    html: list[str] = []
    group: list[Entry] = []

    def flush() -> None:
        if group:
            html.append(items(1, group))
            group.clear()

    for entry in entries:
        if entry.docname or entry.address:
            group.append(entry)
        else:
            flush()
            html.append(f'<p class="caption" role="heading" aria-level="2">{entry.title}</p>')
    flush()
    return "\n".join(html)


class _Navigation:
    """Keeps the tree of one build; each process of a parallel build makes its own at most once."""

    def __init__(self) -> None:
        self.entries: list[Entry] | None = None

    def forget(self, app: Sphinx, env: Any) -> None:
        self.entries = None

    def withhold(
        self, app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: Any
    ) -> None:
        """Take ``toctree`` from the context, so that the theme makes no tree of its own."""
        if app.builder.name in {"html", "dirhtml"}:
            context.pop("toctree", None)

    def supply(
        self, app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: Any
    ) -> None:
        """Put our tree where the theme's template looks for its own."""
        if app.builder.name in {"html", "dirhtml"}:
            if self.entries is None:
                self.entries = tree(app)
            context["furo_navigation_tree"] = render(self.entries, page, context["pathto"])


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the extension with Sphinx."""
    navigation = _Navigation()
    app.connect("env-updated", navigation.forget)
    # furo's handler has priority 500; sphinx-notfound-page puts its own toctree and pathto in place at 400.
    app.connect("html-page-context", navigation.withhold, priority=450)
    app.connect("html-page-context", navigation.supply, priority=600)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
