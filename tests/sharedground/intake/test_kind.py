"""What a file brings is found without asking."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from shapely.geometry import Point, box

from sharedground.intake.context import Context
from sharedground.intake.kind import guess_kinds
from sharedground.intake.raw import RawFile, RawTable
from sharedground.intake.read import gather, read_file
from sharedground.model.place import Kind

CODES = [f"E0100{n:04d}" for n in range(12)]
SQUARES = [box(-2.4 + n / 100, 53.4, -2.39 + n / 100, 53.41) for n in range(12)]
PLACE = Context(
    areas={code: f"Sale {code[-3:]}A" for code in CODES},
    outlines=gpd.GeoDataFrame({"area_code": CODES}, geometry=SQUARES, crs="EPSG:4326"),
)
NOWHERE = Context()


def a_file(columns: dict[str, list[str]], shapes: list[object] | None = None) -> RawFile:
    """Return a file of one sheet with these columns."""
    rows = pd.DataFrame(columns, dtype="str")
    wkb = None if shapes is None else np.array(shapely.to_wkb(shapes), dtype=object)
    table = RawTable("", rows, np.arange(2, len(rows) + 2), geometry=wkb)
    return RawFile("list.csv", "hash", "csv", (table,))


def many(*values: str, n: int = 12) -> list[str]:
    return [values[i % len(values)] for i in range(n)]


@pytest.mark.parametrize(
    ("columns", "kind"),
    [
        ({"Name": [f"Place {n}" for n in range(12)], "Postcode": many("M33 2DQ", "M41 5BU")},
         Kind.ASSETS),
        ({"Type": many("Library", "Park"), "X": many("-2.35"), "Y": many("53.405")}, Kind.ASSETS),
        ({"Recipient Org:Name": many("A", "B"), "Amount Awarded": many("10")}, Kind.PARTNERS),
        ({"Organisation": [f"Group {n}" for n in range(12)], "Charity number": many("1060518"),
          "What they do": many("Helps people")}, Kind.PARTNERS),
        ({"LSOA code": CODES, "All ages": many("1500", "1700")}, Kind.POPULATION),
        ({"LSOA code": CODES, "Income score": many("0.1", "0.2"), "Crime rate": many("3", "4")},
         Kind.INDICATORS),
        ({"LSOA code": CODES, "Indicator": many("Income", "Crime"), "Value": many("3", "4")},
         Kind.INDICATORS),
        ({"LSOA21CD": CODES, "WD22NM": many("Sale Moor", "Priory")}, Kind.LOOKUP),
        ({"pcds": [f"M33 {n % 10}D{'ABCDEFGHJKL'[n % 11]}" for n in range(12)],
          "lat": many("53.4"), "long": many("-2.3")}, Kind.POSTCODES),
    ],
)  # fmt: skip
def test_the_kind_of_a_sheet_is_found(columns: dict[str, list[str]], kind: Kind) -> None:
    assert guess_kinds(a_file(columns), PLACE)[0] is kind


def test_outlines_with_a_code_each_are_areas_and_scattered_shapes_are_places() -> None:
    outlines = a_file({"area_code": CODES, "area_name": CODES}, SQUARES)
    assert guess_kinds(outlines, NOWHERE) == (Kind.AREAS,)
    parks = [Point(-2.4 + n / 10, 53.4).buffer(0.002) for n in range(12)]
    listed = a_file({"name": [f"Park {n}" for n in range(12)]}, parks)
    assert guess_kinds(listed, PLACE) == (Kind.ASSETS,)


def test_outlines_of_the_place_with_figures_bring_the_figures() -> None:
    file = a_file({"area_code": CODES, "All people": many("1500", "1700")}, SQUARES)
    assert guess_kinds(file, PLACE) == (Kind.POPULATION, Kind.AREAS)


def test_figures_for_areas_of_elsewhere_are_figures_all_the_same() -> None:
    wards = [f"E0500{n:04d}" for n in range(12)]
    file = a_file({"wd18cd": wards, "Income": many("1", "2"), "Crime": many("3", "4")})
    assert guess_kinds(file, PLACE)[0] is Kind.INDICATORS


def test_a_cover_sheet_says_less_than_the_sheet_behind_it() -> None:
    cover = a_file({"People by small area, a town council": ["Source: the census"]}).tables[0]
    people = a_file({"LSOA code": CODES, "All residents": many("1,375", "1,229")}).tables[0]
    raw = RawFile("people.xlsx", "hash", "xlsx", (cover, people))
    assert guess_kinds(raw, NOWHERE)[0] is Kind.POPULATION


def test_a_file_with_nothing_to_go_by_is_taken_for_places() -> None:
    assert guess_kinds(a_file({"A": ["1"], "B": ["x"]}), NOWHERE) == (Kind.ASSETS,)
    assert guess_kinds(RawFile("x.csv", "h", "csv", ()), NOWHERE) == (Kind.ASSETS,)


def _context(path: Path, code: str, name: str) -> Context:
    areas = gpd.read_file(path).to_crs("EPSG:4326")
    codes = areas[code].astype(str)
    return Context(
        areas=dict(zip(codes, areas[name], strict=True)),
        outlines=gpd.GeoDataFrame({"area_code": codes}, geometry=areas.geometry),
    )


@pytest.mark.real_data
def test_every_file_of_two_real_places_is_known_for_what_it_is(real_data: Path) -> None:
    trafford = _context(real_data / "trafford/areas/lsoa_2011.geojson", "area_code", "area_name")
    chicago = _context(real_data / "chicago/areas/commpop.shp", "NID", "community")
    folders = {"areas": Kind.AREAS, "assets": Kind.ASSETS, "partners": Kind.PARTNERS,
               "postcodes": Kind.POSTCODES, "need": Kind.INDICATORS}  # fmt: skip
    wrong = {}
    for place, context in (("trafford", trafford), ("chicago", chicago)):
        for path in sorted((real_data / place).glob("*/*")):
            if path.suffix in (".dbf", ".shx", ".prj"):
                continue
            expected = folders[path.parent.name]
            if path.name.startswith(("population", "commpop", "tracts")):
                expected = Kind.POPULATION
            elif "lookup" in path.name:
                expected = Kind.LOOKUP
            elif path.name == "HealthIndicators.shp":
                expected = Kind.INDICATORS
            [(name, parts)] = gather([path])
            found = guess_kinds(read_file(name, parts), context)
            if found[0] is not expected:
                wrong[name] = found
    assert wrong == {}
