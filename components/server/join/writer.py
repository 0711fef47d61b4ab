"""Group commit: answers that come in at the same time are stored in one transaction.

A hall of 200 phones would otherwise wait in line for 200 commits. Each request waits for the
commit that holds its own answer, so "Got it" is never said too early.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from typing import Final

from sqlalchemy.exc import OperationalError

from sharedground.model.rounds import Answer
from sharedground.store.rounds import Stored

MOST_WAITING: Final = 2000
MOST_AT_ONCE: Final = 500

Given = tuple[str, Answer]
"""The place's id and the answer."""

Record = Callable[[Sequence[Given]], list[Stored]]
_Waiting = tuple[Given, "Future[Stored]"]


class FullError(Exception):
    """More answers wait than are taken; try again in a moment."""


class Writer:
    """One thread that stores what waits, all of it at once.

    Parameters
    ----------
    record
        Stores answers in one transaction, such as `sharedground.store.rounds.record`.
    most
        How many may wait.
    """

    def __init__(self, record: Record, most: int = MOST_WAITING) -> None:
        self._record = record
        self._queue: queue.Queue[_Waiting | None] = queue.Queue(most)
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._ended = False

    def put(self, given: Given) -> Future[Stored]:
        """Have an answer stored; the result comes after the commit.

        Raises
        ------
        FullError
            If too many wait, or the app is being stopped.
        """
        stored: Future[Stored] = Future()
        stored.set_running_or_notify_cancel()  # whoever hangs up takes nothing back
        with self._lock:
            if self._ended:
                raise FullError
            try:
                self._queue.put_nowait((given, stored))
            except queue.Full:
                raise FullError from None
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="answers", daemon=True)
                self._thread.start()
        return stored

    def begin(self) -> None:
        """Take answers again after `end`."""
        with self._lock:
            self._ended = False

    def end(self) -> None:
        """Take no more, store what waits, and stop."""
        with self._lock:
            self._ended, thread, self._thread = True, self._thread, None
        if thread is not None:
            self._queue.put(None)
            thread.join()

    def _run(self) -> None:
        ended = False
        while not ended:
            batch, ended = self._what_waits()
            self._store(batch)

    def _what_waits(self) -> tuple[list[_Waiting], bool]:
        """Return all that waits, at least one, and whether it was the last of all."""
        batch: list[_Waiting] = []
        one = self._queue.get()
        while one is not None:
            batch.append(one)
            if len(batch) == MOST_AT_ONCE:
                return batch, False
            try:
                one = self._queue.get_nowait()
            except queue.Empty:
                return batch, False
        return batch, True

    def _store(self, batch: list[_Waiting]) -> None:
        if not batch:
            return
        try:
            done = self._record([given for given, _ in batch])
        except Exception as error:
            # One bad answer must not lose the others'; a store that is away fails for all.
            if len(batch) > 1 and not isinstance(error, OperationalError):
                for one in batch:
                    self._store([one])
                return
            for _, stored in batch:
                stored.set_exception(error)
            return
        for (_, stored), what in zip(batch, done, strict=True):
            stored.set_result(what)
