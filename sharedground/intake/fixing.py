"""Mending rows: cells a person corrected, and the sheet of rows to mend that comes back."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

import pandas as pd

from sharedground.intake.context import Fix, Intake
from sharedground.intake.raw import RawFile, RawTable
from sharedground.model.report import Fate, Report, Severity
from sharedground.words import say

REFERENCE: Final = "Shared Ground row"
"""Heading of the column by which a mended row finds its way back."""

PLACE_REFERENCE: Final = "Shared Ground place"
"""Heading of the column by which a row of a sheet of places to check finds its place."""

LONGEST_CELL: Final = 32_767
"""Letters that a cell of a spreadsheet holds: what is longer comes back cut off."""

TO_FIX: Final = "What to fix"
_REFERENCE = re.compile(r"^([0-9a-f]{12}):(\d{1,4}):(\d{1,9})(?::([a-z]{1,20}))?$")
"""Start of the file's hash, which of its tables, the row number, and what it was read as."""

_GUARDED = re.compile(r"^'(?= *[=+\-@\t\r\n])")
"""The apostrophe before what a spreadsheet would run, as written into CSV files."""

_SHORTENED = re.compile(r"^-?\d(\.\d{1,14})?[eE]\+?-?\d{1,3}$")
"""A number as spreadsheets shorten it: 1.61497E+09."""

_ISO_DATE = re.compile(r"^\d{4}-\d\d-\d\d$")
_LOCAL_DATE = re.compile(r"^\d\d?[/.]\d\d?[/.]\d{4}$")


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


def as_mended(raw: RawFile, fixes: Collection[Fix]) -> RawFile:
    """Return a file with the cells that a person corrected in all its tables."""
    if not fixes:
        return raw
    return replace(raw, tables=tuple(with_fixes(table, fixes) for table in raw.tables))


def joined_fixes(former: Sequence[Fix], newer: Iterable[Fix]) -> tuple[Fix, ...]:
    """Return all fixes, the newer one where both mend a cell; sorted, so that equal is equal."""
    cells = {(fix.table, fix.row, fix.column): fix for fix in (*former, *newer)}
    return tuple(cells[key] for key in sorted(cells))


def without_idle(fixes: Iterable[Fix], raw: RawFile) -> tuple[Fix, ...]:
    """Return the fixes that change a cell of the file; those that say what stands there go."""
    tables = {table.name: table for table in raw.tables}
    places = {name: _places(table) for name, table in tables.items()}
    return tuple(
        fix
        for fix in fixes
        if fix.row in places.get(fix.table, {})
        and fix.column in tables[fix.table].rows.columns
        and tables[fix.table].rows.loc[places[fix.table][fix.row], fix.column] != fix.value
    )


def _places(table: RawTable) -> dict[int, int]:
    return {int(number): at for at, number in enumerate(table.row_numbers)}


def cells_to_mend(raw: RawFile, table: str, rows: Collection[int]) -> pd.DataFrame:
    """Return rows of a table as they are, to be mended in a grid: the index is the row number."""
    chosen = next(one for one in raw.tables if one.name == table)
    places = _places(chosen)
    frame = chosen.rows.iloc[[places[row] for row in rows]]
    return frame.set_index(pd.Index(list(rows), dtype="int64"))


def fixes_of_grid(raw: RawFile, table: str, grid: pd.DataFrame) -> tuple[Fix, ...]:
    """Return what a grid of `cells_to_mend` changes in the file as it was read.

    Parameters
    ----------
    grid
        The cells as they are now: the index is the row number, the columns are headings of the
        file. A cell that was emptied may be None.
    """
    before = cells_to_mend(raw, table, list(grid.index))[list(grid.columns)]
    now = grid.astype(object).where(grid.notna(), "").astype(str)
    was, is_now = before.to_numpy(dtype=object), now.to_numpy(dtype=object)
    return tuple(
        Fix(table, int(grid.index[at]), str(grid.columns[which]), is_now[at, which].strip())
        for at, which in zip(*(was != is_now).nonzero(), strict=True)
    )


def with_grid(
    fixes: Sequence[Fix], raw: RawFile, table: str, grid: pd.DataFrame
) -> tuple[Fix, ...]:
    """Return all fixes when a grid says what the cells of some rows are; others stay as they are.

    `raw` is the file as it was read, before any fix.
    """
    shown = set(map(int, grid.index))
    columns = set(map(str, grid.columns))
    others = [
        fix for fix in fixes
        if fix.table != table or fix.row not in shown or fix.column not in columns
    ]  # fmt: skip
    return without_idle(joined_fixes(others, fixes_of_grid(raw, table, grid)), raw)


