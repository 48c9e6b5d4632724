"""Roost: rows that are read and written, transactions, and a database that says no."""

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta, timezone
from types import SimpleNamespace

import pytest

from harness.rooms import importable


@pytest.fixture(scope="module")
def roost(room):
    with importable(room) as programs:
        yield programs.roost


@pytest.fixture(scope="module")
def tables(roost):
    class Place(roost.Table, name="places"):
        id = roost.Key()
        name = roost.Column(str, unique=True)

    class Bird(roost.Table, name="birds"):
        id = roost.Key()
        species = roost.Column(str)
        count = roost.Column(int)
        seen_on = roost.Column(date)
        place = roost.ForeignKey(Place)

    return SimpleNamespace(Place=Place, Bird=Bird)


@pytest.fixture
def database(roost, tables, tmp_path):
    """A database that waits a twentieth of a second for locks."""
    database = roost.Database(tmp_path / "it.db", busy_timeout=0.05, queue_timeout=0.05)
    database.create(tables.Place, tables.Bird)
    yield database
    database.close()


@pytest.fixture
def session(database):
    with database.session() as session:
        yield session


@pytest.fixture
def add(tables, session):
    """A function that adds a bird at Hull."""

    def add(species, count=1, seen_on=date(2026, 5, 1)):
        with session.transaction():
            place = session.select(tables.Place).first()
            if place is None:
                place = tables.Place(name="Hull")
                session.add(place)
            bird = tables.Bird(
                species=species, count=count, seen_on=seen_on, place=place
            )
            session.add(bird)
        return bird

    return add


def species(query):
    return [bird.species for bird in query.all()]


# -- reading -------------------------------------------------------------------------


def test_a_row_comes_back_as_it_went_in(database, tables, add):
    bird = add("Mäuse\0bussard 🦅", 3)
    with database.session() as other:
        found = other.get(tables.Bird, bird.id)
        assert (found.species, found.count) == ("Mäuse\0bussard 🦅", 3)
        assert found.seen_on == date(2026, 5, 1)
        assert found.place.name == "Hull"
        assert found.place is found.place


def test_a_row_is_one_object_however_it_is_read(session, tables, add):
    bird = add("wren")
    found = session.select(tables.Bird).where(tables.Bird.species == "wren").all()
    assert found == [bird]
    assert session.get(tables.Bird, bird.id) is bird
    assert session.get(tables.Bird, bird.id + 1) is None


@pytest.mark.parametrize(
    ("condition", "found"),
    [
        (lambda bird: bird.count == 2, ["owl"]),
        (lambda bird: bird.count != 2, ["Wren", "%_"]),
        (lambda bird: bird.count < 2, ["Wren"]),
        (lambda bird: bird.count <= 2, ["Wren", "owl"]),
        (lambda bird: bird.count > 2, ["%_"]),
        (lambda bird: bird.count >= 2, ["owl", "%_"]),
        (lambda bird: ~(bird.count >= 2) | (bird.species == "owl"), ["Wren", "owl"]),
        (lambda bird: bird.species.contains("WR"), ["Wren"]),
        (lambda bird: bird.species.contains("%"), ["%_"]),
        (lambda bird: bird.species.contains("_"), ["%_"]),
        (lambda bird: bird.species.contains("\0"), []),
        (lambda bird: bird.species.contains("' OR 1=1 --"), []),
    ],
)
def test_conditions_choose_rows(session, tables, add, condition, found):
    for number, name in enumerate(["Wren", "owl", "%_"], 1):
        add(name, number)
    query = session.select(tables.Bird).where(condition(tables.Bird))
    assert species(query) == found
    assert query.count() == len(found)


def test_a_foreign_key_can_be_asked_for(session, tables, add):
    bird = add("wren")
    at_hull = tables.Bird.place == bird.place
    assert session.select(tables.Bird).where(at_hull).count() == 1


def test_a_query_is_sorted_and_cut(session, tables, add):
    for name, count in [("a", 2), ("b", 1), ("c", 2), ("d", 3)]:
        add(name, count)
    bird = tables.Bird
    query = session.select(bird).order_by(bird.count.descending(), bird.id.descending())
    assert species(query) == ["d", "c", "a", "b"]
    assert species(query.limit(2)) == ["d", "c"]
    assert species(query.limit(2).offset(1)) == ["c", "a"]
    assert species(query.offset(3)) == ["b"]
    assert query.limit(1).count() == 4
    assert species(query.where(bird.count == 2).where(bird.species > "a")) == ["c"]
    assert session.select(bird).order_by(bird.count.ascending()).first().species == "b"
    assert session.select(bird).where(bird.count > 3).first() is None
    assert session.select(bird).distinct(bird.count) == [1, 2, 3]
    assert session.select(bird).distinct(bird.seen_on) == [date(2026, 5, 1)]
    assert session.select(bird).distinct(bird.place) == [1]


