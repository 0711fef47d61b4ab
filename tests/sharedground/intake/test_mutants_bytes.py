"""Files with their bytes cut, overwritten or doubled are read, or refused in words."""

from __future__ import annotations

import gzip
import io
from functools import cache

import geopandas as gpd
import shapely
from hypothesis import given
from hypothesis import strategies as st

from sharedground.intake.read import read_file
from tests.sharedground.intake import hostile_files as make
from tests.sharedground.intake import mutants
from tests.sharedground.intake.inside import read_inside

SHEET = mutants.SHEETS["council_sites"]


@cache
def texts() -> dict[str, bytes]:
    """Whole files that are read without libraries of others: any bytes may come to them here."""
    lines = "\n".join(",".join(row) for row in SHEET)
    return {
        "list.csv": lines.encode(),
        "list16.csv": lines.encode("utf-16"),
        "list.json": mutants.as_json(SHEET),
        "list.jsonl": b'{"name": "Oak", "lat": 53.4}\n{"name": "Ash", "lat": 53.3}\n' * 5,
        "list.kml": mutants.as_kml(SHEET),
        "list.csv.gz": gzip.compress(lines.encode()),
        "lists.zip": make.zipped({"a.csv": lines.encode(), "b/readme.txt": b"About."}),
        "services.json": b'[{"id":"1","name":"Aid","phones":[{"number":"1"}],"contacts":[],'
                         b'"service_at_locations":[{"id":"2","location":{"latitude":53.4}}]}]',
        "grants.json": b'{"grants":[{"id":"1","recipientOrganization":[{"name":"Oak"}]}]}',
    }  # fmt: skip


@cache
def others() -> dict[str, bytes]:
    """Whole files that other libraries read: only behind the guard."""
    frame = gpd.GeoDataFrame({"name": ["Oak"]}, geometry=[shapely.Point(-2.3, 53.4)], crs=4326)
    parquet = io.BytesIO()
    frame.to_parquet(parquet)
    return {
        "list.xlsx": mutants.as_workbook(SHEET),
        "list.parquet": parquet.getvalue(),
        "list.geojson": make.geojson({"type": "Point", "coordinates": [1, 2]}, None, name="Oak"),
        "list.gpkg": make.geopackage(make.SAFE_LAYER),
        "list.zip": make.zipped(make.shapefile(["Oak", "Ash"])),
        "list.kmz": make.zipped({"doc.kml": mutants.as_kml(SHEET)}),
    }


@mutants.cases(370)
@given(st.data())
def test_texts_with_broken_bytes(data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(sorted(texts())))
    content = data.draw(mutants.broken(texts()[name]))
    raw = mutants.read_or_words(read_inside_or_guarded, name, content)
    if raw:
        mutants.take_or_words(raw)


def read_inside_or_guarded(name: str, data: bytes) -> mutants.RawFile:
    """Read here, unless the bytes have become a map, which GDAL reads behind the guard only."""
    is_map = b'"Feature' in data or b'"type"' in data[:40]
    return read_file(name, data) if is_map else read_inside(name, data)


@mutants.cases(36)
@given(st.data())
def test_other_files_with_broken_bytes(data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(sorted(others())))
    content = data.draw(mutants.broken(others()[name]))
    if raw := mutants.read_or_words(read_file, name, content):
        mutants.take_or_words(raw)
