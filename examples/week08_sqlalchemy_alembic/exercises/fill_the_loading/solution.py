"""A page of sightings with their observers, in one statement."""

from sqlalchemy import select
from sqlalchemy.orm import joinedload, raiseload


def page(Sighting, User):
    """Return a query for the sightings, which brings their observers along.

    All the sightings of an observer are not meant to be loaded from here: who asks for
    them gets an error, and not a statement.
    """
    refused = raiseload(User.sightings)
    with_observer = joinedload(Sighting.observer, innerjoin=True).options(refused)
    return select(Sighting).options(with_observer).order_by(Sighting.id)
