"""Ada and Ben each add one bird to the same flock of one, at the same time."""

from collections.abc import Callable
from typing import ClassVar

from sqlalchemy import Engine, update
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlalchemy.orm import Mapped, Session, mapped_column
from sqlalchemy.orm.exc import StaleDataError
from steps.models import Base
from steps.notes import fresh_engine


class Flock(Base):
    __tablename__ = "flocks"

    id: Mapped[int] = mapped_column(primary_key=True)
    count: Mapped[int]


class CountedFlock(Base):
    __tablename__ = "counted_flocks"

    id: Mapped[int] = mapped_column(primary_key=True)
    count: Mapped[int]
    version: Mapped[int] = mapped_column()

    __mapper_args__: ClassVar = {"version_id_col": version}


def read_and_write(ada: Session, ben: Session, table: type = Flock) -> None:
    hers, his = ada.get(table, 1), ben.get(table, 1)
    hers.count += 1
    ada.commit()
    his.count += 1
    ben.commit()


def added_by_the_database(ada: Session, ben: Session) -> None:
    for session in ada, ben:
        session.execute(update(Flock).values(count=Flock.count + 1))
        session.commit()


def locked(ada: Session, ben: Session) -> None:
    hers = ada.get(Flock, 1, with_for_update={"nowait": True})
    his = ben.get(Flock, 1, with_for_update={"nowait": True})
    hers.count += 1
    ada.commit()
    his.count += 1
    ben.commit()


def versioned(ada: Session, ben: Session) -> None:
    read_and_write(ada, ben, CountedFlock)


def repeatable_read(ada: Session, ben: Session) -> None:
    for session in ada, ben:
        session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
    read_and_write(ada, ben)


def attempt(engine: Engine, way: Callable[[Session, Session], None]) -> str:
    """Return how many birds there are in the end, or why there is no end."""
    with Session(engine) as session:
        session.add_all([Flock(id=1, count=1), CountedFlock(id=1, count=1)])
        session.commit()
    with Session(engine) as ada, Session(engine) as ben:
        try:
            way(ada, ben)
        except (ArgumentError, DBAPIError, StaleDataError) as error:
            return str(getattr(error, "orig", error)).splitlines()[0]
        return f"{ada.get(Flock, 1).count} birds"


WAYS = read_and_write, added_by_the_database, locked, versioned, repeatable_read


def main() -> None:
    for way in WAYS:
        engine = fresh_engine()
        print(f"{way.__name__}:")
        print("   ", attempt(engine, way))
        engine.dispose()


if __name__ == "__main__":
    main()