def test_moments_sort_by_time_whatever_their_offset(roost, tmp_path):
    class Moment(roost.Table, name="moments"):
        id = roost.Key()
        at = roost.Column(datetime)

    noon = datetime(2026, 5, 1, 12, tzinfo=UTC)
    east = timezone(timedelta(hours=9))
    moments = [
        (noon - timedelta(minutes=1)).astimezone(east),  # 20:59 there
        noon,
        noon + timedelta(microseconds=5),
        noon + timedelta(seconds=1),
    ]
    database = roost.Database(tmp_path / "moments.db")
    database.create(Moment)
    with database.session() as session:
        with session.transaction():
            for moment in reversed(moments):
                session.add(Moment(at=moment))
        found = session.select(Moment).order_by(Moment.at.ascending()).all()
        assert [each.at for each in found] == moments
        after = session.select(Moment).where(Moment.at > moments[1])
        assert after.count() == 2
    database.close()


# -- writing -------------------------------------------------------------------------


def test_an_id_is_never_used_again(session, tables, add):
    last = add("wren")
    with session.transaction():
        session.delete(last)
    assert session.get(tables.Bird, last.id) is None
    assert add("owl").id == last.id + 1


def test_an_update_writes_what_was_set_and_no_more(database, session, tables, add):
    bird = add("wren", 1)
    with database.session() as other, other.transaction():
        same = other.get(tables.Bird, bird.id)
        same.count = 5
        other.update(same)
    with session.transaction():
        bird.species = "Wren"
        session.update(bird)
        session.update(bird)
    with database.session() as other:
        found = other.get(tables.Bird, bird.id)
        assert (found.species, found.count) == ("Wren", 5)


@pytest.mark.parametrize("method", ["add", "update", "delete"])
def test_nothing_is_written_outside_of_a_transaction(session, add, method):
    with pytest.raises(RuntimeError, match=r"put this into `with session\.trans"):
        getattr(session, method)(add("wren"))


def test_a_transaction_that_fails_writes_nothing(session, tables, add):
    bird = add("wren")

    def write_and_fail():
        with session.transaction():
            bird.species = "owl"
            session.update(bird)
            raise LookupError("half-way")

    with pytest.raises(LookupError, match="half-way"):
        write_and_fail()
    assert session.get(tables.Bird, bird.id).species == "wren"


def test_a_rollback_takes_back_what_objects_believe(session, tables, add):
    bird = add("wren")
    added = tables.Place(name="Ely")

    def write_and_fail():
        with session.transaction():
            session.add(added)
            bird.species = "owl"
            session.update(bird)
            added.name = "York"
            session.update(added)
            raise LookupError("half-way")

    with pytest.raises(LookupError, match="half-way"):
        write_and_fail()
    assert repr(added) == "<Place not stored>"
    with session.transaction():
        other = tables.Place(name="Ely")
        session.add(other)
        session.add(added)
        session.update(bird)
    assert added.id == other.id + 1
    assert session.get(tables.Place, added.id).name == "York"
    found = session.execute("SELECT species FROM birds").fetchall()
    assert found == [("owl",)]


def test_a_rollback_leaves_an_id_that_the_program_chose(session, tables):
    chosen = tables.Place(id=7, name="Ely")

    def write_and_fail():
        with session.transaction():
            session.add(chosen)
            raise LookupError("half-way")

    with pytest.raises(LookupError, match="half-way"):
        write_and_fail()
    with session.transaction():
        session.add(chosen)
    assert session.get(tables.Place, 7) is chosen


def test_an_update_of_a_row_that_is_gone_says_so(database, session, tables, add):
    bird = add("wren")
    with database.session() as other, other.transaction():
        other.delete(other.get(tables.Bird, bird.id))

    def update():
        with session.transaction():
            bird.count = 2
            session.update(bird)

    with pytest.raises(LookupError, match="<Bird 1> is not in the database any more"):
        update()
    assert bird.changed == {"count"}


