"""A table of a web page that is named as a spreadsheet is read as one."""

from __future__ import annotations

import pytest

from sharedground.errors import FileRefusedError
from sharedground.intake.raw import RawFile
from sharedground.intake.read import read_file
from tests.sharedground.intake import hostile_files as make

TABLE = """<html><head><title>Report</title><style>td {color: red}</style></head><body>
<table border=1><tr><th>Name</th><th>Type</th><th>Postcode</th></tr>
<tr><td>Elm&nbsp;Hall &amp; Barn</td><td>Community<br>centre</td><td>M33 7ZF</td></tr>
<tr><td><script>alert(1)</script>Oak Hall</td><td></td><td>M41 0NA</table></body></html>"""


def read(text: str, name: str = "halls.xls", encoding: str = "utf-8") -> RawFile:
    return read_file(name, text.encode(encoding))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "cp1252"])
def test_a_table_named_as_a_spreadsheet_is_read(encoding: str) -> None:
    found = read(TABLE, encoding=encoding)
    [table] = found.tables
    assert found.format == "html"
    assert table.rows.columns.tolist() == ["Name", "Type", "Postcode"]
    assert table.rows.to_numpy().tolist() == [
        ["Elm Hall & Barn", "Community centre", "M33 7ZF"], ["Oak Hall", "", "M41 0NA"],
    ]  # fmt: skip


def test_cells_that_span_rows_and_columns_leave_the_others_in_their_columns() -> None:
    rows = (
        "<table><tr><td>Name<td>Type<td>Postcode<td>Notes</tr>"
        "<tr><td rowspan=2>Elm Hall<td>Hall<td>M33 7ZF<td>a</tr>"
        "<tr><td>Barn<td>M41 0NA<td>b</tr>"
        "<tr><td>Oak<td colspan=2>closed<td>c</tr>"
        "<tr><td>Ash<td>Hall<td>M33 2DQ<td>d</tr></table>"
    )
    [table] = read(rows).tables
    assert table.rows["Notes"].tolist() == ["a", "b", "c", "d"]
    assert table.rows["Postcode"].tolist() == ["M33 7ZF", "M41 0NA", "", "M33 2DQ"]


def test_tables_that_only_lay_out_a_page_are_passed_over() -> None:
    page = f"<table><tr><td>menu</td></tr><tr><td>{TABLE}</td></tr></table>"
    assert [len(table.rows) for table in read(page).tables] == [2]
    assert [table.name for table in read(TABLE + TABLE).tables] == ["Table 1", "Table 2"]


def test_a_page_beside_a_list_in_a_zip_is_no_list() -> None:
    packed = make.zipped({"index.html": TABLE.encode(), "halls.csv": b"name,postcode\nA,M33 7ZF\n"})
    assert [table.rows["name"].tolist() for table in read_file("a.zip", packed).tables] == [["A"]]


def test_a_span_without_end_costs_no_more_than_is_allowed() -> None:
    row = "<tr>" + "<td colspan=999999999 rowspan=999999999>a" * 3 + "</tr>"
    with pytest.raises(FileRefusedError) as no:
        read(f"<table>{row * 200}</table>" + "<td>" * 10)
    assert no.value.code in ("file.kind_unknown", "file.too_many_columns", "file.too_many_cells")
