"""What areas are is told by their codes, their headings and the name of their file."""

from __future__ import annotations

import pandas as pd
import pytest

from sharedground.intake.area_level import area_set_of
from sharedground.model.place import Level
from tests.sharedground.intake.tables import a_file, table


@pytest.mark.parametrize(
    ("file", "headings", "codes", "expected"),
    [
        ("lsoa_2021.geojson", ["area_code"], ["E01006074"], ("LSOA 2021", Level.SMALL, 2021)),
        ("lsoa.json", ["LSOA11CD"], ["W01001436"], ("LSOA 2011", Level.SMALL, 2011)),
        ("ward_2023.geojson", ["code"], ["E05014916"], ("Wards 2023", Level.WARD, 2023)),
        ("msoa.gpkg", ["MSOA21CD"], ["E02001259"], ("MSOA 2021", Level.NEIGHBOURHOOD, 2021)),
        ("la.geojson", ["code"], ["E08000009"], ("Local authority", Level.DISTRICT, None)),
        ("dz.zip", ["DataZone"], ["S01008600"], ("Data zones", Level.SMALL, None)),
        ("localities_2023.geojson", ["area_name"], ["Sale"], ("Localities 2023", Level.LOCALITY,
                                                              2023)),
        ("patches.geojson", ["name"], ["North"], ("Areas", Level.OTHER, None)),
    ],
)  # fmt: skip
def test_areas_are_named(
    file: str, headings: list[str], codes: list[str], expected: tuple[str, Level, int | None]
) -> None:
    raw = a_file(table([["x"] * len(headings)], headings), name=file)
    found = area_set_of(raw, pd.DataFrame({"area_code": codes}))
    assert (found.name, found.level, found.vintage) == expected


def test_the_title_that_a_person_gave_is_the_name() -> None:
    raw = a_file(table([["x"]], ["code"]), name="wards.geojson")
    found = area_set_of(raw, pd.DataFrame({"area_code": ["E05000001"]}), "Our wards from 2024")
    assert (found.name, found.level, found.vintage) == ("Our wards from 2024", Level.WARD, 2024)
