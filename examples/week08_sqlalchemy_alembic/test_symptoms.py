"""Every symptom of the page, with its message."""

import importlib
import warnings
from datetime import date

import psycopg.errors
import pytest
from sqlalchemy import create_engine, event, insert, inspect, select, text
from sqlalchemy.exc import (
    ArgumentError,
    IntegrityError,
    InternalError,
    InvalidRequestError,
    OperationalError,
    PendingRollbackError,
    SAWarning,
    TimeoutError,
)
from sqlalchemy.orm import Session, joinedload, raiseload
from sqlalchemy.orm.exc import DetachedInstanceError

from harness import postgresql
from harness.rooms import importable

DAY = date(2026, 5, 31)


@pytest.fixture(scope="module", autouse=True)
def package(room):
    """Have the programs of this room imported, and not those of another."""
    with importable(room):
        yield


@pytest.fixture
def models():
    return importlib.import_module("steps.models")


@pytest.fixture
def engine(models, tmp_path, monkeypatch):
    """An SQLite file with the tables, one user and one sighting."""
    monkeypatch.setenv("FIELDNOTES_DATA", str(tmp_path))
    monkeypatch.delenv("FIELDNOTES_DATABASE", raising=False)
    notes = importlib.import_module("steps.notes")
    engine = notes.fresh_engine()
    notes.fill(engine, 1)
    yield engine
    engine.dispose()


@pytest.fixture
def server_engine(models, monkeypatch):
    """The same in PostgreSQL."""
    monkeypatch.setenv("FIELDNOTES_DATABASE", postgresql.server().new())
    notes = importlib.import_module("steps.notes")
    engine = notes.fresh_engine()
    notes.fill(engine, 1)
    yield engine
    engine.dispose()


def test_a_relationship_of_a_detached_object(engine, models):
    with Session(engine) as session:
        owl = session.get(models.Sighting, 1)
    message = "is not bound to a Session; lazy load operation of attribute 'observer'"
    with pytest.raises(DetachedInstanceError, match=message):
        _ = owl.observer


def test_a_column_of_an_object_that_a_commit_has_expired(engine, models):
    with Session(engine) as session:
        owl = session.get(models.Sighting, 1)
        session.commit()
    message = "is not bound to a Session; attribute refresh operation cannot proceed"
    with pytest.raises(DetachedInstanceError, match=message):
        _ = owl.species
    with Session(engine, expire_on_commit=False) as session:
        owl = session.get(models.Sighting, 1)
        session.commit()
    assert owl.species == "Barn Owl"


def test_a_session_after_an_error(engine, models):
    with Session(engine) as session:
        session.add(models.User(name="user0"))
        with pytest.raises(IntegrityError, match=r"constraint failed: users\.name"):
            session.flush()
        message = "transaction has been rolled back due to a previous exception during"
        with pytest.raises(PendingRollbackError, match=message):
            session.scalars(select(models.User))
        session.rollback()
        assert session.scalars(select(models.User)).one().name == "user0"


def test_an_innocent_select_raises_what_an_add_has_done(engine, models):
    with Session(engine) as session:
        session.add(models.User(name="user0"))
        with session.no_autoflush:
            assert len(session.scalars(select(models.User)).all()) == 1
        message = "raised as a result of Query-invoked autoflush"
        with pytest.raises(IntegrityError, match=message):
            session.scalars(select(models.User))


def test_a_user_who_has_sightings(engine, models):
    with Session(engine) as session:
        session.delete(session.get(models.User, 1))
        with pytest.raises(
            IntegrityError, match=r"NOT NULL constraint failed: sightings.observer_id"
        ):
            session.flush()


def test_a_joined_collection_wants_unique(engine, models):
    with Session(engine) as session:
        query = select(models.User).options(joinedload(models.User.sightings))
        message = r"The unique\(\) method must be invoked on this Result"
        with pytest.raises(InvalidRequestError, match=message):
            session.scalars(query).all()
        assert len(session.scalars(query).unique().all()) == 1


def test_what_raiseload_refuses(engine, models):
    with Session(engine) as session:
        owl = session.scalars(select(models.Sighting).options(raiseload("*"))).one()
        message = "'Sighting.observer' is not available due to lazy='raise'"
        with pytest.raises(InvalidRequestError, match=message):
            _ = owl.observer


def test_a_text_is_no_statement(engine):
    with Session(engine) as session:
        with pytest.raises(
            ArgumentError, match="should be explicitly declared as text"
        ):
            session.execute("SELECT 1")
        assert session.execute(text("SELECT 1")).scalar() == 1


