"""The program under test, the people who use it, and the data set that it has loaded."""

from __future__ import annotations

import csv
import functools
import itertools
import uuid
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from contract.applications import DATA_SET, Running
from contract.suite.api import with_token
from contract.suite.browser import find_form, submit
from contract.suite.checking import Answer, expect
from contract.suite.client import Person
from contract.suite.pages import shown

PASSWORD = "correct horse battery"  # noqa: S105 (of accounts made for a test)
OLDER = "2024-05-04"
"""A day before the data set begins, for sightings that need not be first in a list."""


@functools.cache
def data_set(path: Path = DATA_SET) -> list[dict[str, str]]:
    """Return the sightings of the data set, in the order of lists."""
    with path.open(encoding="utf-8", newline="") as file:
        found = list(csv.DictReader(file))
    return sorted(found, key=lambda row: (row["seen_on"], int(row["id"])), reverse=True)


@dataclass
class Site:
    """The program under test."""

    url: str
    levels: tuple[str, ...]
    """All levels that it has, whichever are tested."""
    today: date | None
    running: Running | None = None
    """How it was started; None if it was not started here."""

    def __post_init__(self) -> None:
        """Choose a mark that tells this run's data from those of others."""
        self._mark = uuid.uuid4().hex[:8]
        self._numbers = itertools.count(1)

    def unique(self, begin: str = "Bird") -> str:
        """Return a text that no other sighting has."""
        return f"{begin} {self._mark} {next(self._numbers)}"

    def place(self) -> str:
        """Return a place that no other sighting has, of one segment."""
        return f"suite-{self._mark}-{next(self._numbers)}"

    def user_name(self) -> str:
        """Return the name of an account that is not there yet."""
        return f"user_{self._mark}_{next(self._numbers)}"

    def visitor(self) -> Person:
        """Return somebody who comes for the first time."""
        return Person(self.url)

    def member(self) -> Person:
        """Return somebody who can make sightings: with an account of their own if there are any."""
        person = self.visitor()
        if "L3" in self.levels:
            register(person, self.user_name(), PASSWORD).must_redirect()
            if not logged_in(person):
                log_in(person).must_redirect()
        if "L4" in self.levels:
            with_token(person)
        return person

    def sighting(self, **values: str) -> dict[str, str]:
        """Return valid values for the form, those not in ``values`` made up."""
        return {
            "species": self.unique(),
            "count": "3",
            "place": self.place(),
            "seen_on": OLDER,
            "notes": "",
        } | values


# -- sightings -----------------------------------------------------------------------------------

FIELDS = ("species", "count", "place", "seen_on", "notes")


def new_form(person: Person):
    """Return the form for a new sighting."""
    page = person.get("/sightings/new").must_be(200)
    return find_form(page, *FIELDS)


def note(person: Person, values: dict[str, str], *, as_is: bool = False) -> Answer:
    """Send the form for a new sighting with ``values``."""
    return submit(person, new_form(person), values, as_is=as_is)


def noted(person: Person, values: dict[str, str], *, as_is: bool = False) -> str:
    """Make a sighting with the form, check that it worked, and return its path."""
    answer = note(person, values, as_is=as_is)
    return made(answer)


def made(answer: Answer) -> str:
    """Check that a form made a sighting, and return the path of its page."""
    answer.must_redirect()
    path = answer.location.partition("?")[0].removeprefix(
        answer.url.partition("/sightings")[0]
    )
    expect(
        path.rpartition("/")[2].isascii() and path.rpartition("/")[2].isdigit(),
        "a redirect to the new sighting's page, /sightings/{id}",
        answer,
        rule="L2.2",
    )
    return path


def edit_form(person: Person, path: str):
    """Return the edit form of the sighting at ``path``."""
    return find_form(person.get(f"{path}/edit").must_be(200), *FIELDS)


def delete_form(person: Person, path: str):
    """Return the form that deletes the sighting at ``path``."""
    return find_form(person.get(path).must_be(200), path=f"{path}/delete")


def values_of(person: Person, path: str) -> dict[str, str]:
    """Return what the page of a sighting shows."""
    return shown(person.get(path).must_be(200))


# -- accounts ------------------------------------------------------------------------------------


def register_form(person: Person):
    """Return the form of /register."""
    return find_form(person.get("/register").must_be(200), "username")


def passwords(form, password: str) -> dict[str, str]:
    """Return ``password`` for each password input of a form."""
    names = [c.name for c in form.controls() if c.type == "password"]
    expect(names, "a form with an input of type password", form.answer)
    return dict.fromkeys(names, password)


def register(person: Person, name: str, password: str) -> Answer:
    """Fill in the form of /register and send it."""
    form = register_form(person)
    person.name, person.password = name, password
    return submit(person, form, {"username": name, **passwords(form, password)})


def log_in(
    person: Person, name: str = "", password: str = "", path: str = "/login"
) -> Answer:
    """Fill in the form of /login and send it; by default with what the person registered."""
    form = find_form(person.get(path).must_be(200), "username")
    filled = passwords(form, password or person.password)
    return submit(person, form, {"username": name or person.name, **filled})


def logged_in(person: Person) -> bool:
    """Tell whether the site takes this person for somebody who is logged in."""
    return person.get("/sightings/new").status == 200
