"""The program that runs PostgreSQL, the programs that use it, and the reader's tests."""

import importlib
import re
import sqlite3
import subprocess
import sys
import threading
from contextlib import closing

import psycopg
import pytest
from sqlalchemy import event, select, text
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.orm import Session

from harness import postgresql
from harness.inputs import environment
from harness.rooms import importable

READY = re.compile(r"postgresql://postgres@127\.0\.0\.1:\d+/postgres")


def test_it_answers_until_it_is_interrupted(serve):
    server = serve("python", "-m", "steps.postgres", "{port}", ready=READY)
    with psycopg.connect(READY.search(server.log)[0]) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)


def test_a_port_that_is_taken_is_said(serve, room):
    server = serve("python", "-m", "steps.postgres", "{port}", ready=READY)
    second = subprocess.run(
        [sys.executable, "-m", "steps.postgres", str(server.port)],
        cwd=room,
        env=environment(),
        capture_output=True,
        text=True,
    )
    assert second.returncode == 1
    assert "could not bind IPv4 address" in second.stderr


@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_the_tests_of_the_page_pass(room, database):
    more = {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    if database == "postgresql":
        more["TEST_DATABASE"] = postgresql.server().new()
    command = "-m pytest -q -c /dev/null --rootdir . --noconftest -p no:cacheprovider tests.py"
    ran = subprocess.run(
        [sys.executable, *command.split()],
        cwd=room,
        env=environment(more),
        capture_output=True,
        text=True,
    )
    assert "4 passed" in ran.stdout, ran.stdout + ran.stderr


def test_where_the_two_databases_disagree(room, monkeypatch, capsys):
    """Nothing of it depends on the version of SQLite that Python brings."""
    monkeypatch.setenv("FIELDNOTES_DATABASE", postgresql.server().new())
    with importable(room):
        importlib.import_module("steps.differences").main()
    printed = capsys.readouterr().out
    recorded = (room / "transcripts/differences.console").read_text("utf-8")
    assert printed in recorded


def test_sqlite_forgets_who_was_first(room, monkeypatch, tmp_path):
    """Who writes second there has not seen what the first has written."""
    monkeypatch.setenv("FIELDNOTES_DATA", str(tmp_path))
    monkeypatch.delenv("FIELDNOTES_DATABASE", raising=False)
    with importable(room):
        program = importlib.import_module("steps.lost_update")
        said = []
        for way in program.WAYS:
            engine = program.fresh_engine()
            said.append(program.attempt(engine, way))
            engine.dispose()
    assert said[:3] == ["2 birds", "3 birds", "2 birds"]


@pytest.fixture
def flocks(room, monkeypatch):
    """The program of Ada and Ben, and an engine of PostgreSQL with a flock of one."""
    monkeypatch.setenv("FIELDNOTES_DATABASE", postgresql.server().new())
    with importable(room):
        program = importlib.import_module("steps.lost_update")
        engine = program.fresh_engine()
        with Session(engine) as session:
            session.add(program.Flock(id=1, count=1))
            session.add(program.CountedFlock(id=1, count=1))
            session.commit()
        yield program, engine
        engine.dispose()


def test_the_default_level(flocks):
    _, engine = flocks
    with engine.connect() as connection:
        level = connection.scalar(text("SHOW transaction_isolation"))
    assert level == "read committed"


def test_a_second_lock_waits_for_the_first_and_reads_what_it_wrote(flocks):
    program, engine = flocks
    read = []

    def ben():
        with Session(engine) as session:
            flock = session.get(program.Flock, 1, with_for_update=True)
            read.append(flock.count)

    with Session(engine) as ada:
        ada.get(program.Flock, 1, with_for_update=True).count += 1
        thread = threading.Thread(target=ben)
        thread.start()
        thread.join(0.2)
        assert read == []
        ada.commit()
    thread.join()
    assert read == [2]


def test_a_lock_renews_no_object_that_the_session_has(flocks):
    program, engine = flocks
    query = select(program.Flock).with_for_update()
    renewed = query.execution_options(populate_existing=True)
    with Session(engine) as ben:
        his = ben.get(program.Flock, 1)
        with Session(engine) as ada:
            ada.get(program.Flock, 1).count = 2
            ada.commit()
        assert ben.scalars(query).one().count == 1
        assert ben.scalars(renewed).one() is his
        assert his.count == 2


def test_a_commit_after_an_error_stores_nothing_and_says_nothing(flocks):
    program, engine = flocks
    with engine.connect() as connection:
        connection.execute(text("UPDATE flocks SET count = 2"))
        with pytest.raises(DBAPIError, match="nonsense"):
            connection.execute(text("SELECT nonsense"))
        connection.commit()
        assert connection.scalar(select(program.Flock.count)) == 1


def test_a_sequence_is_not_rolled_back(flocks):
    _, engine = flocks
    models = importlib.import_module("steps.models")
    ids = []
    for _ in range(2):
        with Session(engine) as session:
            user = models.User(name="miriam")
            session.add(user)
            session.flush()
            ids.append(user.id)
            session.rollback()
    assert ids == [1, 2]


def test_who_comes_after_an_alter_table_waits_behind_it(flocks):
    _, engine = flocks
    reads = text("SELECT count FROM flocks")
    alter = text("ALTER TABLE flocks ADD COLUMN place VARCHAR")
    waiting = text(
        "SELECT count(*) FROM pg_locks"
        " WHERE relation = 'flocks'::regclass AND NOT granted"
    )

    def migrate():
        with engine.begin() as connection:
            connection.execute(alter)

    thread = threading.Thread(target=migrate)
    with engine.connect() as reader, engine.connect() as late:
        reader.execute(reads)
        late.execute(text("SET lock_timeout = '100ms'"))
        late.commit()
        with pytest.raises(OperationalError, match="due to lock timeout"):
            late.execute(alter)
        late.rollback()
        late.execute(reads)  # nobody waits any more
        late.rollback()
        thread.start()
        assert any(iter(lambda: late.scalar(waiting), None))  # asks until it waits
        with pytest.raises(OperationalError, match="due to lock timeout"):
            late.execute(reads)
    thread.join()


def test_the_version_stands_in_the_update(flocks):
    program, engine = flocks
    sent = []
    event.listen(engine, "before_cursor_execute", lambda *a: sent.append(a[2]))
    with Session(engine) as session:
        session.get(program.CountedFlock, 1).count += 1
        session.flush()
    assert re.search(
        r"WHERE counted_flocks.id = .+ AND counted_flocks.version = ", sent[1]
    )


def test_a_strict_table_of_sqlite_refuses_a_word_as_a_number():
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute("CREATE TABLE birds (count INTEGER) STRICT")
        message = "cannot store TEXT value in INTEGER column birds.count"
        with pytest.raises(sqlite3.IntegrityError, match=message):
            connection.execute("INSERT INTO birds VALUES ('three')")
