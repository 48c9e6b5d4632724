"""Fill in what stands as `...`: a kind of parameter for dates: /days/{day:date}."""

import re
from datetime import date

KINDS = {
    "int": ("0|[1-9][0-9]{0,17}", int),
    "str": ("[^/]+", str),
    "date": (..., ...),
}


def match(pattern: str, path: str) -> dict | None:
    """Return the parameters in ``path``, converted, or None if it does not match."""
    expression, converters = "", {}
    for segment in pattern.split("/")[1:]:
        if segment.startswith("{"):
            name, kind = segment[1:-1].split(":")
            text, converters[name] = KINDS[kind]
            expression += f"/(?P<{name}>{text})"
        else:
            expression += "/" + segment
    found = re.fullmatch(expression, path)
    if found is None:
        return None
    return {name: convert(found[name]) for name, convert in converters.items()}
