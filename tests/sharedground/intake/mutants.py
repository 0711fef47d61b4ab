"""Sheets spoilt as people, programs and lines spoil them; and what must hold of each all the same.

The number of cases is for the ordinary run; SHAREDGROUND_FUZZ multiplies it (`make fuzz`).
"""

from __future__ import annotations

import csv
import io
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import xlsxwriter
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from sharedground.errors import FileRefusedError, SharedGroundError
from sharedground.intake.context import Options
from sharedground.intake.kind import guess_kinds
from sharedground.intake.raw import RawFile
from sharedground.intake.take import take_in
from sharedground.model.place import Kind
from tests.sharedground.intake.publishers import EVERY
from tests.sharedground.intake.tables import a_place, assert_rows_conserved

Rows = list[list[str]]
TIMES: Final = int(os.environ.get("SHAREDGROUND_FUZZ", "1"))
NARROW: Final = 17
"""Columns of the sheets that are spoilt: wider ones cost time and show nothing more."""

WIDEST: Final = 40
JUNK: Final = [
    "", " ", "-", "n/a", "NULL", "#REF!", "=cmd|'/c calc'!A1", "+1", "@SUM(A1)", "-2+3",
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "\u202eevil\u2066", "a\x00b",
    "'; DROP TABLE assets;--", "{0}", "{name}", "%s", "\ufeff", "1e308", "-1e999", "NaN",
    "Infinity",
    "91", "-181", "0", "0,0", "53.4,-2.3", "POINT (1e400 2)", "POLYGON ((0 0, 1 1))",
    '{"type": "Point", "coordinates": [null, 1]}', "31/02/2024", "2024-13-45", "9" * 400, "é" * 50,
    "M33 2DQ M33 4BN", "M33 ODQ", "E01006001", "Total", "Grand total: 12", "Source: a council",
    "http://127.0.0.1:9/x", "a@b", "yes", "TRUE", "1,234,567.89", "12%", "(5)", "½", "٣", "名前",
    "\U0001f3e0", "\t", "line\nbreak", 'quo"te', "Closed", "refuge", "Name", "x" * 3000,
]  # fmt: skip

KNOWN: Final = a_place()
MANY = settings(
    deadline=None, database=None, derandomize=TIMES == 1,
    suppress_health_check=list(HealthCheck),
)  # fmt: skip


def cases(count: int) -> settings:
    """Return settings for so many cases in an ordinary run."""
    return settings(MANY, max_examples=count * TIMES)


def _rows_of(text: str) -> Rows:
    first = text.split("\n", 1)[0]
    delimiter = max(",;\t|", key=first.count)
    return [row for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter) if row]


def _demo() -> dict[str, Rows]:
    return _in_folder(Path(__file__).parents[3] / "data/demo", "*.csv")


def _real() -> dict[str, Rows]:
    """Return the start of every real list and table of figures, where there are any."""
    where = os.environ.get("SHAREDGROUND_REAL_DATA")
    return _in_folder(Path(where), "*/*/*.csv") if where and TIMES > 1 else {}


def _in_folder(folder: Path, files: str) -> dict[str, Rows]:
    starts = {path.stem: path.read_bytes()[:20_000] for path in sorted(folder.glob(files))}
    sheets = {name: _rows_of(data.decode("utf-8", "replace"))[:14] for name, data in starts.items()}
    return {name: rows for name, rows in sheets.items() if rows and len(rows[0]) <= WIDEST}


SHEETS: Final[dict[str, Rows]] = (
    _demo()
    | _real()
    | {
        name: rows
        for name, published in EVERY.items()
        if published.file.endswith(".csv") and len((rows := _rows_of(published.text))[0]) <= NARROW
    }
)


@st.composite
def spoilt(draw: Callable[[Any], Any]) -> tuple[str, Rows]:
    """Return a sheet's name and its rows after a few things went wrong with them."""
    name = draw(st.sampled_from(sorted(SHEETS)))
    rows = [list(row) for row in SHEETS[name]]
    for _ in range(draw(st.integers(1, 5))):
        _spoil(draw, rows)
    return name, rows


