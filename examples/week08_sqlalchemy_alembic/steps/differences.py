"""The same questions to SQLite and to PostgreSQL, and where their answers differ."""

import os
from datetime import datetime, timedelta, timezone

from sqlalchemy import (
    Column,
    Connection,
    DateTime,
    Engine,
    ForeignKey,
    Integer,
    MetaData,
    String,
    Table,
    create_engine,
    func,
    insert,
    select,
    text,
)
from sqlalchemy.exc import DBAPIError

metadata = MetaData()
walkers = Table("walkers", metadata, Column("id", Integer, primary_key=True))
birds = Table(
    "birds",
    metadata,
    Column("species", String(8)),
    Column("count", Integer),
    Column("at", DateTime(timezone=True)),
    Column("walker_id", ForeignKey(walkers.c.id)),
)
ROWS = [{"species": "Barn Owl", "count": 1}, {"species": "Wren", "count": None}]
NOON = datetime(2026, 6, 1, 12, tzinfo=timezone(timedelta(hours=2)))


def nine_letters_in_eight(connection: Connection) -> object:
    connection.execute(insert(birds).values(species="Goldcrest"))
    return connection.scalar(select(func.max(func.length(birds.c.species))))


def a_word_as_a_number(connection: Connection) -> object:
    connection.execute(text("INSERT INTO birds (count) VALUES ('three')"))
    return connection.scalar(text("SELECT max(count) FROM birds"))


def a_nul_in_a_text(connection: Connection) -> object:
    connection.execute(insert(birds).values(species="Yaffle\0"))
    return repr(connection.scalar(select(func.max(birds.c.species))))


def a_walker_who_is_not_there(connection: Connection) -> object:
    return connection.execute(insert(birds).values(walker_id=99)).rowcount


def like_in_small_letters(connection: Connection) -> object:
    return connection.scalar(
        select(func.count()).where(birds.c.species.like("barn%")).select_from(birds)
    )


def first_by_count(connection: Connection) -> object:
    return connection.scalar(select(birds.c.species).order_by(birds.c.count))


def not_in_the_group(connection: Connection) -> object:
    query = select(birds.c.species, func.count()).group_by(birds.c.walker_id)
    return tuple(connection.execute(query).one())


def two_hours_east(connection: Connection) -> object:
    connection.execute(insert(birds).values(at=NOON))
    return connection.scalar(select(func.max(birds.c.at))).isoformat()


def the_id_after_1(connection: Connection) -> object:
    connection.execute(insert(walkers).values(id=1))
    return connection.execute(insert(walkers)).inserted_primary_key[0]


def going_on_after_an_error(connection: Connection) -> object:
    try:
        connection.execute(text("SELECT nonsense"))
    except DBAPIError:
        return connection.scalar(select(func.count()).select_from(birds))


def a_table_rolled_back(connection: Connection) -> object:
    connection.execute(text("CREATE TABLE herons (id INTEGER)"))
    connection.rollback()
    return connection.scalar(text("SELECT count(*) FROM herons"))


QUESTIONS = [
    nine_letters_in_eight,
    a_word_as_a_number,
    a_nul_in_a_text,
    a_walker_who_is_not_there,
    like_in_small_letters,
    first_by_count,
    not_in_the_group,
    two_hours_east,
    the_id_after_1,
    going_on_after_an_error,
    a_table_rolled_back,
]


def answers(engine: Engine) -> list[str]:
    """Ask each question of empty tables with two birds, and undo it."""
    said = []
    for question in QUESTIONS:
        metadata.drop_all(engine)
        metadata.create_all(engine)
        with engine.begin() as connection:
            connection.execute(insert(birds), ROWS)
        with engine.connect() as connection:
            try:
                said.append(str(question(connection)))
            except DBAPIError as error:
                said.append(str(error.orig).splitlines()[0])
    engine.dispose()
    return said


def main() -> None:
    sqlite = answers(create_engine("sqlite://"))
    postgresql = answers(create_engine(os.environ["FIELDNOTES_DATABASE"]))
    for question, one, other in zip(QUESTIONS, sqlite, postgresql, strict=True):
        print(question.__name__)
        print("    SQLite:    ", one)
        print("    PostgreSQL:", other)


if __name__ == "__main__":
    main()
