"""How Alembic reaches the database, and what it compares with."""

from logging.config import fileConfig

from alembic import context
from fieldnotes.database import make_engine, url
from fieldnotes.models import Base
from sqlalchemy import NullPool

SETTINGS = {
    "target_metadata": Base.metadata,
    "render_as_batch": True,  # SQLite: what ALTER TABLE cannot do is done on a copy
    "transactional_ddl": True,  # all of an upgrade or nothing, in SQLite too
}


def write_sql() -> None:
    """Print the statements of `alembic upgrade --sql`, without a database."""
    context.configure(url=url(), literal_binds=True, **SETTINGS)
    with context.begin_transaction():
        context.run_migrations()


def migrate() -> None:
    # To drop a table is to delete its rows, if foreign keys are checked; and a table
    # that is copied is dropped.
    engine = make_engine(url(), check_foreign_keys=False, poolclass=NullPool)
    with engine.connect() as connection:
        context.configure(connection=connection, **SETTINGS)
        with context.begin_transaction():
            context.run_migrations()


fileConfig(context.config.config_file_name, disable_existing_loggers=False)
if context.is_offline_mode():
    write_sql()
else:
    migrate()
