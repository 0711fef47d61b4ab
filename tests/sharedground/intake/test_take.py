"""Files of several tables, options, and the promise that no row is ever lost."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st
from shapely.geometry import Point, box

from sharedground.errors import NothingUsableError, SharedGroundError
from sharedground.intake.context import Context, Options
from sharedground.intake.take import take_in
from sharedground.model.frames import TABLES
from sharedground.model.place import Kind
from tests.sharedground.intake.tables import (
    a_file,
    a_place,
    assert_rows_conserved,
    table,
    take,
)

HERE = {"Postcode": "M33 2DQ"}
CENTRES = table([{"Name": "Sale Centre", **HERE}], name="Leisure centres")
FOOD = table([{"Name": "The Fuse", **HERE}], name="Food banks")
NOTES = table([{"READ ME": "These lists were made by hand."}], name="READ ME")


def test_every_sheet_of_assets_is_taken_and_the_others_are_said() -> None:
    taken = take_in(Kind.ASSETS, a_file(NOTES, CENTRES, FOOD), "s", Options(), a_place())
    assert [i.table for i in taken] == ["Leisure centres", "Food banks"]
    assert [i.frames["assets"]["category"].iloc[0] for i in taken] == ["sport", "food-support"]
    assert "Not used: READ ME." in taken[0].report.sentences


def test_one_sheet_may_be_chosen() -> None:
    [intake] = take_in(
        Kind.ASSETS, a_file(CENTRES, FOOD), "s", Options(table="food banks"), a_place()
    )
    assert intake.table == "Food banks"


def test_a_sheet_that_is_not_there_is_said_with_those_that_are() -> None:
    with pytest.raises(SharedGroundError, match="Leisure centres, Food banks"):
        take_in(Kind.ASSETS, a_file(CENTRES, FOOD), "s", Options(table="Parks"), a_place())


def test_of_two_layers_of_areas_the_one_with_more_is_used() -> None:
    few = table([{"code": "E1", "name": "All"}], name="district", shapes=[box(0, 50, 1, 51)])
    rows = [{"code": f"E{n}", "name": f"W{n}"} for n in range(3)]
    many = table(rows, name="wards", shapes=[box(n, 50, n + 1, 51) for n in range(3)])
    [intake] = take_in(Kind.AREAS, a_file(few, many), "s", Options(), Context())
    assert intake.table == "wards"
    assert "Not used: district." in intake.report.sentences


def test_a_file_with_headings_and_no_rows_is_refused_in_words() -> None:
    with pytest.raises(NothingUsableError, match="no rows"):
        take(Kind.ASSETS, table([], headings=["Name", "Postcode"]))


def test_a_file_of_which_no_row_can_be_used_is_refused_with_the_reason() -> None:
    with pytest.raises(NothingUsableError) as failure:
        take(Kind.POSTCODES, table([{"postcode": "M33 2DQ", "lon": "", "lat": ""}] * 2))
    assert failure.value.code in ("file.nothing_usable", "postcodes.no_columns")


def test_every_table_has_the_agreed_columns() -> None:
    for kind, rows in (
        (Kind.ASSETS, [{"Name": "a", **HERE}]),
        (Kind.PARTNERS, [{"Organisation": "a"}]),
        (Kind.POPULATION, [{"code": "E01006001", "people": 5}]),
        (Kind.INDICATORS, [{"code": "E01006001", "Poverty": 5}]),
        (Kind.LOOKUP, [{"code": "E01006001", "ward": "a"}]),
        (Kind.POSTCODES, [{"postcode": "M33 2DQ", "lon": "-2.3", "lat": "53.4"}]),
    ):
        for name, frame in take(kind, table(rows)).frames.items():
            assert tuple(frame.columns) == tuple(TABLES[name])


def test_the_report_for_scripts_has_the_promised_keys() -> None:
    report = take(Kind.ASSETS, table([{"Name": "a", **HERE}])).report.as_json()
    assert set(report) >= {
        "file",
        "kind",
        "read",
        "kept",
        "merged",
        "set_aside",
        "placed",
        "category",
        "columns",
        "faults",
    }
    assert set(report["placed"]) == {"exact", "approximate", "none"}
    assert set(report["category"]) == {"from_column", "guessed", "given", "other"}


def test_hostile_text_stays_text() -> None:
    text = "<img src=x onerror=alert(1)>`${7*7}` {count} %s"
    intake = take(Kind.ASSETS, table([{"Name": text, "Type": text, **HERE}]))
    assert intake.frames["assets"]["name"].tolist() == [text]


CELLS = st.one_of(
    st.sampled_from(
        [
            "",
            "NA",
            "Unknown",
            "Library",
            "Zorbing",
            "M33 2DQ",
            "M41",
            "M32 OXZ",
            "-2.33",
            "53.42",
            "0",
            "999",
            "378000",
            "392000",
            "53.42, -2.33",
            "POINT (-2.33 53.42)",
            "Total",
            "Note",
            "E01006001",
            "E01006002",
            "E09999999",
            "Persons",
            "Females",
            "2024",
            "a@example.org",
            "12,5",
            "\u2212",
            "Name",
        ]
    ),
    st.text(max_size=12),
)
HEADINGS = st.lists(
    st.sampled_from(
        [
            "Name",
            "Type",
            "Postcode",
            "lon",
            "lat",
            "Easting",
            "Northing",
            "WKT",
            "Location",
            "Address",
            "Organisation",
            "code",
            "people",
            "sex",
            "year",
            "score",
            "indicator",
            "value",
            "unit",
            "ward",
            "Contact",
            "Status",
            "A",
            "B",
            "Notes",
        ]
    ),
    min_size=1,
    max_size=7,
    unique=True,
)


@st.composite
def tables(draw: st.DrawFn) -> object:
    headings = draw(HEADINGS)
    rows = draw(
        st.lists(st.lists(CELLS, min_size=len(headings), max_size=len(headings)), max_size=8)
    )
    shapes = draw(st.sampled_from([None, Point(-2.33, 53.42), box(-2.34, 53.4, -2.33, 53.41)]))
    return table(rows, headings, shapes=None if shapes is None else [shapes] * len(rows))


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(raw=tables(), kind=st.sampled_from(list(Kind)))
def test_whatever_a_table_holds_every_row_has_one_fate_or_the_file_is_refused(
    raw: object, kind: Kind
) -> None:
    try:
        taken = take_in(kind, a_file(raw), "s", Options(), a_place())  # type: ignore[arg-type]
    except SharedGroundError as refusal:
        event(refusal.code)
        return
    for intake in taken:
        assert_rows_conserved(intake)
