"""How many statements each function sends; BEGIN and COMMIT do not count.

There are six sightings, three of each of two users. Each function is called once, with
a session of its own.
"""

from sqlalchemy import func, select

GET_TWICE = 1  # the second finds it in the identity map
GET_AND_FORGET = 2  # the map holds no object that nobody else holds
ADD_AND_COUNT = 2  # the INSERT is flushed before the SELECT
READ_AFTER_COMMIT = 2  # one SELECT renews all columns
THERE_AND_BACK = 1  # nothing has changed in the end
OBSERVERS = 3  # the list, and each of two users once


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
