"""Mending rows: cells a person corrected, and the sheet of rows to mend that comes back."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Final

import pandas as pd

from sharedground.intake.context import Fix, Intake
from sharedground.intake.raw import RawFile, RawTable
from sharedground.model.report import Fate, Report, Severity
from sharedground.words import say

REFERENCE: Final = "Shared Ground row"
"""Heading of the column by which a mended row finds its way back."""

TO_FIX: Final = "What to fix"
_REFERENCE = re.compile(r"^([0-9a-f]{12}):(\d+):(\d+)$")


def with_fixes(table: RawTable, fixes: Iterable[Fix]) -> RawTable:
    """Return a table with the cells that a person corrected; others stay as read.

    Fixes of other tables, of rows and of columns that are not there are passed over.
    """
    mine = [fix for fix in fixes if fix.table == table.name and fix.column in table.rows.columns]
    places = {int(number): at for at, number in enumerate(table.row_numbers)}
    known = [fix for fix in mine if fix.row in places]
    if not known:
        return table
    rows = table.rows.copy()
    for fix in known:
        rows.loc[places[fix.row], fix.column] = fix.value
    return replace(table, rows=rows)


def joined_fixes(former: Sequence[Fix], newer: Iterable[Fix]) -> tuple[Fix, ...]:
    """Return all fixes, the newer one where both mend a cell; sorted, so that equal is equal."""
    cells = {(fix.table, fix.row, fix.column): fix for fix in (*former, *newer)}
    return tuple(cells[key] for key in sorted(cells))


def rows_to_fix(raw: RawFile, intakes: Sequence[Intake], *, warnings: bool = False) -> pd.DataFrame:
    """Return the rows to mend as a sheet that can be mended and given back.

    Parameters
    ----------
    warnings
        Whether rows that were kept with a warning are in it too, beside those set aside.

    Returns
    -------
    pandas.DataFrame
        `What to fix`, every column as read (as mended so far), and `Shared Ground row`.
    """
    frames = []
    for intake in intakes:
        at = next(n for n, table in enumerate(raw.tables) if table.name == intake.table)
        words = _words_by_row(intake.report, warnings=warnings)
        records = intake.frames["records"]
        aside = records["fate"] == Fate.SET_ASIDE.value
        for number, reason in records.loc[aside, ["row_number", "reason"]].itertuples(index=False):
            words.setdefault(int(number), str(reason))
        table = raw.tables[at]
        wanted = [place for place, number in enumerate(table.row_numbers) if int(number) in words]
        rows = table.rows.iloc[wanted].reset_index(drop=True)
        numbers = [int(number) for number in table.row_numbers[wanted]]
        rows.insert(0, TO_FIX, [words[number] for number in numbers])
        rows[REFERENCE] = [f"{raw.sha256[:12]}:{at}:{number}" for number in numbers]
        frames.append(rows)
    if not frames:
        return pd.DataFrame(columns=[TO_FIX, REFERENCE])
    sheet = pd.concat(frames, ignore_index=True).fillna("")
    return sheet[[*(name for name in sheet.columns if name != REFERENCE), REFERENCE]]


def _words_by_row(report: Report, *, warnings: bool) -> dict[int, str]:
    told: dict[int, list[str]] = {}
    for fault in report.faults:
        worth = fault.severity is Severity.SET_ASIDE or (
            warnings and fault.severity is Severity.WARNING
        )
        if fault.row is not None and worth:
            named = say("{column}: {reason}", column=fault.column, reason=fault.reason)
            said = f"{named if fault.column else fault.reason} {fault.fix}".strip()
            told.setdefault(fault.row, []).append(said)
    return {row: " ".join(dict.fromkeys(words)) for row, words in told.items()}


def mended_file(raw: RawFile) -> str:
    """Return the start of the hash of the file whose rows this one mends, "" if it mends none."""
    for table in raw.tables:
        if REFERENCE in table.rows.columns:
            for text in table.rows[REFERENCE]:
                if found := _REFERENCE.match(str(text).strip()):
                    return found.group(1)
    return ""


def fixes_in(mended: RawFile, original: RawFile) -> tuple[Fix, ...]:
    """Return what a mended sheet changes in the file that its rows are from.

    Only cells that differ count. Columns that the file does not have are passed over, as are
    rows whose reference was changed.
    """
    fixes: list[Fix] = []
    for sheet in mended.tables:
        if REFERENCE not in sheet.rows.columns:
            continue
        for row in sheet.rows.to_dict("records"):
            found = _REFERENCE.match(str(row[REFERENCE]).strip())
            if found and original.sha256.startswith(found.group(1)):
                fixes += _fixes_of(row, original, int(found.group(2)), int(found.group(3)))
    return tuple(fixes)


def _fixes_of(
    row: Mapping[object, object], original: RawFile, table_at: int, number: int
) -> list[Fix]:
    if table_at >= len(original.tables):
        return []
    table = original.tables[table_at]
    places = [place for place, known in enumerate(table.row_numbers) if int(known) == number]
    if not places:
        return []
    before = table.rows.iloc[places[0]]
    return [
        Fix(table.name, number, str(heading), str(row[heading]).strip())
        for heading in table.rows.columns
        if heading in row and str(row[heading]).strip() != str(before[heading]).strip()
    ]


def fixes_from(texts: Iterable[Mapping[str, object]]) -> tuple[Fix, ...]:
    """Return fixes from their JSON objects, as kept with the reading of a source."""
    return tuple(
        Fix(str(one["table"]), int(str(one["row"])), str(one["column"]), str(one["value"]))
        for one in texts
    )


def fixes_of_reading(reading: str) -> tuple[Fix, ...]:
    """Return the fixes that a source was read with."""
    return fixes_from(json.loads(reading or "{}").get("fixes") or [])
