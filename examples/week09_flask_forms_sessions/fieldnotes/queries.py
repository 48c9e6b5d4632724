"""What is asked of the sightings: one of them, pages of them, places."""

from dataclasses import dataclass
from math import ceil

from flask import abort
from sqlalchemy import ColumnElement, delete, false, func, or_, select

from fieldnotes import storage
from fieldnotes.database import get_session
from fieldnotes.forms import is_place
from fieldnotes.models import Sighting, User


@dataclass(frozen=True)
class Page:
    """A part of a longer list; pages are counted from 1."""

    items: list[Sighting]
    number: int
    per_page: int
    total: int

    @property
    def last(self) -> int:
        return max(1, ceil(self.total / self.per_page))

    @property
    def has_next(self) -> bool:
        return self.number < self.last


def get_sighting(sighting_id: int) -> Sighting:
    return get_session().get(Sighting, sighting_id) or abort(404)


def own_sighting(sighting_id: int, user: User) -> Sighting:
    """Return a sighting that ``user`` may change: 404 if there is none, else 403."""
    sighting = get_sighting(sighting_id)
    if sighting.observer_id != user.id:
        abort(403)
    return sighting


def delete_sighting(sighting_id: int) -> None:
    """Delete a sighting and its photo; 404 if somebody else was faster."""
    session = get_session()
    statement = delete(Sighting).where(Sighting.id == sighting_id)
    photos = session.scalars(statement.returning(Sighting.photo)).all()
    session.commit()
    if not photos:
        abort(404)
    storage.remove(photos[0])


def species_like(text: str) -> ColumnElement[bool]:
    """Match species that contain ``text``."""
    if len(text) > 80 or "\0" in text:  # PostgreSQL takes no NUL, and no species has it
        return false()
    return Sighting.species.icontains(text, autoescape=True)


def at_or_below(place: str) -> ColumnElement[bool]:
    if not is_place(place):
        return false()
    return or_(
        Sighting.place == place,
        Sighting.place.startswith(f"{place}/", autoescape=True),
    )


def conditions(species: str = "", place: str = "") -> list[ColumnElement[bool]]:
    """Return what the filters ask for; one without a value asks for nothing."""
    found = [species_like(species)] if species else []
    return found + ([at_or_below(place)] if place else [])


def page_of(filters: dict[str, str], number: int, per_page: int = 20) -> Page:
    """Return a page of the sightings, newest first; beyond the last it is empty."""
    session = get_session()
    where = conditions(**filters)
    total = session.scalar(select(func.count(Sighting.id)).where(*where))
    first = (number - 1) * per_page
    items = []
    if first < total:
        statement = (
            select(Sighting)
            .where(*where)
            .order_by(Sighting.seen_on.desc(), Sighting.id.desc())
            .limit(per_page)
            .offset(first)
        )
        items = list(session.scalars(statement))
    return Page(items, number, per_page, total)


def places_below(place: str) -> list[str]:
    """Return the places directly below ``place`` that have sightings."""
    statement = select(Sighting.place).where(at_or_below(place)).distinct()
    depth = place.count("/") + 2
    found = get_session().scalars(statement)
    return sorted({"/".join(p.split("/")[:depth]) for p in found} - {place})
