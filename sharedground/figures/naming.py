"""Where names stand on a map: in the middle of what they name, none over another."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from sharedground.figures.look import shortened, width_of
from sharedground.figures.plane import Box
from sharedground.figures.scene import Floats

SIZE: Final = 17.0
LINE: Final = 18.0
_GAP: Final = 4.0
_WIDEST: Final = 190.0
_LONGEST_LINE: Final = 13
_NUDGES: Final = tuple((x, y) for y in (0, -14, 14, -28, 28) for x in (0, -26, 26))
_MOST: Final = 200


@dataclass(frozen=True)
class Name:
    """A name of one or two lines with the middle of its box."""

    lines: tuple[str, ...]
    x: float
    y: float


def placed(
    shapes: Mapping[str, BaseGeometry], frame: Box, taken: Iterable[Box], dots: Floats
) -> list[Name]:
    """Return where the names of shapes stand, the largest first; what has no room is left out.

    Parameters
    ----------
    taken
        Boxes that must stay free.
    dots
        Shape (n, 2): marks that a name should not cover.
    """
    full = list(taken)
    found = []
    by_size = sorted(shapes.items(), key=lambda item: -item[1].area)[:_MOST]
    for name, shape in by_size:
        spot = _middle(shape)
        if spot is None:
            continue
        best = _best(_lines(name), spot, frame, full, dots)
        if best is not None:
            full.append(_box(best))
            found.append(best)
    return found


def _middle(shape: BaseGeometry) -> tuple[float, float] | None:
    parts = [part for part in shapely.get_parts(shape) if part.geom_type == "Polygon"]
    if not parts or shape.is_empty:
        return None
    largest = max(parts, key=lambda part: float(part.area))
    middle = shapely.get_coordinates(shapely.maximum_inscribed_circle(largest, tolerance=2.0))[0]
    return float(middle[0]), float(middle[1])


def _lines(name: str) -> tuple[str, ...]:
    """Return a name in one line, or in two of about the same length."""
    words = name.split()
    if len(name) <= _LONGEST_LINE or len(words) < 2:
        return (shortened(name, SIZE, _WIDEST, "bold"),)
    halves = [(" ".join(words[:n]), " ".join(words[n:])) for n in range(1, len(words))]
    best = min(halves, key=lambda two: max(map(len, two)))
    return tuple(shortened(one, SIZE, _WIDEST, "bold") for one in best)


def _best(
    lines: tuple[str, ...], spot: tuple[float, float], frame: Box, taken: list[Box], dots: Floats
) -> Name | None:
    best, least = None, np.inf
    for dx, dy in _NUDGES:
        name = Name(lines, spot[0] + dx, spot[1] + dy)
        box = _box(name)
        inside = frame[0] <= box[0] and frame[1] <= box[1] and box[2] <= frame[2]
        if not inside or box[3] > frame[3] or any(_overlap(box, other) for other in taken):
            continue
        cost = 10 * _covered(box, dots) + (abs(dx) + abs(dy)) / 14
        if cost < least:
            best, least = name, cost
    return best


def _box(name: Name) -> Box:
    half = max(width_of(line, SIZE, "bold") for line in name.lines) / 2 + _GAP
    tall = LINE * len(name.lines) / 2 + _GAP / 2
    return name.x - half, name.y - tall, name.x + half, name.y + tall


def _covered(box: Box, dots: Floats) -> int:
    if not len(dots):
        return 0
    x, y = dots[:, 0], dots[:, 1]
    return int(((x > box[0]) & (x < box[2]) & (y > box[1]) & (y < box[3])).sum())


def _overlap(a: Box, b: Box) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]
