"""Find a route by going down a tree, one level for each segment of the path."""


class Node:
    """What may follow: texts by themselves, one parameter, and who answers here."""

    def __init__(self):
        self.texts = {}
        self.parameter = None
        self.end = None  # a handler and the names of its parameters


class Tree:
    """Routes as a tree: one level for each segment of the path."""

    def __init__(self):
        self.root = Node()

    def add(self, pattern: str, handler: object) -> None:
        """Let ``handler`` answer ``pattern``."""
        node, names = self.root, []
        for segment in pattern[1:].split("/"):
            if segment.startswith("{"):
                names.append(segment[1:-1])
                node.parameter = node.parameter or Node()
                node = node.parameter
            else:
                node = node.texts.setdefault(segment, Node())
        node.end = handler, names

    def find(self, path: str) -> tuple[object, dict[str, str]] | None:
        """Return the handler of ``path`` and its parameters, or None."""
        found = self._down(self.root, path[1:].split("/"), [])
        if found is None:
            return None
        (handler, names), values = found
        return handler, dict(zip(names, values, strict=True))

    def _down(self, node, segments, values):
        if not segments:
            return (node.end, values) if node.end else None
        first, *rest = segments
        found = None
        if first in node.texts:
            found = self._down(node.texts[first], rest, values)
        if found is None and node.parameter and first:
            found = self._down(node.parameter, rest, [*values, first])
        return found
