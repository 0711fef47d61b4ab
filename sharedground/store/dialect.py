"""All that differs between SQLite and PostgreSQL, in one file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.engine import Connection, Engine, make_url

BUSY_MS = 10_000
"""How long a writer waits for another one on SQLite."""


def engine(url: str) -> Engine:
    """Return an engine for `url`, set up for safe writes.

    SQLite runs in WAL mode with full synchronisation, and a write begins with BEGIN
    IMMEDIATE, so that reading and then writing inside one transaction cannot lose an update.
    """
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite":
        return sa.create_engine(url, pool_pre_ping=True)
    if parsed.database and parsed.database != ":memory:":
        Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
    made = sa.create_engine(url, connect_args={"timeout": BUSY_MS / 1000})
    event.listen(made, "connect", _prepare_sqlite)
    event.listen(made, "begin", _begin_sqlite)
    return made


def _prepare_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        f"busy_timeout={BUSY_MS}",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def for_update(query: sa.Select[Any]) -> sa.Select[Any]:
    """Lock the rows of `query` until the transaction ends (PostgreSQL; SQLite ignores it)."""
    return query.with_for_update()
