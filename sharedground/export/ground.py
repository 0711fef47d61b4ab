"""The background of a map as one packed layer: thinned, joined, named, and cut into few bytes.

Roads and rivers of one class are joined where they meet, shapes lose the points that no screen can
show, and names get the spot (of a road also the direction) where they are written.
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from sharedground.export.coast import sea_of
from sharedground.export.packed import pack_ground
from sharedground.model.ground import FLAT, LINES, ORDER, POINTS, Ground

DETAIL: Final = 8_000
"""Shapes are thinned to the width of the place over this: 2 m in a town of 16 km."""

LEAST_STEP_M: Final = 1.0
MOST_NAMES: Final = 4_000
LONGEST_NAME: Final = 60
_DEGREE_M: Final = 111_320.0
_EDGE: Final = 0.002
"""Of all corners lie beyond what an extract covers on each side: roads that run on outside it."""

_NAMED_LINES: Final = (Ground.MAIN_ROAD, Ground.STREET, Ground.RIVER)
_LEAST_NAMED_M: Final = 60.0
_STRAIGHT_M: Final = 8.0
"""How far a road may bend from a straight line and still carry its name along that line."""

Shapes = NDArray[np.object_]
Label = list[Any]


def layer_of(things: pd.DataFrame) -> bytes:
    """Return the background as bytes.

    Parameters
    ----------
    things
        Table `background` of `model.frames`: `ground`, `name`, `geometry` in degrees.
    """
    shapes = things["geometry"].to_numpy(dtype=object)
    grounds, names = (things[c].to_numpy(dtype=object) for c in ("ground", "name"))
    if not len(shapes):
        return pack_ground(np.empty(0, np.uint8), [], [])
    plane = _Plane(shapes)
    flat = plane.metres(shapes)
    step = max(LEAST_STEP_M, plane.width / DETAIL)
    kinds: list[int] = []
    parts: list[NDArray[np.float64]] = []
    flat, grounds = _with_sea(flat, grounds)
    for number, ground in enumerate(ORDER):
        for part in _parts(ground, flat[grounds == ground.value], step):
            kinds.append(number)
            parts.append(plane.degrees(part))
    labels = _labels(grounds[: len(names)], names, flat[: len(names)])
    told = [[*plane.degrees(np.array([[x, y]]))[0].round(5).tolist(), *rest]
            for x, y, *rest in labels]  # fmt: skip
    return pack_ground(np.array(kinds, dtype=np.uint8), parts, told)


def _with_sea(flat: Shapes, grounds: Shapes) -> tuple[Shapes, Shapes]:
    """Return shapes and classes with the water beside a coast; the coast itself is a shore line."""
    coast = grounds == Ground.COAST.value
    if not coast.any():
        return flat, grounds
    known = shapely.get_coordinates(flat[~coast])
    reach = known if len(known) else shapely.get_coordinates(flat)
    edges = np.quantile(reach, [_EDGE, 1 - _EDGE], axis=0).ravel()
    sea = sea_of(_pieces(flat[coast], 1), edges)
    shore = np.where(coast, Ground.RIVER.value, grounds)
    water = np.full(len(sea), Ground.WATER.value, dtype=object)
    return np.concatenate([flat, sea]), np.concatenate([shore, water])


class _Plane:
    """Metres around the middle of some shapes: true enough for thinning and for lengths."""

    def __init__(self, shapes: Shapes) -> None:
        west, south, east, north = shapely.total_bounds(shapes)
        self._middle = np.array([(west + east) / 2, (south + north) / 2])
        wide = _DEGREE_M * np.cos(np.radians(self._middle[1]))
        self._scale = np.array([wide, _DEGREE_M])
        self.width = float(max((east - west) * wide, (north - south) * _DEGREE_M))

    def metres(self, shapes: Shapes) -> Shapes:
        return np.asarray(
            shapely.transform(shapes, lambda at: (at - self._middle) * self._scale), dtype=object
        )

    def degrees(self, points: NDArray[np.float64]) -> NDArray[np.float64]:
        turned: NDArray[np.float64] = points / self._scale + self._middle
        return turned


def _parts(ground: Ground, shapes: Shapes, step: float) -> list[NDArray[np.float64]]:
    """Return the rings or lines of one class, near ones beside each other."""
    if ground in POINTS or not len(shapes):
        return []
    pieces = _rings(shapes, step) if ground in FLAT else _lines(shapes, step)
    return [shapely.get_coordinates(piece) for piece in _by_place(pieces)]


def _rings(shapes: Shapes, step: float) -> Shapes:
    """Return rings, outer ones and holes turning opposite ways, so that parts may overlap."""
    polygons = _pieces(shapes, 3)
    thin = shapely.simplify(polygons, step, preserve_topology=True)
    thin = shapely.orient_polygons(thin[~shapely.is_empty(thin)])
    return np.asarray(shapely.get_rings(thin), dtype=object)


def _lines(shapes: Shapes, step: float) -> Shapes:
    joined = shapely.line_merge(shapely.multilinestrings(_pieces(shapes, 1)))
    thin = shapely.simplify(shapely.get_parts(joined), step, preserve_topology=False)
    return np.asarray(thin[shapely.length(thin) > step], dtype=object)


def _pieces(shapes: Shapes, kind: int) -> Shapes:
    pieces = shapely.get_parts(shapely.get_parts(shapes))
    return np.asarray(pieces[shapely.get_type_id(pieces) == kind], dtype=object)


def _by_place(shapes: Shapes) -> Shapes:
    """Return shapes in rows of squares, so that neighbours are packed together."""
    if not len(shapes):
        return shapes
    box = shapely.bounds(shapes)
    column, row = (np.floor((box[:, i] + box[:, i + 2]) / 2_000).astype(int) for i in (0, 1))
    return np.asarray(shapes[np.lexsort((box[:, 0], column, row))], dtype=object)


def _labels(grounds: Shapes, names: Shapes, flat: Shapes) -> list[Label]:
    """Return names as [x, y, class, size in metres, degrees, text], the most important first."""
    found: list[Label] = []
    named = names != ""
    for number, ground in reversed(list(enumerate(ORDER))):
        here = named & (grounds == ground.value)
        if not here.any():
            continue
        if ground in POINTS:
            found += _of_points(number, names[here], flat[here])
        elif ground in FLAT and ground is not Ground.BUILT:
            found += _of_areas(number, names[here], flat[here])
        elif ground in LINES and ground in _NAMED_LINES:
            found += _of_lines(number, names[here], flat[here])
    return found[:MOST_NAMES]


def _of_points(number: int, names: Shapes, shapes: Shapes) -> list[Label]:
    points = shapely.get_coordinates(shapely.point_on_surface(shapes))
    return [_label(at, number, 0, 0, name) for at, name in zip(points, names, strict=True)]


def _of_areas(number: int, names: Shapes, shapes: Shapes) -> list[Label]:
    """Name each area once, at its largest piece."""
    sizes = np.sqrt(shapely.area(shapes))
    found, seen = [], set()
    for i in np.argsort(-sizes):
        if names[i] in seen or sizes[i] < _LEAST_NAMED_M:
            continue
        seen.add(names[i])
        pieces = _pieces(shapes[i : i + 1], 3)
        if len(pieces):
            spot = shapely.point_on_surface(max(pieces, key=shapely.area))
            found.append(_label((spot.x, spot.y), number, sizes[i], 0, names[i]))
    return found


def _of_lines(number: int, names: Shapes, shapes: Shapes) -> list[Label]:
    """Name each stretch along its longest nearly straight part."""
    found = []
    for name in pd.unique(names):
        joined = shapely.line_merge(shapely.multilinestrings(_pieces(shapes[names == name], 1)))
        thin = shapely.simplify(shapely.get_parts(joined), _STRAIGHT_M, preserve_topology=False)
        for line in thin[shapely.length(thin) >= _LEAST_NAMED_M]:
            points = shapely.get_coordinates(line)
            steps = np.diff(points, axis=0)
            lengths = np.hypot(steps[:, 0], steps[:, 1])
            i = int(lengths.argmax())
            if lengths[i] >= _LEAST_NAMED_M:
                turn = np.degrees(np.arctan(steps[i, 1] / (steps[i, 0] or 1e-9)))
                middle = (points[i] + points[i + 1]) / 2
                found.append(_label(middle, number, lengths[i], turn, name))
    return sorted(found, key=lambda label: -float(label[3]))


def _label(at: Any, number: int, size: float, turn: float, name: object) -> Label:
    return [float(at[0]), float(at[1]), number, round(float(size)), round(float(turn)),
            str(name)[:LONGEST_NAME]]  # fmt: skip
