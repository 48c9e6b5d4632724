"""What is asked of the sightings."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session, joinedload

from fieldnotes.models import Sighting, User


def user_named(session: Session, username: str) -> User:
    """Return the user of this name, who is new if there is none yet."""
    user = session.scalar(select(User).where(User.username == username))
    if user is None:
        user = User(username=username)
        session.add(user)
    return user


def at_or_below(place: str) -> ColumnElement[bool]:
    return or_(
        Sighting.place == place,
        Sighting.place.startswith(f"{place}/", autoescape=True),
    )


def newest(session: Session, place: str, limit: int = 20) -> Sequence[Sighting]:
    """Return the newest sightings at or below a place, with their observers."""
    query = (
        select(Sighting)
        .where(at_or_below(place))
        .options(joinedload(Sighting.observer, innerjoin=True))
        .order_by(Sighting.seen_on.desc(), Sighting.id.desc())
        .limit(limit)
    )
    return session.scalars(query).all()


def birds_by_species(session: Session, since: date) -> dict[str, int]:
    """Return how many of each species were seen since a day, most first."""
    total = func.sum(Sighting.count)
    query = (
        select(Sighting.species, total)
        .where(Sighting.seen_on >= since)
        .group_by(Sighting.species)
        .order_by(total.desc(), Sighting.species)
    )
    return {species: int(number) for species, number in session.execute(query)}
