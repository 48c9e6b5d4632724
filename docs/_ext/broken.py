"""The applications that are broken on purpose, on a page, from examples/contract/broken/.

``.. broken-applications:: L3`` is a list of those that break a rule of one level, from the file
``L3.toml``: what is wrong, the rule, and the tests that notice. The suite tries every entry.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective
from sphinx.util.typing import ExtensionMetadata


class BrokenError(ValueError):
    """The list cannot be made; the text names file and cure."""


def described(path: Path) -> str:
    """Return the entries of the file ``path``, in its order, as a definition list.

    Raises :class:`BrokenError` if the file is missing or malformed.
    """
    lines = []
    try:
        for entry in tomllib.loads(path.read_text(encoding="utf-8"))["broken"]:
            names = (test.partition("::")[2].partition("[")[0] for test in entry["caught"])
            tests = " and ".join(f"``{name}``" for name in dict.fromkeys(names))
            lines += [
                f"``{entry['id']}``",
                f"   {entry['wrong']} Breaks :rule:`{entry['rule']}`; noticed by {tests}.",
                "",
            ]
    except FileNotFoundError:
        raise BrokenError(f"{path}: there is no such file: name a level that has one") from None
    except tomllib.TOMLDecodeError as error:
        raise BrokenError(f"{path}: no TOML ({error}): mend that place") from None
    except KeyError as error:
        raise BrokenError(
            f"{path}: {error} is missing: every [[broken]] has id, wrong, rule and caught"
        ) from None
    return "\n".join(lines)


class BrokenApplications(SphinxDirective):
    """A list of the broken applications of the level that is its argument."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Return the list; a file that cannot be read is an error with the line."""
        folder = Path(self.env.srcdir).parent / "examples" / "contract" / "broken"
        path = folder / f"{self.arguments[0]}.toml"
        self.env.note_dependency(path)
        try:
            text = described(path)
        except BrokenError as error:
            return [self.state.document.reporter.error(str(error), line=self.lineno)]
        return self.parse_text_to_nodes(text)


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the directive."""
    app.add_directive("broken-applications", BrokenApplications)
    metadata: dict[str, Any] = {"parallel_read_safe": True, "parallel_write_safe": True}
    return metadata
