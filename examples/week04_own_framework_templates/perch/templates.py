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
        if not self._templates:
            raise TemplateError(f"{folder}: there are no templates")
        for name, template in self._templates.items():
            self._chain(name)
            for place, included in template.includes:
                self._check_included(place, included)

    def find(self, name: str) -> Template:
        """Return a template; raise TemplateError if there is none of the name."""
        if name not in self._templates:
            raise TemplateError(f"{name}: no such template in {self.folder}")
        return self._templates[name]

    def render(self, name: str, /, **values: Any) -> str:
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

    def _check_included(self, place: str, name: str) -> None:
        included = self._templates.get(name)
        if included is None or included.parent or included.blocks:
            raise TemplateError(
                f"{place}: {name} cannot be included: it must be in {self.folder}, "
                "extend nothing and have no blocks"
            )
