"""How often a wrong code may be typed: by one browser, and by all of them together.

Never by address: a whole hall comes through one router. See decision 0028.
"""

from __future__ import annotations

import asyncio
import time
from collections import OrderedDict
from collections.abc import Callable
from typing import Final

MOST_WRONG: Final = 8
"""Wrong codes of one browser within `WINDOW_S`."""

WINDOW_S: Final = 600.0
ALL_TOGETHER: Final = 3000.0
"""Wrong codes of all browsers before codes are looked at slowly."""

PER_SECOND: Final = 2.0
"""How fast that many come back: also how fast codes are looked at once they are used up."""

PATIENCE_S: Final = 4.0
MOST_WAITING: Final = 100
_MOST_KNOWN: Final = 20_000


class Guessing:
    """Counts wrong codes. What it knows is of this running copy of the app."""

    def __init__(
        self,
        clock: Callable[[], float] = time.monotonic,
        all_together: float = ALL_TOGETHER,
        per_second: float = PER_SECOND,
    ) -> None:
        self.clock, self.most, self.per_second = clock, all_together, per_second
        self.left, self.since = all_together, clock()
        self.waiting = 0
        self.wrong_of: OrderedDict[str, list[float]] = OrderedDict()

    def wait_of(self, phone: str) -> float:
        """Return for how many seconds this browser may type no code; 0 if it may."""
        now = self.clock()
        recent = [at for at in self.wrong_of.get(phone, ()) if now - at < WINDOW_S]
        return recent[-MOST_WRONG] + WINDOW_S - now if len(recent) >= MOST_WRONG else 0.0

    async def turn(self) -> bool:
        """Wait until a code may be looked at; False if that takes too long."""
        if self._take():
            return True
        if self.waiting >= MOST_WAITING:
            return False
        self.waiting += 1
        try:
            for _ in range(int(PATIENCE_S / 0.25)):
                await asyncio.sleep(0.25)
                if self._take():
                    return True
            return False
        finally:
            self.waiting -= 1

    def right(self) -> None:
        """Give the turn back: a right code costs nothing."""
        self.left = min(self.most, self.left + 1)

    def wrong(self, phone: str) -> None:
        """Count a wrong code."""
        recent = self.wrong_of.pop(phone, [])
        self.wrong_of[phone] = [*recent, self.clock()][-MOST_WRONG:]
        if len(self.wrong_of) > _MOST_KNOWN:
            self.wrong_of.popitem(last=False)

    def _take(self) -> bool:
        now = self.clock()
        self.left = min(self.most, self.left + (now - self.since) * self.per_second)
        self.since = now
        if self.left < 1:
            return False
        self.left -= 1
        return True
