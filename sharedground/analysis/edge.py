"""Where people may be served by places outside that nobody has loaded."""

from __future__ import annotations

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from sharedground.analysis.reach import Floats, located

SLIVER_M = 20.0
"""A hole narrower than this is a fault of drawing between two areas, not a border."""


def outside(outline: BaseGeometry, xy: Floats) -> NDArray[np.bool_]:
    """Say which points lie outside the place. A point on the outline is inside.

    Parameters
    ----------
    outline
        The place, in metres.
    xy
        Shape (n, 2), in the same CRS.
    """
    filled = without_slivers(outline)
    shapely.prepare(filled)
    return ~shapely.intersects_xy(filled, xy[:, 0], xy[:, 1])


def distance_to_outline(outline: BaseGeometry, xy: Floats, at_most_m: float) -> Floats:
    """Return the straight line from each point to the place's outline, in metres.

    Parameters
    ----------
    outline
        The place, in metres. Holes count as outline, unless they are slivers.
    xy
        Shape (n, 2), in the same CRS.
    at_most_m
        How far to look, above 0: looking no farther is many times faster.

    Returns
    -------
    numpy.ndarray
        Shape (n,); infinite where the outline is farther or empty, or the point not finite.
    """
    corners = shapely.boundary(without_slivers(outline))
    far = np.full(len(xy), np.inf)
    here = np.flatnonzero(located(xy))
    if corners is None or corners.is_empty or not len(here):
        return far
    tree = shapely.STRtree(_segments(corners))
    (found, _), metres = tree.query_nearest(
        shapely.points(xy[here]), max_distance=at_most_m, return_distance=True, all_matches=False
    )
    far[here[found]] = metres
    return far


def may_be_served_from_outside(
    to_outline_m: Floats, reach_m: Floats, detour: float, reach_outside: NDArray[np.bool_]
) -> NDArray[np.bool_]:
    """Say for which areas and outcomes places outside would matter and none is known.

    Parameters
    ----------
    to_outline_m
        Shape (areas,): `distance_to_outline`.
    reach_m, detour
        How far people go on foot for each outcome, shape (outcomes,), and street distance over
        straight line.
    reach_outside
        Shape (areas, outcomes): whether a serving asset outside the place is in reach.

    Returns
    -------
    numpy.ndarray
        Shape (areas, outcomes): True where the reach crosses the outline and nothing outside it
        was loaded there.
    """
    crosses = to_outline_m[:, None] < reach_m / detour
    return np.asarray(crosses & ~reach_outside, dtype=bool)


def without_slivers(outline: BaseGeometry) -> BaseGeometry:
    """Fill holes that are nowhere wider than `SLIVER_M`: gaps left between drawn areas."""
    return shapely.union_all([_filled(part) for part in shapely.get_parts(outline)])


def _filled(part: BaseGeometry) -> BaseGeometry:
    if not isinstance(part, shapely.Polygon):
        return part
    holes = [
        ring
        for ring in part.interiors
        if not shapely.buffer(shapely.Polygon(ring), -SLIVER_M / 2).is_empty
    ]
    return shapely.Polygon(part.exterior, holes)


def _segments(lines: BaseGeometry) -> NDArray[np.object_]:
    ends, line = shapely.get_coordinates(shapely.get_parts(lines), return_index=True)
    joined = np.flatnonzero(line[1:] == line[:-1])
    return np.asarray(shapely.linestrings(np.stack([ends[joined], ends[joined + 1]], axis=1)))
