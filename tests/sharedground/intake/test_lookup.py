"""Areas learn which ward, neighbourhood and locality they lie in."""

from __future__ import annotations

import pytest

from sharedground.errors import NothingUsableError
from sharedground.intake.context import Intake
from sharedground.model.place import Kind
from tests.sharedground.intake.tables import codes_of, table, take

CODES = [f"E0100600{n}" for n in range(1, 5)]


def parents_of(rows: list[dict[str, object]]) -> Intake:
    return take(Kind.LOOKUP, table(rows))


def named(intake: Intake, level: str) -> dict[str, tuple[str, str]]:
    frame = intake.frames["area_parents"]
    frame = frame[frame["level"] == level]
    pairs = zip(frame["parent_code"], frame["parent_name"], strict=True)
    return dict(zip(frame["area_code"], pairs, strict=True))


def test_codes_and_names_of_wards_are_found_by_official_headings() -> None:
    rows = [
        {
            "lsoa21cd": c,
            "lsoa21nm": "n",
            "wd22cd": f"E0500082{n % 2}",
            "wd22nm": f"Ward {n % 2}",
            "lad22cd": "E08000009",
            "lad22nm": "Trafford",
        }
        for n, c in enumerate(CODES)
    ]
    intake = parents_of(rows)
    assert named(intake, "ward")[CODES[0]] == ("E05000820", "Ward 0")
    assert intake.report.facts["levels"] == {"ward": 2}


def test_a_postcode_table_gives_the_parent_that_most_postcodes_name() -> None:
    wards = ("Brooklands", "Brooklands", "Sale Moor")
    rows = [
        {
            "postcode": f"M33 {n}AA",
            "lsoa_code": c,
            "ward_code": f"E05{w[:3]}",
            "ward_name": w,
            "msoa_code": "E02001",
            "msoa_hcl_name": "Sale East",
            "locality": "Central",
        }
        for c in CODES
        for n, w in enumerate(wards)
    ]
    intake = parents_of(rows)
    assert named(intake, "ward") == dict.fromkeys(CODES, ("E05Bro", "Brooklands"))
    assert named(intake, "neighbourhood")[CODES[0]] == ("E02001", "Sale East")
    assert named(intake, "locality")[CODES[0]] == ("Central", "Central")
    assert (intake.report.kept, intake.report.merged) == (4, 8)


def test_codes_of_another_year_are_left_over_and_listed() -> None:
    rows = [{"code": c, "ward": "A"} for c in (*CODES[:3], "E01034000", "E01034001")]
    intake = parents_of(rows)
    facts = intake.report.facts
    assert (facts["matched"], facts["of"], facts["left_over"]) == (3, 4, 2)
    assert facts["left_over_codes"] == ["E01034000", "E01034001"]
    assert facts["missing"] == [CODES[3]]


def test_an_area_whose_code_changed_takes_the_parents_of_the_points_in_it() -> None:
    rows = [
        {
            "postcode": f"M1 {n}AA",
            "lsoa_code": c,
            "ward_name": f"Ward {c[-1]}",
            "lon": -2.375,
            "lat": 53.385,
        }
        for c in CODES[:3]
        for n in range(2)
    ]
    rows += [
        {
            "postcode": f"M2 {n}AA",
            "lsoa_code": "E01034000",
            "ward_name": "New Ward",
            "lon": -2.325,
            "lat": 53.43,
        }
        for n in range(6)
    ]
    intake = parents_of(rows)
    assert named(intake, "ward")[CODES[3]] == ("New Ward", "New Ward")
    assert "area.by_points" in codes_of(intake)
    assert intake.report.facts["left_over_codes"] == ["E01034000"]


def test_a_table_without_parents_is_refused() -> None:
    with pytest.raises(NothingUsableError) as failure:
        parents_of([{"code": c, "colour": "red"} for c in CODES])
    assert failure.value.code == "lookup.no_levels"


def test_the_report_speaks_of_names_and_says_which_areas_have_none() -> None:
    rows = [{"lsoa11cd": c, "ward": f"Ward {c[-1]}"} for c in CODES]
    assert parents_of(rows).report.sentences[1:] == ("All 4 areas have their names.",)
    some = parents_of(rows[:3]).report
    assert some.sentences[1:] == ("Partial: 3 of 4 areas have their names. 1 has none: E01006004.",)
    assert "area.no_names" in codes_of(parents_of(rows[:3]))
