"""A commit inside of a savepoint, then a rollback around it: what is left?"""

import tempfile
from pathlib import Path

from fieldnotes.database import make_engine
from fieldnotes.models import Base, User
from sqlalchemy import Engine, create_engine, func, select
from sqlalchemy.orm import Session


def left_over(engine: Engine) -> int:
    Base.metadata.create_all(engine)
    with engine.connect() as connection:
        outer = connection.begin()
        with Session(connection, join_transaction_mode="create_savepoint") as session:
            session.add(User(username="miriam"))
            session.commit()
        outer.rollback()
    with Session(engine) as session:
        return session.scalar(select(func.count(User.id)))


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        for make in create_engine, make_engine:
            engine = make(f"sqlite:///{Path(folder) / make.__name__}.db")
            print(f"{make.__name__}: {left_over(engine)} users left")
            engine.dispose()


if __name__ == "__main__":
    main()
