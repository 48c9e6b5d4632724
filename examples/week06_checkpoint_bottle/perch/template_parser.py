# part: top
"""Reading templates. Each tag becomes a function that writes a piece of the page."""

import re
from collections.abc import Sequence

from perch.template_parts import (
    Expression,
    Node,
    Scope,
    Template,
    TemplateError,
    Write,
    escaped,
)
from perch.template_tokens import Token, tokens

EXPRESSION = re.compile(r'[a-z]\w*(\.[a-z]\w*)*|"[^"]*"')
TAGS = {
    "extends": re.compile(r'extends "([^"]+)"'),
    "block": re.compile(r"block (\w+)"),
    "include": re.compile(r'include "([^"]+)"'),
    "if": re.compile(r"if (not )?(\S+)"),
    "for": re.compile(r"for (\w+) in (\S+)"),
    "url": re.compile(r"url (\w+)((?: \w+=\S+)*)"),
}


class Parser:
    """Reads one template. The methods ``_if``, ``_for`` and so on read the tags."""

    def __init__(self, name: str, source: str) -> None:
        self._tokens = tokens(name, source)
        self._template = Template(body=_sequence([]))

    def template(self) -> Template:
        """Return the whole template; raise TemplateError if it cannot be read."""
        self._template.body, _ = self._read_until()
        return self._template

    def _read_until(self, *ends: str, opened: Token | None = None) -> tuple[Node, str]:
        """Read on to one of the tags ``ends``; return what was read, and that tag."""
        nodes: list[Node] = []
        for token in self._tokens:
            if token.source.startswith("{{"):
                nodes.append(_value(token))
            elif not token.source.startswith("{%"):
                nodes.append(_text(token))
            elif token.inside in ends:
                return _sequence(nodes), token.inside
            else:
                nodes.append(self._tag(token))
        if opened is not None:
            raise TemplateError(
                f"{opened.place}: {opened.source} is not closed: add {{% {ends[-1]} %}}"
            )
        return _sequence(nodes), ""

    def _tag(self, token: Token) -> Node:
        for name, shape in TAGS.items():
            if found := shape.fullmatch(token.inside):
                return getattr(self, f"_{name}")(token, *found.groups())
        raise TemplateError(
            f"{token.place}: {token.source} is no tag, or closes nothing: "
            f"there are {', '.join(TAGS)}"
        )

    # end: top
    # part: tags
    def _extends(self, token: Token, parent: str) -> Node:
        self._template.parent = parent
        return _sequence([])

    def _block(self, token: Token, name: str) -> Node:
        default, _ = self._read_until("endblock", opened=token)
        if name in self._template.blocks:
            raise TemplateError(f"{token.place}: a second block {name}: rename one")
        self._template.blocks[name] = default

        def render(scope: Scope, write: Write) -> None:
            scope.blocks[name](scope, write)

        return render

    def _include(self, token: Token, name: str) -> Node:
        self._template.includes.append((token.place, name))

        def render(scope: Scope, write: Write) -> None:
            scope.templates.find(name).body(scope, write)

        return render

    def _if(self, token: Token, negated: str | None, condition: str) -> Node:
        expression = _expression(condition, token)
        body, otherwise = self._two_ways(token, "endif")

        def render(scope: Scope, write: Write) -> None:
            holds = bool(expression.value(scope)) is not bool(negated)
            chosen = body if holds else otherwise
            chosen(scope, write)

        return render

    def _for(self, token: Token, name: str, items: str) -> Node:
        expression = _expression(items, token)
        body, otherwise = self._two_ways(token, "endfor")

        def render(scope: Scope, write: Write) -> None:
            try:
                found = list(expression.value(scope))
            except TypeError as error:
                raise TemplateError(f"{token.place}: {items}: {error}") from error
            for item in found:
                body(scope._replace(values={**scope.values, name: item}), write)
            if not found:
                otherwise(scope, write)

        return render

    def _two_ways(self, token: Token, end: str) -> tuple[Node, Node]:
        """Read a body, and the one after ``{% else %}`` if there is one."""
        body, tag = self._read_until("else", end, opened=token)
        if tag == end:
            return body, _sequence([])
        return body, self._read_until(end, opened=token)[0]

    def _url(self, token: Token, name: str, words: str) -> Node:
        pairs = (word.split("=", 1) for word in words.split())
        parameters = {key: _expression(value, token) for key, value in pairs}
        request = Expression("request", token.place)

        def render(scope: Scope, write: Write) -> None:
            values = {key: each.value(scope) for key, each in parameters.items()}
            try:
                path = request.value(scope).url(name, **values)
            except (LookupError, ValueError) as error:
                raise TemplateError(f"{token.place}: {error}") from error
            write(escaped(path))

        return render


# end: tags
# part: rest
def _expression(text: str, token: Token) -> Expression:
    if EXPRESSION.fullmatch(text) is None:
        raise TemplateError(
            f"{token.place}: {text!r} is no expression: write a name, "
            'a name with dots, or a text in "quotes"'
        )
    return Expression(text, token.place)


def _text(token: Token) -> Node:
    return lambda scope, write: write(token.source)


def _value(token: Token) -> Node:
    expression = _expression(token.inside, token)
    return lambda scope, write: write(escaped(expression.value(scope)))


def _sequence(nodes: Sequence[Node]) -> Node:
    def render(scope: Scope, write: Write) -> None:
        for node in nodes:
            node(scope, write)

    return render


# end: rest
