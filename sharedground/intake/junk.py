"""Rows that are no data: totals, notes, titles and headings that stand among the rows."""

from __future__ import annotations

import re

import numpy as np
from numpy.typing import NDArray

from sharedground.intake.headings import plain
from sharedground.intake.ledger import Ledger
from sharedground.intake.raw import RawTable
from sharedground.intake.values import numbers
from sharedground.words import say

_TOTAL = re.compile(
    r"^(grand |sub-?\s?|overall )?totals?( \([^)]*\))?[:.]?$|^(sum|overall|all rows|"
    r"cyfanswm|summe|gesamt|insgesamt)[:.]?$",
    re.IGNORECASE,
)
_NOTE = re.compile(
    r"^(notes?|sources?|n\.?b\.?|footnotes?|contains|copyright|licen[cs]e|last updated|figures|"
    r"data (from|source|as)|produced by|published|prepared by|for more|total|see |this (list|table|"
    r"file|sheet)|end of|\*|©|\(c\)|\d\)|\[\d)",
    re.IGNORECASE,
)
LONG_NOTE = 70
FEW_CELLS = 3


def set_junk_aside(table: RawTable, ledger: Ledger) -> None:
    """Set totals, notes and repeated headings aside, each with its reason.

    Tables of fewer than three columns, and rows that are a shape on a map, are only checked
    for totals and repeated headings.
    """
    text = table.rows.to_numpy(dtype=object, na_value="")
    if not text.size:
        return
    filled = np.array([[bool(cell.strip()) for cell in row] for row in text.tolist()], dtype=bool)
    count = filled.sum(axis=1)
    at = filled.argmax(axis=1)
    first = [str(cell).strip() for cell in text[np.arange(len(text)), at]]
    ledger.set_aside(
        _headings_again(table, text), "row.heading_again",
        say("The headings are repeated here."), "", "", each=True,
    )  # fmt: skip
    column = str(table.rows.columns[0])
    ledger.set_aside(
        _totals(table, first, filled), "row.total",
        say("This is a total, not a row of its own."),
        say("Leave totals out of the file, or ignore this."), column,
    )  # fmt: skip
    ledger.set_aside(
        _notes(table, first, filled, count), "row.note",
        say("Only the first cell is filled, so this reads as a title or a note."),
        say("If it is a real row, fill in where it is."), column,
    )  # fmt: skip


def _headings_again(table: RawTable, text: NDArray[np.object_]) -> NDArray[np.bool_]:
    headings = [plain(str(heading)) for heading in table.rows.columns]
    if len(headings) < 2:
        return np.zeros(len(text), dtype=bool)
    start = text[:, 0]
    likely = [i for i, cell in enumerate(start) if plain_short(cell) == headings[0]]
    again = np.zeros(len(text), dtype=bool)
    for at in likely:
        again[at] = sum(
            plain_short(c) == h for c, h in zip(text[at], headings, strict=True)
        ) >= max(2, 0.7 * len(headings))
    return again


def plain_short(cell: str) -> str:
    """Return a cell as a plain heading; "" for text too long to be one."""
    return plain(cell) if 0 < len(cell) <= 80 else ""


def _totals(table: RawTable, first: list[str], filled: NDArray[np.bool_]) -> NDArray[np.bool_]:
    likely = np.array([bool(_TOTAL.match(text)) for text in first], dtype=bool)
    for at in np.flatnonzero(likely):
        rest = table.rows.iloc[at][filled[at]].iloc[1:]
        likely[at] = bool(np.isfinite(numbers(rest)).all()) if len(rest) else True
    return likely


def _notes(
    table: RawTable, first: list[str], filled: NDArray[np.bool_], count: NDArray[np.intp]
) -> NDArray[np.bool_]:
    if table.geometry is not None or table.rows.shape[1] < FEW_CELLS:
        return np.zeros(len(first), dtype=bool)
    alone = (count == 1) & filled[:, 0] & (np.median(count) >= FEW_CELLS)
    opening = np.array([bool(_NOTE.match(text)) or len(text) > LONG_NOTE for text in first])
    nearly = (count == 2) & filled[:, 0] & opening & (np.median(count) >= 2 * FEW_CELLS)
    return np.asarray(alone | (nearly & np.array([len(t) > LONG_NOTE for t in first])), dtype=bool)
