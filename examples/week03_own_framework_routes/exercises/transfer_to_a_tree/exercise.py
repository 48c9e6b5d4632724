"""Transfer: find a route without asking one after the other."""


class Tree:
    """Routes as a tree: one level for each segment of the path.

    A segment is a text, which matches itself, or {name}, which matches any segment
    that is not empty. Where both match, the text comes first; where the way behind it
    ends, the parameter is tried.
    """

    def add(self, pattern: str, handler: object) -> None:
        """Let ``handler`` answer ``pattern``."""
        raise NotImplementedError("write this method")

    def find(self, path: str) -> tuple[object, dict[str, str]] | None:
        """Return the handler of ``path`` and its parameters, or None."""
        raise NotImplementedError("write this method")
