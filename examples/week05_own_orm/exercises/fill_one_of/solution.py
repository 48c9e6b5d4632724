"""The SQL and the values of `column IN (...)`: a mark for each value."""


def one_of(column: str, values: list) -> tuple[str, list]:
    """The column has one of these values. Of no values, none will do."""
    marks = ", ".join("?" for _ in values)
    return f"{column} IN ({marks})", values
