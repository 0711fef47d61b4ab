"""Tables of a web page, which many systems save under the name of a spreadsheet (.xls).

Looked at: pandas.read_html (wants lxml or html5lib besides, and pandas costs the child a second).
"""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Final

from sharedground.intake.child.cells import Cleaner
from sharedground.intake.child.encoding import decode
from sharedground.intake.child.headings import Row
from sharedground.intake.child.output import Grid, Output
from sharedground.intake.child.refused import Refused

LEAST_ROWS, LEAST_COLUMNS = 2, 2
"""A smaller table only lays out words on a page."""

WIDEST: Final = 500
"""Columns or rows that one cell may span."""

_MUTE: Final = frozenset(["script", "style", "title"])
_NO_END: Final = frozenset(["br", "p", "div", "li"])


class _Table:
    """The rows of one table; cells that span several rows or columns leave blanks there."""

    def __init__(self) -> None:
        self.rows: list[list[str]] = []
        self._below: dict[int, int] = {}
        self._open = False

    def row(self) -> None:
        self._open = False
        self._below = {at: left - 1 for at, left in self._below.items() if left > 1}
        self.rows.append([])

    def cell(self, across: int, down: int) -> None:
        if not self.rows:
            self.row()
        row = self.rows[-1]
        while len(row) in self._below:
            row.append("")
        if down > 1:
            self._below |= {len(row) + n: down for n in range(across)}
        row += [""] * across
        self._at, self._open = len(row) - across, True

    def close(self) -> None:
        self._open = False

    def add(self, text: str) -> None:
        if self._open:
            self.rows[-1][self._at] += text


class _Tables(HTMLParser):
    """Collects every table of a page; one inside another is a table of its own."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[_Table] = []
        self._inside: list[_Table] = []
        self._mute = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._mute += tag in _MUTE
        if tag == "table":
            self._inside.append(_Table())
            self.found.append(self._inside[-1])
        elif not self._inside:
            return
        elif tag == "tr":
            self._inside[-1].row()
        elif tag in ("td", "th"):
            spans = dict(attrs)
            self._inside[-1].cell(_span(spans.get("colspan")), _span(spans.get("rowspan")))
        elif tag in _NO_END:
            self._inside[-1].add(" ")

    def handle_endtag(self, tag: str) -> None:
        self._mute = max(0, self._mute - (tag in _MUTE))
        if tag == "table" and self._inside:
            self._inside.pop()
        elif tag in ("td", "th", "tr") and self._inside:
            self._inside[-1].close()

    def handle_data(self, data: str) -> None:
        if self._inside and not self._mute:
            self._inside[-1].add(data)


def _span(text: str | None) -> int:
    number = (text or "").strip()
    return min(max(int(number), 1), WIDEST) if number.isascii() and number.isdecimal() else 1


def read_webpage(data: bytes, output: Output) -> None:
    """Read every table of a web page that has several rows and columns.

    Raises
    ------
    Refused
        ``file.kind_unknown`` for a page without such a table.
    """
    text, encoding = decode(data)[:2]
    reader = _Tables()
    reader.feed(text)
    reader.close()
    grids = [rows for rows in map(_rows, reader.found) if _is_a_list(rows)]
    if not grids:
        raise Refused("file.kind_unknown", seems="web_page")
    output.tell("html", encoding=encoding)
    output.ceiling.check_tables(len(grids))
    for number, rows in enumerate(grids, start=1):
        output.ceiling.check_cells(sum(len(cells) for _, cells in rows))
        name = f"Table {number}" if len(grids) > 1 else ""
        output.add_grid(Grid(name, lambda rows=rows: iter(rows)))  # type: ignore[misc]


def _rows(table: _Table) -> list[Row]:
    clean = Cleaner().clean
    return [
        (number, [clean(" ".join(cell.split())) for cell in cells])
        for number, cells in enumerate(table.rows, start=1)
    ]


def _is_a_list(rows: list[Row]) -> bool:
    filled = [sum(bool(cell) for cell in cells) for _, cells in rows]
    return sum(count >= LEAST_COLUMNS for count in filled) >= LEAST_ROWS
