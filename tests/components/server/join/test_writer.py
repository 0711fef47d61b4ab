"""Group commit: what waits is stored at once, everyone hears of their own, nothing is lost."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Sequence

import pytest
from sqlalchemy.exc import OperationalError

from components.server.join.writer import FullError, Given, Writer
from sharedground.model.rounds import Answer
from sharedground.store.rounds import Stored


def answer(number: int) -> Given:
    points = {"points": {"O01": 100}}
    told = Answer(round_id="r", device="d" * 8, key=f"form-{number:04d}", speaker="p", body=points)
    return "place", told


class Slow:
    """A store that takes nothing before it is let go, and notes each transaction."""

    def __init__(self) -> None:
        self.go, self.batches = threading.Event(), list[int]()

    def __call__(self, answers: Sequence[Given]) -> list[Stored]:
        self.go.wait(5)
        self.batches.append(len(answers))
        return [Stored.NEW] * len(answers)


def test_all_that_waits_goes_into_one_transaction() -> None:
    store = Slow()
    writer = Writer(store)
    stored = [writer.put(answer(number)) for number in range(100)]
    assert not any(one.done() for one in stored), "nobody hears of it before the commit"
    store.go.set()
    assert [one.result(5) for one in stored] == [Stored.NEW] * 100
    assert sum(store.batches) == 100
    assert len(store.batches) <= 2
    writer.end()


def test_a_full_queue_refuses_and_takes_again_later() -> None:
    store = Slow()
    writer = Writer(store, most=3)
    taken = []
    with contextlib.suppress(FullError):
        taken.extend(writer.put(answer(number)) for number in range(10))
    with pytest.raises(FullError):
        writer.put(answer(99))
    store.go.set()
    assert all(one.result(5) is Stored.NEW for one in taken)
    assert writer.put(answer(99)).result(5) is Stored.NEW
    writer.end()


def test_what_waits_is_stored_before_the_app_stops() -> None:
    store = Slow()
    writer = Writer(store)
    stored = [writer.put(answer(number)) for number in range(50)]
    threading.Timer(0.1, store.go.set).start()
    writer.end()
    assert all(one.done() for one in stored)
    with pytest.raises(FullError):
        writer.put(answer(99))
    writer.begin()
    assert writer.put(answer(99)).result(5) is Stored.NEW
    writer.end()


def test_one_bad_answer_does_not_lose_the_others() -> None:
    def record(answers: Sequence[Given]) -> list[Stored]:
        if any(told.key == "form-0002" for _, told in answers):
            raise ValueError
        return [Stored.NEW] * len(answers)

    writer = Writer(record)
    stored = [writer.put(answer(number)) for number in range(5)]
    writer.end()
    assert [one.exception() is None for one in stored] == [True, True, False, True, True]


def test_a_store_that_is_away_fails_for_all_at_once() -> None:
    calls = []

    def record(answers: Sequence[Given]) -> list[Stored]:
        calls.append(len(answers))
        raise OperationalError("insert", {}, Exception("database is locked"))

    writer = Writer(record)
    stored = [writer.put(answer(number)) for number in range(5)]
    writer.end()
    assert all(isinstance(one.exception(), OperationalError) for one in stored)
    assert len(calls) <= 2
