"""When places are open, read from the words that lists use: "Mon-Fri 9-5", "Mo-Fr 09:00-17:30".

What cannot be read is "not known", never "closed". Read are days and ranges of days, times by 12
or 24 hours, the first or last such day of a month, "24/7" and "dawn to dusk". Seasons, terms,
appointments and bank holidays are not looked up: within such times a place may be open or not.
"""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, NamedTuple

DAY_MINUTES: Final = 24 * 60
PARTS: Final = {"any": (0, DAY_MINUTES), "morning": (360, 720), "afternoon": (720, 1020),
                "evening": (1020, 1320)}  # fmt: skip
"""Parts of a day, in minutes after midnight."""


class Openness(StrEnum):
    """Whether a place is open at a time."""

    OPEN = "open"
    CLOSED = "closed"
    UNKNOWN = "unknown"


class Moment(NamedTuple):
    """A time to ask about: a day, from and to in minutes after its midnight, and its daylight."""

    day: dt.date
    start: int
    end: int
    daylight: tuple[int, int] = (480, 960)


class Span(NamedTuple):
    """Times on one day of the week (Monday is 0), in minutes; `end` may lie beyond midnight.

    `week` is which such day of the month (-1 the last), 0 for each; `sure` is False where a place
    may be open or not; with `daylight` the times are those of the sun.
    """

    day: int
    start: int
    end: int
    week: int = 0
    sure: bool = True
    daylight: bool = False


@dataclass(frozen=True)
class Opening:
    """What could be read of opening times.

    Parameters
    ----------
    vague
        Days that are named, without times that say how long.
    whole
        All of the words were understood: outside of the spans a place is closed.
    """

    spans: tuple[Span, ...] = ()
    vague: frozenset[int] = frozenset()
    whole: bool = False

    def at(self, moment: Moment) -> Openness:
        """Return whether the place is open for some of that time."""
        here = [span for span in self.spans if _overlaps(span, moment)]
        if any(span.sure for span in here):
            return Openness.OPEN
        if here or not self.whole or moment.day.weekday() in self.vague:
            return Openness.UNKNOWN
        return Openness.CLOSED


def _overlaps(span: Span, moment: Moment) -> bool:
    for back in (0, 1):
        day = moment.day - dt.timedelta(days=back)
        start, end = moment.daylight if span.daylight else (span.start, span.end)
        shift = back * DAY_MINUTES
        on = day.weekday() == span.day and _in_week(day, span.week)
        if on and start - shift < moment.end and moment.start < end - shift:
            return True
    return False


def _in_week(day: dt.date, week: int) -> bool:
    if week == -1:
        return (day + dt.timedelta(days=7)).month != day.month
    return week in (0, (day.day - 1) // 7 + 1)


def moment_at(when: dt.datetime, lon: float, lat: float) -> Moment:
    """Return a moment in a place; `when` has the place's time zone."""
    start = when.hour * 60 + when.minute
    return Moment(when.date(), start, start + 1, daylight(when, lon, lat))


def moment_on(weekday: int, part: str, now: dt.datetime, lon: float, lat: float) -> Moment:
    """Return a part of the next such day of the week (today counts), Monday is 0."""
    when = now + dt.timedelta(days=(weekday - now.weekday()) % 7)
    return Moment(when.date(), *PARTS[part], daylight(when, lon, lat))


def daylight(when: dt.datetime, lon: float, lat: float) -> tuple[int, int]:
    """Return when the sun rises and sets, in minutes after midnight, to within some 10 minutes.

    `when` has the place's time zone. From the sun's declination and the equation of time.
    """
    turn = 2 * math.pi * (when.timetuple().tm_yday - 81) / 365
    tilt = math.radians(23.45) * math.sin(turn)
    late = 9.87 * math.sin(2 * turn) - 7.53 * math.cos(turn) - 1.5 * math.sin(turn)
    refraction = math.sin(math.radians(-0.83))
    across = math.cos(math.radians(lat)) * math.cos(tilt)
    cosine = (refraction - math.sin(math.radians(lat)) * math.sin(tilt)) / across
    half = 4 * math.degrees(math.acos(min(1.0, max(-1.0, cosine))))
    offset = when.utcoffset() or dt.timedelta()
    noon = 720 - 4 * lon - late + offset.total_seconds() / 60
    return round(noon - half), round(noon + half)
