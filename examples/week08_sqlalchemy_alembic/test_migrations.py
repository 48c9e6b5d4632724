"""Migrations there and back, on both databases, with rows in the tables."""

import importlib
import logging
import shutil
import sys
from datetime import UTC, date

import pytest
from alembic import config
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.operations import Operations
from sqlalchemy import (
    CheckConstraint,
    Column,
    MetaData,
    String,
    Table,
    create_engine,
    inspect,
    select,
    text,
)
from sqlalchemy.orm import Session

from harness import postgresql
from harness.rooms import importable

OLD = "INSERT INTO users (name) VALUES ('miriam')"
SEEN = (
    "INSERT INTO sightings (species, count, place, seen_on, observer_id{})"
    " VALUES ('Wren', 1, 'ely', '2026-05-30', 1{})"
)


@pytest.fixture(params=["sqlite", "postgresql"])
def engine(request, tmp_path, monkeypatch):
    """An empty database, which programs find by their variables."""
    monkeypatch.setenv("FIELDNOTES_DATA", str(tmp_path))
    monkeypatch.delenv("FIELDNOTES_DATABASE", raising=False)
    address = f"sqlite:///{tmp_path}/fieldnotes.db"
    if request.param == "postgresql":
        address = postgresql.server().new()
        monkeypatch.setenv("FIELDNOTES_DATABASE", address)
    engine = create_engine(address)
    yield engine
    engine.dispose()


@pytest.fixture
def run(room, engine, monkeypatch, capsys):
    """A function that runs alembic, or a step, and returns what it has said."""
    monkeypatch.setattr(sys, "path", sys.path.copy())  # alembic.ini prepends to it
    level, handlers = logging.root.level, logging.root.handlers.copy()

    def run(program, *words, folder=room, fails=False):
        error = None
        monkeypatch.chdir(folder)  # where ruff looks for settings
        with importable(folder):
            try:
                if program == "alembic":
                    config.main(["-c", str(folder / "alembic.ini"), *words])
                else:
                    importlib.import_module(program).main()
            except (Exception, SystemExit) as raised:
                error = raised
        assert bool(error) == fails, error
        printed = capsys.readouterr()
        return f"{printed.out}{printed.err}{error}"

    yield run
    logging.root.setLevel(level)
    logging.root.handlers[:] = handlers


def test_there_and_back_with_rows(run, engine):
    run("alembic", "upgrade", "0001")
    run("steps.old_rows")
    before = run("steps.look")
    run("alembic", "upgrade", "head")
    run("alembic", "check")
    after = run("steps.look")
    assert "users (id, username)\n    1 miriam\n    2 owen\n" in after
    assert "2026-05-30 1 2026-05-30 12:00:00\n" in after
    run("alembic", "downgrade", "0001")
    assert run("steps.look") == before
    run("alembic", "upgrade", "head")
    assert run("steps.look") == after
    run("alembic", "downgrade", "base")
    assert inspect(engine).get_table_names() == ["alembic_version"]


def test_the_old_program_goes_on_between_the_two_halves(run, engine):
    run("alembic", "upgrade", "0003")
    with engine.begin() as connection:
        connection.execute(text(OLD.replace("name", "username")))
        connection.execute(text(SEEN.format("", "")))
    run("alembic", "upgrade", "0004")
    with engine.connect() as connection:
        filled = connection.scalar(text("SELECT created_at FROM sightings"))
        assert str(filled).startswith("2026-05-30 12:00:00")
        with pytest.raises(Exception, match=r"NOT NULL|not-null"):
            connection.execute(text(SEEN.format("", "")))


def test_the_new_program_runs_between_the_two_halves(run, engine, room):
    """It reads what the old one has written, without a moment, and writes with one."""
    run("alembic", "upgrade", "0003")
    with engine.begin() as connection:
        connection.execute(text(OLD.replace("name", "username")))
        connection.execute(text(SEEN.format("", "")))
    with importable(room), Session(engine) as session:
        sighting = importlib.import_module("fieldnotes.models").Sighting
        old = session.scalars(select(sighting)).one()
        assert old.created_at is None
        values = {"species": "Wren", "count": 1, "place": "ely"}
        day = date(2026, 5, 31)
        session.add(sighting(**values, seen_on=day, observer=old.observer))
        session.commit()
        assert session.get(sighting, 2).created_at.tzinfo is UTC


def test_what_is_filled_already_stays(run, engine):
    run("alembic", "upgrade", "0003")
    with engine.begin() as connection:
        connection.execute(text(OLD.replace("name", "username")))
        moment = ", '2026-05-30 20:59:00.000000'"
        connection.execute(text(SEEN.format(", created_at", moment)))
    run("alembic", "upgrade", "0004")
    with engine.connect() as connection:
        kept = connection.scalar(text("SELECT created_at FROM sightings"))
    assert str(kept).startswith("2026-05-30 20:59:00")


