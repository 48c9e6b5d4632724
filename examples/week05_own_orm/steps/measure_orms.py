"""Write and read 10,000 rows with sqlite3, roost and SQLAlchemy.

Prints seconds of processor time, which other programs on the machine hardly change: the
best of three.
"""

import gc
import sqlite3
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from datetime import date
from pathlib import Path

from roost import Column, Database, Key, Table
from sqlalchemy import create_engine, select
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.orm import Session as SqlalchemySession

ROWS, GETS = 10_000, 1_000
DAY = date(2026, 5, 31)


class Bird(Table, name="birds"):
    id = Key()
    species = Column(str)
    count = Column(int)
    seen_on = Column(date)


class Base(DeclarativeBase):
    pass


class MappedBird(Base):
    __tablename__ = "birds"

    id: Mapped[int] = mapped_column(primary_key=True)
    species: Mapped[str]
    count: Mapped[int]
    seen_on: Mapped[date]


class Sqlite3:
    """Rows are tuples, and dates are text."""

    def __init__(self, file: Path) -> None:
        with closing(self.connect(file)) as connection:
            connection.executescript(
                "PRAGMA journal_mode = WAL; CREATE TABLE birds (id INTEGER PRIMARY KEY,"
                " species TEXT NOT NULL, count INTEGER NOT NULL, seen_on TEXT NOT NULL)"
            )
        self.file = file

    def connect(self, file: Path) -> sqlite3.Connection:
        return sqlite3.connect(file)

    def write(self) -> None:
        sql = "INSERT INTO birds (species, count, seen_on) VALUES (?, ?, ?)"
        with closing(self.connect(self.file)) as connection, connection:
            for number in range(ROWS):
                connection.execute(sql, ("Wren", number, DAY.isoformat()))

    def read(self) -> int:
        with closing(self.connect(self.file)) as connection:
            rows = connection.execute("SELECT id, species, count, seen_on FROM birds")
            return sum(row[2] for row in rows.fetchall())

    def get(self) -> int:
        sql = "SELECT id, species, count, seen_on FROM birds WHERE id = ?"
        with closing(self.connect(self.file)) as connection:
            each = range(1, GETS + 1)
            return sum(connection.execute(sql, (n,)).fetchone()[2] for n in each)


class Roost:
    def __init__(self, file: Path) -> None:
        self.database = Database(file)
        self.database.create(Bird)

    def write(self) -> None:
        with self.database.session() as session, session.transaction():
            for number in range(ROWS):
                session.add(Bird(species="Wren", count=number, seen_on=DAY))

    def read(self) -> int:
        with self.database.session() as session:
            return sum(bird.count for bird in session.select(Bird).all())

    def get(self) -> int:
        with self.database.session() as session:
            return sum(session.get(Bird, n).count for n in range(1, GETS + 1))


class Sqlalchemy:
    def __init__(self, file: Path) -> None:
        self.engine = create_engine(f"sqlite:///{file}")
        Base.metadata.create_all(self.engine)

    def write(self) -> None:
        with SqlalchemySession(self.engine) as session, session.begin():
            for number in range(ROWS):
                session.add(MappedBird(species="Wren", count=number, seen_on=DAY))

    def read(self) -> int:
        with SqlalchemySession(self.engine) as session:
            return sum(bird.count for bird in session.scalars(select(MappedBird)).all())

    def get(self) -> int:
        with SqlalchemySession(self.engine) as session:
            return sum(session.get(MappedBird, n).count for n in range(1, GETS + 1))


def seconds(work: Callable[[], object]) -> float:
    gc.collect()  # or the garbage of what ran before would count here
    started = time.process_time()
    work()
    return time.process_time() - started


def main() -> None:
    print(f"{'':10}  write {ROWS}  read {ROWS}  get {GETS} by id")
    for library in Sqlite3, Roost, Sqlalchemy:
        writes, reads, gets = [], [], []
        for _ in range(3):
            with tempfile.TemporaryDirectory() as folder:
                files = library(Path(folder) / "birds.db")
                writes.append(seconds(files.write))
                reads.append(seconds(files.read))
                gets.append(seconds(files.get))
        best = f"{min(writes):9.2f} s  {min(reads):8.3f} s  {min(gets):9.3f} s"
        print(f"{library.__name__:10}  {best}")


if __name__ == "__main__":
    main()
