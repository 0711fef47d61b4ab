"""Postcodes get one point each."""

from __future__ import annotations

import pytest

from sharedground.errors import NothingUsableError
from sharedground.model.place import Kind
from tests.sharedground.intake.tables import codes_of, table, take


def test_postcodes_are_tidied_and_kept_once() -> None:
    rows = [{"pcds": p, "lat": "53.42", "long": "-2.33"} for p in ("M33 2DQ", "m332dq", "M33 4BN")]
    intake = take(Kind.POSTCODES, table(rows))
    assert intake.frames["postcodes"]["postcode"].tolist() == ["M33 2DQ", "M33 4BN"]
    assert (intake.report.kept, intake.report.merged) == (2, 1)


def test_eastings_and_northings_serve_as_well() -> None:
    rows = [{"Postcode": "M33 2DQ", "Eastings": "378,000", "Northings": "392,000"}]
    [lon, lat] = take(Kind.POSTCODES, table(rows)).frames["postcodes"][["lon", "lat"]].iloc[0]
    assert lon == pytest.approx(-2.3325, abs=1e-3)
    assert lat == pytest.approx(53.4244, abs=1e-3)


def test_a_postcode_without_a_position_is_set_aside() -> None:
    rows = [
        {"pcd": "M33 2DQ", "lat": "53.42", "long": "-2.33"},
        {"pcd": "M33 9ZZ", "lat": "99.999999", "long": "0"},
        {"pcd": "", "lat": "53.4", "long": "-2.3"},
    ]
    intake = take(Kind.POSTCODES, table(rows))
    assert (intake.report.kept, intake.report.set_aside) == (1, 2)
    assert {"postcode.no_position", "postcode.missing"} <= codes_of(intake)


def test_first_halves_are_welcome() -> None:
    rows = [
        {
            "outward": "M33",
            "easting": "378000",
            "northing": "392000",
            "lon": "-2.33",
            "lat": "53.42",
        }
    ]
    assert take(Kind.POSTCODES, table(rows)).frames["postcodes"]["postcode"].tolist() == ["M33"]


def test_a_table_without_positions_is_refused() -> None:
    with pytest.raises(NothingUsableError) as failure:
        take(Kind.POSTCODES, table([{"postcode": "M33 2DQ", "ward": "Sale"}]))
    assert failure.value.code == "postcodes.no_columns"