def rows_to_fix(
    raw: RawFile, intakes: Sequence[Intake], fixes: Collection[Fix] = (), *, warnings: bool = False
) -> pd.DataFrame:
    """Return the rows to mend as a sheet that can be mended and given back.

    Parameters
    ----------
    fixes
        Cells that were corrected by now: they stand in the sheet as they are.
    warnings
        Whether rows that were kept with a warning are in it too, beside those set aside.

    Returns
    -------
    pandas.DataFrame
        `What to fix`, every column as read (as mended so far), and `Shared Ground row`.
    """
    raw = as_mended(raw, fixes)
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
        ours = f"{raw.sha256[:12]}:{at}"
        rows[REFERENCE] = [f"{ours}:{number}:{intake.kind.value}" for number in numbers]
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


def is_check_sheet(raw: RawFile) -> bool:
    """Say whether a file is a sheet of places to check: it answers, and lists nothing new."""
    return any(PLACE_REFERENCE in table.rows.columns for table in raw.tables)


def mended_file(raw: RawFile) -> str:
    """Return the start of the hash of the file whose rows this one mends, "" if it mends none."""
    return _first_reference(raw)[0]


def mended_kind(raw: RawFile) -> str:
    """Return what the file was read as whose rows this one mends, "" if that is not known."""
    return _first_reference(raw)[1]


def _first_reference(raw: RawFile) -> tuple[str, str]:
    for table in raw.tables:
        if REFERENCE in table.rows.columns:
            for text in table.rows[REFERENCE]:
                if found := _REFERENCE.match(str(text).strip()):
                    return found.group(1), found.group(4) or ""
    return "", ""


def fixes_in(
    mended: RawFile, original: RawFile, fixes: Sequence[Fix] = ()
) -> tuple[Fix, ...]:  # fmt: skip
    """Return all fixes of a file, with what a mended sheet changes in it.

    Only cells that differ count, and not those that a spreadsheet alone has changed: the zeros
    before a number, long numbers cut short, spaces. Columns that the file does not have are passed
    over, as are rows whose reference was changed.

    Parameters
    ----------
    mended
        The sheet of rows to fix, as it came back.
    original
        The file that its rows are from, as it was read.
    fixes
        Cells that were corrected before.
    """
    present = as_mended(original, fixes)
    places = [_places(table) for table in present.tables]
    newer: list[Fix] = []
    for sheet in mended.tables:
        if REFERENCE not in sheet.rows.columns:
            continue
        for row in sheet.rows.to_dict("records"):
            found = _REFERENCE.match(str(row[REFERENCE]).strip())
            if found and original.sha256.startswith(found.group(1)):
                at, number = int(found.group(2)), int(found.group(3))
                if at < len(places) and number in places[at]:
                    newer += _fixes_of(row, present.tables[at], number, places[at][number])
    return without_idle(joined_fixes(fixes, newer), original)


def _fixes_of(
    row: Mapping[Any, object], table: RawTable, number: int, place: int
) -> list[Fix]:  # fmt: skip
    before = table.rows.iloc[place]
    return [
        Fix(table.name, number, str(heading), unguarded(row[heading]))
        for heading in table.rows.columns
        if heading in row and not same_cell(str(before[heading]), str(row[heading]))
    ]


def unguarded(cell: object) -> str:
    """Return a cell without the apostrophe that keeps a spreadsheet from running it."""
    return _GUARDED.sub("", str(cell).strip())


def same_cell(before: str, now: str) -> bool:
    """Say whether a cell came back as it went out, but for what spreadsheets do to cells."""
    was, is_now = " ".join(before.split()), " ".join(unguarded(now).split())
    if was == is_now or (len(is_now) > LONGEST_CELL - 50 and was.startswith(is_now[:-50])):
        return True
    if was.isdecimal() and is_now == was.lstrip("0"):
        return True
    if was.replace(" ", "").isdecimal() and _SHORTENED.match(is_now):
        return abs(float(was.replace(" ", "")) - float(is_now)) <= 1e-4 * abs(float(is_now))
    if _ISO_DATE.match(was) and _LOCAL_DATE.match(is_now):
        parts = [sorted(map(int, re.findall(r"\d+", text))) for text in (was, is_now)]
        return parts[0] == parts[1]
    return False
