"""Writing files so that the same town gives the same bytes on any machine."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Final

import shapely
from pyproj import Transformer

from demo_town.town import MARKET_CROSS, Point

_TO_DEGREES: Final = Transformer.from_pipeline(
    "+proj=pipeline +step +inv +proj=tmerc +lat_0=49 +lon_0=-2 +k=0.9996012717 +x_0=400000"
    " +y_0=-100000 +ellps=airy +step +proj=push +v_3 +step +proj=cart +ellps=airy"
    " +step +proj=helmert +x=446.448 +y=-125.157 +z=542.06 +rx=0.15 +ry=0.247 +rz=0.842"
    " +s=-20.489 +convention=position_vector +step +inv +proj=cart +ellps=WGS84"
    " +step +proj=pop +v_3 +step +proj=unitconvert +xy_in=rad +xy_out=deg"
)
"""British National Grid to WGS 84 by the seven-parameter shift (EPSG:1314): it needs no grid
file, so it is the same everywhere."""
ZIP_DATE: Final = (2025, 6, 30, 12, 0, 0)
FILE_DATE: Final = b"2025-06-30T12:00:00Z"


def degrees(at: Point) -> tuple[float, float]:
    """Return longitude and latitude (EPSG:4326) of a point in metres from the market cross."""
    lon, lat = _TO_DEGREES.transform(at[0] + MARKET_CROSS[0], at[1] + MARKET_CROSS[1])
    return round(lon, 6), round(lat, 6)


def grid(at: Point) -> tuple[int, int]:
    """Return easting and northing (EPSG:27700) of a point, to the metre."""
    return round(at[0] + MARKET_CROSS[0]), round(at[1] + MARKET_CROSS[1])


def ring(shape: shapely.Polygon) -> list[list[float]]:
    """Return an outline as GeoJSON has it: degrees, anticlockwise, closed, first corner fixed."""
    corners = [list(degrees(p)) for p in shapely.orient_polygons(shape).exterior.coords[:-1]]
    corners = [c for k, c in enumerate(corners) if c != corners[k - 1]]
    first = corners.index(min(corners))
    return [*corners[first:], *corners[:first], corners[first]]


def write_table(
    path: Path,
    headings: Sequence[str],
    rows: Iterable[Sequence[object]],
    *,
    encoding: str = "utf-8",
    delimiter: str = ",",
    newline: str = "\n",
) -> None:
    """Write a CSV file."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=delimiter, lineterminator=newline)
    writer.writerow(headings)
    writer.writerows(rows)
    path.write_bytes(text.getvalue().encode(encoding))


def write_features(path: Path, name: str, features: Iterable[dict[str, Any]]) -> None:
    """Write GeoJSON, one feature a line."""
    lines = ",\n".join(json.dumps(f, ensure_ascii=False, separators=(",", ":")) for f in features)
    head = f'{{"type":"FeatureCollection","name":{json.dumps(name)},"features":[\n'
    path.write_bytes(f"{head}{lines}\n]}}\n".encode())


def feature(properties: dict[str, object], corners: list[list[float]]) -> dict[str, Any]:
    """Return one polygon of a GeoJSON file."""
    geometry = {"type": "Polygon", "coordinates": [corners]}
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def without_clock(workbook: bytes) -> bytes:
    """Return a spreadsheet without the time it was made: same order, fixed dates, not packed."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook)) as source, zipfile.ZipFile(made, "w") as target:
        for name in sorted(source.namelist()):
            content = source.read(name)
            if name == "docProps/core.xml":
                content = _dated(content)
            entry = zipfile.ZipInfo(name, ZIP_DATE)
            entry.create_system = 0
            target.writestr(entry, content, zipfile.ZIP_STORED)
    return made.getvalue()


def _dated(core: bytes) -> bytes:
    for tag in (b"dcterms:created", b"dcterms:modified"):
        start = core.index(b">", core.index(b"<" + tag)) + 1
        core = core[:start] + FILE_DATE + core[core.index(b"</" + tag, start) :]
    return core
