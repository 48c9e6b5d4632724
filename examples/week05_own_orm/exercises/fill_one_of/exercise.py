"""Fill in what stands as `...`: the SQL and the values of `column IN (...)`."""


def one_of(column: str, values: list) -> tuple[str, list]:
    """The column has one of these values. Of no values, none will do."""
    marks = ...
    return f"{column} IN ({marks})", ...
