"""Opening a database: where it lies, and its tables brought up to date."""

from __future__ import annotations

import os
from pathlib import Path

import sqlalchemy as sa
from platformdirs import user_data_path
from sqlalchemy.engine import Engine

from sharedground.store import dialect, schema

MIGRATIONS = Path(__file__).parent / "migrations"

_VERSION = sa.Table(
    "alembic_version", sa.MetaData(),
    sa.Column("version_num", sa.String(32), nullable=False),
    sa.PrimaryKeyConstraint("version_num", name="alembic_version_pkc"),
)  # fmt: skip
"""Where Alembic keeps what a database is at."""


def default_url() -> str:
    """Return the database of this machine: `SHAREDGROUND_DATABASE_URL`, else a SQLite file."""
    given = os.environ.get("SHAREDGROUND_DATABASE_URL")
    if given:
        return given
    return f"sqlite:///{user_data_path('sharedground', appauthor=False) / 'sharedground.sqlite'}"


def open_database(url: str | None = None) -> Engine:
    """Return an engine on a database whose tables are up to date (Alembic)."""
    engine = dialect.engine(url or default_url())
    if _version(engine) != newest_version() and not _create(engine):
        migrate(engine)
    return engine


def _create(engine: Engine) -> bool:
    """Make all tables of a database that has none; say whether it was so.

    Going through every migration takes five times as long, for the same tables.
    """
    with engine.execution_options(writes=True).begin() as connection:
        if sa.inspect(connection).get_table_names():
            return False
        schema.metadata.create_all(connection)
        _VERSION.create(connection)
        connection.execute(_VERSION.insert().values(version_num=newest_version()))
    return True


def newest_version() -> str:
    """Return the newest migration's name: files are numbered, so the last one wins."""
    return max(path.stem for path in (MIGRATIONS / "versions").glob("[0-9]*.py"))


def _version(engine: Engine) -> str | None:
    with engine.connect() as connection:
        if not sa.inspect(connection).has_table("alembic_version"):
            return None
        return connection.execute(sa.text("SELECT version_num FROM alembic_version")).scalar()


def migrate(engine: Engine) -> None:
    """Bring the tables up to date, in one transaction."""
    from alembic import command  # imported here: it is needed once in a database's life
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with engine.execution_options(writes=True).begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
