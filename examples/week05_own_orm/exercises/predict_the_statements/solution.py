"""How many statements each function sends, BEGIN and COMMIT included.

The file has six sightings: three by Miriam, three by Owen. Each function is called
once, with a session of its own.
"""

ONCE = 3  # the sightings, Miriam, Owen
TWICE = 4  # the sightings once more; their observers are known
IN_A_TRANSACTION = 8  # 3, then BEGIN, 3 again since all is forgotten, COMMIT


def once(session, sightings):
    return [each.observer.name for each in session.select(sightings).all()]


def twice(session, sightings):
    once(session, sightings)
    return once(session, sightings)


def in_a_transaction(session, sightings):
    once(session, sightings)
    with session.transaction():
        return once(session, sightings)
