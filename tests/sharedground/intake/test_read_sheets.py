"""Workbooks: sheets, titles, merged cells, numbers and dates."""

from __future__ import annotations

import io
from datetime import date, datetime, time, timedelta

import openpyxl
import pytest

from sharedground.intake.raw import RawFile, ReadAs
from sharedground.intake.read import read_file


def saved(book: openpyxl.Workbook) -> RawFile:
    out = io.BytesIO()
    book.save(out)
    return read_file("book.xlsx", out.getvalue())


@pytest.fixture
def book() -> openpyxl.Workbook:
    return openpyxl.Workbook()


def test_sheets_titles_and_rows(book: openpyxl.Workbook) -> None:
    sheet = book.active
    sheet.title = "Centres"
    sheet["A1"] = "Leisure centres"
    sheet.merge_cells("A1:C1")
    for row in (
        [],
        ["Name", "Easting", "Northing"],
        ["Hall", "377,107", 388001],
        [],
        ["Barn", 1, 2],
    ):
        sheet.append(row)
    sheet.append(["Total", None, 3])
    book.create_sheet("Nothing")
    other = book.create_sheet("Food ʤ")
    other.append(["name", "place"])
    other.append(["Bank", "Sale"])
    read = saved(book)
    centres, food = read.tables
    assert (read.format, centres.name, food.name) == ("xlsx", "Centres", "Food ʤ")
    assert (centres.heading_row, centres.above) == (3, ("Leisure centres",))
    assert centres.rows.to_numpy().tolist() == [
        ["Hall", "377,107", "388001"],
        ["Barn", "1", "2"],
        ["Total", "", "3"],
    ]
    assert centres.row_numbers.tolist() == [4, 6, 7]


def test_values_are_written_as_people_would(book: openpyxl.Workbook) -> None:
    values = {
        "whole": 300.0,
        "part": 53.37195383282586,
        "huge": 1e308,
        "yes": True,
        "day": date(2024, 3, 1),
        "moment": datetime(2024, 3, 1, 9, 30),
        "clock": time(9, 30),
        "long": timedelta(hours=30, minutes=5),
        "text": "0161 000",
        "fault": "#N/A",
    }
    book.active.append(list(values))
    book.active.append(list(values.values()))
    (found,) = saved(book).tables
    assert found.rows.iloc[0].to_dict() == {
        "whole": "300",
        "part": "53.37195383282586",
        "huge": "1e+308",
        "yes": "TRUE",
        "day": "2024-03-01",
        "moment": "2024-03-01T09:30:00",
        "clock": "09:30:00",
        "long": "30:05:00",
        "text": "0161 000",
        "fault": "",
    }


def test_a_table_that_starts_off_the_corner(book: openpyxl.Workbook) -> None:
    sheet = book.active
    for row, values in enumerate((("name", "seats"), ("Hall", 3), ("Barn", 4)), start=5):
        for column, value in enumerate(values, start=3):
            sheet.cell(row, column, value)
    (found,) = saved(book).tables
    assert list(found.rows.columns) == ["name", "seats"]
    assert (found.heading_row, found.row_numbers.tolist()) == (5, [6, 7])


def test_headings_in_two_rows_with_merged_groups(book: openpyxl.Workbook) -> None:
    sheet = book.active
    sheet.append(["Name", "Contact", None, "Seats"])
    sheet.append([None, "Phone", "Email", None])
    sheet.append(["Hall", "0161", "a@b.uk", 3])
    for merged in ("A1:A2", "B1:C1", "D1:D2"):
        sheet.merge_cells(merged)
    (found,) = saved(book).tables
    assert list(found.rows.columns) == ["Name", "Phone", "Email", "Seats"]
    assert found.rows.to_numpy().tolist() == [["Hall", "0161", "a@b.uk", "3"]]


