"""The form of a sighting: what was sent, what it means, and what is wrong with it."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

PLACE = re.compile(r"[a-z0-9-]+(/[a-z0-9-]+){0,3}")
FIRST_DAY = date(1900, 1, 1)


class Invalid(Exception):
    """A value that breaks a rule; the message tells the visitor what to write."""


def species(text: str, today: date) -> str:
    text = text.strip()
    if not 1 <= len(text) <= 80 or "\0" in text:
        raise Invalid("Write the name of a species, in up to 80 characters.")
    return text


def count(text: str, today: date) -> int:
    # All before the last four digits are zeros, and int() refuses thousands of them.
    if re.fullmatch("0*[0-9]{1,4}", text) is None or int(text[-4:]) < 1:
        raise Invalid("Write a whole number from 1 to 9999.")
    return int(text[-4:])


def place(text: str, today: date) -> str:
    if len(text) > 200 or PLACE.fullmatch(text) is None:
        raise Invalid(
            "Write one to four names of a-z, 0-9 and - with / between, "
            "such as uk/england/river-cam, in up to 200 characters."
        )
    return text


def seen_on(text: str, today: date) -> date:
    try:
        # fromisoformat knows other ways to write a date too, 20260601 among them.
        day = date.fromisoformat(text) if re.fullmatch(r"[0-9-]{10}", text) else None
    except ValueError:
        day = None
    if day is None:
        raise Invalid("Write a date as year-month-day, such as 2026-05-31.")
    if not FIRST_DAY <= day <= today:
        raise Invalid(f"Write a day from {FIRST_DAY} to today.")
    return day


def notes(text: str, today: date) -> str:
    # Browsers end the lines of a form with CR LF, and count one character.
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if len(text) > 2000 or "\0" in text:
        raise Invalid("Write up to 2000 characters.")
    return text


@dataclass
class Field:
    """A field of the form: its name, how it is shown, and the rule for its text."""

    name: str
    label: str
    rule: Callable[[str, date], Any]
    type: str = "text"
    text: str = ""
    error: str = ""

    @property
    def lines(self) -> bool:
        """Whether the text may have several lines."""
        return self.type == "lines"


FIELDS = (
    Field("species", "Species", species),
    Field("count", "Count", count, "number"),
    Field("place", "Place", place),
    Field("seen_on", "Seen on", seen_on, "date"),
    Field("notes", "Notes", notes, "lines"),
)


class SightingForm:
    """The fields with their texts and, after :meth:`is_valid`, what they mean."""

    def __init__(self, texts: Mapping[str, object]) -> None:
        self.fields = [
            replace(field, text=str(texts.get(field.name, ""))) for field in FIELDS
        ]
        self.values: dict[str, Any] = {}

    @classmethod
    def of(cls, sighting: object) -> "SightingForm":
        """Return the form for a sighting that exists."""
        return cls({field.name: getattr(sighting, field.name) for field in FIELDS})

    def is_valid(self, today: date) -> bool:
        """Judge each field; note its value or its error."""
        for field in self.fields:
            try:
                self.values[field.name] = field.rule(field.text, today)
            except Invalid as error:
                field.error = str(error)
        return not any(field.error for field in self.fields)
