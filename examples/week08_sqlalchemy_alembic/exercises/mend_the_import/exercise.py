"""Mend it: names from a list become users, and names that are taken are passed over."""

from sqlalchemy.exc import IntegrityError


def add_users(session, User, names: list[str]) -> list[str]:
    """Store the users, all in one transaction; return the names that were taken."""
    taken = []
    for name in names:
        try:
            session.add(User(name=name))
            session.flush()
        except IntegrityError:
            taken.append(name)
    session.commit()
    return taken
