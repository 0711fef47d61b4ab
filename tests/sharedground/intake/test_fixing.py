"""Rows are mended in place, or in a sheet that finds its way back."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from sharedground.export.workbook import Column, Sheet, workbook_bytes
from sharedground.intake.context import Context, Fix, Intake, Options
from sharedground.intake.fixing import (
    REFERENCE,
    TO_FIX,
    fixes_from,
    fixes_in,
    joined_fixes,
    mended_file,
    rows_to_fix,
    with_fixes,
)
from sharedground.intake.raw import RawFile
from sharedground.intake.read import read_file
from sharedground.intake.take import take_in
from sharedground.model.place import Kind

LIST = (
    b"Name,Postcode,Phone\r\n"
    b"Sale Library,M33 7ZF,0161 912 3009\r\n"
    b",,0161 496 0000\r\n"
    b"Hub,not known,=1+1\r\n"
)
MEND = Fix("", 3, "Name", "Knit and natter")


def taken(options: Options | None = None, content: bytes = LIST) -> tuple[RawFile, list[Intake]]:
    raw = read_file("list.csv", content)
    return raw, take_in(Kind.ASSETS, raw, "s", options or Options(), Context())


def test_a_mended_cell_counts_and_the_record_keeps_what_was_read() -> None:
    _, [intake] = taken()
    assert (intake.report.kept, intake.report.set_aside) == (2, 1)
    _, [mended] = taken(Options(fixes=(MEND,)))
    assert (mended.report.kept, mended.report.set_aside) == (3, 0)
    assert "Knit and natter" in set(mended.frames["assets"]["name"])
    records = mended.frames["records"].set_index("row_number")
    assert json.loads(records.loc[3, "original"])["Name"] == ""


def test_fixes_of_other_rows_columns_and_tables_are_passed_over() -> None:
    raw, _ = taken()
    table = raw.tables[0]
    others = [Fix("x", 3, "Name", "A"), Fix("", 99, "Name", "A"), Fix("", 3, "Nom", "A")]
    assert with_fixes(table, others) is table


def test_the_sheet_of_rows_to_mend_goes_through_a_spreadsheet_and_back() -> None:
    raw, intakes = taken()
    sheet = rows_to_fix(raw, intakes, warnings=True)
    assert sheet.columns[0] == TO_FIX
    assert all(sheet[TO_FIX])
    assert sheet["Name"].tolist() == ["", "Hub"]
    sheet.loc[0, "Name"] = "Knit and natter"
    sheet.loc[1, "Postcode"] = "M33 2DQ"
    book = workbook_bytes([Sheet("Rows to fix", sheet, {TO_FIX: Column(mark=True)})])
    back = read_file("to fix.xlsx", book)
    assert mended_file(back) == raw.sha256[:12]
    fixes = fixes_in(back, raw)
    assert fixes == (MEND, Fix("", 4, "Postcode", "M33 2DQ"))
    _, [mended] = taken(Options(fixes=fixes))
    assert mended.report.kept == 3


def test_a_sheet_of_another_file_mends_nothing() -> None:
    raw, intakes = taken()
    sheet = rows_to_fix(raw, intakes)
    book = workbook_bytes([Sheet("x", sheet)])
    other = read_file("list.csv", LIST + b"A,M33 2DQ,\r\n")
    assert fixes_in(read_file("x.xlsx", book), other) == ()
    assert mended_file(raw) == ""


def test_nothing_to_mend_is_an_empty_sheet() -> None:
    raw, intakes = taken(content=b"Name,Postcode\r\nSale Library,M33 7ZF\r\n")
    assert rows_to_fix(raw, intakes).columns.tolist() == [TO_FIX, "Name", "Postcode", REFERENCE]
    assert rows_to_fix(raw, intakes).empty


a_fix = st.builds(
    Fix, st.sampled_from(["", "Sheet"]), st.integers(1, 5), st.sampled_from("AB"), st.text()
)


@given(st.lists(a_fix), st.lists(a_fix))
def test_the_newer_of_two_fixes_of_a_cell_counts(former: list[Fix], newer: list[Fix]) -> None:
    both = joined_fixes(former, newer)
    cells = [(fix.table, fix.row, fix.column) for fix in both]
    assert cells == sorted(set(cells))
    last = {(fix.table, fix.row, fix.column): fix for fix in newer}
    assert all(fix in both for fix in last.values())
    assert fixes_from(json.loads(json.dumps([vars(fix) for fix in both]))) == both


def test_words_a_person_gave_a_category_are_known_from_then_on() -> None:
    content = (
        b"Name,Type,Postcode\r\nA,Wibble,M33 7ZF\r\nB,wibble ,M33 2DQ\r\nC,Library,M41 5BU\r\n"
    )
    _, [intake] = taken(Options(categories={"wibble": "park"}), content)
    assert intake.frames["assets"]["category"].tolist() == ["park", "park", "library"]
    assert intake.report.category.from_column == 3
