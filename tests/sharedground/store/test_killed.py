"""A program that is killed at any moment of a save leaves the former version whole."""

from __future__ import annotations

import multiprocessing
import os
import random
import signal
import time
from dataclasses import replace
from multiprocessing.connection import Connection
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.engine import Engine

from sharedground.access import Actor, Role, acting_as
from sharedground.model.place import Place
from sharedground.store import database, keeping, loading, places, schema, versions
from tests.builders import a_site, an_asset, an_assets_upload

KILLS = 30
ROWS = 600
SAVERS = multiprocessing.get_context("fork")


@pytest.fixture
def place(engine: Engine) -> Place:
    return places.new_place(engine, "Testville")


def version(number: int, updates: str) -> keeping.Upload:
    """Return version `number` of a list: as many places as ever, each named after the version."""
    source = f"v{number}"
    assets = [an_asset(f"a{i}", f"s{i}", source_id=source, name=f"{source} {i}", row_number=i)
              for i in range(ROWS)]  # fmt: skip
    sites = [a_site(f"s{i}", source_id=source) for i in range(ROWS)]
    upload = an_assets_upload(assets, sites, content=source.encode())
    return replace(upload, updates=updates)


def _save(url: str, place_id: str, upload: keeping.Upload, told: Connection, at: int) -> None:
    """Save in a process of its own; the `at`-th statement of the save is its last."""
    engine = database.dialect.engine(url)
    statements = 0

    def count(*_: Any) -> None:
        nonlocal statements
        statements += 1
        if statements == at:
            os.kill(os.getpid(), signal.SIGKILL)

    with engine.connect() as opened:
        opened.exec_driver_sql("SELECT 1")
    event.listen(engine, "before_cursor_execute", count)
    told.send("saving")
    with acting_as(Actor(name="Olwen", role=Role.OFFICER)):
        keeping.keep(engine, place_id, upload)
    told.send("saved")
    os._exit(0)  # a forked child must not end what its parent has begun


def killed_save(
    url: str, place_id: str, upload: keeping.Upload, *, after: float = 60.0, at: int = 0
) -> bool:
    """Save, and kill the saver after some seconds or at a statement; say whether it had said so."""
    here, there = SAVERS.Pipe()
    saver = SAVERS.Process(target=_save, args=(url, place_id, upload, there, at), daemon=True)
    saver.start()
    there.close()
    assert here.recv() == "saving"
    said = here.poll(after)
    if said:
        try:
            said = here.recv() == "saved"
        except EOFError:
            said = False
    saver.kill()
    saver.join()
    return bool(said)


def whole(engine: Engine, place_id: str) -> str:
    """Return which version is in use, having seen that all of it is there and nothing else."""
    held = loading.load(engine, place_id)
    (source,) = held.sources
    assert len(held.assets) == len(held.sites) == source.rows_kept == ROWS
    assert set(held.assets["source_id"]) == {source.source_id}
    assert held.assets["name"].str.startswith(f"{source.source_id} ").all()
    history = versions.versions_of(engine, place_id)
    assert history["live"].sum() == 1
    with engine.connect() as connection:
        rows = connection.execute(
            sa.select(schema.asset.c.source_id, sa.func.count()).group_by(schema.asset.c.source_id)
        ).all()
    assert dict(rows) == dict.fromkeys(history["source_id"], ROWS)
    journal = loading.journal_of(engine, place_id)
    assert journal["action"].tolist().count("add assets") == len(history)
    return str(source.source_id)


def test_killed_at_random_moments_nothing_is_lost_halved_or_doubled(
    engine: Engine, place: Place
) -> None:
    url = engine.url.render_as_string(hide_password=False)
    chance = random.Random(20_261_128)
    start = time.perf_counter()
    keeping.keep(engine, place.place_id, version(0, ""))
    takes = time.perf_counter() - start
    inside = 0
    live = "v0"
    for number in range(1, KILLS + 1):
        upload = version(number, live)
        engine.dispose()
        said = killed_save(url, place.place_id, upload, after=chance.uniform(0, 1.3 * takes))
        found = whole(engine, place.place_id)
        assert found == f"v{number}" if said else found in (live, f"v{number}")
        inside += found == live
        if found == live or chance.random() < 0.3:
            again = keeping.keep(engine, place.place_id, upload)
            assert again.already == (found != live)
            assert whole(engine, place.place_id) == f"v{number}"
        live = f"v{number}"
    assert inside >= KILLS // 10, "most kills came too late to show anything"


def test_killed_at_each_statement_of_a_save_the_former_version_is_whole(
    engine: Engine, place: Place
) -> None:
    url = engine.url.render_as_string(hide_password=False)
    keeping.keep(engine, place.place_id, version(0, ""))
    upload = version(1, "v0")
    for at in range(1, 200):
        engine.dispose()
        if killed_save(url, place.place_id, upload, at=at):
            break
        assert whole(engine, place.place_id) == "v0"
    assert whole(engine, place.place_id) == "v1"
    assert at > 12, "a save has more statements than this"
