"""Statements that nobody seems to have asked for, and one that is not sent."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session
from steps.models import Sighting, User
from steps.notes import fill, fresh_engine, show_sql


def identity(session: Session) -> None:
    owl = session.get(Sighting, 1)
    print("the same object:", session.get(Sighting, 1) is owl)


def autoflush(session: Session) -> None:
    session.add(User(name="miriam"))
    print("users:", session.scalar(select(func.count(User.id))))


def expire_on_commit(session: Session) -> None:
    owl = session.get(Sighting, 1)
    session.commit()
    print("committed")
    print("count:", owl.count)


def main() -> None:
    engine = fresh_engine()
    fill(engine, 1)
    show_sql(engine)
    for surprise in identity, autoflush, expire_on_commit:
        print(surprise.__name__)
        with Session(engine) as session:
            surprise(session)
    engine.dispose()


if __name__ == "__main__":
    main()
