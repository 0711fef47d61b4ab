"""Long work that says how far it is, and that a person may stop."""

from __future__ import annotations

import contextvars
import threading
import time
from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")


class StoppedError(Exception):
    """Someone pressed Cancel. What was finished by then stays."""


class Watch:
    """What a piece of work says of itself while it runs, and whether it shall go on.

    The work tells; another thread reads, and may ask it to stop. `name` is what is worked on,
    `words` what is done to it, `done` and `of` count the parts of the whole.
    """

    def __init__(self) -> None:
        self.name, self.words = "", ""
        self.done, self.of = 0, 0
        self._since = time.monotonic()
        self._stop = threading.Event()

    def tell(self, words: str) -> None:
        """Say what is done now, and stop here if that was asked for.

        Raises
        ------
        StoppedError
            As `check` does.
        """
        self.check()
        self.words = words

    def step(self, done: int, of: int) -> None:
        """Say how many parts of the whole are finished."""
        self.done, self.of = done, of
        self._since = time.monotonic()

    @property
    def seconds(self) -> float:
        """How long the present part has taken so far."""
        return time.monotonic() - self._since

    def stop(self) -> None:
        """Ask the work to stop at the next safe point."""
        self._stop.set()

    @property
    def stopping(self) -> bool:
        """Whether the work was asked to stop."""
        return self._stop.is_set()

    def check(self) -> None:
        """Stop here if that was asked for.

        Raises
        ------
        StoppedError
            When `stop` was called.
        """
        if self.stopping:
            raise StoppedError


class Job(Generic[T]):
    """A piece of work in a thread of its own, done for the person who started it.

    Parameters
    ----------
    work
        Takes the watch it reports to. What it returns is in `result`; what it raises is raised
        there again.
    """

    def __init__(self, work: Callable[[Watch], T]) -> None:
        self.watch = Watch()
        self._result: T | None = None
        self._fault: BaseException | None = None
        context = contextvars.copy_context()  # who is acting goes with it
        self._thread = threading.Thread(target=context.run, args=(self._run, work), daemon=True)
        self._thread.start()

    def _run(self, work: Callable[[Watch], T]) -> None:
        try:
            self._result = work(self.watch)
        except BaseException as fault:
            self._fault = fault

    def wait(self, seconds: float) -> bool:
        """Wait at most so long; say whether it is finished."""
        self._thread.join(seconds)
        return not self._thread.is_alive()

    def result(self) -> T:
        """Wait for the end and return what the work returned.

        Raises
        ------
        StoppedError
            When it was stopped before its end. Any other fault of the work is raised as it is.
        """
        self._thread.join()
        if self._fault is not None:
            raise self._fault
        return self._result  # type: ignore[return-value]
