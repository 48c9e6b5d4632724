"""What programs do with the JSON API."""

from __future__ import annotations

from datetime import datetime
from urllib.parse import urljoin, urlsplit

from contract.suite.checking import Answer, expect
from contract.suite.client import Person

KEYS = {
    "id",
    "species",
    "count",
    "place",
    "seen_on",
    "notes",
    "observer",
    "photo_url",
    "created_at",
    "url",
}
"""The keys of a sighting (L4.3)."""


def ask_for_token(person: Person, name: str, password: str) -> Answer:
    """Ask for a token."""
    value = {"username": name, "password": password}
    return person.api("POST", "/api/tokens", value, token="")


def with_token(person: Person) -> Person:
    """Give the person a new token."""
    answer = ask_for_token(person, person.name, person.password).must_be(201)
    person.token = answer.json["token"]
    return person


def as_json(values: dict[str, str]) -> dict[str, object]:
    """Return the values of a form as the API takes them."""
    return values | {"count": int(values["count"])}


def create(person: Person, values: dict[str, str]) -> dict:
    """Make a sighting and return it."""
    return person.api("POST", "/api/sightings", as_json(values)).must_be(201).json


def path_of(sighting: dict) -> str:
    """Return the path of a sighting in the API."""
    return f"/api/sightings/{sighting['id']}"


def read(person: Person, sighting: dict) -> dict:
    """Return a sighting as it is now."""
    return person.api("GET", path_of(sighting), token="").must_be(200).json


def moment(text: object) -> datetime | None:
    """Return a date and time with an offset; None if ``text`` is none."""
    try:
        found = datetime.fromisoformat(str(text))
    except ValueError:
        return None
    return found if found.tzinfo else None


def check_problem(answer: Answer, status: int) -> Answer:
    """Check the status of an error, and that it is described as L4.12 says."""
    __tracebackhide__ = True
    answer.must_be(status)
    media_type = "application/problem+json"
    wanted = f"the media type {media_type}"
    expect(answer.media_type == media_type, wanted, answer, rule="L4.12")
    body = answer.json
    good = (
        isinstance(body, dict)
        and body.get("status") == status
        and all(
            isinstance(body.get(key), str) and body[key] for key in ("type", "title")
        )
    )
    wanted = f"an object with type, title and the status {status}"
    expect(good, wanted, answer, rule="L4.12")
    return answer


def leads_to(answer: Answer, address: object) -> str:
    """Return the path and query that an address in an answer leads to, "" if it is no text."""
    if not isinstance(address, str):
        return ""
    parts = urlsplit(urljoin(answer.url, address))
    return parts.path + (f"?{parts.query}" if parts.query else "")