def test_a_group_of_headings_never_gives_way_to_a_row_of_the_list(book: openpyxl.Workbook) -> None:
    sheet = book.active
    for row in (
        ["Halls of the town", None, None, None, None], [None] * 5,
        ["Venue", "Location", None, "Mobile", "Do not publish?"],
        [None, "Street", "Post code", None, None],
        ["Oak Hall", "High Street", "NP19 8XD", "07700 900123", None],
        ["Elm Hall", "Low Street", "NP19 8JH", None, "yes"],
        ["Refuge", "address withheld", "NP20", None, "yes"],
    ):  # fmt: skip
        sheet.append(row)
    for merged in ("A1:E1", "A3:A4", "B3:C3"):
        sheet.merge_cells(merged)
    (found,) = saved(book).tables
    assert list(found.rows.columns) == [
        "Venue", "Street", "Post code", "Mobile", "Do not publish?",
    ]  # fmt: skip
    assert found.rows["Venue"].tolist() == ["Oak Hall", "Elm Hall", "Refuge"]


def test_rows_above_the_headings_that_look_like_the_list_are_told(book: openpyxl.Workbook) -> None:
    for row in (*([f"Hall {n}", "High Street", "NP19 8XD"] for n in range(4)),
                ["Name", "Street", "Post code"], ["Oak", "Low Street", "NP19 8JH"]):  # fmt: skip
        book.active.append(row)
    packed = io.BytesIO()
    book.save(packed)
    asked = ReadAs(heading_rows={"": 5})
    (found,) = read_file("halls.xlsx", packed.getvalue(), read_as=asked).tables
    assert found.rows["Name"].tolist() == ["Oak"]
    assert found.notes == (
        "4 rows above the headings look like rows of the list, from row 1 on. They are not read. "
        "If they belong to it, choose another row of headings.",
    )


@pytest.mark.parametrize(
    ("upper", "lower", "headings"),
    [
        (["Name", "Postcode", "Position", None], [None, None, "Lat", "Lon"],
         ["Name", "Postcode", "Lat", "Lon"]),
        (["Name", "Monday", None, "Tuesday", None], [None, "Open", "Close", "Open", "Close"],
         ["Name", "Monday Open", "Monday Close", "Tuesday Open", "Tuesday Close"]),
        ([None, "Place", None, "Contact"], ["Name", "Town", "Postcode", "Phone"],
         ["Name", "Town", "Postcode", "Phone"]),
        (["Name", "Town", "Postcode", "Phone"], ["Oak", "Sale", None, None],
         ["Name", "Town", "Postcode", "Phone"]),
    ],
)  # fmt: skip
def test_headings_in_two_rows_without_merged_cells(
    book: openpyxl.Workbook, upper: list[str], lower: list[str], headings: list[str]
) -> None:
    for row in (
        upper,
        lower,
        *([f"Hall {n}", "a", "b", "c", "d"][: len(headings)] for n in range(5)),
    ):
        book.active.append(row)
    (found,) = saved(book).tables
    assert list(found.rows.columns) == headings
    assert found.rows[headings[0]].tolist()[-5:] == [f"Hall {n}" for n in range(5)]
    assert len(found.rows) == (6 if lower[0] == "Oak" else 5)


def test_cells_merged_downwards_hold_for_every_row(book: openpyxl.Workbook) -> None:
    for row in (["Area", "Hall"], ["Sale", "A"], [None, "B"], ["Urmston", "C"]):
        book.active.append(row)
    book.active.merge_cells("A2:A3")
    (found,) = saved(book).tables
    assert found.rows["Area"].tolist() == ["Sale", "Sale", "Urmston"]
    assert found.notes == ("Cells filled from a merged cell above them: 1.",)


def test_extra_cells_and_empty_columns(book: openpyxl.Workbook) -> None:
    book.active.append(["name", "empty"])
    book.active.append(["Hall", None, None, "extra"])
    book.active.append(["Barn", None])
    (found,) = saved(book).tables
    assert list(found.rows.columns) == ["name", "empty", "Column 4 (no heading)"]


def test_a_hidden_sheet_is_read_and_marked(book: openpyxl.Workbook) -> None:
    book.active.append(["name", "place"])
    hidden = book.create_sheet("Old")
    hidden.append(["name", "place"])
    hidden.sheet_state = "hidden"
    assert [t.notes for t in saved(book).tables] == [(), ("This sheet is hidden in the workbook.",)]


def test_contents_decide_not_the_name(book: openpyxl.Workbook) -> None:
    book.active.append(["name", "place"])
    out = io.BytesIO()
    book.save(out)
    assert read_file("halls.csv", out.getvalue()).format == "xlsx"
    assert read_file("halls.xlsx", b"name,place\nHall,Sale\n").format == "csv"
