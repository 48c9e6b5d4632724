"""Predict how many statements each function sends, BEGIN and COMMIT included.

The file has six sightings: three by Miriam, three by Owen. Each function is called
once, with a session of its own.
"""

ONCE = 0  # your predictions
TWICE = 0
IN_A_TRANSACTION = 0


def once(session, sightings):
    return [each.observer.name for each in session.select(sightings).all()]


def twice(session, sightings):
    once(session, sightings)
    return once(session, sightings)


def in_a_transaction(session, sightings):
    once(session, sightings)
    with session.transaction():
        return once(session, sightings)
