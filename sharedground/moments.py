"""Moments in the life of a place: what a date, a version or a meeting means in its journal."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy.engine import Engine

from sharedground.errors import NotFoundError
from sharedground.model.decision import Meeting
from sharedground.store import meetings, past
from sharedground.store.unwinding import Line
from sharedground.words import day, moment, say

A_WHILE: Final = dt.timedelta(days=30)
"""How far back is looked where no meeting has ended yet."""

NOW: Final = "now"
FIRST: Final = "first"


@dataclass(frozen=True)
class Moment:
    """A revision of a place.

    Parameters
    ----------
    at
        When it was made.
    told
        What an address or a command calls it, such as "v3", "r120" or "2026-03-01".
    words
        What people call it.
    """

    revision: int
    at: dt.datetime
    told: str
    words: str


@dataclass(frozen=True)
class Times:
    """The journal of a place and its meetings: all that moments are found by."""

    lines: tuple[Line, ...]
    meetings: tuple[Meeting, ...]

    @classmethod
    def of(cls, engine: Engine, place_id: str) -> Times:
        """Return those of a place.

        Raises
        ------
        NotFoundError
            If the place is gone.
        """
        with engine.connect() as connection:
            lines = tuple(past.lines_of(connection, place_id))
            held = meetings.read_meetings(connection, place_id)
        if not lines:
            raise NotFoundError(
                "place.gone",
                say("This place is no longer there. Go back to Start and choose another."),
            )
        return cls(lines, held)

    @property
    def now(self) -> Moment:
        """The latest revision."""
        return _moment(self.lines[-1], NOW, say("now"))

    @property
    def first(self) -> Moment:
        """The first revision that is known."""
        line = self.lines[0]
        return _moment(line, FIRST, say("the beginning, {date}", date=day(line.at.date())))

    def since(self) -> Moment:
        """Return from when on changes matter: the last meeting's end, else a month ago."""
        ended = meetings.last_ended(self.meetings)
        if ended is not None:
            found = self.after(ended)
            if found is not None:
                return found
        back = self.lines[-1].at - A_WHILE
        earlier = [line for line in self.lines if line.at <= back]
        if not earlier:
            return self.first
        told = back.date().isoformat()
        return _moment(earlier[-1], told, say("{date}", date=day(back.date())))

    def after(self, ended: Meeting) -> Moment | None:
        """Return the end of a meeting; None while it goes on, or where it is not known."""
        line = next((one for one in self.lines if one.revision == ended.closed_revision), None)
        if line is None:
            return None
        words = say("the meeting {title}, {date}", title=ended.title, date=day(ended.held_on))
        return _moment(line, f"m{ended.meeting_id}", words)

    def choices(self) -> list[Moment]:
        """Return the moments that people think of, newest first: meetings, visions, the first."""
        found = [one for one in map(self.after, self.meetings) if one is not None]
        saved = (line for line in self.lines if line.action == "save vision")
        found += [_of_vision(line) for line in saved]
        found.append(self.first)
        return sorted(found, key=lambda one: -one.revision)

    def found(self, told: str, *, end: bool = False) -> Moment:
        """Return the moment that words mean: "now", "first", a date, "rN", "vN" or a meeting.

        Parameters
        ----------
        end
            Whether a date means its end, not its beginning.

        Raises
        ------
        NotFoundError
            "moment.unknown"; the message says what can be written.
        """
        wanted = told.strip()
        if wanted.casefold() in (NOW, FIRST):
            return self.now if wanted.casefold() == NOW else self.first
        line = self._by_number(wanted) or self._by_date(wanted, end=end)
        if line is not None:
            return _called(line, wanted)
        for one in self.meetings:
            if wanted in (f"m{one.meeting_id}", one.title):
                moment_ = self.after(one)
                if moment_ is not None:
                    return moment_
        raise NotFoundError(
            "moment.unknown",
            say("“{told}” is no moment that we know. Write a date such as 2026-03-01, v and the "
                "number of a vision, r and the number of a change ({first} to {last}), or the "
                "name of a meeting that has ended.", told=wanted,
                first=f"r{self.lines[0].revision}", last=f"r{self.lines[-1].revision}"),
            told=wanted,
        )  # fmt: skip

    def _by_number(self, told: str) -> Line | None:
        match = re.fullmatch(r"([rv])(\d{1,9})", told, re.IGNORECASE)
        if match is None:
            return None
        number = int(match[2])
        if match[1].lower() == "r":
            return next((one for one in self.lines if one.revision == number), None)
        return next(
            (one for one in self.lines
             if one.action == "save vision" and one.details.get("version") == number), None
        )  # fmt: skip

    def _by_date(self, told: str, *, end: bool) -> Line | None:
        try:
            date = dt.date.fromisoformat(told)
        except ValueError:
            return None
        limit = dt.datetime.combine(date, dt.time(), dt.UTC) + dt.timedelta(days=end)
        earlier: Sequence[Line] = [one for one in self.lines if one.at < limit]
        return earlier[-1] if earlier else self.lines[0]


def _called(line: Line, told: str) -> Moment:
    if re.fullmatch(r"[vV]\d+", told):
        return _of_vision(line)
    if re.fullmatch(r"[rR]\d+", told):
        return _moment(line, told, moment(line.at))
    return _moment(line, told, day(dt.date.fromisoformat(told)))


def _of_vision(line: Line) -> Moment:
    n = line.details.get("version", 0)
    words = say("version {n} of our vision, {date}", n=n, date=day(line.at.date()))
    return _moment(line, f"v{n}", words)


def _moment(line: Line, told: str, words: str) -> Moment:
    return Moment(line.revision, line.at, told, words)
