"""Rules for tables."""

from __future__ import annotations

import re
from typing import Any

from docutils import nodes

from .highlight import columns
from .markup import length


class TableRules:
    """The part of the translator that writes tables, as calls of ``data-table`` with Typst's own cells."""

    def visit_table(self: Any, node: nodes.Element) -> None:
        """A table with its caption, number, columns and the parts that repeat."""
        self.begin(node)
        target = self.label_of(node)
        caption = next((n for n in node.children if isinstance(n, nodes.title)), None)
        number = self.fignumber("table", node)
        wide = self.wide
        self.flush()
        self.nesting += 1
        words = [f"wide: {wide}", f"target: {target}", f"number: {number}"]
        if caption is not None:
            words.append(f"caption: {self.inline(caption)}")
        if node.get("width"):
            words.append(f"width: {length(node['width'])}")
        if "longtable" in node["classes"]:
            words.append("long: true")
        if "turned" in node["classes"]:
            words.append("turned: true")
        groups = [n for n in node.children if isinstance(n, nodes.tgroup)]
        for group in groups:
            columns, stubs = self.columns_of(node, group)
            sizes = "width-wanted: {:.3g}, width-needed: {:.3g}".format(*widths(group))
            self.add(
                f"#data-table({', '.join(words)}, columns: {columns}, stubs: {stubs}, {sizes},\n"
            )
            for part in group.children:
                if isinstance(part, nodes.thead):
                    self.add("table.header(repeat: true,\n")
                    self.rows(part)
                    self.add("),\n")
                elif isinstance(part, nodes.tbody):
                    self.rows(part)
            self.add(")\n\n")
        self.nesting -= 1
        raise nodes.SkipNode

    def columns_of(self, table: nodes.Element, group: nodes.Element) -> tuple[str, int]:
        """Return the widths of the columns as a Typst array, and how many columns at the left are heads.

        Widths an author gave are kept as shares of the line. Others follow the contents, unless a cell holds a
        block (code, a list): such a block has no width of its own, so the columns share the line as drawn.
        """
        specs = [n for n in group.children if isinstance(n, nodes.colspec)]
        stubs = sum(bool(n.get("stub")) for n in specs)
        blocks = (
            nodes.literal_block,
            nodes.bullet_list,
            nodes.enumerated_list,
            nodes.Admonition,
            nodes.image,
        )
        given = "colwidths-given" in table["classes"]
        if given or any(isinstance(n, blocks) for n in group.findall()):
            return "(" + "".join(f"{n.get('colwidth', 1)}fr, " for n in specs) + ")", stubs
        return "(" + "auto, " * len(specs) + ")", stubs

    def rows(self: Any, part: nodes.Element) -> None:
        """Write the cells of ``part``, row after row."""
        for row in part.children:
            for entry in row.children:
                down, right = entry.get("morerows", 0) + 1, entry.get("morecols", 0) + 1
                words = [f"rowspan: {down}"] if down > 1 else []
                words += [f"colspan: {right}"] if right > 1 else []
                body = self.render(entry.children)
                self.add(f"table.cell({', '.join(words)})[" if words else "[")
                self.flush()  # labels that found no text in the cell
                self.add(f"{body}],\n")


# Of the size of the table's text: an average character of the text face (bold a little wider), one of code, and the
# space of a column beside its text.
CHARACTER, CODE_CHARACTER, BESIDE = 0.47, 0.5, 1.2
BREAKS = re.compile(r"(?<=[/._,=(\[:&?@-])")


def widths(group: nodes.Element) -> tuple[float, float]:
    """Return about how wide a table is, in em: with every cell on one line, and with words broken wherever they can.

    The compiler could measure the first, but to do so it sets the table twice, which takes half the time and
    memory of a book with many tables.
    """
    wanted: dict[int, float] = {}
    needed: dict[int, float] = {}
    for row in group.findall(nodes.row):
        column = 0
        for entry in row.findall(nodes.entry):
            span = entry.get("morecols", 0) + 1
            if span == 1:
                text = max((n.astext() for n in entry.children), key=len, default="")
                size = CODE_CHARACTER if next(entry.findall(nodes.literal), None) else CHARACTER
                pieces = [p for word in text.split() for p in BREAKS.split(word)]
                one, least = columns(text), max(map(columns, pieces), default=0)
                wanted[column] = max(wanted.get(column, 0), one * size)
                needed[column] = max(needed.get(column, 0), least * size)
            column += span
    beside = BESIDE * len(wanted)
    return sum(wanted.values()) + beside, sum(needed.values()) + beside
