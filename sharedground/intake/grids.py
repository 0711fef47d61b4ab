"""Positions in any grid as degrees: a layer's own CRS, or the grid that puts them in the place."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import pyproj
import shapely
from numpy.typing import NDArray

from sharedground.intake.context import Context
from sharedground.intake.crs import BRITISH_GRID, IRISH_GRID

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Texts = NDArray[np.object_]

IRISH_MAPS = "EPSG:29903"
"""The Irish Grid of paper maps, of which references have one letter."""

GRIDS = (BRITISH_GRID, IRISH_MAPS, IRISH_GRID, "EPSG:3857")
"""Grids tried for numbers that are not degrees, when the file does not name one."""

NEAR_PLACE_DEGREES = 0.5
"""A point this close to the place is believed without asking whether it was swapped."""


def points_inside(wkb: Texts, crs_wkt: str) -> tuple[Floats, Floats]:
    """Return a point in each shape (WKB, in `crs_wkt`) as degrees; NaN for none or empty.

    Points stand for themselves; of several parts the largest counts; lines take their middle.
    """
    shapes = np.array(shapely.from_wkb(wkb, on_invalid="ignore"), dtype=object)
    shapes[shapely.is_empty(shapes)] = None
    kinds = shapely.get_type_id(shapes)
    inside = shapely.point_on_surface(shapes)
    lines = np.isin(kinds, [1, 5])
    inside[lines] = shapely.centroid(shapes[lines])
    lon, lat = shapely.get_x(inside), shapely.get_y(inside)
    return to_degrees(lon, lat, crs_wkt) if crs_wkt else (lon, lat)


@lru_cache(maxsize=64)
def _to_degrees(crs: str) -> pyproj.Transformer:
    source = pyproj.CRS.from_user_input(crs)
    return pyproj.Transformer.from_crs(source, "EPSG:4326", always_xy=True)


def to_degrees(x: Floats, y: Floats, crs: str) -> tuple[Floats, Floats]:
    """Return coordinates of any CRS (WKT or code) as longitude and latitude, EPSG:4326."""
    lon, lat = _to_degrees(crs).transform(x, y)
    lon, lat = np.asarray(lon, dtype=float), np.asarray(lat, dtype=float)
    known = np.isfinite(lon) & np.isfinite(lat)
    return np.where(known, lon, np.nan), np.where(known, lat, np.nan)


def near_place(lon: Floats, lat: Floats, context: Context, by: float = NEAR_PLACE_DEGREES) -> Flags:
    """Say which points lie in or near the place's bounds; none before areas are loaded."""
    if context.bounds is None:
        return np.zeros(len(lon), dtype=bool)
    west, south, east, north = context.bounds
    return np.asarray(
        (lon >= west - by) & (lon <= east + by) & (lat >= south - by) & (lat <= north + by)
    )


def are_degrees(x: Floats, y: Floats) -> bool:
    """Say whether most numbers are small enough to be degrees."""
    known = np.isfinite(x) & np.isfinite(y)
    return bool(known.any()) and float((np.abs(x[known]) <= 180).mean()) > 0.5


def from_grid(x: Floats, y: Floats, context: Context) -> tuple[Floats, Floats]:
    """Return metres on an unnamed grid as degrees: the grid that puts most points in the place.

    Without areas to compare with, numbers in the range of the British National Grid are read so.
    """
    known = np.isfinite(x) & np.isfinite(y)
    nothing = np.full(len(x), np.nan)
    if not known.any():
        return nothing, nothing
    best, most = "", 0.0
    for grid in dict.fromkeys([context.metric_crs or BRITISH_GRID, *GRIDS]):
        lon, lat = to_degrees(x[known], y[known], grid)
        share = float(near_place(lon, lat, context).mean())
        if share > most:
            best, most = grid, share
    if not best and _on_british_grid(x[known], y[known]) and may_be_british(context):
        best = BRITISH_GRID
    return to_degrees(x, y, best) if best else (nothing, nothing)


def _on_british_grid(x: Floats, y: Floats) -> bool:
    inside = (x > 0) & (x < 700_000) & (y > 0) & (y < 1_300_000)
    return bool(inside.mean() > 0.9)


def may_be_british(context: Context) -> bool:
    """Say whether the place is in Great Britain, or may be as nothing is known of it yet."""
    return context.metric_crs in (None, BRITISH_GRID)
