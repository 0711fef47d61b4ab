"""Every store test runs on SQLite and, where a server can be started, on PostgreSQL."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import Engine

from sharedground.access import Actor, Role, acting_as
from sharedground.store import database


def _binaries() -> Path | None:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if found:
        return found[-1].parent
    on_path = shutil.which("initdb")
    return Path(on_path).resolve().parent if on_path else None


BACKENDS = ["sqlite", *(["postgresql"] if _binaries() else [])]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """Start a private PostgreSQL server for these tests and return its URL."""
    binaries = _binaries()
    assert binaries is not None
    user = "postgres" if os.geteuid() == 0 else None
    folder = Path(tempfile.mkdtemp(prefix="pg"))
    if user:
        shutil.chown(folder, user)
    port = _free_port()

    def run(*command: str) -> None:
        # Output goes to a file: the server would keep a pipe open for ever.
        with tempfile.TemporaryFile() as log:
            subprocess.run(command, check=True, stdout=log, stderr=log, user=user, cwd="/")

    data = folder / "data"
    run(str(binaries / "initdb"), "-D", str(data), "-U", "tester", "-A", "trust", "-E", "UTF8")
    options = f"-p {port} -c listen_addresses=127.0.0.1 -k {folder} -c fsync=off"
    run(str(binaries / "pg_ctl"), "-D", str(data), "-o", options, "-w", "start")
    yield f"postgresql+psycopg://tester@127.0.0.1:{port}/postgres"
    run(str(binaries / "pg_ctl"), "-D", str(data), "-m", "immediate", "stop")
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(params=[pytest.param(b, marks=[pytest.mark.postgres] * (b != "sqlite"))
                        for b in BACKENDS])  # fmt: skip
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """Return an empty, migrated database."""
    if request.param == "sqlite":
        made = database.open_database(f"sqlite:///{tmp_path / 'store.sqlite'}")
    else:
        server = request.getfixturevalue("postgres")
        name = f"t{time.time_ns()}"
        admin = sa.create_engine(server, isolation_level="AUTOCOMMIT")
        with admin.connect() as connection:
            connection.exec_driver_sql(f"CREATE DATABASE {name}")
        admin.dispose()
        made = database.open_database(server.rsplit("/", 1)[0] + f"/{name}")
    yield made
    made.dispose()


@pytest.fixture(autouse=True)
def officer() -> Iterator[None]:
    """Act as an officer unless a test says otherwise."""
    with acting_as(Actor(name="Olwen", role=Role.OFFICER)):
        yield
