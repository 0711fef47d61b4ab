"""GeoJSON, GeoPackage and shapefiles."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from pyproj import CRS
from shapely import from_wkb

from sharedground.errors import FileRefusedError
from sharedground.intake.guard import DEFAULT
from sharedground.intake.read import read_file
from tests.sharedground.intake import hostile_files as make

OWN_GRID = (
    'PROJCS["Town grid",GEOGCS["x",DATUM["x",SPHEROID["x",6378137,298.25]],PRIMEM["Greenwich",0],'
    'UNIT["Degree",0.0174532925199433]],PROJECTION["Transverse_Mercator"],'
    'PARAMETER["Central_Meridian",-2.3],PARAMETER["Latitude_Of_Origin",53.4],UNIT["Meter",1]]'
)

POINT = {"type": "Point", "coordinates": [-2.3, 53.4]}


def test_geojson_mixed_null_and_empty() -> None:
    shapes = [
        POINT,
        None,
        {"type": "Polygon", "coordinates": []},
        {"type": "LineString", "coordinates": [[0, 0], [1, 1]]},
    ]
    features = [
        {"type": "Feature", "geometry": g, "properties": {"n": i, "list": [1, "é"], "ok": True}}
        for i, g in enumerate(shapes)
    ]
    data = json.dumps({"type": "FeatureCollection", "features": features}).encode()
    read = read_file("halls.json", data)
    (found,) = read.tables
    assert (read.format, found.name, found.heading_row) == ("geojson", "halls", 0)
    assert found.rows["n"].tolist() == ["0", "1", "2", "3"]
    assert found.rows["ok"][0] == "TRUE"
    assert json.loads(found.rows["list"][0]) == [1, "é"]
    assert found.row_numbers.tolist() == [1, 2, 3, 4]
    assert found.geometry is not None
    read_shapes = [None if wkb is None else from_wkb(wkb) for wkb in found.geometry]
    assert (read_shapes[0].x, read_shapes[0].y) == (-2.3, 53.4)
    assert read_shapes[1] is None
    assert read_shapes[2].is_empty
    assert CRS.from_wkt(found.crs_wkt).to_epsg() == 4326


def test_shapes_without_any_column_are_not_lost() -> None:
    feature = {"type": "Feature", "properties": {}, "geometry": POINT}
    data = json.dumps({"type": "FeatureCollection", "features": [feature]}).encode()
    (found,) = read_file("x.geojson", data).tables
    assert (list(found.rows.columns), len(found.rows)) == (["Column 1 (no heading)"], 1)


def test_every_layer_of_a_geopackage() -> None:
    more = "CREATE TABLE more (fid INTEGER PRIMARY KEY, geom BLOB, seats INTEGER);"
    data = make.geopackage(make.SAFE_LAYER + more, ("safe", "more"))
    read = read_file("x.gpkg", data)
    assert read.format == "gpkg"
    assert [(t.name, len(t.rows)) for t in read.tables] == [("safe", 1), ("more", 0)]
    assert read.tables[0].rows["name"].tolist() == ["Hall"]


@pytest.mark.parametrize("encoding", ["latin-1", "utf-8"])
def test_shapefile_parts_with_and_without_a_folder(encoding: str) -> None:
    parts = make.shapefile(["Café", "Hall"], encoding)
    loose = read_file("halls.shp", parts)
    flat = read_file("a.zip", make.zipped(parts))
    mac = {f"__MACOSX/._{name}": b"x" for name in parts}
    deep = read_file("a.zip", make.zipped({f"map/{n}": d for n, d in parts.items()} | mac))
    for read in (loose, flat, deep):
        (found,) = read.tables
        assert (read.format, found.name) == ("shp", "halls")
        assert found.rows["name"].tolist() == ["Café", "Hall"]
        assert found.geometry is not None
        assert [from_wkb(wkb).x for wkb in found.geometry] == [0, 1]
        assert found.crs_wkt == ""


def test_a_crs_of_its_own_is_used_as_it_is() -> None:
    parts = make.shapefile(["Hall"]) | {"halls.prj": OWN_GRID.encode()}
    crs = CRS.from_wkt(read_file("halls.shp", parts).tables[0].crs_wkt)
    assert crs.to_epsg() is None
    assert crs.name == "Town grid"


def test_two_shapefiles_in_one_zip() -> None:
    parts = make.shapefile(["Hall"])
    both = {f"{n}/{name}".replace("halls", n): d for n in "ab" for name, d in parts.items()}
    assert [t.name for t in read_file("x.zip", make.zipped(both)).tables] == ["a", "b"]


def test_a_missing_index_is_made_again() -> None:
    parts = make.shapefile(["Hall", "Barn"])
    del parts["halls.shx"]
    assert len(read_file("halls.shp", parts).tables[0].rows) == 2


@pytest.mark.parametrize(("missing", "word"), [(".dbf", ".dbf"), (".shp", ".shp")])
def test_missing_parts_are_named(missing: str, word: str) -> None:
    parts = make.shapefile(["Hall"])
    del parts[f"halls{missing}"]
    with pytest.raises(FileRefusedError) as no:
        read_file("halls.shp", parts)
    assert (no.value.code, no.value.details["ending"]) == ("file.parts_missing", word)


def test_parts_of_different_shapefiles_are_refused() -> None:
    parts = make.shapefile(["Hall", "Barn"]) | {"halls.dbf": make.shapefile(["Hall"])["halls.dbf"]}
    with pytest.raises(FileRefusedError) as no:
        read_file("halls.shp", parts)
    assert no.value.code == "file.parts_differ"


@pytest.mark.parametrize("ending", [".shp", ".dbf"])
def test_a_part_cut_short_is_refused_not_half_read(ending: str) -> None:
    parts = make.shapefile(["Hall", "Barn", "Mill"])
    parts[f"halls{ending}"] = parts[f"halls{ending}"][:-25]
    with pytest.raises(FileRefusedError) as no:
        read_file("halls.shp", parts)
    assert no.value.code == "file.unreadable"


def test_drivers_of_a_newer_gdal_are_switched_off_too(tmp_path: Path) -> None:
    """The child starts again with every driver it finds left, so that one remains."""
    script = tmp_path / "child.py"
    root = Path(__file__).parents[3]
    script.write_text(
        f"import sys; sys.path.insert(0, {str(root)!r})\n"
        "from sharedground.intake.child import layers, main\n"
        "layers._KNOWN = 'CSV'\n"
        "print('started', flush=True)\n"
        "status = main.main()\n"
        "import pyogrio\n"
        "print(sorted(pyogrio.list_drivers()))\n"
        "sys.exit(status)\n"
    )
    (tmp_path / "part0.bin").write_bytes(make.geojson(POINT))
    costs = {field: getattr(DEFAULT, field) for field in DEFAULT.__dataclass_fields__}
    job = {"parts": [["a.geojson", "part0.bin"]], "limits": costs}
    (tmp_path / "job.json").write_text(json.dumps(job))
    ran = subprocess.run(
        [sys.executable, "-I", str(script)],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    assert ran.stdout.split("\n")[:3] == ["started", "started", "['GeoJSON']"]
    assert len(json.loads((tmp_path / "result.json").read_text())["tables"]) == 1
