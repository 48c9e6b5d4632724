"""Tests of the queries, each in a transaction that is rolled back."""

import os
from collections.abc import Iterator
from datetime import date

import pytest
from fieldnotes import queries
from fieldnotes.database import make_engine
from fieldnotes.models import Base, Sighting, User
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

DAY = date(2026, 5, 31)


# part: fixtures
@pytest.fixture(scope="session")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """One database for all tests, with its tables; an empty one of your own."""
    file = tmp_path_factory.mktemp("data") / "test.db"
    engine = make_engine(os.environ.get("TEST_DATABASE", f"sqlite:///{file}"))
    Base.metadata.create_all(engine)
    yield engine
    Base.metadata.drop_all(engine)
    engine.dispose()


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    """A session whose commits are undone after the test."""
    with engine.connect() as connection:
        outer = connection.begin()
        with Session(connection, join_transaction_mode="create_savepoint") as session:
            yield session
        outer.rollback()


# end: fixtures
def seen(session: Session, species: str, count: int = 1, place: str = "ely") -> None:
    session.add(
        Sighting(
            species=species,
            count=count,
            place=place,
            seen_on=DAY,
            observer=queries.user_named(session, "miriam"),
        )
    )
    session.commit()


@pytest.mark.parametrize("_", ["once", "and again"])
def test_a_commit_does_not_outlive_its_test(session: Session, _: str) -> None:
    seen(session, "Barn Owl")
    assert session.scalar(select(func.count(Sighting.id))) == 1
    assert session.scalar(select(func.count(User.id))) == 1


def test_a_place_has_what_lies_below_it(session: Session) -> None:
    for place in "ely", "ely/meadow", "elysium":
        seen(session, "Wren", place=place)
    found = queries.newest(session, "ely")
    assert [sighting.place for sighting in found] == ["ely/meadow", "ely"]
    assert {sighting.observer.username for sighting in found} == {"miriam"}


def test_birds_are_added_up(session: Session) -> None:
    for species, count in ("Wren", 2), ("Barn Owl", 1), ("Wren", 3):
        seen(session, species, count)
    assert queries.birds_by_species(session, DAY) == {"Wren": 5, "Barn Owl": 1}
