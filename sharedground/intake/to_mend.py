"""Which rows of a file a person may mend, what is wrong with each, and which are mended by now."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from sharedground.intake.codes import GSS
from sharedground.intake.context import Fix, Intake
from sharedground.model.report import Fate, Fault, Severity
from sharedground.words import say

RIGHTLY_LEFT_OUT: Final = frozenset(["row.total", "row.heading_again"])
"""Faults of rows that are no rows of their own, so that there is nothing to mend."""


@dataclass(frozen=True)
class ToMend:
    """One row with something to mend, or that was mended.

    Parameters
    ----------
    table, row
        Sheet or layer, and the row number as a person sees it.
    wrong, how
        What is wrong and how to fix it, in words; "" where nothing is wrong any more.
    columns
        Headings that the faults name.
    aside
        Whether the row is set aside as things are.
    mended
        Whether cells of it were changed and nothing is wrong with it any more.
    """

    table: str
    row: int
    wrong: str = ""
    how: str = ""
    columns: tuple[str, ...] = ()
    aside: bool = False
    mended: bool = False


def to_mend(
    intakes: Iterable[Intake], fixes: Collection[Fix] = (), *, warnings: bool = False
) -> tuple[ToMend, ...]:
    """Return the rows to mend and those that are mended, in the order of the file.

    Parameters
    ----------
    intakes
        The file as it was understood with `fixes`.
    fixes
        Cells that a person corrected: their rows stay in the list, so that they can be looked at.
    warnings
        Whether rows that were kept with something to look at count too, beside those set aside.
    """
    found: list[ToMend] = []
    for intake in intakes:
        found += _of_table(intake, {f.row for f in fixes if f.table == intake.table}, warnings)
    return tuple(found)


def _of_table(intake: Intake, fixed: set[int], warnings: bool) -> list[ToMend]:
    records = intake.frames["records"]
    aside = set(records.loc[records["fate"] == Fate.SET_ASIDE.value, "row_number"])
    told = _faults_by_row(intake.report.faults)
    for row, fault in _alike(intake, aside - set(told)).items():
        told[row] = [fault]
    wanted = {row for row in told if warnings or row in aside} | (
        fixed & set(records["row_number"])
    )
    return [
        ToMend(
            table=intake.table, row=int(row),
            wrong=_once(fault.reason for fault in told.get(row, ())),
            how=_once(fault.fix for fault in told.get(row, ())),
            columns=tuple(dict.fromkeys(f.column for f in told.get(row, ()) if f.column)),
            aside=row in aside,
            mended=row in fixed and row not in aside and row not in told,
        )
        for row in sorted(wanted)
    ]  # fmt: skip


def _faults_by_row(faults: Sequence[Fault]) -> dict[int, list[Fault]]:
    told: dict[int, list[Fault]] = defaultdict(list)
    for fault in faults:
        if fault.row is not None and _to_mend(fault):
            told[fault.row].append(fault)
    return dict(told)


def _to_mend(fault: Fault) -> bool:
    """Say whether a fault is one to mend: a whole code of an area elsewhere is no slip."""
    if fault.severity is Severity.NOTE or fault.code in RIGHTLY_LEFT_OUT:
        return False
    return not (fault.code == "area.unknown" and GSS.match(fault.value))


def _alike(intake: Intake, rest: set[int]) -> dict[int, Fault]:
    """Return rows set aside because of a cell that is told once, for the first row it stands in."""
    marks = {
        (fault.column, fault.value): fault
        for fault in intake.report.faults
        if fault.code == "area.unknown" and fault.row is not None and _to_mend(fault)
    }
    if not marks or not rest:
        return {}
    columns = {column for column, _ in marks}
    records = intake.frames["records"]
    found = {}
    here = records[records["row_number"].isin(rest)]
    for number, original in here[["row_number", "original"]].itertuples(index=False):
        cells = json.loads(original)
        for column in columns:
            fault = marks.get((column, str(cells.get(column, "")).strip()))
            if fault is not None:
                found[int(number)] = fault
    return found


def _once(sentences: Iterable[str]) -> str:
    return " ".join(dict.fromkeys(text for text in sentences if text))


def mended_in_words(found: Collection[ToMend]) -> str:
    """Return how many of the rows are mended, such as "3 of 12 mended"."""
    done = sum(one.mended for one in found)
    return say("{n} of {all} mended", n=done, all=len(found))
