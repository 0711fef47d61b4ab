"""Partnership files are opened on SQLite and, where a server can be started, on PostgreSQL."""

from tests.sharedground.store.conftest import engine, officer, postgres

__all__ = ["engine", "officer", "postgres"]
