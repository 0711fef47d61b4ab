"""From the line of a coast to the water beside it: OpenStreetMap has the sea on its right hand."""

from __future__ import annotations

from typing import Final

import numpy as np
import shapely
from numpy.typing import NDArray

Shapes = NDArray[np.object_]

_STEP_M: Final = 0.5
"""How far beside the line we look for water and land."""

_MOST_LAND: Final = 0.1
"""Of the looks at a piece; with more land beside its coasts we do not know what it is."""


def sea_of(coast: Shapes, reach: NDArray[np.float64]) -> Shapes:
    """Return the water that the lines of a coast and the edge of the map enclose.

    A piece that the lines do not close, or whose lines contradict each other, is left out.

    Parameters
    ----------
    coast
        Lines in metres, in the direction in which they were drawn.
    reach
        West, south, east, north of what the map knows of.
    """
    frame = shapely.box(*reach)
    inside = shapely.get_parts(shapely.intersection(coast, frame))
    lines = inside[shapely.get_type_id(inside) == 1]
    if not len(lines):
        return np.empty(0, dtype=object)
    net = shapely.union_all([frame.exterior, *lines])
    pieces = shapely.get_parts(shapely.polygonize(shapely.get_parts(net)))
    tree = shapely.STRtree(pieces)
    water, land = (_hits(tree, _beside(lines, side), len(pieces)) for side in (1, -1))
    return np.asarray(pieces[(water > 0) & (land <= _MOST_LAND * water)], dtype=object)


def _beside(lines: Shapes, side: int) -> Shapes:
    """Return a point beside the middle of each step of the lines: 1 is the right hand."""
    points, owner = shapely.get_coordinates(lines, return_index=True)
    steps = np.diff(points, axis=0)
    lengths = np.hypot(steps[:, 0], steps[:, 1])
    real = (np.diff(owner) == 0) & (lengths > _STEP_M)
    turned = np.column_stack([steps[:, 1], -steps[:, 0]])[real] / lengths[real, None]
    middle = ((points[1:] + points[:-1]) / 2)[real]
    return np.asarray(shapely.points(middle + side * _STEP_M * turned), dtype=object)


def _hits(tree: shapely.STRtree, points: Shapes, pieces: int) -> NDArray[np.intp]:
    _, found = tree.query(points, predicate="within")
    return np.bincount(found, minlength=pieces)
