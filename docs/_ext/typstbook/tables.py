"""Rules for tables."""

from __future__ import annotations

import math
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
            sizes = "width-wanted: {:.3g}, width-needed: {:.3g}".format(*widths(group)[:2])
            sizes += ", rows: {}, rows-lines: {}".format(*height(group))
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
        given = "colwidths-given" in table["classes"]
        if given or has_blocks(group):
            shares = [n.get("colwidth", 1) for n in specs]
            if given:  # but no narrower than the longest word in them
                needed = widths(group)[2]
                em = LINE / sum(shares)
                shares = [
                    max(share, (needed.get(i, 0) + BESIDE) / em) for i, share in enumerate(shares)
                ]
            return "(" + "".join(f"{share:.3g}fr, " for share in shares) + ")", stubs
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


def has_blocks(group: nodes.Element) -> bool:
    """Tell whether a cell of the table holds a block that has no width of its own: code, a list, a picture."""
    blocks = (
        nodes.literal_block,
        nodes.bullet_list,
        nodes.enumerated_list,
        nodes.Admonition,
        nodes.image,
    )
    return any(isinstance(n, blocks) for n in group.findall())


# Of the size of the table's text: an average character of the text face (bold a little wider), one of code, and the
# space of a column beside its text.
CHARACTER, CODE_CHARACTER, BESIDE = 0.47, 0.5, 1.2
TEXT_LINE, LINE = 34, 47  # the measure of the text, the full one
BREAKS = re.compile(r"(?<=[/._,=(\[:&?@-])")


def widths(group: nodes.Element) -> tuple[float, float, dict[int, float]]:
    """Return about how wide a table is, in em: with every cell on one line, and with words broken wherever they can.

    The third is the second for each column by itself. A link within the book needs room for its page.

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
                if next(entry.findall(is_link_inside), None):
                    pieces.append("(page 999)")
                one, least = columns(text), max(map(columns, pieces), default=0)
                wanted[column] = max(wanted.get(column, 0), one * size)
                needed[column] = max(needed.get(column, 0), least * size)
            column += span
    beside = BESIDE * len(wanted)
    return sum(wanted.values()) + beside, sum(needed.values()) + beside, needed


def is_link_inside(node: nodes.Node) -> bool:
    """Tell whether ``node`` is a link within the book."""
    return isinstance(node, nodes.reference) and (
        "refid" in node or str(node.get("refuri", "")).startswith("%")
    )


def height(group: nodes.Element) -> tuple[int, str]:
    """Return how many rows a table has, and about how many lines of text they have together.

    The second is ``none``, for unknown, where cells hold blocks. The columns are taken to share the line as their
    longest cells do, which is about what the compiler makes of them.
    """
    rows = list(group.findall(nodes.row))
    if has_blocks(group):
        return len(rows), "none"
    cells = [[columns(entry.astext()) * CHARACTER for entry in row.children] for row in rows]
    longest = [max(column) for column in zip(*cells, strict=False)]
    space = LINE if len(longest) > 3 or sum(longest) > TEXT_LINE else TEXT_LINE
    squeezed = min(1, (space - BESIDE * len(longest)) / max(sum(longest), 1))
    shares = [max(width * squeezed, 1) for width in longest]
    lines = sum(
        max(math.ceil(cell / share - 0.01) for cell, share in zip(row, shares, strict=False))
        for row in cells
    )
    return len(rows), str(lines)
