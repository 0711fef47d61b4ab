"""A small map of where in a place something lies: borders, the part itself, and a scale."""

from __future__ import annotations

import math
from typing import Final

import numpy as np
from shapely.geometry.base import BaseGeometry

from sharedground.figures import look, maps
from sharedground.figures.exhibits import Column, Map, Sheet
from sharedground.figures.plane import Plane, Shapes, rings
from sharedground.figures.scene import Dot, Mark, Shape
from sharedground.words import language, say

WIDTH: Final = 360.0
_MOST_TALL: Final = 300.0
_INSIDE: Final = 8.0
_SCALE: Final = 34.0
_LEAST_SEEN: Final = 26.0
"""Units across below which a ring leads the eye to the part."""


def where_map(areas: Shapes, part: BaseGeometry, name: str, place: str, source: str) -> Map:
    """Return where a part of a place lies.

    Parameters
    ----------
    areas
        Outlines of the place's areas, wards or neighbourhoods, EPSG:4326.
    part
        The outline that is told of, EPSG:4326.
    """
    west, south, east, north = _bounds(areas, part)
    wide = max((east - west) * math.cos(math.radians((south + north) / 2)), 1e-6)
    tall = min((WIDTH - 2 * _INSIDE) * (north - south) / wide + 2 * _INSIDE, _MOST_TALL)
    frame = (0.0, 0.0, WIDTH, tall + _SCALE)
    plane = Plane.of((west, south, east, north), (0.0, 0.0, WIDTH, tall), _INSIDE)
    outlines = plane.outlines(areas)
    mine = plane.within(plane.outlines(np.array([part], dtype=object)))
    brand, ink = look.colour("brand"), look.colour("ink")
    marks: list[Mark] = [Shape(rings(outlines), look.colour("surface"), look.colour("control"), 1)]
    marks.append(Shape(rings(mine), brand, ink, 1.2, opacity=0.85))
    marks += _ring(mine[0])
    scale, _ = maps.scale_bar(Plane(frame, plane.west, plane.north, plane.across, plane.down))
    return Map(
        title="", alt=say("Map of where {area} lies in {place}.", area=name, place=place),
        source=source, width=WIDTH, height=math.ceil(frame[3]), regions=(),
        over=(*marks, *scale), legend=(), key=((name, brand),),
        sheet=Sheet("", (Column(say("Area")),), ((name,),)), language=language(),
    )  # fmt: skip


def _bounds(areas: Shapes, part: BaseGeometry) -> tuple[float, float, float, float]:
    boxes = np.array([one.bounds for one in (*areas, part) if not one.is_empty])
    (west, south), (east, north) = boxes[:, :2].min(axis=0), boxes[:, 2:].max(axis=0)
    return float(west), float(south), float(east), float(north)


def _ring(part: BaseGeometry) -> list[Mark]:
    if part.is_empty:
        return []
    left, top, right, bottom = part.bounds
    across = max(right - left, bottom - top)
    if across >= _LEAST_SEEN:
        return []
    x, y = (left + right) / 2, (top + bottom) / 2
    return [Dot(x, y, across / 2 + 12, "none", rim=look.colour("ink"), rim_width=2)]
