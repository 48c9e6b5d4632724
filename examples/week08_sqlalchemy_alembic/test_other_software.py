"""What the text says of SQLAlchemy and Alembic, as installed."""

import importlib
import importlib.metadata
import inspect as python_inspect
from datetime import UTC, date, datetime

import pytest
from alembic.runtime.environment import EnvironmentContext
from sqlalchemy import (
    Boolean,
    Column,
    ForeignKey,
    Integer,
    MetaData,
    QueuePool,
    Table,
    create_engine,
    event,
    insert,
    literal,
    make_url,
    select,
    text,
)
from sqlalchemy.exc import StatementError
from sqlalchemy.orm import (
    DeclarativeBase,
    Session,
    load_only,
    raiseload,
    relationship,
    selectinload,
)
from sqlalchemy.pool import SingletonThreadPool

from harness import postgresql
from harness.rooms import importable


@pytest.fixture(scope="module", autouse=True)
def package(room):
    """Have the programs of this room imported, and not those of another."""
    with importable(room):
        yield


@pytest.fixture
def engine(tmp_path):
    """An SQLite file with one user and one sighting."""
    models = importlib.import_module("steps.models")
    engine = create_engine(f"sqlite:///{tmp_path}/test.db")
    models.Base.metadata.create_all(engine)
    importlib.import_module("steps.notes").fill(engine, 1)
    yield engine
    engine.dispose()


@pytest.fixture
def sent(engine):
    """The statements that the engine is given, as a list that grows."""
    sent = []
    event.listen(engine, "before_cursor_execute", lambda *a: sent.append(a[2]))
    return sent


def test_the_drivers_that_are_taken_unless_another_is_named():
    assert make_url("postgresql://db/notes").get_dialect().driver == "psycopg"
    assert make_url("sqlite://").get_dialect().driver == "pysqlite"


def test_the_pools():
    assert isinstance(create_engine("sqlite:///notes.db").pool, QueuePool)
    assert isinstance(create_engine("sqlite://").pool, SingletonThreadPool)
    pool = create_engine("postgresql://db/notes").pool
    assert (pool.size(), pool._max_overflow, pool._timeout) == (5, 10, 30.0)


def test_the_defaults_of_a_session():
    parameters = python_inspect.signature(Session).parameters
    assert parameters["autoflush"].default is True
    assert parameters["expire_on_commit"].default is True
    mode = parameters["join_transaction_mode"].default
    assert mode == "conditional_savepoint"


def test_greenlet_is_an_extra_since_2_1():
    requires = importlib.metadata.requires("sqlalchemy")
    assert all("extra ==" in each for each in requires if "greenlet" in each)


def test_alembic_requires_sqlalchemy_and_not_the_other_way_round():
    requires = " ".join(importlib.metadata.requires("alembic")).lower()
    assert "sqlalchemy" in requires
    assert "alembic" not in " ".join(importlib.metadata.requires("sqlalchemy"))


def test_types_are_compared_unless_told_otherwise():
    parameters = python_inspect.signature(EnvironmentContext.configure).parameters
    assert parameters["compare_type"].default is True
    assert parameters["compare_server_default"].default is False


def test_the_identity_map_is_weak(engine, sent):
    models = importlib.import_module("steps.models")
    with Session(engine) as session:
        session.get(models.Sighting, 1)
        session.get(models.Sighting, 1)
        assert len(sent) == 2
        kept = session.get(models.Sighting, 1)
        assert session.get(models.Sighting, 1) is kept
        assert len(sent) == 3


def test_a_row_that_another_session_has_changed_does_not_change_the_object(engine):
    models = importlib.import_module("steps.models")
    with Session(engine) as mine, Session(engine) as yours:
        owl = mine.get(models.Sighting, 1)
        mine.rollback()  # or SQLite would make yours wait
        owl = mine.get(models.Sighting, 1)
        assert owl.count == 1
        mine.connection().connection.rollback()
        yours.get(models.Sighting, 1).count = 5
        yours.commit()
        query = select(models.Sighting)
        assert mine.scalars(query).one().count == 1
        refreshed = query.execution_options(populate_existing=True)
        assert mine.scalars(refreshed).one() is owl
        assert owl.count == 5


