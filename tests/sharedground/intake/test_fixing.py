"""Rows are mended in place, or in a sheet that finds its way back."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import cache

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sharedground.errors import NothingUsableError
from sharedground.export.table import csv_bytes
from sharedground.export.workbook import Column, Sheet, workbook_bytes
from sharedground.intake.context import Context, Fix, Intake, Options
from sharedground.intake.fixing import (
    REFERENCE,
    TO_FIX,
    as_mended,
    cells_to_mend,
    fixes_in,
    joined_fixes,
    mended_file,
    mended_kind,
    rows_to_fix,
    with_fixes,
    with_grid,
    without_idle,
)
from sharedground.intake.raw import RawFile
from sharedground.intake.read import read_file
from sharedground.intake.take import take_in
from sharedground.intake.to_mend import mended_in_words, to_mend
from sharedground.model.place import Kind

LIST = (
    b"Name,Postcode,Phone\r\n"
    b"Sale Library,M33 7ZF,0161 912 3009\r\n"
    b",,0161 496 0000\r\n"
    b"Hub,not known,=1+1\r\n"
)
MEND = Fix("", 3, "Name", "Knit and natter")
PLACED = (MEND, Fix("", 3, "Postcode", "M33 7ZF"))


@cache
def read(content: bytes) -> RawFile:
    return read_file("list.csv", content)


def taken(options: Options | None = None, content: bytes = LIST) -> tuple[RawFile, list[Intake]]:
    raw = read(content)
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
    Fix,
    st.sampled_from(["", "Sheet"]),
    st.integers(1, 5),
    st.sampled_from("AB"),
    st.text("aé= ", max_size=9),
)


@given(st.lists(a_fix), st.lists(a_fix))
def test_the_newer_of_two_fixes_of_a_cell_counts(former: list[Fix], newer: list[Fix]) -> None:
    both = joined_fixes(former, newer)
    cells = [(fix.table, fix.row, fix.column) for fix in both]
    assert cells == sorted(set(cells))
    last = {(fix.table, fix.row, fix.column): fix for fix in newer}
    assert all(fix in both for fix in last.values())


def test_words_a_person_gave_a_category_are_known_from_then_on() -> None:
    content = (
        b"Name,Type,Postcode\r\nA,Wibble,M33 7ZF\r\nB,wibble ,M33 2DQ\r\nC,Library,M41 5BU\r\n"
    )
    _, [intake] = taken(Options(categories={"wibble": "park"}), content)
    assert intake.frames["assets"]["category"].tolist() == ["park", "park", "library"]
    assert intake.report.category.from_column == 3


def opened_sheet(sheet: pd.DataFrame, *, as_csv: bool = False) -> RawFile:
    """Return a sheet as it comes back from a spreadsheet."""
    if as_csv:
        return read_file("to fix.csv", csv_bytes(sheet))
    book = workbook_bytes([Sheet("Help", lines=["How to"]), Sheet("Rows to fix", sheet)])
    return read_file("to fix.xlsx", book)


@pytest.mark.parametrize("as_csv", [False, True])
def test_a_sheet_that_nobody_changed_changes_nothing(as_csv: bool) -> None:
    content = LIST + b",x,+44 161 1\r\n" + b",,01614960000\r\n"
    raw, intakes = taken(content=content)
    back = opened_sheet(rows_to_fix(raw, intakes, warnings=True), as_csv=as_csv)
    assert mended_kind(back) == "assets"
    assert fixes_in(back, raw) == ()


@pytest.mark.parametrize(
    ("was", "shown"),
    [
        ("01614960000", "1614960000"), ("01614960000", "1.61496E+09"), ("2024-06-30", "30/06/2024"),
        ("a  b\nc", "a b c"), ("=1+1", "'=1+1"), ("x" * 33_000, "x" * 32_767),
    ],
)  # fmt: skip
def test_what_a_spreadsheet_does_to_a_cell_is_no_change(was: str, shown: str) -> None:
    raw, _ = taken(content=LIST)
    [table] = raw.tables
    raw = replace(raw, tables=(replace(table, rows=table.rows.assign(Phone=was)),))
    sheet = pd.DataFrame({"Phone": [shown], REFERENCE: [f"{raw.sha256[:12]}:0:3"]})
    back = replace(table, rows=sheet)
    assert fixes_in(replace(raw, tables=(back,)), raw) == ()


@pytest.mark.parametrize("now", ["0161 912 3010", "1614960001", "not known"])
def test_what_a_person_changes_counts(now: str) -> None:
    raw, _ = taken()
    sheet = pd.DataFrame({"Phone": [now], REFERENCE: [f"{raw.sha256[:12]}:0:3"]})
    assert fixes_in(opened_sheet(sheet), raw) == (Fix("", 3, "Phone", now),)


def test_a_cell_that_is_put_back_is_no_fix_any_more() -> None:
    raw, intakes = taken(Options(fixes=PLACED))
    sheet = rows_to_fix(raw, intakes, PLACED, warnings=True)
    assert "Knit and natter" not in set(sheet["Name"])
    back = pd.DataFrame({"Name": [""], REFERENCE: [f"{raw.sha256[:12]}:0:3"]})
    assert fixes_in(opened_sheet(back.assign(Phone="0161 496 0000")), raw, (MEND,)) == ()
    assert without_idle([MEND, Fix("", 4, "Name", "Hub"), Fix("", 4, "Nom", "x")], raw) == (MEND,)


def test_rows_to_mend_stay_in_the_list_when_they_are_mended() -> None:
    _, intakes = taken()
    [row] = to_mend(intakes)
    assert (row.row, row.aside, row.mended) == (3, True, False)
    assert row.wrong
    assert row.how
    both = to_mend(intakes, warnings=True)
    assert [one.row for one in both] == [3, 4]
    assert both[1].columns == ("Postcode",)
    _, named = taken(Options(fixes=(MEND,)))
    first = to_mend(named, (MEND,), warnings=True)[0]
    assert first.wrong == "Nothing in the row says where it is."
    _, mended = taken(Options(fixes=PLACED))
    found = to_mend(mended, PLACED, warnings=True)
    assert [(one.row, one.mended) for one in found] == [(3, True), (4, False)]
    assert mended_in_words(found) == "1 of 2 mended"


def test_totals_are_nothing_to_mend_and_every_row_of_an_unknown_area_is() -> None:
    content = b"area_code,people\nE1,5\nE1,5\nE2,7\nX9,1\nX9,1\nTotal,19\nE01034000,4\n"
    raw = read_file("people.csv", content)
    known = Context(areas={"E1": "One", "E2": "Two"})
    intakes = take_in(Kind.POPULATION, raw, "s", Options(), known)
    assert [(one.row, one.columns) for one in to_mend(intakes)] == [
        (5, ("area_code",)), (6, ("area_code",)),
    ]  # fmt: skip
    assert len(rows_to_fix(raw, intakes)) == 4


def test_a_grid_says_what_its_cells_are_and_leaves_the_others() -> None:
    raw, _ = taken()
    former = (Fix("", 2, "Name", "Sale library"), Fix("", 3, "Phone", "1"))
    grid = cells_to_mend(as_mended(raw, former), "", [3, 4])
    assert grid.loc[3, "Phone"] == "1"
    grid.loc[3, "Phone"] = "0161 496 0000"
    grid.loc[4, "Postcode"] = None
    found = with_grid(former, raw, "", grid)
    assert found == (Fix("", 2, "Name", "Sale library"), Fix("", 4, "Postcode", ""))


@settings(deadline=None, max_examples=60)
@given(st.data())
def test_rows_are_conserved_whatever_is_mended(data: st.DataObject) -> None:
    cell = st.sampled_from(["", "M33 7ZF", "Total", "Hub", "-2.3", "=1+1", "Name"])
    fixes = data.draw(
        st.lists(st.builds(Fix, st.just(""), st.integers(2, 4), st.sampled_from(
            ["Name", "Postcode", "Phone"]), cell))
    )  # fmt: skip
    try:
        _, [intake] = taken(Options(fixes=joined_fixes((), fixes)))
    except NothingUsableError:
        return
    report = intake.report
    assert report.read == 3 == report.kept + report.merged + report.set_aside
    found = to_mend([intake], fixes)
    assert sum(one.aside for one in found) <= report.set_aside


def test_a_row_that_was_changed_and_is_still_wrong_is_not_called_mended() -> None:
    fix = Fix("", 4, "Phone", "0161 496 0001")
    _, intakes = taken(Options(fixes=(fix,)))
    found = to_mend(intakes, (fix,))
    assert [(one.row, one.mended) for one in found] == [(3, False), (4, False)]
    assert found[1].wrong
