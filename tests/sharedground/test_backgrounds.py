"""The background of the map from a file to the map: kept packed, listed, and taken away."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from shapely.geometry import LineString, box, mapping
from sqlalchemy.engine import Engine

from sharedground import workflow_background
from sharedground.access import Role
from sharedground.export.packed import unpack
from sharedground.partnership.pack import pack
from sharedground.partnership.pack import unpack as opened
from sharedground.store import database, loading, places
from sharedground.store.holdings import Holdings
from sharedground.views import view_for

Run = Callable[..., Result]


@pytest.fixture
def engine(tmp_path: Path) -> Engine:
    return database.open_database(f"sqlite:///{tmp_path / 'cli.sqlite'}")


def collection(*features: tuple[object, dict[str, str]]) -> str:
    return json.dumps({"type": "FeatureCollection", "features": [
        {"type": "Feature", "geometry": mapping(shape), "properties": told}
        for shape, told in features
    ]})  # fmt: skip


def geojson(path: Path, *features: tuple[object, dict[str, str]]) -> Path:
    path.write_text(collection(*features), encoding="utf-8")
    return path


@pytest.fixture
def town(run: Run, tmp_path: Path) -> Path:
    square = (box(-2.3, 53.4, -2.29, 53.41), {"area_code": "E01000000", "area_name": "Sale"})
    run("new", "Sale")
    assert run("add", "areas", geojson(tmp_path / "areas.geojson", square)).exit_code == 0
    roads = [
        (LineString([(-2.3, 53.4), (-2.29, 53.405)]), {"highway": "primary", "name": "High St"}),
        (LineString([(-2.3, 53.4), (-2.29, 53.401)]), {"highway": "residential", "name": ""}),
        (LineString([(-2.3, 53.4), (-2.29, 53.402)]), {"highway": "proposed", "name": ""}),
    ]
    return geojson(tmp_path / "roads.geojson", *roads)


def held(engine: Engine) -> Holdings:
    return loading.load(engine, places.places(engine)[0].place_id)


def test_a_background_is_added_listed_and_taken_away_from_the_command_line(
    run: Run, town: Path
) -> None:
    added = run("background", "add", town, "--publisher", "The council", "--licence", "OGL")
    assert added.exit_code == 0, added.output
    assert "3 rows read = 2 kept, 1 set aside" in added.output
    [one] = json.loads(run("background", "list", "--json").output)
    assert one["parts"] == {"street": 1, "main road": 1}
    assert (one["publisher"], one["names"]) == ("The council", 1)
    assert "roads.geojson: 2 lines and outlines, 1 names" in run("background", "list").output
    assert run("background", "remove", "roads.geojson").exit_code == 0
    assert "no background yet" in run("background", "list").output


def test_a_script_reads_what_became_of_the_rows(run: Run, town: Path) -> None:
    told = json.loads(run("background", "add", town, "--json").output)
    assert (told["read"], told["kept"], told["set_aside"]) == (3, 2, 1)
    assert told["facts"]["ground"] == {"street": 1, "main road": 1}


def test_a_name_that_is_not_there_and_a_file_of_nothing_are_told(
    run: Run, town: Path, tmp_path: Path
) -> None:
    spot = geojson(tmp_path / "x.geojson", (LineString([(0, 0), (1, 1)]), {"highway": "primary"}))
    refused = run("background", "add", spot)
    assert refused.exit_code != 0
    assert "outside the place" in refused.output
    gone = run("background", "remove", "rivers")
    assert gone.exit_code != 0
    assert "rivers" in gone.output
    assert town.exists()


def test_the_layer_is_kept_beside_the_file_which_comes_back_as_it_was(
    run: Run, engine: Engine, town: Path
) -> None:
    run("background", "add", town)
    place = held(engine)
    [one] = place.backgrounds
    assert unpack(one.layer)["type"] == "ground"
    files = loading.upload_of(engine, place.place.place_id, one.source_id)
    assert files == {"roads.geojson": town.read_bytes()}


def test_adding_the_same_file_again_changes_nothing_and_undoing_takes_it_back(
    run: Run, engine: Engine, town: Path
) -> None:
    run("background", "add", town)
    assert "already" in run("background", "add", town).output
    assert len(held(engine).backgrounds) == 1
    run("undo", "roads.geojson")
    assert held(engine).backgrounds == ()


def test_readers_see_the_background_too(run: Run, engine: Engine, town: Path) -> None:
    run("background", "add", town)
    assert view_for(held(engine), Role.READER).holdings.backgrounds == held(engine).backgrounds


def test_a_whole_copy_of_a_place_brings_its_background(
    run: Run, engine: Engine, town: Path, tmp_path: Path
) -> None:
    run("background", "add", town)
    place_id = held(engine).place.place_id
    whole = pack(engine, place_id, whole=True)
    other = database.open_database(f"sqlite:///{tmp_path / 'other.sqlite'}")
    opened(other, "copy.zip", whole.content)
    assert held(other).backgrounds == held(engine).backgrounds


def test_python_does_what_the_command_line_does(run: Run, engine: Engine, town: Path) -> None:
    run("status")
    place_id = held(engine).place.place_id
    read, kept = workflow_background.add_background(engine, place_id, town.name, town.read_bytes())
    assert (read.report.kept, kept.already) == (2, False)
    [one] = workflow_background.backgrounds_of(engine, place_id)
    assert one.parts == {"street": 1, "main road": 1}
