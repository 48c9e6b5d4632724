"""The rules of the HTTP contract on a page, and links to them, from examples/contract/contract.toml.

``.. contract-rules:: L2`` shows the rules of one level; ``:rule:`L2.3``` links to one of them.
"""

from __future__ import annotations

import textwrap
import tomllib
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util.docutils import SphinxDirective, SphinxRole
from sphinx.util.typing import ExtensionMetadata


class RuleError(ValueError):
    """The contract has no such level or rule, or cannot be read; the text names file and cure."""


def contract_file(env: BuildEnvironment) -> Path:
    """Return the file of the rules: examples/contract/contract.toml beside the book's sources."""
    return Path(env.srcdir).parent / "examples" / "contract" / "contract.toml"


def read(path: Path) -> dict[str, list[dict[str, str]]]:
    """Return the rules of each level, in their order, from the file ``path``.

    Raises :class:`RuleError` if the file is missing or malformed.
    """
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        levels: dict[str, list[dict[str, str]]] = {level["id"]: [] for level in data["level"]}
        for rule in data["rule"]:
            levels[rule["id"].partition(".")[0]].append({"why": "", "text": rule["text"]} | rule)
    except FileNotFoundError:
        raise RuleError(f"{path}: the contract's rules are missing: restore this file") from None
    except tomllib.TOMLDecodeError as error:
        raise RuleError(f"{path}: not valid TOML ({error}): mend that place") from None
    except KeyError as error:
        raise RuleError(
            f"{path}: {error} is missing: every [[level]] has an id, and every [[rule]] an id that "
            "begins with a level's, and a text"
        ) from None
    return levels


def chosen(given: str, known: list[str], path: Path, what: str) -> str:
    """Return ``given`` if it is among ``known``; raise :class:`RuleError` with those if not."""
    if given not in known:
        raise RuleError(f'there is no {what} "{given}" in {path.name}: it has {", ".join(known)}')
    return given


def label(rule: str) -> str:
    """Return the label of a rule such as ``L2.3``."""
    return f"rule-{rule.lower()}"


class ContractRules(SphinxDirective):
    """All rules of the level that is its argument, each with a label of its own."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Return one definition list a rule; a level that is not there is an error."""
        path = contract_file(self.env)
        self.env.note_dependency(path)
        try:
            levels = read(path)
            level = chosen(self.arguments[0], list(levels), path, "level")
        except RuleError as error:
            return [self.state.document.reporter.error(str(error), line=self.lineno)]
        lines = []
        for rule in levels[level]:
            why = f"\n\n*Why:* {rule['why']}" if rule["why"] else ""
            body = textwrap.indent(rule["text"] + why, "   ")
            lines.append(f".. _{label(rule['id'])}:\n\n{rule['id']}\n{body}\n")
        return self.parse_text_to_nodes("\n".join(lines))


class RuleRole(SphinxRole):
    """``:rule:`L2.3``` links to the rule."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """Return the link, or an error with the line if there is no such rule."""
        path = contract_file(self.env)
        self.env.note_dependency(path)
        try:
            known = [rule["id"] for rules in read(path).values() for rule in rules]
            chosen(self.text, known, path, "rule")
        except RuleError as error:
            message = self.inliner.reporter.error(str(error), line=self.lineno)
            return [self.inliner.problematic(self.rawtext, self.rawtext, message)], [message]
        link = addnodes.pending_xref(
            "",
            nodes.inline("", self.text, classes=["rule"]),
            refdomain="std",
            reftype="ref",
            reftarget=label(self.text),
            refexplicit=True,
            refwarn=True,
            refdoc=self.env.docname,
        )
        return [link], []


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the directive and the role."""
    app.add_directive("contract-rules", ContractRules)
    app.add_role("rule", RuleRole())
    metadata: dict[str, Any] = {"parallel_read_safe": True, "parallel_write_safe": True}
    return metadata
