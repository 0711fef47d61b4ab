"""Which area each place lies in."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray


def area_positions(
    areas: gpd.GeoDataFrame, lon: NDArray[np.float64], lat: NDArray[np.float64]
) -> NDArray[np.int64]:
    """Return the row of the area that holds each point.

    Parameters
    ----------
    areas
        Polygons, EPSG:4326.
    lon, lat
        Degrees, EPSG:4326; NaN where not known.

    Returns
    -------
    numpy.ndarray
        Row of `areas`, or -1 for a point that is in none or not known. A point on a border
        belongs to the first of its areas.
    """
    found = np.full(len(lon), -1, dtype=np.int64)
    known = np.flatnonzero(np.isfinite(lon) & np.isfinite(lat))
    points = shapely.points(lon[known], lat[known])
    point, area = areas.sindex.query(points, predicate="intersects")
    first = np.lexsort((area, point))
    at, where = np.unique(point[first], return_index=True)
    found[known[at]] = area[first][where]
    return found
