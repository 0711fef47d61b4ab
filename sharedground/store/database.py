"""Opening a database: where it lies, and its tables brought up to date."""

from __future__ import annotations

import os
from pathlib import Path

import sqlalchemy as sa
from platformdirs import user_data_path
from sqlalchemy.engine import Engine

from sharedground.store import dialect

MIGRATIONS = Path(__file__).parent / "migrations"


def default_url() -> str:
    """Return the database of this machine: `SHAREDGROUND_DATABASE_URL`, else a SQLite file."""
    given = os.environ.get("SHAREDGROUND_DATABASE_URL")
    if given:
        return given
    return f"sqlite:///{user_data_path('sharedground', appauthor=False) / 'sharedground.sqlite'}"


def open_database(url: str | None = None) -> Engine:
    """Return an engine on a database whose tables are up to date (Alembic)."""
    engine = dialect.engine(url or default_url())
    if _version(engine) != newest_version():
        migrate(engine)
    return engine


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
