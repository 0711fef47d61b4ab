"""A map for a step of a meeting: no heading and no foot, each area by itself, its key below it."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from sharedground.figures import look, maps, naming
from sharedground.figures.content import Content
from sharedground.figures.exhibits import Column, Map, Region, Sheet, Spot
from sharedground.figures.key import hatched_patch, square_mark
from sharedground.figures.plane import Box, Plane, Shapes, hatching, joined, rings
from sharedground.figures.scene import Line, Mark, Shape, Text, moved
from sharedground.figures.spots import Spots, Way, mark_of, marks_of, spots_of
from sharedground.model.category import BY_CODE, CATEGORIES, OTHER
from sharedground.words import decimal, language, say

WIDTH: Final = 640.0
_LEAST_TALL, _MOST_TALL = 360.0, 560.0
_INSIDE: Final = 12.0
_KEY: Final = 17.0
_ROW: Final = 28.0
MOST_REGIONS: Final = 1_500
"""Above so many areas they are drawn class by class: no screen shows them apart."""


@dataclass(frozen=True, eq=False)
class Asked:
    """What a map of a step needs besides its content.

    Parameters
    ----------
    codes, called, words
        Of each area: its code, its name, and what the map shows of it.
    ranks
        Areas that are outlined, with the number that the list beside the map gives them.
    columns
        Headings of the table: what an area is called, and what the map shows.
    spot_words
        A name and what is told of it, for places: those of `Content.places` name theirs by its
        number in the column `told`.
    """

    codes: Sequence[str]
    called: Sequence[str]
    words: Sequence[str]
    ranks: Mapping[str, str] = field(default_factory=dict)
    columns: tuple[str, str] = ("", "")
    spot_words: Sequence[tuple[str, str]] = ()


def map_of(shown: Content, asked: Asked, title: str) -> Map:
    """Return the map of a step."""
    part = shown.part or maps.bounds_of(shown.areas)
    frame = (0.5, 0.5, WIDTH - 0.5, _tall(part))
    plane = Plane.of(part, frame, _INSIDE)
    outlines = plane.outlines(shown.areas)
    seen = plane.within(outlines)
    spots = spots_of(shown, plane)
    single = len(seen) <= MOST_REGIONS
    regions = _regions(seen, shown, asked) if single else ()
    over: list[Mark] = [] if single else maps.areas_of(seen, shown.fills, grouped=True)
    over += _missing(seen, shown) if single else []
    over += _over(shown, asked, plane, outlines, spots)
    legend, key, height = _legend(shown, asked, spots, frame[3] + 16)
    return Map(
        title=title, alt=shown.told, source=shown.sources, width=WIDTH, height=math.ceil(height),
        regions=regions, over=tuple(over), legend=tuple(legend), key=tuple(key),
        sheet=_sheet(asked, title), spots=_spots(asked, spots), language=language(),
        map_height=frame[3] + 0.5,
    )  # fmt: skip


def _tall(part: Box) -> float:
    west, south, east, north = part
    wide = max((east - west) * math.cos(math.radians((south + north) / 2)), 1e-6)
    tall = (WIDTH - 2 * _INSIDE) * (north - south) / wide + 2 * _INSIDE
    return min(max(tall, _LEAST_TALL), _MOST_TALL)


def _regions(seen: Shapes, shown: Content, asked: Asked) -> tuple[Region, ...]:
    fills = shown.fills
    page = look.colour("bg")
    plain, edge = look.colour("surface"), look.colour("control")
    found = []
    for at, shape in enumerate(seen):
        fill, line = plain, edge
        if fills is not None:
            of = int(fills.of[at])
            fill = fills.colours[of] if of >= 0 else look.colour("hatch_bg")
            line = page if of >= 0 else edge
        found.append(
            Region(str(asked.codes[at]), str(asked.called[at]), str(asked.words[at]),
                   rings([shape]), fill, line, 1.0 if fills is None else 1.4)
        )  # fmt: skip
    return tuple(found)


def _missing(seen: Shapes, shown: Content) -> list[Mark]:
    if shown.fills is None:
        return []
    missing = seen[shown.fills.of < 0]
    return [Line(hatching(joined(missing)), look.colour("hatch"), 2.2)] if len(missing) else []


def _over(
    shown: Content, asked: Asked, plane: Plane, outlines: Shapes, spots: Spots
) -> list[Mark]:  # fmt: skip
    groups = maps.groups_of(outlines, shown.names)
    ranked = _ranked(asked, plane, outlines)
    scale, scale_box = maps.scale_bar(plane)
    dots = spots.places.loc[spots.places["inside"].astype(bool), ["x", "y"]].to_numpy(float)
    taken = [scale_box, *(box for _, _, box in ranked), *_label_boxes(spots)]
    names = naming.placed(maps.seen_of(groups, plane), plane.frame, taken, dots)
    ink, page = look.colour("ink"), look.colour("bg")
    outlined = [shape for shape, _, _ in ranked]
    strong = [Shape(rings(plane.within(np.array(outlined, dtype=object))), edge=ink, width=3.0)]
    return [
        *(maps.borders(groups, plane) if len(groups) < len(outlines) else []),
        *(strong if outlined else []),
        *maps.asked_for(shown, plane, spots.squares),
        *marks_of(spots),
        *_labels(spots),
        *maps.point_of(shown, plane),
        *(mark for name in names for mark in maps.written(name)),
        *(Text((box[0] + box[2]) / 2, box[3] - 6, number, 22, ink, bold=True, anchor="middle",
               halo=page) for _, number, box in ranked),
        *scale,
    ]  # fmt: skip


def _labels(spots: Spots) -> list[Mark]:
    """Return what is written beside places that have a `label`."""
    if "label" not in spots.places:
        return []
    ink, page = look.colour("ink"), look.colour("bg")
    return [Text(row["x"] + 14, row["y"] + 7, str(row["label"]), 20, ink, bold=True, halo=page)
            for row in spots.places.to_dict("records") if row["label"]]  # fmt: skip


def _label_boxes(spots: Spots) -> list[Box]:
    if "label" not in spots.places:
        return []
    return [(x - 12, y - 14, x + 40, y + 14)
            for x, y in zip(spots.places["x"], spots.places["y"], strict=True)]  # fmt: skip


def _ranked(
    asked: Asked, plane: Plane, outlines: Shapes
) -> list[tuple[BaseGeometry, str, Box]]:  # fmt: skip
    """Return the outline, the number and the box of the number of each area of the list."""
    at = {str(code): n for n, code in enumerate(asked.codes)}
    found = []
    for code, number in asked.ranks.items():
        shape = outlines[at[code]] if code in at else shapely.Polygon()
        if shape.is_empty:
            continue
        spot = shape.representative_point()
        half = look.width_of(number, 22, "bold") / 2 + 3
        found.append((shape, number, (spot.x - half, spot.y - 14, spot.x + half, spot.y + 14)))
    return [one for one in found if plane.frame[0] <= one[2][0] and one[2][2] <= plane.frame[2]]


def _legend(
    shown: Content, asked: Asked, spots: Spots, top: float
) -> tuple[list[Mark], list[tuple[str, str]], float]:  # fmt: skip
    """Return the key in rows below the map, the same in words, and where it ends."""
    row = _Row(top)
    if shown.fills is not None:
        row.head(shown.fills.title)
        for number, words in shown.fills.labels:
            colour = shown.fills.colours[number]
            row.item(words, colour, [_patch(colour)])
        if (shown.fills.of < 0).any():
            row.item(say("No data"), "", hatched_patch(0, 0))
    if asked.ranks:
        row.item(say("Numbers: as in the list"), "", [])
    _kinds(row, spots)
    if spots.squares:
        box = np.array([(3, -9), (21, -9), (21, 9), (3, 9), (3, -9)], dtype=float)
        row.item(say("Sensitive place: somewhere in or near the square"), "", [square_mark([box])])
    return row.marks, row.key, row.y + _ROW if row.marks else top


def _kinds(row: _Row, spots: Spots) -> None:
    inside = spots.places[spots.places["inside"].astype(bool)]
    counts = inside["category"].where(inside["category"].isin(BY_CODE), OTHER).value_counts()
    if spots.way is Way.COUNTS:
        row.item(say("Each circle: how many places are there"), "", [])
        return
    for category in CATEGORIES:
        if category.code in counts.index:
            words = say("{kind}: {n}", kind=say(category.name),
                        n=decimal(int(counts[category.code])))  # fmt: skip
            mark = mark_of(category.code, 12, 0, signs=spots.way is Way.SIGNS)
            row.item(words, mark.fill, [mark])


class _Row:
    """The key while it is written, from left to right and down."""

    def __init__(self, top: float) -> None:
        self.x, self.y = 2.0, top
        self.marks: list[Mark] = []
        self.key: list[tuple[str, str]] = []

    def head(self, words: str) -> None:
        """Write what the colours are of, on a row of its own."""
        ink = look.colour("ink")
        for line in look.wrapped(words, _KEY, WIDTH - 4, "bold")[:2]:
            self.marks.append(Text(2, self.y + _ROW / 2 + 6, line, _KEY, ink, bold=True))
            self.y += _ROW

    def item(self, words: str, colour: str, signs: Sequence[Mark]) -> None:
        """Write a sign and what it means, on the next row where there is no room left."""
        before = 32.0 if signs else 0.0
        words_seen = look.shortened(words, _KEY, WIDTH - before - 4)
        wide = before + look.width_of(words_seen, _KEY) + 20
        if self.x > 2 and self.x + wide - 20 > WIDTH:
            self.x, self.y = 2.0, self.y + _ROW
        middle = self.y + _ROW / 2
        self.marks += [moved(sign, self.x, middle) for sign in signs]
        self.marks.append(
            Text(self.x + before, middle + 6, words_seen, _KEY, look.colour("ink"))
        )  # fmt: skip
        self.key.append((words, colour))
        self.x += wide


def _patch(colour: str) -> Shape:
    box = np.array([(0, -8), (24, -8), (24, 8), (0, 8), (0, -8)], dtype=float)
    return Shape([box], colour, look.colour("control"), 0.8)


def _sheet(asked: Asked, title: str) -> Sheet:
    area, shows = asked.columns
    return Sheet(
        title, (Column(area or say("Area")), Column(shows or say("What the map shows"))),
        tuple((str(name), str(words))
              for name, words in zip(asked.called, asked.words, strict=True)),
    )  # fmt: skip


def _spots(asked: Asked, spots: Spots) -> tuple[Spot, ...]:
    """Return the places one by one, where they are drawn so and have words."""
    if not asked.spot_words or spots.way is Way.COUNTS or "told" not in spots.places:
        return ()
    rows = spots.places[spots.places["inside"].astype(bool)]
    return tuple(
        Spot(*asked.spot_words[int(at)], float(x), float(y))
        for at, x, y in zip(rows["told"], rows["x"], rows["y"], strict=True)
    )
