"""How much was seen in each ISO week."""

from datetime import date, timedelta

from sqlalchemy import func, select

from fieldnotes.database import get_session
from fieldnotes.models import Sighting
from fieldnotes.queries import conditions


def weekly(filters: dict[str, str]) -> list[dict[str, object]]:
    """Return each ISO week from the first sighting to the last, with its sums."""
    statement = (
        select(Sighting.seen_on, func.count(), func.sum(Sighting.count))
        .where(*conditions(**filters))
        .group_by(Sighting.seen_on)
        .order_by(Sighting.seen_on)
    )
    days = get_session().execute(statement).all()
    weeks: dict[date, list[int]] = {}
    for day, sightings, count in days:
        monday = day - timedelta(days=day.weekday())
        if weeks:
            fill_gap(weeks, monday)
        week = weeks.setdefault(monday, [0, 0])
        week[0] += sightings
        week[1] += count
    return [
        {"week": iso_week(monday), "sightings": sightings, "count": count}
        for monday, (sightings, count) in weeks.items()
    ]


def iso_week(day: date) -> str:
    year, week, _ = day.isocalendar()
    return f"{year:04}-W{week:02}"


def fill_gap(weeks: dict[date, list[int]], until: date) -> None:
    """Add the weeks between the latest one and ``until``, without sightings."""
    following = next(reversed(weeks)) + timedelta(weeks=1)
    while following < until:
        weeks[following] = [0, 0]
        following += timedelta(weeks=1)