def test_an_object_that_hangs_on_one_which_was_added_but_not_itself(engine, models):
    with Session(engine) as session:
        owl = models.Sighting(species="Owl", count=1, place="ely", seen_on=DAY)
        owl.observer = session.get(models.User, 1)
        message = "Object of type <Sighting> not in session, add operation along"
        with (
            warnings.catch_warnings(action="error"),
            pytest.raises(SAWarning, match=message),
        ):
            session.flush()


def test_connections_that_nobody_gives_back(models, tmp_path):
    engine = create_engine(
        f"sqlite:///{tmp_path}/test.db", pool_size=1, max_overflow=0, pool_timeout=0.1
    )
    message = r"QueuePool limit of size 1 overflow 0 reached, connection timed out"
    with Session(engine) as session:
        session.execute(text("SELECT 1"))
        with Session(engine) as second, pytest.raises(TimeoutError, match=message):
            second.execute(text("SELECT 1"))
    engine.dispose()


def test_what_was_not_committed_is_gone(engine, models):
    with engine.connect() as connection:
        connection.execute(insert(models.User).values(name="miriam"))
    with Session(engine) as session:
        assert list(session.scalars(select(models.User.name))) == ["user0"]


def test_a_second_writer(engine, models):
    address = engine.url.update_query_dict({"timeout": "0.1"})
    second = create_engine(address)
    with engine.connect() as one, second.connect() as other:
        one.execute(insert(models.User).values(name="ada"))
        with pytest.raises(OperationalError, match="database is locked"):
            other.execute(insert(models.User).values(name="ben"))
    second.dispose()


def test_who_reads_before_writing_may_be_refused(engine, models):
    """With a BEGIN of its own, SQLite refuses what it would have overwritten."""
    make_engine = importlib.import_module("fieldnotes.database").make_engine
    real = make_engine(f"{engine.url}?timeout=0.1")
    with Session(real) as ada, Session(real) as ben:
        hers, his = ada.get(models.Sighting, 1), ben.get(models.Sighting, 1)
        hers.count += 1
        his.count += 1
        with pytest.raises(OperationalError, match="database is locked"):
            ada.commit()
    real.dispose()


def test_a_version_that_has_gone_on(engine):
    program = importlib.import_module("steps.lost_update")
    program.Base.metadata.create_all(engine)
    said = program.attempt(engine, program.versioned)
    assert said == (
        "UPDATE statement on table 'counted_flocks' expected to update 1 row(s); "
        "0 were matched."
    )


def test_a_statement_after_a_failed_one(server_engine):
    with server_engine.connect() as connection:
        with pytest.raises(Exception, match="nonsense"):
            connection.execute(text("SELECT nonsense"))
        message = "current transaction is aborted, commands ignored until end of"
        with pytest.raises(InternalError, match=message) as raised:
            connection.execute(text("SELECT 1"))
        assert isinstance(raised.value.orig, psycopg.errors.InFailedSqlTransaction)
        connection.rollback()
        with pytest.raises(Exception, match="nonsense"), connection.begin_nested():
            connection.execute(text("SELECT nonsense"))
        assert connection.scalar(text("SELECT 1")) == 1


def test_an_id_that_a_loaded_row_has(server_engine, models):
    with Session(server_engine) as session:
        session.execute(insert(models.User).values(id=2, name="loaded"))
        session.add(models.User(name="miriam"))
        message = 'duplicate key value violates unique constraint "pk_users"'
        with pytest.raises(IntegrityError, match=message):
            session.flush()
        session.rollback()
        session.execute(insert(models.User).values(id=7, name="loaded"))
        session.execute(
            text(
                "SELECT setval(pg_get_serial_sequence('users', 'id'), max(id))"
                " FROM users"
            )
        )
        miriam = models.User(name="miriam")
        session.add(miriam)
        session.flush()
        assert miriam.id == 8


def test_the_states_are_the_five_of_the_inspector(engine, models):
    states = importlib.import_module("steps.states").STATES
    assert all(
        isinstance(getattr(inspect(models.User()), each), bool) for each in states
    )


def test_what_a_flush_does_for_a_user_who_has_sightings(engine, models):
    """It reads them, and takes the user away from them, before it deletes the user."""
    sent = []
    event.listen(engine, "before_cursor_execute", lambda *a: sent.append(a[2]))
    with Session(engine) as session:
        session.delete(session.get(models.User, 1))
        with pytest.raises(IntegrityError):
            session.flush()
    assert [each.split()[0] for each in sent] == ["SELECT", "SELECT", "UPDATE"]
    assert sent[-1].startswith("UPDATE sightings SET observer_id")
