"""Spreadsheets that open in Excel and LibreOffice: text stays text, and nothing in them runs.

Looked at: openpyxl (reads too, which is not needed here, and writes several times slower),
pandas' own `to_excel` (no lists or help in cells). XlsxWriter writes each text as a string
cell, so that "=1+1" is shown and never worked out.
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import pandas as pd
import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

INK: Final = "#1F2A2C"
HEAD: Final = "#E9EEE8"
MARK: Final = "#FBF3DA"
WIDEST: Final = 60
LONGEST_CELL: Final = 32_767
_BLANK_ROWS: Final = 2_000
"""Rows under the headings that get text format, lists and help."""


@dataclass(frozen=True)
class Column:
    """How one column of a sheet behaves.

    Parameters
    ----------
    help
        Shown when a cell is chosen.
    choices
        Offered as a list; anything else may be typed too.
    width
        In letters; found from the cells if 0.
    mark
        Whether the column stands out, as something to read or fill in.
    number
        Whether cells hold numbers; all others are text, so that codes keep their zeros.
    """

    help: str = ""
    choices: tuple[str, ...] = ()
    width: int = 0
    mark: bool = False
    number: bool = False


@dataclass(frozen=True)
class Sheet:
    """One sheet: a table with headings, or lines of text.

    Parameters
    ----------
    table
        Headings and rows; None for a sheet of `lines`.
    columns
        By heading.
    blank
        Whether rows are to be filled in below.
    sideways
        Whether it is printed on its side, one page wide, with its headings on every page.
    """

    name: str
    table: pd.DataFrame | None = None
    columns: Mapping[str, Column] = field(default_factory=dict)
    lines: Sequence[str] = ()
    blank: bool = False
    sideways: bool = False


def workbook_bytes(sheets: Sequence[Sheet], made_at: dt.datetime | None = None) -> bytes:
    """Return an XLSX file of these sheets; with `made_at`, the same sheets give the same bytes."""
    target = io.BytesIO()
    options = {
        "in_memory": True, "strings_to_formulas": False, "strings_to_urls": False,
        "strings_to_numbers": False, "nan_inf_to_errors": False,
    }  # fmt: skip
    with xlsxwriter.Workbook(target, options) as book:
        if made_at is not None:
            book.set_properties({"created": made_at})
        formats = _formats(book)
        for sheet in sheets:
            page = book.add_worksheet(sheet.name[:31])
            if sheet.table is None:
                _write_lines(page, sheet.lines, formats)
            else:
                _write_table(page, sheet, sheet.table, formats)
        lists = [(s, h, c) for s in sheets for h, c in s.columns.items() if c.choices]
        if lists:
            _write_choices(book, lists)
    return target.getvalue()


def _formats(book: xlsxwriter.Workbook) -> dict[str, Format]:
    base = {"font_name": "Calibri", "font_size": 11, "font_color": INK, "valign": "top"}
    made: dict[str, dict[str, Any]] = {
        "head": {"bold": True, "bg_color": HEAD, "bottom": 2, "text_wrap": True},
        "text": {"num_format": "@"},
        "wrap": {"num_format": "@", "text_wrap": True},
        "mark": {"num_format": "@", "text_wrap": True, "bg_color": MARK},
        "number": {"num_format": "General"},
        "title": {"bold": True, "font_size": 16},
    }
    return {name: book.add_format(base | given) for name, given in made.items()}


def _write_lines(page: Worksheet, lines: Sequence[str], formats: dict[str, Format]) -> None:
    page.set_column(0, 0, 100)
    page.hide_gridlines(2)
    for row, line in enumerate(lines):
        page.write_string(row, 0, line, formats["wrap" if row else "title"])


def _write_table(
    page: Worksheet, sheet: Sheet, table: pd.DataFrame, formats: dict[str, Format]
) -> None:
    page.freeze_panes(1, 1 if sheet.sideways else 0)
    if sheet.sideways:
        page.set_landscape()
        page.fit_to_pages(1, 0)
        page.repeat_rows(0)
    headings = [str(heading) for heading in table.columns]
    for at, heading in enumerate(headings):
        column = sheet.columns.get(heading, Column())
        look = "mark" if column.mark else "number" if column.number else "text"
        page.set_column(at, at, column.width or _width(table, heading), formats[look])
        page.write_string(0, at, heading, formats["head"])
        for row, value in enumerate(table[heading].tolist(), start=1):
            _write_cell(page, row, at, value, formats[look])
        if column.choices or (sheet.blank and column.help):
            _guide(page, at, heading, column, _BLANK_ROWS if sheet.blank else max(1, len(table)))
        if sheet.blank and column.help:
            page.write_comment(0, at, column.help, {"x_scale": 2, "author": ""})
    if len(table) and not sheet.blank:
        page.autofilter(0, 0, len(table), len(headings) - 1)


def _write_cell(page: Worksheet, row: int, column: int, value: Any, look: Format) -> None:
    if value is None or value is pd.NA or value != value or value == "":
        return
    if isinstance(value, str):
        page.write_string(row, column, value[:LONGEST_CELL], look)
    elif isinstance(value, bool):
        page.write_boolean(row, column, value, look)
    else:
        page.write_number(row, column, float(value), look)


def _width(table: pd.DataFrame, heading: str) -> int:
    longest = max((len(str(value)) for value in table[heading].head(200)), default=0)
    return max(10, min(WIDEST, max(longest, len(heading)) + 2))


def _guide(page: Worksheet, at: int, heading: str, column: Column, rows: int) -> None:
    """Offer choices and help in the cells below a heading; nothing typed is refused."""
    rule: dict[str, Any] = {"validate": "any"}
    if column.help:
        rule |= {"input_title": heading[:32], "input_message": column.help[:255]}
    if column.choices:
        rule |= {"validate": "list", "source": f"={_list_name(heading)}", "show_error": False}
    page.data_validation(1, at, rows, at, rule)


def _list_name(heading: str) -> str:
    return "list_" + "".join(c if c.isalnum() else "_" for c in heading)


def _write_choices(book: xlsxwriter.Workbook, lists: list[tuple[Sheet, str, Column]]) -> None:
    """Write the choices on a hidden sheet, as lists may be longer than a rule can hold."""
    page = book.add_worksheet("Lists")
    page.hide()
    for at, (_, heading, column) in enumerate(lists):
        for row, choice in enumerate(column.choices):
            page.write_string(row, at, choice)
        letter = xlsxwriter.utility.xl_col_to_name(at)
        last = len(column.choices)
        book.define_name(_list_name(heading), f"=Lists!${letter}$1:${letter}${last}")