def test_without_a_database_the_statements_are_printed(run, monkeypatch):
    monkeypatch.setenv("FIELDNOTES_DATABASE", "postgresql://db.example/notes")
    printed = run("alembic", "upgrade", "0001:0003", "--sql")
    assert "ALTER TABLE users RENAME name TO username;" in printed
    assert "ADD CONSTRAINT uq_users_username UNIQUE (username);" in printed
    refused = run("alembic", "upgrade", "head", "--sql", fails=True)
    assert "'MockConnection' object has no attribute 'scalars'" in refused
    monkeypatch.delenv("FIELDNOTES_DATABASE")
    copied = run("alembic", "upgrade", "0001:0002", "--sql", fails=True)
    assert "batch mode with dialect sqlite requires a live database" in copied


@pytest.fixture
def project(room, tmp_path):
    """A copy of the project, whose migrations a test may spoil."""
    folder = tmp_path / "project"
    for name in "fieldnotes", "migrations", "steps":
        shutil.copytree(room / name, folder / name)
    shutil.copy(room / "alembic.ini", folder)
    return folder


def edit(file, old, new):
    content = file.read_text("utf-8")
    assert old in content
    file.write_text(content.replace(old, new), "utf-8")


def test_a_migration_that_fails_leaves_nothing_behind(run, project, engine):
    run("alembic", "upgrade", "0003", folder=project)
    broken = project / "migrations/versions/0004_created_at_filled_and_required.py"
    edit(
        broken,
        "\n\ndef downgrade",
        '    raise LookupError("half-way")\n\n\ndef downgrade',
    )
    said = run("alembic", "upgrade", "head", folder=project, fails=True)
    assert "half-way" in said
    with engine.connect() as connection:
        assert (
            connection.scalar(text("SELECT version_num FROM alembic_version")) == "0003"
        )
    assert set(inspect(engine).get_table_names()) == {
        "alembic_version",
        "sightings",
        "users",
    }
    columns = {each["name"]: each for each in inspect(engine).get_columns("sightings")}
    assert columns["created_at"]["nullable"]


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_with_the_transactions_of_the_driver_one_half_stays(run, project, engine):
    run("alembic", "upgrade", "0002", folder=project)
    env = project / "migrations/env.py"
    edit(env, "make_engine(url(), check_foreign_keys=False,", "create_engine(url(),")
    edit(
        env,
        "from sqlalchemy import NullPool",
        "from sqlalchemy import NullPool, create_engine",
    )
    edit(env, '    "transactional_ddl"', '    # "transactional_ddl"')
    third = project / "migrations/versions/0003_created_at_may_be_missing.py"
    edit(
        third,
        "\n\ndef downgrade",
        '    raise LookupError("half-way")\n\n\ndef downgrade',
    )
    assert "half-way" in run("alembic", "upgrade", "0003", folder=project, fails=True)
    said = run("alembic", "upgrade", "0003", folder=project, fails=True)
    assert "duplicate column name: created_at" in said


def test_a_column_that_must_have_a_value_and_rows_that_have_none(run, project, engine):
    run("alembic", "upgrade", "0002", folder=project)
    with engine.begin() as connection:
        connection.execute(text(OLD.replace("name", "username")))
        connection.execute(text(SEEN.format("", "")))
    third = project / "migrations/versions/0003_created_at_may_be_missing.py"
    edit(third, "nullable=True", "nullable=False")
    said = run("alembic", "upgrade", "0003", folder=project, fails=True)
    assert (
        "Cannot add a NOT NULL column with default value NULL" in said
        or 'column "created_at" of relation "sightings" contains null values' in said
    )


def test_a_type_of_ours_is_written_and_not_imported(run, project):
    for file in sorted((project / "migrations/versions").glob("000[234]*")):
        file.unlink()
    run("alembic", "upgrade", "head", folder=project)
    run("alembic", "revision", "--autogenerate", "-m", "later", folder=project)
    (later,) = (project / "migrations/versions").glob("*_later.py")
    assert "fieldnotes.models.UTCDateTime()" in later.read_text("utf-8")
    said = run("alembic", "upgrade", "head", folder=project, fails=True)
    assert "name 'fieldnotes' is not defined" in said


def test_a_database_that_is_behind_or_ahead(run, project, engine):
    run("alembic", "upgrade", "0001", folder=project)
    said = run("alembic", "revision", "--autogenerate", folder=project, fails=True)
    assert "Target database is not up to date." in said
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '0099'"))
    said = run("alembic", "upgrade", "head", folder=project, fails=True)
    assert "Can't locate revision identified by '0099'" in said


def test_two_heads(run, project, engine):
    run("alembic", "revision", "--rev-id", "0005", "-m", "sky", folder=project)
    more = ["--head", "0004", "--splice"]
    run("alembic", "revision", "--rev-id", "0006", "-m", "wind", *more, folder=project)
    said = run("alembic", "upgrade", "head", folder=project, fails=True)
    assert "Multiple head revisions are present for given argument 'head'" in said
    rows = text("SELECT version_num FROM alembic_version")
    run("alembic", "upgrade", "heads", folder=project)
    with engine.connect() as connection:
        assert sorted(connection.scalars(rows)) == ["0005", "0006"]
    run("alembic", "merge", "heads", "-m", "both", folder=project)
    run("alembic", "upgrade", "head", folder=project)
    with engine.connect() as connection:
        assert len(connection.scalars(rows).all()) == 1


