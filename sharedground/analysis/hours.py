"""How many hours a week a place is open, and how much more it offers when it opens longer."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from sharedground.analysis import opening
from sharedground.analysis.opening_times import DAY_MINUTES, Span

ASSUMED: Final = 35.0
"""Hours a week of a place whose opening times nobody can read: five days of seven hours."""

EVENING: Final = 3.0
"""Hours of one evening."""

WEEK: Final = 168.0

_ONCE_A_MONTH: Final = 12 / 52
"""Of a week, what a day counts that comes once a month."""


def weekly(text: str) -> float | None:
    """Return how many hours a week a place is open by the words of its list.

    None where that cannot be read for certain: words that were not understood, days without
    times, times by appointment or by the sun.
    """
    told = opening.read(text) if text else None
    if told is None or not told.whole or told.vague or not told.spans:
        return None
    if any(not span.sure or span.daylight for span in told.spans):
        return None
    return min(WEEK, sum(_hours(told.spans, day, week) for day in range(7) for week in _WEEKS))


_WEEKS: Final = (0, 1, 2, 3, 4, 5, -1)


def _hours(spans: Iterable[Span], day: int, week: int) -> float:
    """Return the hours on one day of the week, where times that overlap count once."""
    minutes, until = 0, 0
    for start, end in sorted((s.start, s.end) for s in spans if (s.day, s.week) == (day, week)):
        minutes += max(0, end - max(start, until))
        until = max(until, end)
    share = _ONCE_A_MONTH if week else 1.0
    return share * min(minutes, 2 * DAY_MINUTES) / 60


def times(hours: float, extra: float) -> float:
    """Return how many times as much a place offers when it opens for so many more hours a week.

    What it offers grows with its hours; a week has 168.

    Parameters
    ----------
    hours
        A week, now; above 0.
    extra
        More hours a week.
    """
    return max(1.0, min(WEEK, hours + extra) / hours)
