"""Sightings and who made them, as tables."""

from datetime import date, datetime

from roost import Column, ForeignKey, Key, Session, Table
from roost.conditions import Condition


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
    # "0" is the sign after "/": a range, which the index on `place` can find.
    inside = (Sighting.place >= f"{place}/") & (Sighting.place < f"{place}0")
    return (Sighting.place == place) | inside


def observer_named(session: Session, name: str) -> Observer:
    """Return the observer of this name, who is added if need be, in a transaction."""
    observer = session.select(Observer).where(Observer.name == name).first()
    if observer is None:
        observer = Observer(name=name)
        session.add(observer)
    return observer
