"""Phones on a store of their own."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from typing import Any, TypeVar

import pytest
from sqlalchemy.engine import Engine
from starlette.applications import Starlette
from starlette.testclient import TestClient

from components.server.join import desk
from components.server.join.desk import Desk
from components.server.join.guessing import Guessing
from components.server.join.routes import Joining
from sharedground.store import database

NewPhone = Callable[..., TestClient]
T = TypeVar("T")


@pytest.fixture
def engine(tmp_path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Engine]:
    monkeypatch.setenv("SHAREDGROUND_SECRET", "a secret for the tests")
    made = database.open_database(f"sqlite:///{tmp_path / 'hall.sqlite'}")
    monkeypatch.setattr(desk, "store", lambda: made)
    monkeypatch.setattr(desk, "_KEPT_S", 0.0)
    yield made
    made.dispose()


@pytest.fixture
def guessing() -> Guessing:
    return Guessing()


@pytest.fixture
def app(guessing: Guessing) -> Iterator[Starlette]:
    theirs = Desk()
    yield Starlette(routes=Joining(theirs, guessing).routes())
    theirs.writer.end()


@pytest.fixture
def new_phone(app: Starlette) -> Iterator[NewPhone]:
    """Give a function that returns a phone of its own, which keeps cookies."""
    with ExitStack() as all_of_them:
        yield lambda **more: all_of_them.enter_context(TestClient(app, **more))


def in_a_loop(work: Coroutine[Any, Any, T]) -> T:
    """Run this in a loop of its own, in a thread: a browser test may have left one running here."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, work).result()
