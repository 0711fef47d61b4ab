"""Which CRS: that of a layer which does not say, and a place's own in metres."""

from __future__ import annotations

from typing import Final

import numpy as np
import shapely
from numpy.typing import NDArray

from sharedground.errors import NothingUsableError
from sharedground.intake.ledger import Ledger
from sharedground.words import say

DEGREES: Final = "EPSG:4326"
BRITISH_GRID: Final = "EPSG:27700"
IRISH_GRID: Final = "EPSG:2157"

_HALF_WAY: Final = 180.0


def metric_crs(geometry: shapely.Geometry | NDArray[np.object_]) -> str:
    """Return a CRS in metres that suits a place.

    Parameters
    ----------
    geometry
        The place, or its areas, in degrees (EPSG:4326).

    Returns
    -------
    str
        British National Grid in Great Britain and the Isle of Man, Irish Transverse Mercator
        in Ireland, else the UTM zone (WGS 84) of the middle of the place, also where that lies
        on both sides of the 180th meridian.
    """
    west, south, east, north = _bounds(geometry)
    if _in_ireland(west, south, east, north):
        return IRISH_GRID
    if _in_britain(west, south, east, north):
        return BRITISH_GRID
    zone = int((((west + east) / 2 + 180) % 360) // 6) + 1
    return f"EPSG:{32600 + zone if south + north >= 0 else 32700 + zone}"


def _bounds(geometry: shapely.Geometry | NDArray[np.object_]) -> tuple[float, float, float, float]:
    """Return west, south, east, north; east is over 180 where a place lies across 180 degrees."""
    west, south, east, north = (float(side) for side in shapely.total_bounds(geometry))
    if east - west > _HALF_WAY:
        lon = _eastward(shapely.get_coordinates(geometry)[:, 0])
        if lon.max() - lon.min() < _HALF_WAY:
            west, east = float(lon.min()), float(lon.max())
    return west, south, east, north


def _eastward(lon: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.where(lon < 0, lon + 360.0, lon)


def crosses_180(geometry: shapely.Geometry | NDArray[np.object_]) -> bool:
    """Say whether a place in degrees lies on both sides of the 180th meridian."""
    return _bounds(geometry)[2] > _HALF_WAY


def split_at_180(shapes: NDArray[np.object_]) -> NDArray[np.object_]:
    """Return shapes in degrees, those that leap from one end of the world to the other mended.

    Such a shape goes from 179.9 to -179.9 degrees as if round the world, or on to 180.1. It
    becomes two parts, one
    on each side of the 180th meridian, as GeoJSON wants it (RFC 7946, 3.1.9).
    """
    bounds = shapely.bounds(shapes)
    leaps = bounds[:, 2] - bounds[:, 0] > _HALF_WAY
    beyond = (bounds[:, 2] > _HALF_WAY) | (bounds[:, 0] < -_HALF_WAY)
    mended = shapes.copy()
    for at in np.flatnonzero(leaps | beyond):
        if beyond[at] or crosses_180(shapes[at]):
            mended[at] = _split(shapes[at])
    return mended


def _split(shape: shapely.Geometry) -> shapely.Geometry:
    def eastward(xy: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.column_stack([_eastward(xy[:, 0]), xy[:, 1]])

    parts = [shapely.transform(part, eastward) for part in shapely.get_parts(shape)]
    whole = shapely.union_all([shapely.make_valid(part) for part in parts])
    west = shapely.intersection(whole, shapely.box(0, -90, 180, 90))
    east = shapely.intersection(whole, shapely.box(180, -90, 360, 90))
    back = shapely.transform(east, lambda xy: xy - [360, 0])
    return shapely.union_all([west, back])


def _in_ireland(west: float, south: float, east: float, north: float) -> bool:
    kintyre = south > 55.25 and west > -5.96
    return west >= -10.8 and east <= -5.4 and south >= 51.3 and north <= 55.5 and not kintyre


def _in_britain(west: float, south: float, east: float, north: float) -> bool:
    france = south < 51.0 and east > 1.2
    return west >= -8.7 and east <= 1.8 and south >= 49.8 and north <= 60.9 and not france


def known_crs(crs_wkt: str, shapes: NDArray[np.object_], ledger: Ledger) -> str:
    """Return the CRS of a layer; one that does not say is told by the range of its numbers.

    Raises
    ------
    NothingUsableError
        If the numbers fit neither degrees nor the British National Grid.
    """
    if crs_wkt:
        return crs_wkt
    west, south, east, north = (float(side) for side in shapely.total_bounds(shapes))
    if west >= -180 and east <= 180 and south >= -90 and north <= 90:
        guess, name = DEGREES, say("degrees of longitude and latitude")
    elif west > -1_000 and east < 700_000 and south > -1_000 and north < 1_300_000:
        guess, name = BRITISH_GRID, say("metres of the British National Grid")
    else:
        raise NothingUsableError(
            "crs.missing",
            say("The file does not say how its positions are measured, and we could not tell. "
                "Add the .prj file, or save it as GeoJSON."),
        )  # fmt: skip
    ledger.remark(
        "crs.guessed",
        say("The file does not say how its positions are measured. We read {name}.", name=name),
        say("Look at the map: if the outlines lie elsewhere, add the .prj file."),
    )
    return guess
