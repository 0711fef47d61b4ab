"""The part of the earth that a map shows, in units of its picture."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from sharedground.figures.scene import Floats

METRES_A_DEGREE: Final = 111_320.0
_DETAIL: Final = 0.5
"""Bends smaller than this many units are left out: nobody sees them."""

_SEAM: Final = 0.05
_EDGE: Final = 12.0
"""How far beyond the frame outlines are kept, so that their cut edges do not show."""

Shapes = NDArray[np.object_]
Box = tuple[float, float, float, float]
"""Left, top, right and bottom of a box in units; or west, south, east and north in degrees."""


@dataclass(frozen=True)
class Plane:
    """A frame with a part of the earth in it; north is up.

    Parameters
    ----------
    frame
        In units.
    west, north, across, down
        From degrees to units: x = left + (lon - west) * across, y = top + (north - lat) * down.
    """

    frame: Box
    west: float
    north: float
    across: float
    down: float

    @classmethod
    def of(cls, part: Box, frame: Box, margin: float) -> Plane:
        """Return the plane that shows a part of the earth in the middle of a frame."""
        west, south, east, north = part
        left, top, right, bottom = frame
        narrower = max(0.05, math.cos(math.radians((south + north) / 2)))
        wide = max((east - west) * narrower, 1e-5)
        tall = max(north - south, 1e-5)
        down = min((right - left - 2 * margin) / wide, (bottom - top - 2 * margin) / tall)
        across = down * narrower
        return cls(
            frame,
            (west + east) / 2 - (right - left) / 2 / across,
            (south + north) / 2 + (bottom - top) / 2 / down,
            across,
            down,
        )

    @property
    def units_a_metre(self) -> float:
        """The scale in the middle of the map."""
        return self.down / METRES_A_DEGREE

    def units(self, points: Floats) -> Floats:
        """Return where points (lon, lat) lie in the picture."""
        left, top, _, _ = self.frame
        lon, lat = points[:, 0], points[:, 1]
        return np.column_stack(
            [left + (lon - self.west) * self.across, top + (self.north - lat) * self.down]
        )

    def holds(self, xy: Floats, margin: float = 0.0) -> NDArray[np.bool_]:
        """Say which points in units lie inside the frame."""
        left, top, right, bottom = self.frame
        x, y = xy[:, 0], xy[:, 1]
        inside = (x >= left + margin) & (x <= right - margin)
        return np.asarray(inside & (y >= top + margin) & (y <= bottom - margin), dtype=bool)

    def outlines(self, shapes: Shapes) -> Shapes:
        """Return outlines in units, thinned alike on both sides of a border; far ones are empty."""
        left, top, right, bottom = self.frame
        sides = shapely.bounds(shapes)
        corners = [self.units(sides[:, pair]) for pair in ([0, 3], [2, 1])]
        near = (corners[1][:, 0] >= left) & (corners[0][:, 0] <= right)
        near &= (corners[1][:, 1] >= top) & (corners[0][:, 1] <= bottom)
        found = np.full(len(shapes), shapely.Polygon(), dtype=object)
        if near.any():
            found[near] = _thinned(shapely.transform(shapes[near], self.units))
        return found

    def within(self, shapes: Shapes) -> Shapes:
        """Return shapes in units without what lies outside the frame."""
        left, top, right, bottom = self.frame
        sides = shapely.bounds(shapes)
        cut = (sides[:, 0] < left) | (sides[:, 1] < top)
        cut |= (sides[:, 2] > right) | (sides[:, 3] > bottom)
        found = shapes.copy()
        found[cut] = shapely.clip_by_rect(shapes[cut], *self.frame)
        return found


def _thinned(shapes: Shapes) -> Shapes:
    try:
        return np.asarray(shapely.coverage_simplify(shapes, _DETAIL), dtype=object)
    except shapely.errors.GEOSException:  # outlines that overlap: each on its own
        simple = shapely.simplify(shapes, _DETAIL)
        return np.asarray(shapely.make_valid(simple), dtype=object)


def joined(shapes: Shapes) -> BaseGeometry:
    """Return the outline of neighbours as one."""
    kept = shapes[~shapely.is_empty(shapes)]
    return shapely.union_all(kept, grid_size=_SEAM)


def rings(shapes: Iterable[BaseGeometry]) -> list[Floats]:
    """Return the rings of all polygons: outer ones turn one way and holes the other."""
    parts = shapely.get_parts(shapely.get_parts(np.asarray(list(shapes), dtype=object)))
    polygons = parts[(shapely.get_type_id(parts) == 3) & ~shapely.is_empty(parts)]
    if not len(polygons):
        return []
    coordinates, offsets = _ragged(shapely.orient_polygons(polygons))
    return np.split(coordinates, offsets[1:-1])


def _ragged(polygons: Shapes) -> tuple[Floats, NDArray[np.int64]]:
    _, coordinates, offsets = shapely.to_ragged_array(polygons)
    return np.asarray(coordinates[:, :2], dtype=float), np.asarray(offsets[0], dtype=np.int64)


def lines(shapes: Iterable[BaseGeometry]) -> list[Floats]:
    """Return the lines of all parts."""
    parts = shapely.get_parts(shapely.get_parts(np.asarray(list(shapes), dtype=object)))
    strings = parts[(shapely.get_type_id(parts) == 1) & ~shapely.is_empty(parts)]
    return [shapely.get_coordinates(one) for one in strings]


def hatching(area: BaseGeometry, step: float = 9.0) -> list[Floats]:
    """Return slanted lines inside an area: no pattern, so that every program draws them alike."""
    if area.is_empty:
        return []
    left, top, right, bottom = area.bounds
    tall = bottom - top
    starts = np.arange(np.floor((left - tall) / step) * step, right, step)
    slanted = [shapely.LineString([(x, bottom), (x + tall, top)]) for x in starts]
    return lines(shapely.intersection(np.array(slanted, dtype=object), area))
