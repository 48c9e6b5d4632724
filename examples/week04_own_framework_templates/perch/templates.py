"""Templates: pages with holes. What fills a hole is escaped, unless it is Safe."""

from pathlib import Path
from typing import Any

from perch.template_parser import Parser
from perch.template_parts import Node, Scope, Template, TemplateError


class Templates:
    """The templates of a folder, read at the start, where mistakes in them show."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._templates = {
            path.name: Parser(path.name, path.read_text(encoding="utf-8")).template()
            for path in sorted(folder.glob("*.html"))
        }
        for name in self._templates:
            self._chain(name)

    def find(self, name: str) -> Template:
        """Return a template; raise TemplateError if there is none of the name."""
        if name not in self._templates:
            raise TemplateError(f"{name}: no such template in {self.folder}")
        return self._templates[name]

    def render(self, name: str, **values: Any) -> str:
        """Return the page that a template makes of ``values``."""
        chain = self._chain(name)
        blocks: dict[str, Node] = {}
        for template in chain:
            blocks = template.blocks | blocks
        written: list[str] = []
        chain[-1].body(Scope(values, self, blocks), written.append)
        return "".join(written)

    def _chain(self, name: str) -> list[Template]:
        """Return a template, the one it extends, and so on; raise TemplateError."""
        chain = [self.find(name)]
        while (parent := chain[-1].parent) is not None:
            if self.find(parent) in chain:
                raise TemplateError(
                    f"{name}: {parent} extends itself in the end: let one of them "
                    "extend nothing"
                )
            chain.append(self.find(parent))
        return chain
