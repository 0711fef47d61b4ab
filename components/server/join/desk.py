"""What the phone pages ask the store for, in threads of their own, and kept for a moment.

Four threads, so that a slow store never takes those that serve the pages' files.
"""

from __future__ import annotations

import asyncio
import contextvars
import math
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any, Final, TypeVar

from sqlalchemy.engine import Engine

from components import cached
from components.server.join.writer import Given, Writer
from sharedground import asking_next
from sharedground.errors import NotFoundError
from sharedground.model.rounds import Answer, Round, Statement, StatementState
from sharedground.store import database, rounds, statements
from sharedground.store.rounds import Found, Stored

_T = TypeVar("_T")
_THREADS: Final = ThreadPoolExecutor(4, "phones")
_DRAWN_S: Final = 5.0
"""For so long the order of statements is drawn from the same votes."""

_STALE_S: Final = 60.0
"""For so long an older order is good enough while a new one is worked out."""

_MOST_KEPT: Final = 500
_KEPT_S: Final = 1.0
"""For so long a round may seem open after it was closed. An answer is never taken too late: the
store looks again inside the transaction."""


def store() -> Engine:
    """Return the store."""
    return cached.engine(database.default_url())


def record(answers: Sequence[Given]) -> list[Stored]:
    """Store answers in one transaction."""
    return rounds.record(store(), answers)


class Desk:
    """The store as the phone pages see it."""

    def __init__(self) -> None:
        self.writer = Writer(record)
        self._kept: dict[tuple[object, ...], tuple[float, Any, Any]] = {}

    async def by_code(self, code: str) -> Found | None:
        """Return the open round with this code."""
        return await _in_a_thread(rounds.open_by_code, code)

    async def by_token(self, token: str) -> Found | None:
        """Return the open round with this token."""
        return await self._for_a_moment(rounds.open_by_token, token)

    async def round_of(self, place_id: str, round_id: str) -> Round | None:
        """Return a round, open or closed; None if it is gone."""
        try:
            return await self._for_a_moment(rounds.round_of, place_id, round_id)
        except NotFoundError:
            return None

    async def approved(self, place_id: str, round_id: str) -> tuple[Statement, ...]:
        """Return the statements that people vote on."""
        every = await self._for_a_moment(statements.statements, place_id, round_id)
        return tuple(one for one in every if one.state is StatementState.APPROVED)

    async def priorities(
        self, place_id: str, round_id: str, approved: Sequence[Statement]
    ) -> dict[str, float]:
        """Return how soon each statement should come, by its id."""
        ids = tuple(one.statement_id for one in approved)
        return await self._for_a_moment(
            asking_next.priorities, place_id, round_id, ids, kept=_DRAWN_S, late=_STALE_S
        )

    async def own(self, place_id: str, round_id: str, phone: str) -> dict[str, dict[str, Any]]:
        """Return what a phone said last, by item."""
        return await _in_a_thread(rounds.own, place_id, round_id, phone)

    async def suggest(
        self, place_id: str, round_id: str, text: str, *, by: str, key: str, phone: str
    ) -> Statement:
        """Keep a statement of somebody in the room; it waits for the facilitator."""
        ask = partial(statements.suggest, by=by, key=key, device=phone)
        return await _in_a_thread(ask, place_id, round_id, text)

    async def record(self, place_id: str, answer: Answer) -> Stored:
        """Store an answer; comes back after the commit that holds it."""
        return await asyncio.wrap_future(self.writer.put((place_id, answer)))

    async def _for_a_moment(
        self, ask: Callable[..., _T], *about: object, kept: float | None = None, late: float = 0.0
    ) -> _T:
        """Ask the store once for all who want to know within a moment.

        Parameters
        ----------
        kept
            Seconds for which an answer is new; `_KEPT_S` unless given.
        late
            Seconds for which an older one is good enough while a new one is fetched.
        """
        key, now = (ask, *about), time.monotonic()
        at, asked, former = self._kept.get(key, (-math.inf, None, None))
        if now - at >= (_KEPT_S if kept is None else kept) or _failed(asked):
            if len(self._kept) > _MOST_KEPT:
                self._kept.clear()
            good = asked is not None and asked.done() and not _failed(asked)
            former = asked if good and now - at < late else None
            asked = asyncio.ensure_future(_in_a_thread(ask, *about))
            asked.add_done_callback(lambda done: done.cancelled() or done.exception())
            self._kept[key] = (now, asked, former)
        waits = former is None or asked.done()
        found: _T = await asyncio.shield(asked) if waits else former.result()
        return found


def _failed(asked: asyncio.Future[Any] | None) -> bool:
    """Say whether the store gave no answer: that is not kept, so that the next one asks again."""
    if asked is None or not asked.done():
        return False
    return asked.cancelled() or asked.exception() is not None


async def _in_a_thread(ask: Callable[..., _T], *about: object) -> _T:
    """Ask the store without holding up anybody else; in the language of this request."""
    run = contextvars.copy_context().run
    work = partial(run, lambda: ask(store(), *about))
    return await asyncio.get_running_loop().run_in_executor(_THREADS, work)
