"""Joining the rows of a table of figures to the areas of a place, and saying what did not join."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sharedground.errors import NothingUsableError
from sharedground.intake.codes import GSS
from sharedground.intake.columns import ColumnMatch, cells, likeness
from sharedground.intake.context import Context
from sharedground.intake.headings import LOOKUP_FIELDS
from sharedground.intake.raw import RawTable
from sharedground.intake.reading import Reading
from sharedground.intake.values import is_nothing, year_in
from sharedground.model.report import Severity
from sharedground.words import say, say_many

Texts = NDArray[np.object_]
AREA_CODE: Final = LOOKUP_FIELDS[0]
LISTED: Final = 40
"""So many codes are listed one by one; more are counted and some are shown."""

NUMBERS_COVER: Final = 0.9
"""Share of the areas that a column of bare numbers must cover when its heading says nothing."""


@dataclass(frozen=True)
class AreaColumn:
    """The column that joins a table to the place.

    Parameters
    ----------
    heading
        As read.
    coverage
        Share of the place's areas that it reaches.
    why
        In words.
    """

    heading: str
    coverage: float
    why: str


def area_column(table: RawTable, context: Context, chosen: str = "") -> AreaColumn:
    """Find the column whose values are this place's areas.

    A heading alone is never believed: its values must be known codes, or else known names.

    Raises
    ------
    NothingUsableError
        If no areas are loaded, or no column joins to them.
    """
    if not len(context.codes):
        raise NothingUsableError(
            "areas.first", say("This place has no areas yet. Add their outlines first.")
        )
    headings = [chosen] if chosen else [str(heading) for heading in table.rows.columns]
    found = _best(table, context, headings, by_name=False)
    other_vintage = any(_same_kind_of_code(table, heading, context) for heading in headings)
    if (found is None or found.coverage < context.least_share) and not other_vintage:
        named = _best(table, context, headings, by_name=True)
        found = named if named and (not found or named.coverage > found.coverage) else found
    if found is None or found.coverage < context.least_share:
        raise _no_join(table, context)
    return found


def _same_kind_of_code(table: RawTable, heading: str, context: Context) -> bool:
    """Say whether a column holds codes of the same kind of area, such as E05 for wards.

    When none of them is known they are of another year, and joining by name would be wrong:
    names come again elsewhere, and the same name may have other bounds.
    """
    kinds = {code[:3] for code in context.areas if GSS.match(code)}
    filled = cells(table, heading).str.strip()
    filled = filled[filled != ""].iloc[:200]
    return (
        bool(kinds)
        and bool(len(filled))
        and all(GSS.match(text) and text[:3] in kinds for text in filled)
    )


def _best(
    table: RawTable, context: Context, headings: list[str], *, by_name: bool
) -> AreaColumn | None:
    best, most = None, 0.0
    for heading in headings:
        column = cells(table, heading)
        codes = context.codes.match(column, names=by_name)
        hits = codes[codes != ""]
        filled = int((~is_nothing(column)).sum())
        if not len(hits):
            continue
        coverage = len(set(hits)) / len(context.codes)
        share = len(hits) / max(1, filled)
        named = likeness(AREA_CODE, heading)
        bare = not named and all(code.isdigit() for code in hits[:50])
        if bare and min(coverage, share) < NUMBERS_COVER:
            continue
        score = 0.45 * coverage + 0.25 * share + 0.3 * named
        if score > most:
            best, most = AreaColumn(heading, coverage, _why(heading, by_name)), score
    return best


def _why(heading: str, by_name: bool) -> str:
    if by_name:
        return say('"{heading}" holds the names of this place\'s areas.', heading=heading)
    return say('"{heading}" holds the codes of this place\'s areas.', heading=heading)


def _no_join(table: RawTable, context: Context) -> NothingUsableError:
    """Say what codes the file has, and what codes the place has."""
    headings = [str(heading) for heading in table.rows.columns]
    coded = [h for h in headings if any(GSS.match(text) for text in cells(table, h).iloc[:20])]
    shown = coded or [h for h in headings if likeness(AREA_CODE, h)]
    theirs = [str(cells(table, heading).iloc[0]) for heading in shown[:1] if len(table.rows)]
    known = next(iter(context.areas))
    if theirs:
        message = say(
            'No area of this place is in the file. "{heading}" has codes such as {theirs}; the '
            "areas here have codes such as {known}. It may be of another place, or another year. "
            "You can add the outlines that it is for beside yours.",
            heading=shown[0], theirs=theirs[0], known=known,
        )  # fmt: skip
    else:
        message = say(
            "We found no column with the codes of this place's areas, such as {known}. "
            "The headings are: {headings}.",
            known=known, headings=", ".join(headings),
        )  # fmt: skip
    return NothingUsableError("areas.no_join", message, headings=headings)


def joined(table: RawTable, heading: str, context: Context) -> Texts:
    """Return the place's own code for each row; "" for areas that are not in it.

    Names are joined only where they reach more areas than codes do.
    """
    column = cells(table, heading)
    by_code = context.codes.match(column)
    by_name = context.codes.match(column, names=True)
    return by_name if len(set(by_name)) > len(set(by_code)) else by_code


def set_other_areas_aside(reading: Reading, codes: Texts) -> dict[str, Any]:
    """Set rows of other areas aside, one fault for each code; return what was left over.

    Parameters
    ----------
    codes
        The place's code of each row, "" where it has none.

    Returns
    -------
    dict
        `left_over` (count of codes) and `left_over_codes` (the first of them).
    """
    heading = reading.match.get("area_code")
    column = cells(reading.table, heading).str.strip()
    ledger = reading.ledger
    blank = (codes == "") & is_nothing(column)
    ledger.set_aside(
        blank, "area.no_code", say("The row does not say which area it is about."),
        say("Give each row the code of its area."), heading,
    )  # fmt: skip
    other = (codes == "") & ledger.open
    counts = column[other].value_counts(sort=False)
    ledger.set_aside(other, "area.unknown", say("This area is not in this place."), each=False)
    listed = list(counts.index)
    if len(listed) <= LISTED:
        for text, count in counts.items():
            first = int(np.flatnonzero(other & np.asarray(column == text))[0])
            _tell_left_over(reading, heading, str(text), int(count), ledger.number(first))
    elif listed:
        shown = ", ".join(str(text) for text in listed[:5])
        _tell_left_over(reading, heading, f"{shown}, …", int(counts.sum()), None)
    return {"left_over": len(listed), "left_over_codes": [str(text) for text in listed[:LISTED]]}


def _tell_left_over(
    reading: Reading, heading: str, value: str, count: int, row: int | None
) -> None:
    reading.ledger.remark(
        "area.unknown",
        say_many(
            "This area is not in this place. {n} row is set aside.",
            "This area is not in this place. {n} rows are set aside.", count,
        ),
        say("Nothing to do if it is another place. If not, its code may be of another year: add "
            "the outlines of that year beside yours, and the figures can be carried over."),
        column=heading, value=value, row=row, severity=Severity.SET_ASIDE,
    )  # fmt: skip


def coverage(
    reading: Reading, found: set[str], *, names: bool = False
) -> tuple[dict[str, Any], tuple[str, ...]]:
    """Return how many areas have a figure, as facts and in words; those without are listed.

    Parameters
    ----------
    found
        Codes of the areas that have one.
    names
        Whether the file gives names of wards or neighbourhoods and not figures.
    """
    every = list(reading.context.areas)
    missing = [code for code in every if code not in found]
    matched = len(every) - len(missing)
    facts: dict[str, Any] = {
        "matched": matched, "of": len(every), "partial": bool(missing),
        "missing": missing[:LISTED], "missing_count": len(missing),
    }  # fmt: skip
    if not missing:
        one_each = (
            say("All {of} areas have their names.", of=len(every))
            if names
            else say("All {of} areas have a figure.", of=len(every))
        )
        return facts, (one_each,)
    shown = ", ".join(missing[:5]) + (", …" if len(missing) > 5 else "")
    if names:
        code, fix = "area.no_names", say("They stand alone in lists. Add a file that has them.")
        sentence = say_many(
            "Partial: {matched} of {of} areas have their names. {n} has none: {shown}.",
            "Partial: {matched} of {of} areas have their names. {n} have none: {shown}.",
            len(missing), matched=matched, of=len(every), shown=shown,
        )  # fmt: skip
    else:
        code, fix = "area.no_data", say("No data does not mean zero. Add a file that has them.")
        sentence = say_many(
            "Partial: {matched} of {of} areas have a figure. {n} has no data: {shown}.",
            "Partial: {matched} of {of} areas have a figure. {n} have no data: {shown}.",
            len(missing), matched=matched, of=len(every), shown=shown,
        )  # fmt: skip
    reading.ledger.remark(code, sentence, fix, value=", ".join(missing[:LISTED]))
    return facts, (sentence,)


def years_of(table: RawTable, heading: str) -> NDArray[np.int64]:
    """Return the year each row is about, 0 where it does not say."""
    column = cells(table, heading)
    known = {text: year_in(text) or 0 for text in column.unique()}
    return np.array([known[text] for text in column], dtype=np.int64)


def period_column(table: RawTable, match: ColumnMatch) -> str:
    """Return the heading of years or dates, when its values do hold years."""
    heading = match.get("year")
    if not heading:
        return ""
    filled = years_of(table, heading)
    return heading if len(filled) and (filled > 0).mean() > 0.5 else ""


def finer_unit(table: RawTable, used: set[str]) -> str:
    """Return a column of codes of smaller units, one to a row, such as tracts within areas."""
    for heading in map(str, table.rows.columns):
        column = cells(table, heading).str.strip()
        if heading in used or is_nothing(column).any() or column.nunique() < len(column):
            continue
        coded = column.str.fullmatch(r"[A-Z]{0,3}\d{5,}", case=False)
        if coded.mean() > 0.95:
            return heading
    return ""


def first_of_each(keys: pd.Series[str], places: NDArray[np.intp]) -> dict[str, int]:
    """Return the first place of each key, in order."""
    first: dict[str, int] = {}
    for key, place in zip(keys.iloc[places], places, strict=True):
        first.setdefault(str(key), int(place))
    return first