def test_a_change_that_is_none_sends_nothing(engine, sent):
    models = importlib.import_module("steps.models")
    with Session(engine) as session:
        owl = session.get(models.Sighting, 1)
        owl.count = 5
        assert owl in session.dirty
        owl.count = 1
        session.flush()
    assert len(sent) == 1


def test_a_query_is_compiled_once(engine, caplog):
    models = importlib.import_module("steps.models")
    engine.echo = True
    with Session(engine) as session:
        for number in 1, 2:
            query = select(models.Sighting).where(models.Sighting.count == number)
            session.scalars(query).all()
    shown = [each.getMessage() for each in caplog.records]
    assert sum("generated in" in each for each in shown) == 1
    assert sum("cached since" in each for each in shown) == 1
    engine.echo = False


def test_many_objects_are_one_insert_where_the_database_returns_ids():
    models = importlib.import_module("steps.models")
    engine = create_engine(postgresql.server().new())
    models.Base.metadata.create_all(engine)
    sent = []
    event.listen(engine, "before_cursor_execute", lambda *a: sent.append(a[2]))
    with Session(engine) as session:
        session.add_all([models.User(name=f"user{n}") for n in range(20)])
        session.flush()
    engine.dispose()
    assert len(sent) == 1
    assert "INSERT INTO users" in sent[0]
    assert "RETURNING" in sent[0]


def test_sqlite_s_driver_begins_before_a_change_only(tmp_path):
    engine = create_engine(f"sqlite:///{tmp_path}/test.db")
    metadata = MetaData()
    birds = Table("birds", metadata, Column("id", Integer, primary_key=True))
    with engine.connect() as connection:
        inside = connection.connection.dbapi_connection
        metadata.create_all(connection)
        assert not inside.in_transaction
        connection.execute(select(birds))
        assert not inside.in_transaction
        connection.execute(insert(birds))
        assert inside.in_transaction
        connection.rollback()
    engine.dispose()


def test_dropping_a_table_deletes_its_rows_where_foreign_keys_are_checked(tmp_path):
    """So a migration that copies a table must not have them checked."""
    database = importlib.import_module("fieldnotes.database")
    for check, left in (True, 0), (False, 1):
        engine = database.make_engine(
            f"sqlite:///{tmp_path}/{check}.db", check_foreign_keys=check
        )
        with engine.begin() as connection:
            connection.execute(text("CREATE TABLE users (id INTEGER PRIMARY KEY)"))
            connection.execute(
                text(
                    "CREATE TABLE sightings"
                    " (user_id INTEGER REFERENCES users ON DELETE CASCADE)"
                )
            )
            connection.execute(text("INSERT INTO users VALUES (1)"))
            connection.execute(text("INSERT INTO sightings VALUES (1)"))
            connection.execute(text("DROP TABLE users"))
            count = text("SELECT count(*) FROM sightings")
            assert connection.scalar(count) == left
        engine.dispose()


def test_what_a_visitor_may_write_into_a_like(engine):
    models = importlib.import_module("steps.models")
    plain = models.Sighting.species.contains("50%")
    escaped = models.Sighting.species.contains("50%", autoescape=True)
    assert "ESCAPE" not in str(plain)
    assert "ESCAPE '/'" in str(escaped)
    assert escaped.compile().params == {"species_1": "50/%"}


