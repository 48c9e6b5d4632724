"""What WHERE and ORDER BY say. Values are never part of the text of a statement."""

from typing import Any, NamedTuple, NoReturn


class Condition:
    """A piece of SQL with question marks, and the values that belong there.

    Conditions are joined with ``&``, ``|`` and ``~``.
    """

    def __init__(self, sql: str, *parameters: Any) -> None:
        self.sql = sql
        self.parameters = parameters

    def __and__(self, other: "Condition") -> "Condition":
        return self._joined("AND", other)

    def __or__(self, other: "Condition") -> "Condition":
        return self._joined("OR", other)

    def __invert__(self) -> "Condition":
        return Condition(f"NOT ({self.sql})", *self.parameters)

    def _joined(self, word: str, other: "Condition") -> "Condition":
        return Condition(
            f"({self.sql}) {word} ({other.sql})", *self.parameters, *other.parameters
        )

    def __bool__(self) -> NoReturn:
        # `a and b` would ask whether a is true, and return b alone.
        raise TypeError(
            f"{self.sql} is judged by the database: join conditions with &, | and ~, "
            "each in parentheses, not with and, or, not"
        )

    def __repr__(self) -> str:
        return f"Condition({self.sql!r}, {', '.join(map(repr, self.parameters))})"


class Order(NamedTuple):
    """A column with its direction."""

    sql: str
