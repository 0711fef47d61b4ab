"""A map as a picture: areas and places, what it all means, and where it comes from."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

import numpy as np
import pandas as pd
import shapely
from shapely.geometry.base import BaseGeometry

from sharedground.figures import look, naming
from sharedground.figures.content import Content, Fills
from sharedground.figures.key import key_of, point_mark, square_mark
from sharedground.figures.plane import Box, Plane, Shapes, hatching, joined, rings
from sharedground.figures.scene import Figure, Floats, Line, Mark, Shape, Text
from sharedground.figures.spots import marks_of, spots_of
from sharedground.words import decimal, language, say

WIDTH: Final = 1_000.0
MARGIN: Final = 36.0
MAP_WIDTH: Final = 656.0
_KEY_LEFT: Final = MARGIN + MAP_WIDTH + 28
_KEY_WIDTH: Final = WIDTH - MARGIN - _KEY_LEFT
_LEAST_TALL, _MOST_TALL = 420.0, 860.0
_INSIDE: Final = 16.0
_MOST_GROUPS: Final = 400
_BAR: Final = 150.0
"""The longest scale bar."""


def figure_of(shown: Content) -> Figure:
    """Return the picture of a map."""
    head, top = _head(shown)
    part = shown.part or bounds_of(shown.areas)
    tall = _tall(part)
    spots = spots_of(shown, Plane.of(part, _frame(top, tall), _INSIDE))
    key = key_of(shown, spots, _KEY_LEFT, top, _KEY_WIDTH)
    frame = _frame(top, max(tall, key.y - top))
    body = _map(shown, Plane.of(part, frame, _INSIDE))
    foot, bottom = _foot(shown, frame[3] + 20)
    return Figure(
        title=f"{shown.title}: {shown.told}", alt=shown.told, source=shown.sources,
        table=key.table, width=WIDTH, height=math.ceil(bottom + MARGIN * 0.6),
        ground=look.colour("bg"), marks=(*head, *body, *key.marks, *foot), language=language(),
    )  # fmt: skip


def bounds_of(areas: Shapes) -> Box:
    """Return west, south, east and north of outlines in degrees."""
    west, south, east, north = (float(side) for side in shapely.total_bounds(areas))
    return west, south, east, north


def _frame(top: float, tall: float) -> Box:
    return MARGIN, top, MARGIN + MAP_WIDTH, top + tall


def _tall(part: Box) -> float:
    """Return how tall the map is: as its part of the earth, within reason."""
    west, south, east, north = part
    wide = max((east - west) * math.cos(math.radians((south + north) / 2)), 1e-6)
    tall = (MAP_WIDTH - 2 * _INSIDE) * (north - south) / wide + 2 * _INSIDE
    return min(max(tall, _LEAST_TALL), _MOST_TALL)


def _head(shown: Content) -> tuple[list[Mark], float]:
    """Return the title with what the map shows, and where the map begins."""
    room = WIDTH - 2 * MARGIN
    marks: list[Mark] = []
    y = MARGIN
    if shown.kicker:
        y += 14
        words = look.shortened(shown.kicker, 16, room)
        marks.append(Text(MARGIN, y, words, 16, look.colour("muted")))
        y += 6
    for line in look.wrapped(shown.title, 38, room, "heading")[:2]:
        y += 38
        marks.append(Text(MARGIN, y, line, 38, look.colour("ink"), heading=True))
    y += 10
    for line in look.wrapped(shown.told, 20, room)[:4]:
        y += 26
        marks.append(Text(MARGIN, y, line, 20, look.colour("ink")))
    return marks, y + 24


def _map(shown: Content, plane: Plane) -> list[Mark]:
    outlines = plane.outlines(shown.areas)
    groups = groups_of(outlines, shown.names)
    spots = spots_of(shown, plane)
    dots = spots.places.loc[spots.places["inside"].astype(bool), ["x", "y"]].to_numpy(float)
    scale, scale_box = scale_bar(plane)
    north, north_box = north_sign(plane)
    names = naming.placed(seen_of(groups, plane), plane.frame, [scale_box, north_box], dots)
    ring = np.array([plane.frame[i] for i in (0, 1, 2, 1, 2, 3, 0, 3, 0, 1)]).reshape(-1, 2)
    return [
        *areas_of(plane.within(outlines), shown.fills, grouped=len(groups) < len(outlines)),
        *borders(groups, plane),
        *asked_for(shown, plane, spots.squares),
        *marks_of(spots),
        *point_of(shown, plane),
        *(mark for name in names for mark in written(name)),
        *scale,
        *north,
        Shape([ring], edge=look.colour("line"), width=1.2),
    ]


def groups_of(outlines: Shapes, names: np.ndarray) -> dict[str, BaseGeometry]:
    """Return the outlines of neighbourhoods, by name."""
    rows = pd.Series(range(len(outlines))).groupby(names)
    found = {str(name): outlines[at.to_numpy()] for name, at in rows if name}
    seen = {name: part[~shapely.is_empty(part)] for name, part in found.items()}
    return {name: part[0] if len(part) == 1 else joined(part)
            for name, part in seen.items() if len(part)}  # fmt: skip


def seen_of(groups: dict[str, BaseGeometry], plane: Plane) -> dict[str, BaseGeometry]:
    """Return what is seen of each group: a name stands in the middle of that."""
    shapes: Shapes = plane.within(np.array(list(groups.values()), dtype=object))
    return {name: shape for name, shape in zip(groups, shapes, strict=True) if not shape.is_empty}


def areas_of(outlines: Shapes, fills: Fills | None, *, grouped: bool) -> list[Mark]:
    """Return the areas, one mark for all of a class; those of no data are hatched."""
    fine = len(outlines) > 3_000
    if fills is None:
        edge = look.colour("line" if grouped else "control")
        return [Shape(rings(outlines), look.colour("surface"), edge, 0.4 if fine else 1.0)]
    page, width = look.colour("bg"), 0.15 if fine else 1.2
    marks: list[Mark] = [
        Shape(rings(outlines[fills.of == number]), fill, page, width)
        for number, fill in enumerate(fills.colours)
        if (fills.of == number).any()
    ]
    missing = outlines[fills.of < 0]
    if len(missing):
        marks.append(Shape(rings(missing), look.colour("hatch_bg"), look.colour("control"), width))
        marks.append(Line(hatching(joined(missing)), look.colour("hatch"), 2.2))
    return marks


def borders(groups: dict[str, BaseGeometry], plane: Plane) -> list[Mark]:
    """Return the borders of wards or neighbourhoods; none where they are too many."""
    if not groups or len(groups) > _MOST_GROUPS:
        return []
    shapes = plane.within(np.array(list(groups.values()), dtype=object))
    return [Shape(rings(shapes), edge=look.colour("control"), width=1.4)]


def asked_for(shown: Content, plane: Plane, squares: Sequence[Floats]) -> list[Mark]:
    """Return what is outlined: the area asked for, sensitive squares, the reach of a point."""
    marks: list[Mark] = []
    if shown.chosen is not None:
        outline = rings(plane.within(plane.outlines(np.array([shown.chosen], dtype=object))))
        marks += [Shape(outline, edge=look.colour(name), width=width)
                  for name, width in (("bg", 7.0), ("ink", 3.4))]  # fmt: skip
    if squares:
        marks.append(square_mark(squares))
    if shown.here is not None and shown.reach_m:
        x, y = plane.units(np.array([shown.here]))[0]
        around = shapely.Point(x, y).buffer(shown.reach_m * plane.units_a_metre)
        brand = look.colour("brand")
        seen = rings(plane.within(np.array([around], dtype=object)))
        marks.append(Shape(seen, brand, brand, 2, opacity=0.07, dashed=True))
    return marks


def point_of(shown: Content, plane: Plane) -> list[Mark]:
    """Return the mark of a point that is asked about."""
    if shown.here is None:
        return []
    at = plane.units(np.array([shown.here]))
    return [point_mark(float(at[0, 0]), float(at[0, 1]))] if plane.holds(at).all() else []


def written(name: naming.Name) -> list[Mark]:
    """Return the lines of a name."""
    first = name.y - naming.LINE * (len(name.lines) - 1) / 2 + 5.8
    return [
        Text(name.x, first + at * naming.LINE, line, naming.SIZE, look.colour("ink"), bold=True,
             anchor="middle", halo=look.colour("bg"))
        for at, line in enumerate(name.lines)
    ]  # fmt: skip


def scale_bar(plane: Plane) -> tuple[list[Mark], Box]:
    """Return the scale bar and the box that it takes."""
    left, _, _, bottom = plane.frame
    most = _BAR / plane.units_a_metre
    tens = 10.0 ** math.floor(math.log10(most))
    metres = max(step * tens for step in (1, 2, 5) if step * tens <= most)
    long = metres * plane.units_a_metre
    words = (
        say("{n} km", n=_plain(metres / 1000)) if metres >= 1000 else say("{n} m", n=_plain(metres))
    )
    x, y = left + 16, bottom - 16
    ends = np.array([(x, y - 6), (x, y), (x + long, y), (x + long, y - 6)])
    wide = max(long, look.width_of(words, 15)) + 20
    box = (left + 6, bottom - 42, left + 6 + wide, bottom - 6)
    plate = np.array([box[i] for i in (0, 1, 2, 1, 2, 3, 0, 3, 0, 1)]).reshape(-1, 2)
    return [
        Shape([plate], look.colour("bg")),
        Line([ends], look.colour("ink"), 2),
        Text(x, y - 9, words, 15, look.colour("ink")),
    ], box


def _plain(number: float) -> str:
    return decimal(number, 0 if number >= 1 else 1)


def north_sign(plane: Plane) -> tuple[list[Mark], Box]:
    """Return the sign that north is up, and the box that it takes."""
    _, top, right, _ = plane.frame
    x, y = right - 24, top + 12
    arrow = np.array([(x, y), (x + 8, y + 20), (x, y + 15), (x - 8, y + 20), (x, y)])
    page = look.colour("bg")
    return [
        Shape([arrow], look.colour("ink"), page, 1),
        Text(x, y + 36, say("N"), 15, look.colour("ink"), bold=True, anchor="middle", halo=page),
    ], (x - 16, top, right, y + 42)


def _foot(shown: Content, top: float) -> tuple[list[Mark], float]:
    """Return sources and how it was made, and where they end."""
    muted = look.colour("muted")
    across: Floats = np.array([[MARGIN, top], [WIDTH - MARGIN, top]])
    marks: list[Mark] = [Line([across], look.colour("line"), 1)]
    y = top + 6
    for words in (shown.sources, shown.made):
        for line in look.wrapped(words, 15, WIDTH - 2 * MARGIN)[:5]:
            y += 20
            marks.append(Text(MARGIN, y, line, 15, muted))
        y += 2
    return marks, y
