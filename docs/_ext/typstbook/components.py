"""Rules for the components of sphinx-design: tabs, cards, grids, dropdowns, badges.

On paper nothing can be clicked: every tab is shown under its label, a dropdown is open. The nodes are told by their
attribute ``design_component`` and by the names of their classes, so sphinx-design need not be there.
"""

from __future__ import annotations

import re
from typing import Any

from docutils import nodes

from .markup import string

#: Components that a rule below writes; the others (a card's body, a tab's content) only hold what is in them.
FRAMES = ("tab-item", "card", "dropdown", "aside")
PARTS = {"card-title": "title", "card-header": "header", "card-footer": "footer"}
COLUMNS = re.compile(r"sd-row-cols-(?:\w\w-)?(\d+)$")
MOST_COLUMNS = 3  # more do not fit beside each other in the text block


class ComponentRules:
    """The part of the translator that writes what sphinx-design makes."""

    def component(self: Any, node: nodes.Element) -> bool:
        """Begin a component; return whether ``node`` is one."""
        kind = node.get("design_component")
        if not kind:
            return False
        if kind == "grid-row":
            self.grid(node)
            raise nodes.SkipNode
        if kind not in FRAMES and kind not in PARTS:
            return True
        self.begin(node)
        self.nesting += 1
        if kind in PARTS:
            self.add(f"#card-part({string(PARTS[kind])})[")
        elif kind == "card":
            self.add("#card[")
        else:
            title = next((n for n in node.children if isinstance(n, nodes.rubric)), None)
            shown = "none"
            if title is not None:
                node.remove(title)
                self.note_label(title)
                shown = self.inline(title)
            if kind == "tab-item":
                self.add(f"#tab({shown})[")
            elif kind == "aside":
                self.add(f'#aside("sidebar", title: {shown})[')
            else:
                self.add(f'#admonition("admonition", title: {shown})[')
        self.flush()
        return True

    def end_component(self: Any, node: nodes.Element) -> bool:
        """End a component; return whether ``node`` is one."""
        kind = node.get("design_component")
        if kind in FRAMES or kind in PARTS:
            self.nesting -= 1
            self.add("]\n\n")
        return bool(kind)

    def grid(self: Any, node: nodes.Element) -> None:
        """Write a grid, with as many columns as its author wanted for a wide window, if they fit."""
        self.begin(node)
        found = [int(m[1]) for c in node["classes"] if (m := COLUMNS.match(c))]
        self.nesting += 1
        items = "".join(f"[{self.render(n)}],\n" for n in node.children)
        self.nesting -= 1
        self.add(f"#cards({min(max(found, default=1), MOST_COLUMNS)}, (\n{items}))\n\n")

    def visit_PassthroughTextElement(self: Any, node: nodes.Element) -> None:
        """The title or the link of a card, which is a paragraph if it is a link."""
        if next(node.findall(nodes.reference), None) is not None:
            self.begin(node)
        self.flush()

    def depart_PassthroughTextElement(self: Any, node: nodes.Element) -> None:
        """End it."""
        self.add("\n\n" if next(node.findall(nodes.reference), None) is not None else "")

    def visit_sd_badge(self: Any, node: nodes.Element) -> None:
        """A badge."""
        self.add("#badge[")

    def depart_sd_badge(self: Any, node: nodes.Element) -> None:
        """End it."""
        self.add("];")

    def visit_sd_icon(self: Any, node: nodes.Element) -> None:
        """An icon, which only decorates."""
        raise nodes.SkipNode

    visit_fontawesome = visit_sd_icon

    def visit_sd_line_break(self: Any, node: nodes.Element) -> None:
        """A new line on a button."""
        self.add("#linebreak();")
        raise nodes.SkipNode
