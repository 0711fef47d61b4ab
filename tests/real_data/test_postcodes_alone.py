"""Postcodes alone put rows on the map: all lists of a borough, without their coordinates."""

from __future__ import annotations

import contextlib
import csv
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from pyproj import Geod

from sharedground import code_point, workflow
from sharedground.access import Actor, Role, acting_as
from sharedground.errors import NothingUsableError
from sharedground.intake.context import Options
from sharedground.intake.read import gather, read_file
from sharedground.model.place import Kind
from sharedground.model.placing import (
    BY_WHOLE_POSTCODE,
    CODE_POINT,
    CODE_POINT_OUTWARD,
    is_full_postcode,
)
from sharedground.store import database, loading, places

pytestmark = pytest.mark.real_data

NO_COORDINATES = dict.fromkeys(
    ("lon", "lat", "easting", "northing", "latlon", "wkt", "grid_ref", "area_code"), ""
)
LAND = "trafford/assets/council_land_and_buildings.csv"
Town = tuple[Any, str]


def made(folder: Path, *files: tuple[Kind, Path]) -> Iterator[Town]:
    """Make a place in a database of its own and load files into it."""
    engine = database.open_database(f"sqlite:///{folder / 'town.sqlite'}")
    with acting_as(Actor(name="Olwen", role=Role.OFFICER)):
        town = (engine, places.new_place(engine, "Town").place_id)
        for kind, path in files:
            workflow.keep(*town, read_of(town, path, kind))
        yield town
    engine.dispose()