def test_a_statement_of_your_own_outside_of_a_transaction_is_stored_at_once(
    database, session
):
    session.execute("INSERT INTO places (name) VALUES (?)", ("Hull",))
    with database.session() as other:
        found = other.execute("SELECT name FROM places").fetchall()
    assert found == [("Hull",)]


def test_a_transaction_is_not_opened_twice(session):
    with (
        session.transaction(),
        pytest.raises(RuntimeError, match="this session is in a transaction already"),
    ):
        session.transaction().__enter__()


def test_what_is_sent_can_be_logged(session, tables, caplog):
    with caplog.at_level("DEBUG", logger="roost"):
        session.get(tables.Place, 7)
    assert caplog.messages == [
        "SELECT id, name FROM places WHERE id = ? LIMIT ? OFFSET ? (7, 1, 0)"
    ]


def test_a_transaction_reads_anew(database, session, tables, add):
    bird = add("wren")
    with database.session() as other, other.transaction():
        same = other.get(tables.Bird, bird.id)
        same.species = "owl"
        other.update(same)
    with session.transaction():
        assert session.get(tables.Bird, bird.id).species == "owl"


def test_a_row_that_others_point_to_cannot_be_deleted(session, tables, add):
    bird = add("wren")
    with (
        pytest.raises(sqlite3.IntegrityError, match="FOREIGN KEY constraint failed"),
        session.transaction(),
    ):
        session.delete(bird.place)
    assert session.get(tables.Bird, bird.id).place.name == "Hull"


def test_a_mistake_in_sql_is_no_fault_of_the_database(session):
    with pytest.raises(sqlite3.OperationalError, match="no such table: owls"):
        session.execute("SELECT * FROM owls")


# -- connections and locks -----------------------------------------------------------


def test_readers_do_not_wait_for_a_writer(database, session, tables, add):
    add("wren")
    with session.transaction(), database.session() as reader:
        assert reader.select(tables.Bird).count() == 1


def test_two_threads_write_one_after_the_other(roost, database, session):
    def write():
        with database.session() as other, other.transaction():
            return other

    with session.transaction(), ThreadPoolExecutor(1) as threads:
        waiting = threads.submit(write).exception()
    assert isinstance(waiting, roost.Unavailable)
    assert str(waiting) == "other threads kept the database to themselves"
    with ThreadPoolExecutor(1) as threads:
        assert threads.submit(write).result() is not session


def test_a_lock_of_another_process_is_waited_for_in_vain(roost, database, session):
    # A second Database has a lock of its own, as another process would.
    other = roost.Database(database.path, busy_timeout=0.05)
    with (
        session.transaction(),
        other.session() as waiting,
        pytest.raises(roost.Unavailable, match="database is locked"),
    ):
        waiting.transaction().__enter__()
    other.close()


def test_a_full_disk_keeps_what_was_stored(roost, session, tables, add):
    big = "owl" * 3000
    add("wren")
    pages = session.execute("PRAGMA page_count").fetchone()[0]
    session.execute(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(roost.Unavailable, match="database or disk is full"):
        add(big)
    assert session.select(tables.Bird).first().species == "wren"
    assert not session.connection.in_transaction


def test_a_file_that_cannot_be_opened_is_unavailable(roost, tmp_path):
    database = roost.Database(tmp_path / "no folder" / "it.db")
    with pytest.raises(roost.Unavailable, match="unable to open database file"):
        database.session().__enter__()


def test_a_connection_is_used_again(database):
    with database.session() as first:
        pass
    with database.session() as second:
        assert second.connection is first.connection


def test_a_connection_with_an_open_transaction_is_not_used_again(database):
    with database.session() as first:
        first.execute("BEGIN")
    with database.session() as second:
        assert second.connection is not first.connection


def test_a_session_that_has_ended_is_not_used(database, tables, add):
    add("wren")
    with database.session() as session:
        bird = session.select(tables.Bird).first()
    with pytest.raises(RuntimeError, match="the session has ended, and others use its"):
        _ = bird.place


def test_settings_of_a_connection(session):
    def setting(name):
        return session.execute(f"PRAGMA {name}").fetchone()[0]

    assert setting("journal_mode") == "wal"
    assert setting("foreign_keys") == 1
    assert setting("synchronous") == 2  # FULL
    assert setting("busy_timeout") == 50  # ms
