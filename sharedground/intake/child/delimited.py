"""CSV, TSV and other separated text."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import chain, islice

from sharedground.intake.child.cells import Cleaner
from sharedground.intake.child.encoding import decode_lines
from sharedground.intake.child.headings import Row
from sharedground.intake.child.output import LONGEST_CELL, Grid, Note, Output
from sharedground.intake.child.refused import Refused

DELIMITERS = ",;\t|"
_SAMPLE, _SAMPLE_LENGTH = 100, 200_000
_END = "endoffile4c1d1c5a"
"""An own last line. Whether the parser gives it back as a row tells if all quotes are closed."""


def read_delimited(data: bytes, output: Output) -> None:
    """Read separated text and write it as one table.

    Parameters
    ----------
    data
        The whole file.
    output
        Where the table goes.

    Raises
    ------
    Refused
        Text that is not separated values, a quotation mark never closed, too wide or long.
    """
    csv.field_size_limit(LONGEST_CELL)
    text, encoding, mixed = decode_lines(data, output.asked.encoding)
    lost = text.count("�")
    cleaner = Cleaner()
    text = cleaner.clean(text)
    declared = re.match(r"sep=([^\w\s\"]|\t)[ \t]*\r?\n?", text)  # how Excel names the separator
    told = declared[1] if declared else find_delimiter(text)
    delimiter = output.asked.delimiter or told
    _refuse_wide_heading(text, delimiter, output.ceiling.columns)
    output.tell("csv", encoding=encoding, delimiter=delimiter)
    skip = 1 if declared else 0
    grid = Grid("", lambda: islice(_rows(text, delimiter), skip, None))
    grid.notes = _notes(cleaner.removed, lost, mixed)
    grid.ragged = True
    output.add_grid(grid)


def rows_of(data: bytes) -> list[list[str]]:
    """Return the rows of a CSV whose headings stand in its first row, without looking for them.

    Raises
    ------
    Refused
        As `read_delimited` does.
    """
    csv.field_size_limit(LONGEST_CELL)
    text = Cleaner().clean(decode_lines(data)[0])
    return [cells for _, cells in _rows(text, find_delimiter(text)) if cells]


def find_delimiter(text: str) -> str:
    """Return the separator that cuts the first rows into the most even columns.

    Parameters
    ----------
    text
        The whole file; its first rows are looked at.

    Returns
    -------
    str
        One of ``,`` ``;`` tab ``|``; a comma if nothing separates.
    """
    return max(DELIMITERS, key=lambda d: _evenness(text, d))


def _evenness(text: str, delimiter: str) -> float:
    """Return the share of rows with the commonest width, times a little for more columns."""
    lines = io.StringIO(text[:_SAMPLE_LENGTH], newline="")
    try:
        widths = Counter(
            len(cells) for cells in islice(_reader(lines, delimiter), _SAMPLE) if cells
        )
    except csv.Error:
        return 0.0
    wide = [(n, width) for width, n in widths.items() if width > 1]
    if not wide:
        return 0.0
    n, width = max(wide)
    return n / widths.total() * (1 + min(width, 10) / 20)


def _rows(text: str, delimiter: str) -> Iterator[Row]:
    """Yield (row number, cells); the row number counts as a spreadsheet would, blanks too.

    Refuses a file in which an open quotation mark swallows the rows after it.
    """
    lines = chain(io.StringIO(text, newline=""), ("\n", _END))
    number, held = 0, [""]
    try:
        for number, cells in enumerate(_reader(lines, delimiter), start=1):
            if number > 1:
                yield number - 1, held
            held = cells
    except csv.Error as fault:
        raise Refused("file.cell_too_long", row=number + 1, most=LONGEST_CELL) from fault
    if held != [_END]:
        raise Refused("file.open_quote", row=number)


def _reader(lines: Iterable[str], delimiter: str) -> Iterator[list[str]]:
    return csv.reader(lines, delimiter=delimiter, skipinitialspace=True)


def _refuse_wide_heading(text: str, delimiter: str, most: int) -> None:
    """Count separators before parsing, as a row of a million cells is slow to take apart."""
    heading = re.split(r"[\r\n]", text.lstrip(), maxsplit=1)[0]
    columns = heading.count(delimiter) + 1
    if columns > most and '"' not in heading:
        raise Refused("file.too_many_columns", columns=columns, most=most)


def _notes(removed: int, unreadable: int, mixed: int) -> list[Note]:
    notes: list[Note] = [("mixed_encoding", {"n": mixed})] if mixed else []
    if removed:
        notes.append(("hidden_removed", {"n": removed}))
    if unreadable:
        notes.append(("letters_lost", {"n": unreadable}))
    return notes
