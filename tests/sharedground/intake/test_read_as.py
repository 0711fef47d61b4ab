"""A person says how a file is to be read: heading row, encoding, what parts the columns."""

from __future__ import annotations

import io

import openpyxl
import pytest

from sharedground.errors import FileRefusedError, SharedGroundError
from sharedground.intake.raw import RawTable, ReadAs
from sharedground.intake.read import read_file

REPORT = (
    b"Report\nList of halls\nGroup A,Group B,\nName,Place,Kind\nOld hall,Sale,hall\n"
    b"New hall,Sale,hall\n"
)


def table(asked: ReadAs | None = None, data: bytes = REPORT) -> RawTable:
    (only,) = read_file("halls.csv", data, read_as=asked).tables
    return only


def test_the_first_rows_are_shown_as_they_stand() -> None:
    top = table().top
    assert top[0] == (1, ("Report",))
    assert top[3] == (4, ("Name", "Place", "Kind"))


def test_a_person_says_which_row_holds_the_headings() -> None:
    said = table(ReadAs({"": 4}))
    assert list(said.rows.columns) == ["Name", "Place", "Kind"]
    assert (said.heading_row, len(said.rows)) == (4, 2)
    assert said.row_numbers.tolist() == [5, 6]
    assert said.above == ("Report", "List of halls", "Group A Group B")


def test_a_person_says_that_there_are_no_headings_and_every_row_is_kept() -> None:
    said = table(ReadAs({"": 0}), b"Name,Place\nOld hall,Sale\n")
    assert (said.heading_row, len(said.rows)) == (0, 2)
    assert list(said.rows.columns) == ["Column 1 (no heading)", "Column 2 (no heading)"]


def test_each_sheet_has_a_heading_row_of_its_own() -> None:
    book = openpyxl.Workbook()
    for name in ("One", "Two"):
        sheet = book.create_sheet(name)
        for row in (["A", "B"], ["Name", "Place"], ["Hall", "Sale"]):
            sheet.append(row)
    del book["Sheet"]
    out = io.BytesIO()
    book.save(out)
    one, two = read_file("b.xlsx", out.getvalue(), read_as=ReadAs({"Two": 2})).tables
    assert list(one.rows.columns) == ["A", "B"]
    assert list(two.rows.columns) == ["Name", "Place"]


def test_a_row_that_holds_nothing_is_refused_in_words() -> None:
    with pytest.raises(FileRefusedError, match="Row 33 of halls") as refused:
        table(ReadAs({"": 33}))
    assert refused.value.code == "file.heading_row"


def test_an_encoding_and_a_sign_between_columns_are_taken_as_said() -> None:
    data = "name;größe\nHalle;1,5\n".encode("cp850")
    said = read_file("h.csv", data, read_as=ReadAs(encoding="cp850", delimiter=";"))
    assert list(said.tables[0].rows.columns) == ["name", "größe"]
    assert (said.encoding, said.delimiter) == ("cp850", ";")
    assert said.read_as == ReadAs(encoding="cp850", delimiter=";")


@pytest.mark.parametrize("asked", [ReadAs(encoding="zip"), ReadAs(delimiter="x")])
def test_what_nobody_can_read_in_is_refused(asked: ReadAs) -> None:
    with pytest.raises(SharedGroundError) as refused:
        table(asked)
    assert refused.value.code.endswith(".unknown")
