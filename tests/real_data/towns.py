"""What is known of each real place while its files are read: areas and postcodes."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import geopandas as gpd

from sharedground.intake.context import Context, Intake, Options
from sharedground.intake.read import gather, read_file
from sharedground.intake.take import take_in
from sharedground.model.place import Kind


def _take(kind: Kind, path: Path, context: Context) -> Intake:
    [(name, parts)] = gather([path])
    return take_in(kind, read_file(name, parts), "s", Options(), context)[0]


def _place(path: Path, **known: Any) -> Context:
    areas = _take(Kind.AREAS, path, Context())
    frame = areas.frames["areas"]
    return Context(
        place_id="p",
        areas=dict(zip(frame["area_code"], frame["area_name"], strict=True)),
        outlines=gpd.GeoDataFrame(frame[["area_code", "geometry"]], geometry="geometry", crs=4326),
        metric_crs=str(areas.report.facts["metric_crs"]),
        **known,
    )


def _trafford(data: Path) -> Context:
    outlines = data / "trafford/areas/lsoa_2011.geojson"
    listed = data / "trafford/postcodes/trafford_postcodes.csv"
    table = _take(Kind.POSTCODES, listed, _place(outlines)).frames["postcodes"]
    points = {row.postcode: (float(row.lon), float(row.lat)) for row in table.itertuples()}
    lookup: Callable[..., Any] = lambda asked: {c: points[c] for c in asked if c in points}  # noqa: E731
    return _place(outlines, postcodes=lookup)


@cache
def known_of(place: str, data: Path) -> Context:
    """Return what is known of a place; "" is a place of which nothing is known yet."""
    if place == "trafford":
        return _trafford(data)
    paths = {
        "wards": "trafford/areas/ward_2023.geojson",
        "chicago": "chicago/areas/commpop.shp",
        "newport": "newport_osm/areas/lsoa_2011_W06000022.json",
    }
    return _place(data / paths[place]) if place else Context(place_id="p")
