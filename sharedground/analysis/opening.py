"""Opening times in the words that lists use: "Mon-Fri 9-5", "Mo-Fr 09:00-17:30", "24/7"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Final

from sharedground.analysis.opening_times import DAY_MINUTES, Moment, Opening, Openness, Span

_STARTS_LAST: Final = 30
"""Minutes for which a thing counts as going on where only its beginning is told."""

_EVERY_DAY: Final = frozenset(range(7))
_NAMES: Final = (
    "mo mon monday", "tu tue tues tuesday", "we wed weds wednesday",
    "th thu thur thurs thursday", "fr fri friday", "sa sat saturday", "su sun sunday",
)  # fmt: skip
_DAYS: Final = {name: day for day, names in enumerate(_NAMES) for name in names.split()}
_SETS: Final = {
    "daily": _EVERY_DAY, "everyday": _EVERY_DAY, "weekday": frozenset(range(5)),
    "weekend": frozenset([5, 6]),
}  # fmt: skip
_ORDINALS: Final = {"1st": 1, "first": 1, "2nd": 2, "second": 2, "3rd": 3, "third": 3, "4th": 4,
                    "fourth": 4, "5th": 5, "last": -1}  # fmt: skip
_SHUT: Final = frozenset(["closed", "off", "shut"])
_DOUBT: Final = """appointment appointments referral referrals booking bookings booked term terms
holiday holidays fortnightly alternate other arrangement request usually normally variable varies"""
_MAYBE: Final = frozenset(_DOUBT.split())
"""Within the times beside these words a place may be open or not."""

_SMALL: Final = """open opens opening hours times time from to until till and at on each every the
of a month week per is are all day days morning mornings afternoon afternoons evening evenings
between session sessions served food bank foodbank store only"""
_PLAIN: Final = frozenset(_SMALL.split())
_GIVES_UP: Final = re.compile(
    r"\b(except|excluding|jan|feb|mar|march|apr|april|may|june?|july?|aug|sept?|oct|nov|dec|"
    r"january|february|august|september|october|november|december|summer|winter|easter|week \d+)\b"
)
_ALWAYS: Final = re.compile(r"\b(24/7|24 ?(hours|hrs)|all day,? daily|always open)\b")
_TIDY: Final = (
    (re.compile(r"[‐-―−=]"), "-"),
    (re.compile(r"\b([ap])\.m\.?"), r"\1m"),
    (re.compile(r"\b12 ?(noon|midday)\b|\b(noon|mid-?day)\b"), "12:00pm"),
    (re.compile(r"\b12 ?midnight\b|\bmidnight\b"), "24:00"),
    (re.compile(r"\b(every day|(7|seven) days( a week)?)\b"), "daily"),
    (re.compile(r"\bweek days\b"), "weekday"),
    (re.compile(r"\bwe (?!off|closed)(?=[a-z])"), " "),
    (re.compile(r"\b(not open|closed|off|except)( on)?( all)? (bank|public) holidays?\b"), " "),
    (re.compile(r"\bph off\b"), " "),
    (re.compile(r"\b(dawn|sunrise|sun-?up)\s*(to|-|till|until)\s*(dusk|sunset|sun-?down)\b|"
                r"\bdaylight( hours)?\b"), " dawndusk "),
)  # fmt: skip
_CLOCK: Final = r"(\d{1,2})(?:[:.](\d{2}))?\s*(am|pm)?"
_TOKEN: Final = re.compile(
    rf"(?P<range>(?<![\d:.£]){_CLOCK}\s*(?:-|to|until|till)\s*{_CLOCK}(?![\d:%]))"
    rf"|(?P<time>(?<![\d:.£])(?:\d{{1,2}}[:.]\d{{2}}\s*(?:am|pm)?|\d{{1,2}}\s*(?:am|pm))(?!\d))"
    r"|(?P<word>\d?[a-z]+(?:'[a-z]+)?)|(?P<dash>-|(?<=\w)/(?=\w))|(?P<number>\d+)"
)


@dataclass
class _Group:
    """Days as they are being read, with the times that belong to them.

    `leading`: its times came first, as in "9-5 on weekdays".
    """

    days: dict[int, tuple[int, ...]] = field(default_factory=dict)
    times: list[tuple[int, int, bool, bool]] = field(default_factory=list)
    sure: bool = True
    shut: bool = False
    leading: bool = False

    def is_full(self, *, for_days: bool) -> bool:
        """Return whether further days (or times) belong to another group."""
        if for_days:
            return bool(self.days) and (self.shut or (bool(self.times) and not self.leading))
        return self.leading and bool(self.days)


@lru_cache(maxsize=20_000)
def read(text: str) -> Opening:
    """Return what the words of a list say of opening times."""
    words = text.casefold()
    for found, instead in _TIDY:
        words = found.sub(instead, words)
    if _ALWAYS.search(words):
        sure = not _MAYBE & set(re.findall(r"[a-z]+", words))
        return Opening(tuple(Span(day, 0, DAY_MINUTES, 0, sure) for day in range(7)), whole=True)
    if _GIVES_UP.search(words):
        return Opening()
    opening = Opening(whole=True)
    for clause in re.split(r"[;\n]|\.(?=\s|$)", words):
        opening = _with_clause(opening, clause)
    return opening if opening.spans or opening.vague or _all_shut(words) else Opening()


def _all_shut(words: str) -> bool:
    return bool(re.search(r"\b(mo-su|mon-sun|daily)\s+(closed|off)\b", words))


def _with_clause(opening: Opening, clause: str) -> Opening:
    """Return what was read so far and what one clause says besides."""
    groups, whole = _groups(clause)
    spans, vague = list(opening.spans), set(opening.vague)
    for group in groups:
        if group.shut:
            spans = [span for span in spans if span.day not in group.days]
        elif not group.times:
            vague |= set(group.days)
        for start, end, daylight, ends in group.times:
            spans += [Span(day, start, end, week, group.sure, daylight)
                      for day, weeks in group.days.items() for week in weeks]  # fmt: skip
            vague |= set() if ends else set(group.days)
    return replace(
        opening, spans=tuple(spans), vague=frozenset(vague), whole=opening.whole and whole
    )


def _groups(clause: str) -> tuple[list[_Group], bool]:
    """Return days with their times, and whether every word was understood."""
    reading = _Reading()
    for kind, token in _tokens(clause):
        days = _days_of(token) if kind == "word" else frozenset()
        if days:
            reading.take_days(days)
        elif kind in ("range", "time"):
            reading.take_times(_times(kind, token))
        else:
            reading.take_word(kind, token)
    return reading.finished()


class _Reading:
    """One clause, word by word."""

    def __init__(self) -> None:
        self.groups = [_Group()]
        self.weeks: list[int] = []
        self.last_day: int | None = None
        self.ranging = False
        self.whole = self.sure = True

    def take_days(self, days: frozenset[int]) -> None:
        if self.groups[-1].is_full(for_days=True):
            self.groups.append(_Group())
        if self.ranging and self.last_day is not None and len(days) == 1:
            (until,) = days
            length = (until - self.last_day) % 7 + 1
            days = frozenset((self.last_day + n) % 7 for n in range(length))
        self.groups[-1].days |= dict.fromkeys(days, tuple(self.weeks) or (0,))
        self.last_day = min(days) if len(days) == 1 else None
        self.weeks, self.ranging = [], False

    def take_times(self, times: tuple[int, int, bool, bool]) -> None:
        if self.groups[-1].is_full(for_days=False):
            self.groups.append(_Group())
        now = self.groups[-1]
        now.leading = now.leading or not now.days
        now.times.append(times)
        self.last_day = None

    def take_word(self, kind: str, token: str) -> None:
        now = self.groups[-1]
        if kind == "dash" or token in ("to", "until", "till"):
            self.ranging = self.last_day is not None
        elif token in _ORDINALS:
            self.weeks.append(_ORDINALS[token])
        elif token == "dawndusk":
            self.take_times((0, DAY_MINUTES, True, True))
        elif token in _SHUT:
            now.shut = True
        elif token in _MAYBE:
            self._take_doubt(now)
        elif token not in _PLAIN:
            self.whole = False

    def _take_doubt(self, now: _Group) -> None:
        now.sure = False
        if not now.days:
            self.sure = False
        elif not now.times:
            now.times.append((0, DAY_MINUTES, False, True))

    def finished(self) -> tuple[list[_Group], bool]:
        """Return the groups, and whether every word of the clause was understood."""
        for group in self.groups:
            group.sure = group.sure and self.sure
            if not group.days and any(by_sun for _, _, by_sun, _ in group.times):
                group.days = dict.fromkeys(range(7), (0,))
        lost = any(group.times and not group.days for group in self.groups)
        return self.groups, self.whole and not lost and not self.weeks


def _tokens(clause: str) -> Iterator[tuple[str, str]]:
    for match in _TOKEN.finditer(clause):
        kind = str(match.lastgroup)
        if match["range"]:
            kind = "range"
        yield kind, match.group()


def _days_of(word: str) -> frozenset[int]:
    for form in (word, word.removesuffix("s"), word.removesuffix("'s")):
        if form in _DAYS:
            return frozenset([_DAYS[form]])
        if form in _SETS:
            return _SETS[form]
    return frozenset()


def _times(kind: str, token: str) -> tuple[int, int, bool, bool]:
    """Return (start, end, by the sun, the end is told) in minutes."""
    clocks = list(re.finditer(_CLOCK, token))
    first = clocks[0]
    if kind == "time":
        start = _minutes(first, first[3], bare=False)
        return start, start + _STARTS_LAST, False, False
    last = clocks[1]
    bare = not first[3] and not last[3] and not _is_24(first) and not _is_24(last)
    end = _minutes(last, last[3], bare=False)
    start = _minutes(first, first[3] or last[3], bare=bare)
    if not first[3] and last[3] and start >= end:
        start = _minutes(first, "am", bare=False)
    if end <= start:
        end += 720 if bare and end + 720 > start else DAY_MINUTES
    return start, end, False, True


def _is_24(clock: re.Match[str]) -> bool:
    return len(clock[1]) == 2 and ((bool(clock[2]) and clock[1][0] == "0") or int(clock[1]) > 12)


def _minutes(clock: re.Match[str], half: str | None, *, bare: bool) -> int:
    hour, minute = int(clock[1]), int(clock[2] or 0)
    if half == "pm" and hour < 12:
        hour += 12
    elif half == "am" and hour == 12:
        hour = 0
    elif bare and hour < 7:
        hour += 12
    return min(hour * 60 + minute, DAY_MINUTES)


def states(texts: Iterable[str], moment: Moment) -> list[str]:
    """Return the `Openness` of each text at a time, as its value."""
    known: dict[str, str] = {}
    told = []
    for text in texts:
        if text not in known:
            known[text] = (read(text).at(moment) if text else Openness.UNKNOWN).value
        told.append(known[text])
    return told