def _spoil(draw: Callable[[Any], Any], rows: Rows) -> None:
    """Do one thing to a sheet that people and programs do."""
    if not rows:
        return
    at = draw(st.integers(0, len(rows) - 1))
    row = rows[at]
    cell = draw(st.integers(0, max(len(row) - 1, 0)))
    other = draw(st.integers(0, len(rows) - 1))
    junk = draw(st.one_of(st.sampled_from(JUNK), st.text(max_size=30)))
    what = draw(st.sampled_from(
        ["swap", "junk", "junk", "junk", "delete cell", "insert cell", "delete row", "double row",
         "title", "column", "drop column", "empty", "swap rows", "heading"]))  # fmt: skip
    if what == "swap" and row and rows[other]:
        there = min(cell, len(rows[other]) - 1)
        row[cell], rows[other][there] = rows[other][there], row[cell]
    elif what == "junk" and row:
        row[cell] = junk
    elif what == "delete cell" and row:
        del row[cell]
    elif what == "insert cell":
        row.insert(cell, junk)
    elif what == "delete row":
        del rows[at]
    elif what == "double row":
        rows.insert(other, list(row))
    elif what == "title":
        rows.insert(draw(st.sampled_from([0, len(rows)])), [junk])
    elif what == "column":
        for each in rows[1:]:
            if cell < len(each):
                each[cell] = junk
    elif what == "drop column":
        for each in rows:
            del each[cell : cell + 1]
    elif what == "empty":
        rows.insert(at, [""] * len(row))
    elif what == "swap rows":
        rows[at], rows[other] = rows[other], rows[at]
    elif what == "heading" and rows[0]:
        rows[0][min(cell, len(rows[0]) - 1)] = junk


ENCODINGS: Final = ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "mac_roman",
                    "utf-32", "latin-1", "shift_jis"]  # fmt: skip


@st.composite
def as_text(draw: Callable[[Any], Any], rows: Rows) -> bytes:
    """Return rows as separated text of some encoding, separator, line ending and quoting."""
    out = io.StringIO()
    quoting = draw(st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]))
    csv.writer(
        out, delimiter=draw(st.sampled_from(",;\t|")), quoting=quoting,
        lineterminator=draw(st.sampled_from(["\n", "\r\n", "\r"])),
    ).writerows(rows)  # fmt: skip
    encoding = draw(st.sampled_from(ENCODINGS))
    return out.getvalue().encode(encoding, errors="replace")


def as_workbook(rows: Rows) -> bytes:
    """Return rows as an .xlsx, numbers as numbers."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_numbers": True,
                                   "nan_inf_to_errors": True}) as book:  # fmt: skip
        sheet = book.add_worksheet()
        for at, row in enumerate(rows):
            for column, cell in enumerate(row):
                sheet.write_string(at, column, cell) if cell[:1] in "=+{" else sheet.write(
                    at, column, cell
                )
    return out.getvalue()


def as_json(rows: Rows) -> bytes:
    """Return rows as an array of objects."""
    named = [dict(zip(rows[0], row, strict=False)) for row in rows[1:]] if rows else []
    return json.dumps(named).encode()


def as_kml(rows: Rows) -> bytes:
    """Return rows as placemarks with their cells as data."""

    def text(cell: str) -> str:
        clean = "".join(letter for letter in cell if letter >= " " and letter not in "\ufffe\uffff")
        clean = clean.encode("utf-8", "ignore").decode()
        return clean.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")

    marks = "".join(
        "<Placemark><ExtendedData>"
        + "".join(f'<Data name="{text(h)}"><value>{text(c)}</value></Data>'
                  for h, c in zip(rows[0], row, strict=False))
        + "</ExtendedData><Point><coordinates>-2.3,53.4</coordinates></Point></Placemark>"
        for row in rows[1:]
    )  # fmt: skip
    return f"<kml><Document>{marks}</Document></kml>".encode()


@st.composite
def broken(draw: Callable[[Any], Any], data: bytes) -> bytes:
    """Return bytes that were cut short, overwritten, doubled or had others put in."""
    changed = bytearray(data)
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, max(len(changed) - 1, 0)))
        length = draw(st.integers(1, 40))
        how = draw(st.sampled_from(["cut", "over", "in", "out", "double"]))
        if how == "cut":
            del changed[at:]
        elif how == "over":
            changed[at : at + length] = draw(st.binary(max_size=length))
        elif how == "in":
            changed[at:at] = draw(st.binary(max_size=length))
        elif how == "out":
            del changed[at : at + length]
        else:
            changed[at:at] = changed[at : at + length * 20]
    return bytes(changed)


def read_or_words(read: Callable[[str, bytes], RawFile], name: str, data: bytes) -> RawFile | None:
    """Read a file; one that is refused must be refused in words. Anything else is a fault."""
    try:
        raw = read(name, data)
    except FileRefusedError as no:
        _in_words(no)
        return None
    for table in raw.tables:
        assert len(table.rows) == len(table.row_numbers)
        assert table.rows.columns.is_unique
    return raw


def take_or_words(raw: RawFile, kind: Kind | None = None) -> None:
    """Take every table in; rows are conserved, and what cannot be used is said in words."""
    chosen = kind or guess_kinds(raw, KNOWN)[0]
    try:
        taken = take_in(chosen, raw, "source", Options(), KNOWN)
    except SharedGroundError as no:
        _in_words(no)
        return
    rows = {table.name: len(table.rows) for table in raw.tables}
    for intake in taken:
        assert intake.report.read == rows[intake.table]
        assert_rows_conserved(intake)


def _in_words(no: SharedGroundError) -> None:
    assert no.code
    assert len(no.message) > 20
    assert "Traceback" not in no.message
