"""What many phones ask the store for at the same time is asked once."""

from __future__ import annotations

import asyncio

import pytest

from components.server.join import desk
from components.server.join.desk import Desk
from tests.components.server.join.conftest import in_a_loop


@pytest.fixture(autouse=True)
def _no_store(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desk, "store", lambda: None)


def test_a_full_hall_asks_once() -> None:
    calls = []

    def ask(_store: object, name: str) -> str:
        calls.append(name)
        return name.upper()

    async def hall() -> list[str]:
        ours = Desk()
        return await asyncio.gather(*(ours._for_a_moment(ask, "round") for _ in range(200)))

    assert set(in_a_loop(hall())) == {"ROUND"}
    assert calls == ["round"]


def test_what_failed_is_asked_again() -> None:
    answers = [ConnectionError(), "there"]

    def ask(_store: object) -> object:
        answer = answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer

    async def twice() -> object:
        ours = Desk()
        with pytest.raises(ConnectionError):
            await ours._for_a_moment(ask)
        return await ours._for_a_moment(ask)

    assert in_a_loop(twice()) == "there"


def test_an_answer_is_too_old_after_a_moment() -> None:
    calls: list[object] = []

    def ask(store: object) -> None:
        calls.append(store)

    async def twice() -> None:
        ours = Desk()
        for _ in range(2):
            await ours._for_a_moment(ask, kept=0.0)

    in_a_loop(twice())
    assert len(calls) == 2