@pytest.fixture(scope="module")
def town(real_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """Trafford with nothing but the outlines of its areas: no postcode table is loaded."""
    yield from made(tmp_path_factory.mktemp("bare"), areas_of(real_data))


@pytest.fixture(scope="module")
def loaded(real_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """Trafford with its areas and the postcode table that the borough publishes."""
    codes = (Kind.POSTCODES, table_of(real_data))
    yield from made(tmp_path_factory.mktemp("loaded"), areas_of(real_data), codes)


def areas_of(real_data: Path) -> tuple[Kind, Path]:
    return Kind.AREAS, real_data / "trafford/areas/lsoa_2011.geojson"


def read_of(
    town: Town, path: Path, kind: Kind = Kind.ASSETS, *, coordinates: bool = True
) -> workflow.Preview:
    [(name, parts)] = gather([path])
    raw, options = read_file(name, parts), Options()
    if not coordinates:
        bare = tuple(replace(table, geometry=None, crs_wkt="") for table in raw.tables)
        raw, options = replace(raw, tables=bare), Options(columns=NO_COORDINATES)
    return workflow.preview(*town, kind, name, parts, raw=raw, options=options)


def table_of(real_data: Path) -> Path:
    return real_data / "trafford/postcodes/trafford_postcodes.csv"


def with_full_postcodes(town: Town, real_data: Path) -> pd.DataFrame:
    """Return the rows of all lists that have a full postcode, placed without coordinates."""
    found = []
    for path in sorted((real_data / "trafford/assets").iterdir()):
        with contextlib.suppress(NothingUsableError):
            read = read_of(town, path, coordinates=False)
            located = read.frames["assets"].merge(read.frames["sites"], on="site_id")
            found.append(located.assign(file=path.name))
    rows = pd.concat(found, ignore_index=True)
    return rows[rows["postcode"].map(is_full_postcode)]


def share_placed(rows: pd.DataFrame, existing: set[str]) -> float:
    there = rows[rows["postcode"].isin(existing)]
    placed = there["placed_by"].isin(BY_WHOLE_POSTCODE) & (there["precision"] == "exact")
    share = float(placed.mean())
    print(f"{placed.sum()} of {len(there)} rows with an existing postcode are placed exactly by it "  # noqa: T201
          f"({share:.2%}); {len(rows) - len(there)} have one that does not exist. Not placed: "
          f"{sorted(set(there.loc[~placed, 'postcode']))}")  # fmt: skip
    assert len(there) > 900
    return share


def test_98_of_100_rows_are_placed_exactly_by_an_existing_postcode_with_nothing_loaded(
    town: Town, real_data: Path
) -> None:
    rows = with_full_postcodes(town, real_data)
    assert set(rows["placed_by"]) <= {CODE_POINT, CODE_POINT_OUTWARD, ""}
    rough = rows["placed_by"] == CODE_POINT_OUTWARD
    assert set(rows.loc[rough, "precision"]) <= {"approximate"}
    assert share_placed(rows, code_point.existing(rows["postcode"])) >= 0.98


def test_98_of_100_rows_are_placed_exactly_by_a_postcode_that_ever_existed_with_a_table(
    loaded: Town, real_data: Path
) -> None:
    rows = with_full_postcodes(loaded, real_data)
    listed = set(pd.read_csv(table_of(real_data))["postcode"].tolist())
    assert share_placed(rows, listed | code_point.existing(rows["postcode"])) >= 0.98


def test_positions_agree_with_those_that_the_borough_publishes(real_data: Path) -> None:
    """Its table has old postcodes too; those in use lie in the same place."""
    table = pd.read_csv(table_of(real_data))
    found = code_point.positions(table["postcode"])
    both = table[table["postcode"].isin(found.keys())]
    ours = pd.DataFrame([found[code] for code in both["postcode"]], index=both.index)
    _, _, metres = Geod(ellps="WGS84").inv(ours["lon"], ours["lat"], both["lon"], both["lat"])
    print(f"{len(both)} of {len(table)} postcodes are in use, {np.median(metres):.1f} m apart, "  # noqa: T201
          f"{(metres < 20).mean():.2%} within 20 m")  # fmt: skip
    assert len(both) > 6_000
    assert (metres < 20).mean() > 0.98


def test_the_middle_of_each_outward_code_is_as_published(real_data: Path) -> None:
    with (real_data / "postcodes_gb/outward_centroids.csv").open(encoding="utf-8") as file:
        known = {row["outward"]: row for row in csv.DictReader(file)}
    found = code_point.positions(known)
    assert found.keys() == known.keys()
    apart = max(
        abs(at.lon - float(known[code]["lon"])) + abs(at.lat - float(known[code]["lat"]))
        for code, at in found.items()
    )
    assert apart < 5e-5


@pytest.mark.parametrize(("which", "by_postcode"), [("town", 21), ("loaded", 22)])
def test_council_land_keeps_all_608_rows(
    which: str, by_postcode: int, real_data: Path, request: pytest.FixtureRequest
) -> None:
    """25 rows without coordinates have a full postcode; 3 of these never existed."""
    read = read_of(request.getfixturevalue(which), real_data / LAND)
    report, by = read.report, read.report.facts["placed_by"]
    assert (report.read, report.kept, by["coordinates"]) == (608, 608, 373)
    located = read.frames["assets"].merge(read.frames["sites"], on="site_id")
    others = located[located["placed_by"] != "coordinates"]
    full = others[others["postcode"].map(is_full_postcode)]
    assert (len(full), len(others) - len(full)) == (25, 210)
    assert sum(by.get(how, 0) for how in BY_WHOLE_POSTCODE) == by_postcode
    assert report.placed.exact == 373 + by_postcode
    told = {f.value for f in report.faults if f.code == "postcode.unknown"}
    assert set(full.loc[full["precision"] == "none", "postcode"]) <= told
    assert {"WA14 9NT", "WA14 9AF"} <= told
    print(f"placed {report.placed.model_dump()}, by {by}")  # noqa: T201


def test_the_swapped_point_of_council_land_is_found_and_said(town: Town, real_data: Path) -> None:
    read = read_of(town, real_data / LAND)
    assert read.report.facts["swapped"] == 1
    [swapped] = [f for f in read.report.faults if f.code == "coordinates.swapped"]
    assert "Davyhulme Youth" in _row(read, swapped.row)


def _row(read: workflow.Preview, number: int | None) -> str:
    [table] = read.raw.tables
    return " ".join(map(str, table.rows[table.row_numbers == number].iloc[0]))


def test_the_two_misspelt_postcodes_are_answered(town: Town, real_data: Path) -> None:
    land = read_of(town, real_data / LAND).report
    [slip] = [f for f in land.faults if f.code == "postcode.letter_o" and "OXZ" in f.value]
    assert slip.fix == "Write the number 0 in the second half of the postcode."
    care = read_of(town, real_data / "trafford/assets/mental_health_services_raw.csv").report
    [typo] = [f for f in care.faults if f.value == "WA154 1HF"]
    assert (typo.code, typo.fix) == ("postcode.unreadable", "Did you mean WA14 1HF?")


def test_nothing_british_is_used_in_chicago(real_data: Path, tmp_path: Path) -> None:
    folder = real_data / "chicago"
    lists = ((Kind.AREAS, folder / "areas/commpop.shp"),
             (Kind.ASSETS, folder / "assets/health_chicago.csv"))  # fmt: skip
    for engine, place_id in made(tmp_path, *lists):
        held = loading.load(engine, place_id)
    assert not code_point.covers(held.place)
    assert code_point.source_of(held.sites["placed_by"]) is None
