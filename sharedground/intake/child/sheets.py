"""Excel and OpenDocument workbooks, read by calamine.

Looked at: openpyxl (ten times slower), fastexcel (faster, brings polars' shape of data).
"""

from __future__ import annotations

from pathlib import Path

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from sharedground.intake.child.cells import Cleaner
from sharedground.intake.child.headings import Row
from sharedground.intake.child.output import Grid, Note, Output
from sharedground.intake.child.refused import Refused


def read_sheets(path: Path, format_: str, output: Output) -> None:
    """Read every worksheet and write each as a table.

    Parameters
    ----------
    path
        The workbook, under a name of our own.
    format_
        "xlsx", "xlsb", "xls" or "ods", as its contents say.
    output
        Where the tables go.

    Raises
    ------
    Refused
        A workbook with a password, or one that calamine cannot read.
    """
    output.tell(format_)
    try:
        with CalamineWorkbook.from_path(str(path)) as book:
            for facts in book.sheets_metadata:
                if facts.typ == SheetTypeEnum.WorkSheet:
                    hidden = facts.visible != SheetVisibleEnum.Visible
                    _add_sheet(book.get_sheet_by_name(facts.name), output, hidden=hidden)
    except PasswordError as fault:
        raise Refused("file.password") from fault
    except CalamineError as fault:
        raise Refused("file.unreadable", why=str(fault)[:200]) from fault


def _add_sheet(sheet: CalamineSheet, output: Output, *, hidden: bool) -> None:
    output.ceiling.check_cells(sheet.height * sheet.width)
    cleaner = Cleaner()
    rows = _text_rows(sheet, cleaner)
    sideways, filled = _merged(sheet, rows)
    grid = Grid(sheet.name, lambda: iter(rows), frozenset(sideways))
    grid.notes = _notes(cleaner.removed, filled, hidden=hidden)
    output.add_grid(grid)


def _text_rows(sheet: CalamineSheet, cleaner: Cleaner) -> list[Row]:
    """Return the rows with anything in them, as text, trailing blanks cut off."""
    # calamine gives the empty rows above the data, but not the empty columns beside it
    margin = [""] * (sheet.start[1] if sheet.start else 0)
    text = cleaner.text
    rows = []
    for number, values in enumerate(sheet.iter_rows(), start=1):
        cells = margin + [text(value) for value in values]
        while cells and not cells[-1]:
            cells.pop()
        if cells:
            rows.append((number, cells))
    return rows


def _merged(sheet: CalamineSheet, rows: list[Row]) -> tuple[set[int], int]:
    """Fill cells merged downwards with their text, and tell which rows merge sideways.

    Returns
    -------
    tuple
        Row numbers with cells merged sideways, and how many cells were filled.
    """
    by_number = dict(rows)
    sideways: set[int] = set()
    filled = 0
    for (top, left), (bottom, right) in sheet.merged_cell_ranges or []:
        if right > left:
            sideways.add(top + 1)
            continue
        source = by_number.get(top + 1, [])
        value = source[left] if left < len(source) else ""
        for number in range(top + 2, bottom + 2) if value else ():
            filled += _fill(by_number.get(number), left, value)
    return sideways, filled


def _fill(cells: list[str] | None, column: int, value: str) -> int:
    if cells is None:
        return 0
    cells.extend([""] * (column + 1 - len(cells)))
    if cells[column]:
        return 0
    cells[column] = value
    return 1


def _notes(removed: int, filled: int, *, hidden: bool) -> list[Note]:
    notes: list[Note] = []
    if hidden:
        notes.append(("hidden_sheet", {}))
    if filled:
        notes.append(("merged_filled", {"n": filled}))
    if removed:
        notes.append(("hidden_removed", {"n": removed}))
    return notes
