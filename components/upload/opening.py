"""How a file was opened: sheet, headings, letters, what parts its columns; any can change."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import streamlit as st

from components import parts, plain_table
from components.upload.draft import Waiting, with_reading
from sharedground.intake.raw import RawTable, ReadAs
from sharedground.intake.read import DELIMITERS, ENCODINGS
from sharedground.words import later, say

AFTER: Final = 3
"""Rows below the headings that are shown as they stand."""

ACROSS: Final = 6
"""Columns of the file that are shown as they stand."""

OFFERED: Final = 20
"""Rows that may be said to hold the headings."""

LONGEST: Final = 60

SIGNS: Final[dict[str, str]] = {
    ",": later("commas"),
    ";": later("semicolons"),
    "\t": later("tabs"),
    "|": later("upright lines"),
}

LETTERS: Final[dict[str, str]] = {
    "utf-8": later("Unicode (UTF-8)"),
    "utf-8-sig": later("Unicode (UTF-8)"),
    "utf-16": later("Unicode (UTF-16)"),
    "cp1252": later("Windows, Western Europe"),
    "latin-1": later("Western Europe (Latin 1)"),
    "mac_roman": later("Old Mac"),
    "cp850": later("DOS, Western Europe"),
    "cp1250": later("Windows, Central Europe"),
    "cp1251": later("Windows, Cyrillic"),
    "cp1253": later("Windows, Greek"),
    "cp1254": later("Windows, Turkish"),
    "cp1255": later("Windows, Hebrew"),
    "cp1256": later("Windows, Arabic"),
    "big5": later("Chinese (Big5)"),
    "gb18030": later("Chinese (GB 18030)"),
    "euc_kr": later("Korean (EUC)"),
    "shift_jis": later("Japanese (Shift JIS)"),
}
"""What encodings are called on screen."""


def draw(waiting: Waiting, name: str, key: str) -> Waiting:
    """Draw how one sheet was opened; return the file as a person says it is to be opened.

    Parameters
    ----------
    name
        Of the sheet that is looked at.
    """
    raw = waiting.raw
    table = next((t for t in waiting.tables if t.name == name), next(iter(waiting.tables), None))
    if raw is None or table is None or not table.top:
        return waiting
    asked = waiting.options.read_as
    left, middle, right = st.columns(3, gap="medium")
    with left:
        asked = _heading_row(table, asked, key)
    if raw.encoding:
        with middle:
            asked = _letters(raw.encoding, asked, key)
    if raw.delimiter:
        with right:
            asked = _sign(raw.delimiter, asked, key)
    headings, rows = top_rows(table)
    label = say("The first rows as they stand in the file")
    parts.heading(label, level=3)
    plain_table.draw(headings, rows, label, stack=False)
    return with_reading(waiting, asked) if asked != waiting.options.read_as else waiting


def _heading_row(table: RawTable, asked: ReadAs, key: str) -> ReadAs:
    words = {row: _row_in_words(row, cells) for row, cells in table.top[:OFFERED]}
    words[0] = say("No row: there are no headings")
    now = asked.heading_rows.get(table.name, table.heading_row)
    words.setdefault(now, say("Row {row}", row=str(now)))
    chosen = st.selectbox(
        say("Which row holds the headings?"), list(words), index=list(words).index(now),
        format_func=words.__getitem__, key=f"{key}-heading-row-{table.name}-{now}",
    )  # fmt: skip
    if chosen == now:
        return asked
    return replace(asked, heading_rows={**asked.heading_rows, table.name: chosen})


def _row_in_words(row: int, cells: tuple[str, ...]) -> str:
    text = ", ".join(cell for cell in cells if cell)
    return say("Row {row}: {text}", row=str(row), text=_short(text))


def _letters(found: str, asked: ReadAs, key: str) -> ReadAs:
    now = asked.encoding or found
    options = list(dict.fromkeys([now, *ENCODINGS]))
    chosen: str = st.selectbox(
        say("How are letters written?"), options,
        format_func=lambda name: say(LETTERS[name]) if name in LETTERS else name.upper(),
        key=f"{key}-letters-{now}",
    )  # fmt: skip
    return replace(asked, encoding=chosen) if chosen != now else asked


def _sign(found: str, asked: ReadAs, key: str) -> ReadAs:
    now = asked.delimiter or found
    options = list(dict.fromkeys([now, *DELIMITERS]))
    chosen: str = st.selectbox(
        say("What parts the columns?"), options,
        format_func=lambda sign: say(SIGNS[sign]).capitalize() if sign in SIGNS else sign,
        key=f"{key}-sign-{now}",
    )  # fmt: skip
    return replace(asked, delimiter=chosen) if chosen != now else asked


def top_rows(table: RawTable) -> tuple[list[str], list[list[object]]]:
    """Return headings and cells of the first rows as they stand; the heading row is named so."""
    last = next((n for n, (row, _) in enumerate(table.top) if row == table.heading_row), 0)
    shown = table.top[: last + 1 + AFTER]
    wide = min(ACROSS, max((len(cells) for _, cells in shown), default=1))
    rows: list[list[object]] = []
    for row, cells in shown:
        is_heading = row == table.heading_row
        name = say("Row {row}, headings", row=str(row)) if is_heading else str(row)
        filled = [*cells[:wide], *[""] * (wide - len(cells))]
        rows.append([name, *(_short(cell) for cell in filled)])
    return [say("Row"), *(say("Column {n}", n=n + 1) for n in range(wide))], rows


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
