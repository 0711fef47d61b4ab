"""How the places of a map are drawn: as signs, as dots, or as counts where it is crowded."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import numpy as np
import pandas as pd
import shapely

from sharedground.figures import look
from sharedground.figures.content import Content
from sharedground.figures.plane import Plane, rings
from sharedground.figures.scene import Dot, Floats, Mark, Text
from sharedground.words import decimal

MOST_SIGNS: Final = 260
"""Places in a picture that are drawn with their icons; more are dots."""

MOST_DOTS: Final = 4_000
"""Places in a picture that are drawn one by one; of more, each circle tells how many there are."""

SIGN, DOT, SMALL = 9.5, 4.2, 2.6
_CELL: Final = 48.0
_CIRCLE: Final = (11.0, 11.0)
"""Radius of the smallest circle, and what the largest has beyond it."""


class Way(StrEnum):
    """How places are drawn."""

    SIGNS = "signs"
    DOTS = "dots"
    COUNTS = "counts"


@dataclass(frozen=True, eq=False)
class Spots:
    """The places in the frame of a map.

    Parameters
    ----------
    places
        With `x` and `y`; those that are asked for last, rare kinds above frequent ones.
    beyond
        How many that are asked for lie outside the frame.
    squares
        Corners in units of the squares in the frame in which sensitive places lie.
    """

    places: pd.DataFrame
    way: Way
    beyond: int
    squares: tuple[Floats, ...] = ()


def spots_of(shown: Content, plane: Plane) -> Spots:
    """Return the places in the frame, and how to draw them."""
    places = shown.places[shown.places["lon"].notna() & shown.places["lat"].notna()]
    xy = plane.units(places[["lon", "lat"]].to_numpy(dtype=float).reshape(-1, 2))
    seen = plane.holds(xy, SIGN)
    there = places[seen].assign(x=xy[seen, 0], y=xy[seen, 1])
    inside = there["inside"].astype(bool)
    many = int(inside.sum())
    way = Way.SIGNS if many <= MOST_SIGNS else Way.DOTS if many <= MOST_DOTS else Way.COUNTS
    often = there["category"].map(there["category"].value_counts()).astype(int)
    ordered = there.assign(inside=inside, often=-often).sort_values(
        ["inside", "often", "category"], kind="stable"
    )
    beyond = int(places["inside"].astype(bool).sum()) - many
    return Spots(ordered, way, beyond, _squares(shown, plane))


def _squares(shown: Content, plane: Plane) -> tuple[Floats, ...]:
    corners = [plane.units(np.array(square)) for square in shown.squares]
    shapes = np.array([shapely.Polygon(one) for one in corners], dtype=object)
    return tuple(rings(plane.within(shapes)))


def marks_of(spots: Spots) -> list[Mark]:
    """Return the marks of places."""
    if spots.way is Way.COUNTS:
        return _counts(spots.places.loc[spots.places["inside"], ["x", "y"]].to_numpy(float))
    columns = ("category", "x", "y", "inside", "stale")
    rows = list(zip(*(spots.places[name].tolist() for name in columns), strict=True))
    if spots.way is Way.DOTS:  # what falls on the same spot is one dot
        rows = list({(row[0], round(row[1]), round(row[2]), row[3]): row for row in rows}.values())
    signs = spots.way is Way.SIGNS
    return [mark_of(code, x, y, signs=signs and inside, small=not inside, faint=stale)
            for code, x, y, inside, stale in rows]  # fmt: skip


def mark_of(
    code: str, x: float, y: float, *, signs: bool, small: bool = False, faint: bool = False
) -> Dot:
    """Return the mark of one place of a kind."""
    sign = look.sign(code)
    if signs:
        return Dot(x, y, SIGN, sign.fill, sign.shape, sign.rim, 2.0, sign.icon, sign.ink, faint)
    fill = sign.rim if sign.fill == look.colour("bg") else sign.fill
    radius = SMALL if small else DOT
    return Dot(x, y, radius, fill, sign.shape, look.colour("bg"), 1.2, faint=faint)


def circle_of(x: float, y: float, words: str, share: float = 0.3) -> list[Mark]:
    """Return a circle with a number in it; `share` of the largest number."""
    radius = _CIRCLE[0] + _CIRCLE[1] * float(np.sqrt(share))
    return [
        Dot(x, y, round(radius, 1), look.colour("bg"), rim=look.colour("control"), rim_width=1.4),
        Text(x, y + 4.8, words, 13.5, look.colour("ink"), bold=True, anchor="middle"),
    ]


def _counts(xy: Floats) -> list[Mark]:
    """Return a circle for each cell of a grid, in the middle of its places."""
    cells = np.floor(xy / _CELL).astype(np.int64)
    _, of, counts = np.unique(cells, axis=0, return_inverse=True, return_counts=True)
    middles = [np.bincount(of.ravel(), weights=xy[:, axis]) / counts for axis in (0, 1)]
    most = max(1, int(counts.max(initial=1)))
    marks: list[Mark] = []
    for x, y, n in zip(*middles, counts.tolist(), strict=True):
        marks += circle_of(float(x), float(y), _short(n), n / most)
    return marks


def _short(n: int) -> str:
    if n < 1_000:
        return str(n)
    return f"{decimal(n / 1000, 1 if n < 9_950 else 0)}k"
