"""A kind of parameter for dates, as in /days/{day:date}."""

import re
from datetime import date

KINDS = {
    "int": ("0|[1-9][0-9]{0,17}", int),
    "str": ("[^/]+", str),
    "date": ("[0-9]{4}-[0-9]{2}-[0-9]{2}", date.fromisoformat),
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
            expression += "/" + re.escape(segment)
    found = re.fullmatch(expression, path)
    if found is None:
        return None
    try:
        return {name: convert(found[name]) for name, convert in converters.items()}
    except ValueError:  # a date like the 30th of February has the form, and is none
        return None
