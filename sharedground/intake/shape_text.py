"""Shapes written as text in a cell: well-known text, or GeoJSON as some portals write it."""

from __future__ import annotations

import re
from typing import Final

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from sharedground.intake.positions import crs_named
from sharedground.intake.values import WKT

_SRID: Final = re.compile(r"^\s{0,9}SRID=(\d{1,6});", re.IGNORECASE)
GEOJSON: Final = re.compile(
    r"^\s{0,9}\{\s{0,9}\"(?:type|coordinates)\"\s{0,9}:\s{0,9}(?:\"(?:Multi)?"
    r"(?:Point|LineString|Polygon)\"|\[)"
)


def is_shape(text: str) -> bool:
    """Say whether a cell holds a shape as text."""
    return bool(WKT.match(text) or GEOJSON.match(text))


def systems_in(cells: pd.Series[str]) -> NDArray[np.object_]:
    """Return the CRS that each text names itself ("SRID=27700;POINT ..."), "" for none."""
    named = [_SRID.match(cell) for cell in cells]
    return np.array([crs_named(found[1]) if found else "" for found in named], dtype=object)


def shapes_in(cells: pd.Series[str]) -> NDArray[np.object_]:
    """Return the shape in each cell, None where there is none that can be read."""
    text = [_SRID.sub("", cell) for cell in cells]
    wkt = np.array([None if GEOJSON.match(cell) else cell for cell in text], dtype=object)
    found = np.asarray(shapely.from_wkt(wkt, on_invalid="ignore"), dtype=object)
    json = [at for at, cell in enumerate(text) if GEOJSON.match(cell)]
    if json:
        found[json] = shapely.from_geojson([text[at] for at in json], on_invalid="ignore")
    return found
