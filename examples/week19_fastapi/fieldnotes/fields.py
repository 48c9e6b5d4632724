"""The kinds of value that people and programs send, and what Pydantic says of them."""

import re
from datetime import date
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    StringConstraints,
)

from .settings import settings

FIRST_DAY = date(1900, 1, 1)
PLACE = r"^[a-z0-9-]+(/[a-z0-9-]+){0,3}$"
USERNAME = r"^[a-z0-9_]{3,30}$"
HINTS = {
    PLACE: "A place is 1 to 4 names of a-z, 0-9 and -, with / between them.",
    USERNAME: "A user name is 3 to 30 characters of a-z, 0-9 and _.",
}


def message(problem: dict[str, Any]) -> str:
    """Return what to tell a person of an error that Pydantic found."""
    if problem["type"] == "string_pattern_mismatch":
        return HINTS[problem["ctx"]["pattern"]]
    return problem["msg"].removeprefix("Value error, ")


def storable(text: str) -> str:
    # PostgreSQL cannot keep NUL. JSON can name half a character, which UTF-8 cannot.
    if re.search(r"[\0\ud800-\udfff]", text):
        raise ValueError("There is a character that cannot be kept.")
    return text


def one_kind_of_line_end(value):
    if isinstance(value, str):
        return value.replace("\r\n", "\n").replace("\r", "\n")
    return value


def whole_number(text):
    # Pydantic would take "+1", " 1" and "1_0" for numbers, too.
    if not isinstance(text, str) or not re.fullmatch("[0-9]+", text):
        raise ValueError("This is not a whole number.")
    return int(text)


def iso_date(text):
    # Pydantic would take numbers and moments for dates, too.
    if not isinstance(text, str) or not re.fullmatch(
        "[0-9]{4}-[0-9]{2}-[0-9]{2}", text
    ):
        raise ValueError("This is not a date as YYYY-MM-DD.")
    return date.fromisoformat(text)


def not_after_today(day: date) -> date:
    if day > settings.current_date():
        raise ValueError("This day is yet to come.")
    return day


Species = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=80),
    AfterValidator(storable),
]
Count = Annotated[int, Field(strict=True, ge=1, le=9999)]
Place = Annotated[str, StringConstraints(pattern=PLACE, max_length=200)]
SeenOn = Annotated[
    date,
    BeforeValidator(iso_date),
    Field(ge=FIRST_DAY),
    AfterValidator(not_after_today),
]
Notes = Annotated[
    str,
    BeforeValidator(one_kind_of_line_end),
    StringConstraints(max_length=2000),
    AfterValidator(storable),
]

Number = Annotated[int, BeforeValidator(whole_number), Field(ge=1)]
Username = Annotated[str, StringConstraints(pattern=USERNAME)]
