"""Sightings and who made them, as tables."""

from datetime import date, datetime

from roost import Column, Condition, ForeignKey, Key, Session, Table


class Observer(Table, name="observers"):
    """Somebody who sees birds, by user name."""

    id = Key()
    name = Column(str, unique=True)


class Sighting(Table, name="sightings"):
    """What was seen, how many, where and when."""

    id = Key()
    species = Column(str)
    count = Column(int)
    place = Column(str, index=True)
    seen_on = Column(date, index=True)
    notes = Column(str)
    observer = ForeignKey(Observer)
    created_at = Column(datetime)


TABLES = (Observer, Sighting)


def at_or_below(place: str) -> Condition:
    """Sightings at a place, and at all places inside of it."""
    return (Sighting.place == place) | Sighting.place.startswith(f"{place}/")


def observer_named(session: Session, name: str) -> Observer:
    """Return the observer of this name, who is added if need be, in a transaction."""
    observer = session.select(Observer).where(Observer.name == name).first()
    if observer is None:
        observer = Observer(name=name)
        session.add(observer)
    return observer
