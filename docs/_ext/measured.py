"""Measured figures on a page, from examples/contract/measured/NAME.json.

``:measured:`matrix machine.cpu``` is one value, by its path in the file. ``.. measured:: matrix tables.lines``
is a table: a list of rows of texts with the head first; its content is the caption. Whole numbers get commas.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util.docutils import SphinxDirective, SphinxRole
from sphinx.util.typing import ExtensionMetadata

FORM = "write it as: matrix machine.cpu"


class FigureError(ValueError):
    """There is no such figure; the text names the file and the cure."""


def figure(given: str, env: BuildEnvironment) -> object:
    """Return the value that ``given`` names, such as ``matrix machine.cpu``; note the file as read.

    Raises :class:`FigureError` if there is no such file or value.
    """
    name, _, place = given.partition(" ")
    if not (name and place):
        raise FigureError(f'"{given}" names no measured figure: {FORM}')
    path = Path(env.srcdir).parent / "examples" / "contract" / "measured" / f"{name}.json"
    env.note_dependency(path)
    try:
        value: Any = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise FigureError(f"{path}: not there: record it with nox -s matrix -- --record") from None
    except ValueError as error:
        raise FigureError(f"{path}: no JSON ({error}): record it again") from None
    for key in place.split("."):
        if not isinstance(value, dict) or key not in value:
            known = ", ".join(value) if isinstance(value, dict) else "nothing below"
            raise FigureError(f'{path}: there is no "{key}" of {place}: it has {known}')
        value = value[key]
    return value


class MeasuredRole(SphinxRole):
    """One value as text."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """Return the value, or an error with the line."""
        try:
            value = figure(self.text, self.env)
            if isinstance(value, (dict, list)):
                raise FigureError(f'"{self.text}" is no single value: name one that it has')
        except FigureError as error:
            message = self.inliner.reporter.error(str(error), line=self.lineno)
            return [self.inliner.problematic(self.rawtext, self.rawtext, message)], [message]
        return [nodes.Text(f"{value:,}" if isinstance(value, int) else f"{value}")], []


def row(texts: list[str]) -> nodes.row:
    """Return a row with a paragraph for each text."""
    entries = [nodes.entry("", nodes.paragraph("", text)) for text in texts]
    return nodes.row("", *entries)


class Measured(SphinxDirective):
    """A table; ``:widths:`` are those of its columns, in proportion."""

    required_arguments = 1
    final_argument_whitespace = True
    has_content = True
    option_spec: ClassVar = {"widths": directives.positive_int_list, "name": directives.unchanged}

    def run(self) -> list[nodes.Node]:
        """Return the table; what cannot be shown is an error with the line."""
        try:
            rows = self.rows()
        except FigureError as error:
            return [self.state.document.reporter.error(str(error), line=self.lineno)]
        caption, messages = self.state.inline_text(" ".join(self.content), self.lineno)
        table = nodes.table("", nodes.title("", "", *caption), classes=["measured"])
        group = nodes.tgroup(cols=len(rows[0]))
        if widths := self.options.get("widths"):
            table["classes"].append("colwidths-given")
        group += [nodes.colspec(colwidth=width) for width in widths or [1] * len(rows[0])]
        group += [nodes.thead("", row(rows[0])), nodes.tbody("", *map(row, rows[1:]))]
        table += group
        self.set_source_info(table)
        self.add_name(table)
        return [table, *messages]

    def rows(self) -> list[list[str]]:
        """Return the rows; raise :class:`FigureError` if they are no table of these widths."""
        rows = figure(self.arguments[0], self.env)
        if not (isinstance(rows, list) and len({len(cells) for cells in rows}) == 1):
            raise FigureError(f'"{self.arguments[0]}" is no table: name one of tables')
        widths = self.options.get("widths") or rows[0]
        if len(widths) != len(rows[0]):
            raise FigureError(
                f'"{self.arguments[0]}" has {len(rows[0])} columns: give as many widths'
            )
        return rows


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the directive and the role."""
    app.add_directive("measured", Measured)
    app.add_role("measured", MeasuredRole())
    return {"parallel_read_safe": True, "parallel_write_safe": True}
