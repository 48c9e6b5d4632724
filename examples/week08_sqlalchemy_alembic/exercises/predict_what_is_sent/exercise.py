"""Predict how many statements each function sends; BEGIN and COMMIT do not count.

There are six sightings, three of each of two users. Each function is called once, with
a session of its own.
"""

from sqlalchemy import func, select

GET_TWICE = 0  # your predictions
GET_AND_FORGET = 0
ADD_AND_COUNT = 0
READ_AFTER_COMMIT = 0
THERE_AND_BACK = 0
OBSERVERS = 0


def get_twice(session, User, Sighting):
    sighting = session.get(Sighting, 1)
    return session.get(Sighting, 1) is sighting


def get_and_forget(session, User, Sighting):
    session.get(Sighting, 1)
    session.get(Sighting, 1)


def add_and_count(session, User, Sighting):
    session.add(User(name="miriam"))
    session.scalar(select(func.count(User.id)))


def read_after_commit(session, User, Sighting):
    sighting = session.get(Sighting, 1)
    session.commit()
    return sighting.species, sighting.count


def there_and_back(session, User, Sighting):
    sighting = session.get(Sighting, 1)
    sighting.count = 5
    sighting.count = 1  # as it was
    session.commit()


def observers(session, User, Sighting):
    return [each.observer.name for each in session.scalars(select(Sighting))]