@pytest.mark.parametrize("related", [False, True])
def test_a_flush_is_sorted_by_relationships_and_not_by_foreign_keys(engine, related):
    class Base(DeclarativeBase):
        pass

    class Egg(Base):
        __tablename__ = "eggs"
        id = Column(Integer, primary_key=True)
        nest_id = Column(ForeignKey("nests.id"))
        if related:
            nest = relationship("Nest")

    class Nest(Base):
        __tablename__ = "nests"
        id = Column(Integer, primary_key=True)

    Base.metadata.create_all(engine)
    sent = []
    event.listen(engine, "before_cursor_execute", lambda *a: sent.append(a[2]))
    with Session(engine) as session:
        session.add_all([Nest(id=1), Egg(id=1, nest_id=1)])
        session.flush()
    tables = [statement.split()[2] for statement in sent]
    assert tables == (["nests", "eggs"] if related else ["eggs", "nests"])


@pytest.mark.parametrize(("users", "statements"), [(500, 2), (501, 3)])
def test_selectinload_asks_for_five_hundred_keys(engine, sent, users, statements):
    models = importlib.import_module("steps.models")
    with Session(engine) as session:
        for number in range(1, users):
            user = models.User(name=f"bird watcher {number}")
            values = {"species": "Wren", "count": 1, "place": "ely"}
            day = date(2026, 5, 31)
            session.add(models.Sighting(**values, seen_on=day, observer=user))
        session.commit()
    sent.clear()
    with Session(engine) as session:
        with_users = selectinload(models.Sighting.observer)
        assert len(session.scalars(select(models.Sighting).options(with_users)).all())
    assert len(sent) == statements


@pytest.mark.parametrize(("maker", "left"), [("create_engine", 1), ("make_engine", 0)])
def test_begin_nested_needs_an_engine_that_begins(tmp_path, maker, left):
    """With the driver's own transactions, the end of a savepoint stores its block."""
    leaking = importlib.import_module("steps.leaking")
    engine = getattr(leaking, maker)(f"sqlite:///{tmp_path}/test.db")
    leaking.Base.metadata.create_all(engine)
    with Session(engine) as session:
        with session.begin_nested():
            session.add(leaking.User(username="miriam"))
        session.rollback()
        assert len(session.scalars(select(leaking.User)).all()) == left
    engine.dispose()


@pytest.mark.parametrize(
    ("value", "written"),
    [(None, "seen IS NULL"), (True, "seen = true"), (1, "seen = :seen_1")],
)
def test_three_values_are_constants_and_all_others_parameters(value, written):
    assert str(Column("seen", Boolean) == value) == written


def test_raiseload_refuses_relationships_and_no_columns(engine, sent):
    sighting = importlib.import_module("steps.models").Sighting
    query = select(sighting).options(load_only(sighting.species), raiseload("*"))
    with Session(engine) as session:
        assert session.scalars(query).one().count == 1
    assert len(sent) == 2


def test_a_moment_has_a_zone_or_is_none():
    moment_type = importlib.import_module("fieldnotes.models").UTCDateTime
    engine = create_engine("sqlite://")
    with engine.connect() as connection:

        def there_and_back(value):
            return connection.scalar(select(literal(value, moment_type)))

        noon = datetime(2026, 6, 1, 12, tzinfo=UTC)
        assert there_and_back(noon) == noon
        assert there_and_back(None) is None
        with pytest.raises(StatementError, match="a moment without a time zone"):
            there_and_back(noon.replace(tzinfo=None))
    engine.dispose()


def test_a_reader_does_not_stop_a_writer_in_the_wal_mode(tmp_path):
    engine = importlib.import_module("fieldnotes.database").make_engine(
        f"sqlite:///{tmp_path}/test.db?timeout=0.1"
    )
    base = importlib.import_module("steps.models").Base
    base.metadata.create_all(engine)
    with engine.connect() as connection:
        inside = connection.connection.dbapi_connection
        assert inside.execute("PRAGMA journal_mode = WAL").fetchone() == ("wal",)
    names = text("SELECT name FROM users")
    with engine.connect() as reader, engine.connect() as writer:
        assert reader.scalars(names).all() == []
        writer.execute(text("INSERT INTO users (name) VALUES ('ada')"))
        writer.commit()
        assert reader.scalars(names).all() == []
    engine.dispose()
