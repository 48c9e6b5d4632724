"""Reading sightings: filters, order and pages."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, false, func, or_, select

from .fields import PLACE
from .models import Sighting
from .schemas import Filters


@dataclass
class Page:
    items: Sequence[Sighting]
    number: int
    size: int
    total: int

    @property
    def last(self) -> int:
        return max(1, -(-self.total // self.size))


def at_or_below(place: str):
    if not re.fullmatch(PLACE, place):
        return false()
    # `place` has no character that LIKE takes for another.
    return or_(Sighting.place == place, col(Sighting.place).startswith(f"{place}/"))


def conditions(filters: Filters) -> list:
    wanted = []
    if "\0" in filters.species:  # which PostgreSQL would not even look for
        wanted.append(false())
    elif filters.species:
        # `autoescape` makes % and _ mean themselves.
        wanted.append(col(Sighting.species).icontains(filters.species, autoescape=True))
    if filters.place:
        wanted.append(at_or_below(filters.place))
    return wanted


def read_page(session: Session, filters: Filters, number: int, size: int) -> Page:
    wanted = conditions(filters)
    total = session.exec(select(func.count(Sighting.id)).where(*wanted)).one()
    newest_first = (
        select(Sighting)
        .where(*wanted)
        .order_by(col(Sighting.seen_on).desc(), col(Sighting.id).desc())
        .limit(size)
    )
    offset = (number - 1) * size
    # No database takes an offset of any size.
    items = session.exec(newest_first.offset(offset)).all() if offset < total else []
    return Page(items, number, size, total)


def places_below(session: Session, place: str) -> list[str]:
    """Return the places directly below that have sightings there or deeper."""
    depth = place.count("/") + 2
    deeper = col(Sighting.place).startswith(f"{place}/")
    places = session.exec(select(Sighting.place).where(deeper).distinct())
    return sorted({"/".join(found.split("/")[:depth]) for found in places})


def iso_week(day: date) -> str:
    year, week, _ = day.isocalendar()
    return f"{year:04}-W{week:02}"


def count_weeks(session: Session, filters: Filters) -> list[dict]:
    """Return what was seen in each ISO week, from the first to the last."""
    by_day = session.exec(
        select(Sighting.seen_on, func.count(), func.sum(Sighting.count))
        .where(*conditions(filters))
        .group_by(col(Sighting.seen_on))
        .order_by(col(Sighting.seen_on))
    ).all()
    if not by_day:
        return []
    first, last = by_day[0].seen_on, by_day[-1].seen_on
    mondays = range(monday(first), monday(last) + 1, 7)
    weeks = {iso_week(date.fromordinal(day)): [0, 0] for day in mondays}
    for day, sightings, count in by_day:
        week = weeks[iso_week(day)]
        week[0] += sightings
        week[1] += count
    return [
        {"week": week, "sightings": sightings, "count": count}
        for week, (sightings, count) in weeks.items()
    ]


def monday(day: date) -> int:
    return day.toordinal() - day.weekday()
