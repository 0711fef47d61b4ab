"""A table of words that can be read aloud: real HTML, every cell escaped."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import streamlit as st

from components.parts import safe_html
from sharedground.words import decimal

Row = Sequence[object]

_NUMBERS: Final = (int, float)
_DOT_PX: Final = (5, 17)
"""Across the dot of the smallest and of the largest number, in CSS pixels."""


def draw(
    headings: Sequence[str],
    rows: Sequence[Row],
    label: str,
    *,
    stack: bool = True,
    dots: bool = False,
) -> None:
    """Draw a table whose first column names each row.

    Parameters
    ----------
    headings
        One for each column.
    rows
        Text, or numbers; a column with numbers is set to the right. Show 60 rows at most.
    label
        What a screen reader calls the table.
    stack
        On a phone draw each row as a block; otherwise the table scrolls sideways.
    dots
        Put a dot before each number, larger for more, so that a pattern shows at a glance. Then
        all columns but the first are of numbers, and words in them stand back.
    """
    st.html(table_html(headings, rows, label, stack=stack, dots=dots))


def table_html(
    headings: Sequence[str],
    rows: Sequence[Row],
    label: str,
    *,
    stack: bool = True,
    dots: bool = False,
) -> str:
    """Return the HTML of `draw`."""
    numeric = [
        n > 0 and (dots or any(isinstance(row[n], _NUMBERS) for row in rows))
        for n in range(len(headings))
    ]
    head = "".join(
        f'<th scope="col" role="columnheader"{_aligned(number)}>{safe_html(text)}</th>'
        for text, number in zip(headings, numeric, strict=True)
    )
    most = max((v for row in rows for v in row if isinstance(v, _NUMBERS)), default=0)
    body = "".join(_row(headings, row, numeric, most if dots else 0) for row in rows)
    wide = " sp-matrix" if len(headings) > 4 else ""
    kind = f"sp-table{' sp-stack' if stack else wide}"
    return (
        f'<div class="sp-wide" tabindex="0" role="region" aria-label="{safe_html(label)}">'
        f'<table class="{kind}" role="table"><thead role="rowgroup"><tr role="row">{head}</tr>'
        f'</thead><tbody role="rowgroup">{body}</tbody></table></div>'
    )


def _row(headings: Sequence[str], row: Row, numeric: Sequence[bool], most: float) -> str:
    cells = [f'<th scope="row" role="rowheader">{safe_html(row[0])}</th>']
    cells += [
        f'<td role="cell" data-label="{safe_html(heading)}"{_aligned(number, value)}>'
        f"{_dot(value, most)}{safe_html(_written(value))}</td>"
        for heading, value, number in zip(headings[1:], row[1:], numeric[1:], strict=True)
    ]
    return f'<tr role="row">{"".join(cells)}</tr>'


def _dot(value: object, most: float) -> str:
    """Return a dot whose area grows with the number; none where dots are not asked for."""
    if not most or not isinstance(value, _NUMBERS):
        return ""
    small, large = _DOT_PX
    across = round(small + (large - small) * (value / most) ** 0.5)
    return f'<i style="width:{across}px;height:{across}px"></i>'


def _aligned(number: bool, value: object = 0) -> str:
    """Return the class of a cell: a word in a column of numbers, such as "none", stands back."""
    if not number:
        return ""
    return ' class="sp-num"' if isinstance(value, _NUMBERS) else ' class="sp-num sp-none"'


def _written(value: object) -> str:
    """Return a cell's text: a number as the language writes it, with the decimal places it has."""
    if isinstance(value, int):
        return decimal(value)
    if isinstance(value, float):
        return decimal(value, len(repr(value).partition(".")[2]))
    return str(value)