SPOILT = """
def rename(old: str, new: str) -> None:
    with op.batch_alter_table("users") as batch_op:
        batch_op.drop_constraint(op.f(f"uq_users_{old}"), type_="unique")
        batch_op.alter_column(old, new_column_name=new)
        batch_op.create_unique_constraint(op.f(f"uq_users_{new}"), [new])
"""


def test_renamed_and_constrained_in_one_copy(run, project, engine):
    """SQLite's copy has no constraint then, and nobody says so but `alembic check`."""
    second = project / "migrations/versions/0002_name_becomes_username.py"
    content = second.read_text("utf-8")
    second.write_text(content[: content.index("\ndef rename")] + SPOILT, "utf-8")
    run("alembic", "upgrade", "head", folder=project)
    lost = engine.dialect.name == "sqlite"
    assert bool(inspect(engine).get_unique_constraints("users")) != lost
    said = run("alembic", "check", folder=project, fails=lost)
    assert ("Detected added unique constraint 'uq_users_username'" in said) == lost


def test_the_first_migration_is_what_alembic_writes(run, project, room):
    """The file of this room, and the one that a reader gets, are the same."""
    for file in (project / "migrations/versions").glob("*.py"):
        file.unlink()
    shutil.copy(room / "steps/models.py", project / "fieldnotes/models.py")
    words = ["--autogenerate", "--rev-id", "0001", "-m", "users and sightings"]
    run("alembic", "revision", *words, folder=project)
    name = "migrations/versions/0001_users_and_sightings.py"
    assert (project / name).read_text("utf-8") == (room / name).read_text("utf-8")


def test_a_migration_begins_as_the_template_says(room):
    template = (room / "migrations/script.py.mako").read_text("utf-8")
    first = (room / "migrations/versions/0001_users_and_sightings.py").read_text(
        "utf-8"
    )
    start = template.split("${imports")[0].replace("${message}", "users and sightings")
    start = start.replace("${up_revision}", "0001")
    assert first.startswith(start.replace(" ${down_revision | comma,n}", ""))


@pytest.mark.parametrize(
    ("new", "seen"),
    [
        ([Column("kind", String(30))], ["add_column", "remove_column"]),
        ([Column("name", String(40))], ["modify_type"]),
        ([Column("name", String(30), nullable=False)], ["modify_nullable"]),
        ([Column("name", String(30), index=True)], ["add_index"]),
        ([Column("name", String(30), unique=True)], ["add_constraint"]),
        ([Column("name", String(30), server_default="x")], []),
        ([Column("name", String(30)), CheckConstraint("name <> ''", name="some")], []),
    ],
)
def test_what_autogenerate_sees(tmp_path, new, seen):
    engine = create_engine(f"sqlite:///{tmp_path}/test.db")
    old = MetaData()
    Table("users", old, Column("name", String(30)))
    old.create_all(engine)
    wanted = MetaData()
    Table("users", wanted, *new)
    with engine.connect() as connection:
        found = compare_metadata(MigrationContext.configure(connection), wanted)
    engine.dispose()
    assert [(each if isinstance(each, tuple) else each[0])[0] for each in found] == seen


def test_autogenerate_sees_a_check_if_it_is_told_to(tmp_path):
    engine = create_engine(f"sqlite:///{tmp_path}/test.db")
    old, wanted = MetaData(), MetaData()
    Table("users", old, Column("name", String(30)))
    old.create_all(engine)
    check = CheckConstraint("name <> ''", name="some")
    Table("users", wanted, Column("name", String(30)), check)
    plugins = ["alembic.autogenerate.*", "alembic.ext.checkconstraint_byname"]
    options = {"autogenerate_plugins": plugins}
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts=options)
        found = compare_metadata(context, wanted)
    engine.dispose()
    assert [each[0] for each in found] == ["add_constraint"]


def test_batch_mode_is_what_sqlite_needs(tmp_path):
    engine = create_engine(f"sqlite:///{tmp_path}/test.db")
    table = Table("users", MetaData(), Column("name", String(30)))
    table.metadata.create_all(engine)
    with engine.connect() as connection:
        op = Operations(MigrationContext.configure(connection))
        message = "No support for ALTER of constraints in SQLite dialect"
        with pytest.raises(NotImplementedError, match=message):
            op.create_unique_constraint("uq_users_name", "users", ["name"])
    engine.dispose()


def test_the_models_lead_to_week_9(room):
    """What both weeks have of a table has the same name, type and NULL."""

    def columns(folder):
        with importable(folder):
            base = importlib.import_module("fieldnotes.models").Base
            return {
                f"{table.name}.{column.name}": (repr(column.type), column.nullable)
                for table in base.metadata.sorted_tables
                for column in table.columns
            }

    here, there = columns(room), columns(room.parent / "week09_flask_forms_sessions")
    assert here.items() <= there.items()
    assert sorted(there.keys() - here.keys()) == [
        "sightings.notes",
        "sightings.photo",
        "tokens.digest",
        "tokens.expires_at",
        "tokens.user_id",
        "users.password_hash",
    ]
