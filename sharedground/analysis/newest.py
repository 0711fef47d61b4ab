"""Which source is the newest, by the date that people gave it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple

from sharedground.model.place import Source
from sharedground.words import month_year

_YEAR: Final = re.compile(r"(?<!\d)(19|20)\d\d(?!\d)")
_YEAR_MONTH: Final = re.compile(r"(?<!\d)((?:19|20)\d\d)[-/.](0?[1-9]|1[0-2])(?!\d)")
_DAY_FIRST: Final = re.compile(r"(?<!\d)\d{1,2}[-/.](0?[1-9]|1[0-2])[-/.]((?:19|20)\d\d)(?!\d)")
_MONTHS: Final = (
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
)  # fmt: skip


class Dated(NamedTuple):
    """A source with the month it is of; month 0 where only a year is stated."""

    year: int
    month: int
    source: Source

    def words(self) -> str:
        """Return the date as people read it, such as "Oct 2025"."""
        return month_name(self.year, self.month)


def month_name(year: int, month: int) -> str:
    """Return a month as people read it, such as "Oct 2025"; month 0 gives only the year."""
    if not month:
        return str(year)
    return month_year(year, month)


def newest(sources: Iterable[Source], years: Mapping[str, int] | None = None) -> Dated | None:
    """Return the source with the latest date; None where none is known.

    Parameters
    ----------
    sources
        Each with the date that people gave it, "" if none.
    years
        The latest year of the figures of a source, by its `source_id`: used where it states
        no date.
    """
    dated = []
    for source in sources:
        year = (years or {}).get(source.source_id)
        when = month_of(source.date) or (year and (year, 0))
        if when:
            dated.append(Dated(*when, source))
    return max(dated, key=lambda one: (one.year, one.month), default=None)


def month_of(date: str) -> tuple[int, int] | None:
    """Return (year, month) of a date as people write it; None if no year is in it.

    Reads "2025-10-26", "26/10/2025", "October 2025" and "2025"; of a span such as
    "2023/24" the first year. Month is 0 where none is stated.
    """
    if found := _YEAR_MONTH.search(date):
        return int(found[1]), int(found[2])
    if found := _DAY_FIRST.search(date):
        return int(found[2]), int(found[1])
    year = _YEAR.search(date)
    if year is None:
        return None
    words = re.findall(r"[a-z]{3,}", date.casefold())
    months = [_MONTHS.index(word[:3]) + 1 for word in words if word[:3] in _MONTHS]
    return int(year[0]), months[0] if months else 0
