"""Parquet as a table, GeoParquet with its shapes and coordinate system."""

from __future__ import annotations

import io
import json
from datetime import UTC, datetime

import geopandas as gpd
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import shapely
from pyproj import CRS

from sharedground.errors import FileRefusedError
from sharedground.intake.guard import Limits
from sharedground.intake.read import read_file
from tests.sharedground.intake.inside import read_inside


def parquet(table: pa.Table) -> bytes:
    out = io.BytesIO()
    pq.write_table(table, out)
    return out.getvalue()


def geoparquet(crs: object, **options: object) -> bytes:
    frame = gpd.GeoDataFrame(
        {"name": ["Hall", "Hut"], "n": [1.0, None]},
        geometry=[shapely.Point(377000, 391000), None], crs=crs,
    )  # fmt: skip
    out = io.BytesIO()
    frame.to_parquet(out, **options)
    return out.getvalue()


def test_a_plain_parquet_file_is_a_table() -> None:
    frame = pd.DataFrame(
        {"name": ["Hall", None], "n": [3, 4], "open": [True, False],
         "when": [datetime(2024, 5, 1, 9, tzinfo=UTC)] * 2},
        index=pd.Index([7, 8]),
    )  # fmt: skip
    found = read_inside("halls.parquet", parquet(pa.Table.from_pandas(frame)))
    [table] = found.tables
    assert (found.format, table.name, table.geometry) == ("parquet", "halls", None)
    assert table.rows.to_dict("list") == {
        "name": ["Hall", ""],
        "n": ["3", "4"],
        "open": ["TRUE", "FALSE"],
        "when": ["2024-05-01T09:00:00+00:00"] * 2,
    }


def test_geoparquet_through_the_guard() -> None:
    [table] = read_file("a.parquet", geoparquet(27700)).tables
    assert table.geometry is not None
    assert shapely.from_wkb(table.geometry[0]).wkt == "POINT (377000 391000)"
    assert table.geometry[1] is None
    assert table.rows.to_dict("list") == {"name": ["Hall", "Hut"], "n": ["1", ""]}
    assert CRS.from_wkt(table.crs_wkt).to_epsg() == 27700


@pytest.mark.parametrize(("crs", "told"), [(4326, "WGS 84"), (None, "")])
def test_a_crs_that_is_told_and_one_that_is_not(crs: object, told: str) -> None:
    [table] = read_inside("a.parquet", geoparquet(crs)).tables
    assert told in table.crs_wkt
    assert bool(table.crs_wkt) == bool(told)


def test_shapes_in_arrows_own_form_and_their_boxes() -> None:
    data = geoparquet(27700, geometry_encoding="geoarrow", write_covering_bbox=True,
                      schema_version="1.1.0")  # fmt: skip
    [table] = read_inside("a.parquet", data).tables
    assert table.geometry is not None
    assert shapely.from_wkb(table.geometry[0]).wkt == "POINT (377000 391000)"
    assert list(table.rows.columns) == ["name", "n"]


@pytest.mark.parametrize(
    "shape",
    ["LINESTRING (0 0, 1 1)", "POLYGON ((0 0, 1 0, 1 1, 0 0))", "MULTIPOINT ((0 0), (1 1))",
     "MULTIPOLYGON (((0 0, 1 0, 1 1, 0 0)), ((5 5, 6 5, 6 6, 5 5)))",
     "MULTILINESTRING ((0 0, 1 1), (2 2, 3 3))"],
)  # fmt: skip
def test_every_form_of_shape(shape: str) -> None:
    frame = gpd.GeoDataFrame({"n": [1]}, geometry=gpd.GeoSeries.from_wkt([shape], crs=4326))
    out = io.BytesIO()
    frame.to_parquet(out, geometry_encoding="geoarrow")
    [table] = read_inside("a.parquet", out.getvalue()).tables
    assert table.geometry is not None
    assert shapely.from_wkb(table.geometry[0]).wkt == shape


def test_nested_columns_are_text() -> None:
    table = pa.table({"tags": [[{"k": "a"}], []], "raw": pa.array([b"\x01", None])})
    [found] = read_inside("a.parquet", parquet(table)).tables
    assert found.rows.to_dict("list") == {"tags": ['[{"k": "a"}]', "[]"], "raw": ["01", ""]}


def test_ceilings_hold_before_anything_is_unpacked() -> None:
    wide = parquet(pa.table({f"c{n}": [1] for n in range(30)}))
    long = parquet(pa.table({"a": pa.nulls(3_000_000), "b": pa.nulls(3_000_000)}))
    for data, limits, code in (
        (wide, Limits(columns=20), "file.too_many_columns"),
        (long, Limits(cells=5_000_000), "file.too_many_cells"),
    ):
        with pytest.raises(FileRefusedError) as no:
            read_inside("a.parquet", data, limits)
        assert no.value.code == code


def test_damaged_and_lying_files() -> None:
    whole = geoparquet(27700)
    table = pq.read_table(io.BytesIO(whole))
    deep = "[" * 5000 + "]" * 5000
    for geo in ("not json", deep, '{"primary_column": "geometry", "columns": 7}', "[]"):
        lying = parquet(table.replace_schema_metadata({"geo": geo}))
        try:
            told = read_inside("a.parquet", lying).tables[0].geometry is None
        except FileRefusedError as no:
            told = no.code == "file.unreadable"
        assert told
    strange = json.dumps({"primary_column": "geometry", "columns": {"geometry": {"crs": {"x": 1}}}})
    [found] = read_inside(
        "a.parquet", parquet(table.replace_schema_metadata({"geo": strange}))
    ).tables
    assert found.crs_wkt == ""
    assert found.notes == ("The file's coordinate system cannot be understood.",)
    for cut in (whole[:200], whole[: len(whole) // 2], whole[:-6]):
        with pytest.raises(FileRefusedError) as no:
            read_inside("a.parquet", cut)
        assert no.value.code == "file.unreadable"
