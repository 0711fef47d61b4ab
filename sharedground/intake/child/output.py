"""Writing a table for the parent: Arrow files of text, and a short description."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import islice, takewhile
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from sharedground.intake.child.cells import Cleaner, unique_headings
from sharedground.intake.child.headings import (
    LOOK_AHEAD,
    Row,
    find_heading,
    joined_headings,
    rows_like,
)
from sharedground.intake.child.refused import Refused

BATCH = 10_000
"""Rows written at a time, so that memory stays far below the limit."""

LONGEST_CELL = 1_000_000
"""Bytes in one cell. More means a quotation mark that is never closed, or an attack."""

LONGEST_TITLE = 500
"""Characters kept of a title above the headings."""

SHOWN_ROWS, SHOWN_COLUMNS, SHOWN_LETTERS = 40, 12, 80
"""How much of the first rows is shown as it stands: so many at most, cut off there."""

Note = tuple[str, dict[str, str | int]]


@dataclass(frozen=True)
class Asked:
    """What a person says of how to read the file; see `intake.raw.ReadAs`."""

    heading_rows: dict[str, int] = field(default_factory=dict)
    encoding: str = ""
    delimiter: str = ""

    def heading_row(self, table: str) -> int | None:
        """Return which row holds the headings of a table, None where nobody said."""
        return self.heading_rows.get(table, self.heading_rows.get(""))


@dataclass
class Ceiling:
    """How much a file may hold; cells are counted over all its tables."""

    cells: int
    columns: int
    tables: int = 200
    used: int = 0

    def spend(self, rows: int, columns: int) -> None:
        """Count a table, or refuse the file."""
        if columns > self.columns:
            raise Refused("file.too_many_columns", columns=columns, most=self.columns)
        self.used += rows * columns
        self.check_cells(self.used)

    def check_cells(self, cells: int) -> None:
        """Refuse a file, or one sheet of it, that is too large."""
        if cells > self.cells:
            raise Refused("file.too_many_cells", cells=cells, most=self.cells)

    def check_tables(self, tables: int) -> None:
        """Refuse a file with more sheets, layers or members than anybody can choose from."""
        if tables > self.tables:
            raise Refused("file.too_many_tables", most=self.tables)


@dataclass
class Grid:
    """Rows as they stand in a sheet or CSV, headings not yet found.

    Parameters
    ----------
    name
        Sheet name, "" for a CSV.
    rows
        Starts again from the first row each time it is called; includes empty rows.
    merged
        Row numbers with cells merged sideways.
    notes
        How it was read.
    ragged
        Whether rows of other lengths than the headings are worth telling: spreadsheets cut
        blanks off, text files do not.
    """

    name: str
    rows: Callable[[], Iterator[Row]]
    merged: frozenset[int] = frozenset()
    notes: list[Note] = field(default_factory=list)
    ragged: bool = False

    def full_rows(self) -> Iterator[Row]:
        """Yield the rows that hold anything."""
        return (row for row in self.rows() if "".join(row[1]).strip())

    def up_to(self, number: int) -> list[Row]:
        """Return the rows that hold anything, up to one that a person named.

        Raises
        ------
        Refused
            When that row holds nothing.
        """
        rows = list(takewhile(lambda row: row[0] <= number, self.full_rows()))
        if number and (not rows or rows[-1][0] != number):
            raise Refused("file.heading_row", row=str(number))
        return rows


@dataclass(frozen=True)
class _Headings:
    """The row they stand in (0: none does), what they are, the titles above, and what to note."""

    row: int
    named: list[str]
    above: list[Row] = field(default_factory=list)
    notes: tuple[Note, ...] = ()


class TableFile:
    """One Arrow file: row numbers, geometry if any, and one text column per heading."""

    def __init__(self, path: Path, columns: int, *, geometry: bool) -> None:
        fields = [("row", pa.int64())] + [(f"c{i}", pa.utf8()) for i in range(columns)]
        self.schema = pa.schema(fields + ([("geometry", pa.binary())] if geometry else []))
        self.writer = pa.ipc.new_file(str(path), self.schema)

    def add(self, numbers: list[int], columns: list[list[str]], geometry: Any = None) -> None:
        """Write some rows; cells lose white space at their ends."""
        text = [pc.utf8_trim_whitespace(pa.array(c, pa.utf8())) for c in columns]
        for column in text:
            _refuse_long(column, numbers)
        arrays = [pa.array(numbers, pa.int64()), *text]
        if geometry is not None:
            arrays.append(geometry)
        self.writer.write_batch(pa.record_batch(arrays, schema=self.schema))

    def close(self) -> None:
        """Finish the file."""
        self.writer.close()


def _refuse_long(column: Any, numbers: list[int]) -> None:
    """Refuse cells no person wrote; they would hang a page that shows them."""
    lengths = pc.binary_length(column)
    longest = pc.max(lengths).as_py() or 0
    if longest > LONGEST_CELL:
        row = numbers[pc.index(lengths, longest).as_py()]
        raise Refused("file.cell_too_long", row=row, most=LONGEST_CELL)


class Output:
    """Everything found in one file, on its way to the parent.

    Parameters
    ----------
    folder
        Where to write: the child's own folder.
    ceiling
        How much may be written.
    asked
        What a person says of how to read it.
    """

    def __init__(self, folder: Path, ceiling: Ceiling, asked: Asked | None = None) -> None:
        self.folder = folder
        self.asked = asked or Asked()
        self.ceiling = ceiling
        self.tables: list[dict[str, Any]] = []
        self.facts: dict[str, str] = {"format": "", "encoding": "", "delimiter": ""}
        self.inside = ""
        """Which member of a zip the next tables are from, where that tells them apart."""

    def tell(self, format_: str, *, encoding: str = "", delimiter: str = "") -> None:
        """Say how a file was read; of several in a zip with different formats it is "zip"."""
        known = self.facts["format"]
        self.facts["format"] = format_ if known in ("", format_) else "zip"
        self.facts["encoding"] = self.facts["encoding"] or encoding
        self.facts["delimiter"] = self.facts["delimiter"] or delimiter

    def open_table(self, columns: int, *, geometry: bool) -> TableFile:
        """Start the next Arrow file."""
        path = self.folder / f"table-{len(self.tables)}.arrow"
        return TableFile(path, columns, geometry=geometry)

    def describe(self, name: str, headings: list[str], notes: list[Note], **more: Any) -> None:
        """Describe the table just written, under a name that no other table has."""
        clean = Cleaner().clean
        shown = [clean(text) for text in more.pop("above", [])]
        facts = {"name": self._called(name), "headings": headings, "notes": notes}
        self.tables.append(facts | {"above": shown} | more)
        self.ceiling.check_tables(len(self.tables))

    def _called(self, name: str) -> str:
        """Return what the next table is called: as no other one is."""
        own = name if name != self.inside else ""
        called = Cleaner().clean(": ".join(filter(None, [self.inside, own])))
        unique = unique_headings([*(table["name"] for table in self.tables), called or " "])[-1]
        return unique if called else ""

    def add_grid(self, grid: Grid) -> None:
        """Find the headings of a grid and write its rows; an empty grid is left out."""
        sample = list(islice(grid.full_rows(), LOOK_AHEAD))
        if not sample:
            return
        asked = self.asked.heading_row(self._called(grid.name))
        found = _found(sample, grid) if asked is None else _said(grid, asked)
        keep, headings, rows = self._measure(grid, found.row, found.named)
        self.ceiling.spend(rows, len(keep))
        table = self.open_table(len(keep), geometry=False)
        for batch in _batches(grid, found.row):
            table.add([n for n, _ in batch], _columns(batch, keep))
        table.close()
        notes = [*grid.notes, *found.notes]
        passed = rows_like(found.above, found.named)
        if passed:
            notes.append(("rows_above", {"n": len(passed), "row": str(passed[0])}))
        if grid.ragged and found.row:
            notes += _ragged(grid, found.row, len(found.named))
        above = [" ".join(" ".join(c).split())[:LONGEST_TITLE] for _, c in found.above]
        top = [(n, [cell[:SHOWN_LETTERS] for cell in cells[:SHOWN_COLUMNS]])
               for n, cells in sample[:SHOWN_ROWS]]  # fmt: skip
        self.describe(
            grid.name, headings, notes, heading_row=found.row, above=above, top=top
        )  # fmt: skip

    def _measure(
        self, grid: Grid, number: int, named: list[str]
    ) -> tuple[list[int], list[str], int]:
        """Return the columns to keep (headed, or holding something), headings, and row count."""
        unnamed = {i for i, heading in enumerate(named) if not heading}
        holding: set[int] = set()
        count = 0
        for n, cells in grid.full_rows():
            if n <= number:
                continue
            count += 1
            unsure = (i for i in (*unnamed, *range(len(named), len(cells))) if i < len(cells))
            holding.update(i for i in unsure if cells[i].strip())
        keep = sorted({i for i, heading in enumerate(named) if heading} | holding)
        self.ceiling.spend(0, len(keep))
        wide = named + [""] * (max(keep, default=-1) + 1 - len(named))
        headings = unique_headings(wide)
        return keep, [headings[i] for i in keep], count

    def save(self) -> None:
        """Write the description; its presence tells the parent that all went well."""
        done = {**self.facts, "tables": self.tables}
        (self.folder / "result.json").write_text(json.dumps(done), encoding="utf-8")


def _found(sample: list[Row], grid: Grid) -> _Headings:
    """Return the headings by what the first rows look like."""
    at = find_heading(sample, grid.merged)
    if at is None:
        return _Headings(0, [], notes=(("no_headings", {}),))
    first, last, named = joined_headings(sample, at)
    return _Headings(sample[last][0], named, sample[:first])


def _said(grid: Grid, number: int) -> _Headings:
    """Return the headings in the row that a person named; 0 says that there are none."""
    rows = grid.up_to(number)
    if not number:
        return _Headings(0, [], rows[:-1])
    first, _, named = joined_headings(rows, len(rows) - 1)
    return _Headings(number, named, rows[:first])


def _ragged(grid: Grid, number: int, width: int) -> list[Note]:
    """Tell rows that are shorter or longer than the headings: how many, and the first of each."""
    short = [n for n, cells in grid.full_rows() if n > number and len(cells) < width]
    long = [
        n for n, cells in grid.full_rows() if n > number and any(c.strip() for c in cells[width:])
    ]
    told = (("rows_short", short), ("rows_long", long))
    return [(code, {"n": len(rows), "row": str(rows[0])}) for code, rows in told if rows]


def _batches(grid: Grid, number: int) -> Iterator[list[Row]]:
    rows = (row for row in grid.full_rows() if row[0] > number)
    while batch := list(islice(rows, BATCH)):
        yield batch


def _columns(batch: list[Row], keep: list[int]) -> list[list[str]]:
    return [[cells[i] if i < len(cells) else "" for _, cells in batch] for i in keep]
