"""What templates are made of: names to look up, and pieces that write text."""

from collections.abc import Callable
from dataclasses import dataclass, field
from html import escape
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from perch.templates import Templates


class TemplateError(Exception):
    """A template that cannot be used; the message begins with its file and line."""


class Safe(str):
    """A text that is HTML already, and goes into a page as it is."""


def escaped(value: object) -> str:
    """Return a value as text for a page: content, or an attribute in double quotes."""
    return value if isinstance(value, Safe) else escape(str(value))


class Scope(NamedTuple):
    """What a template can see while it is rendered."""

    values: dict[str, Any]
    templates: "Templates"
    blocks: dict[str, "Node"]


Write = Callable[[str], object]
Node = Callable[[Scope, Write], None]
"""A piece of a template, as a function that writes a piece of the page."""


@dataclass
class Template:
    """A template that was read. ``parent`` names the one that it extends, if any.

    ``includes`` has the places of its tags ``include``, and what each names.
    """

    body: Node
    blocks: dict[str, Node] = field(default_factory=dict)
    parent: str | None = None
    includes: list[tuple[str, str]] = field(default_factory=list)


class Expression(NamedTuple):
    """A name with dots (``sighting.species``) or a text in quotes; no calls."""

    text: str
    place: str

    def value(self, scope: Scope) -> Any:
        """Look the name up: in a dict by key, elsewhere by attribute."""
        if self.text.startswith('"'):
            return self.text[1:-1]
        found: Any = scope.values
        for name in self.text.split("."):
            try:
                found = found[name] if isinstance(found, dict) else getattr(found, name)
            except (KeyError, AttributeError) as error:
                raise TemplateError(
                    f"{self.place}: {self.text}: there is no {name!r}. "
                    "Mend the name, or give render() the value"
                ) from error
        return found
