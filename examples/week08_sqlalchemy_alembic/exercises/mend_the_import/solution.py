"""Names from a list become users, and names that are taken are passed over."""

from sqlalchemy.exc import IntegrityError


def add_users(session, User, names: list[str]) -> list[str]:
    """Store the users, all in one transaction; return the names that were taken."""
    taken = []
    for name in names:
        try:
            with session.begin_nested():
                session.add(User(name=name))
        except IntegrityError:
            taken.append(name)
    session.commit()
    return taken
