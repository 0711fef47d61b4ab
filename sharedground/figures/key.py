"""What the signs and colours of a map mean, beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np
import pandas as pd
import shapely

from sharedground.figures import look
from sharedground.figures.content import Content
from sharedground.figures.plane import hatching
from sharedground.figures.scene import Anchor, Dot, Floats, Line, Mark, Shape, Text
from sharedground.figures.spots import Spots, Way, circle_of, mark_of
from sharedground.model.category import BY_CODE, CATEGORIES, OTHER
from sharedground.words import decimal, say, say_many

SIZE: Final = 16.0
ROW: Final = 27.0
_LINE: Final = 19.0
_SIGN_WIDTH: Final = 34.0
_GAP: Final = 20.0


@dataclass
class Key:
    """The key while it is written, from the top down.

    Parameters
    ----------
    left, y, width
        Where the next line stands.
    rows
        What it tells, as a table.
    """

    left: float
    y: float
    width: float
    marks: list[Mark] = field(default_factory=list)
    rows: list[tuple[str, str, str]] = field(default_factory=list)

    @property
    def table(self) -> pd.DataFrame:
        """The key as a table."""
        return pd.DataFrame(self.rows, columns=["part", "meaning", "number"])

    def head(self, words: str) -> None:
        """Write the heading of a part, with a strong line above it."""
        if self.marks:
            self.y += _GAP
        right = self.left + self.width
        self.marks.append(
            Line([np.array([[self.left, self.y], [right, self.y]])], look.colour("ink"), 2)
        )
        for line in look.wrapped(words, SIZE + 1, self.width, "bold"):
            self.y += _LINE + 3
            self.marks.append(
                Text(self.left, self.y, line, SIZE + 1, look.colour("ink"), bold=True)
            )
        self.y += 8

    def row(self, part: str, words: str, number: str = "") -> float:
        """Write a line and return the middle of the place for its sign."""
        right = self.left + self.width
        room = self.width - _SIGN_WIDTH
        if number:
            room -= look.width_of(number, SIZE) + 10
        lines = look.wrapped(words, SIZE, room)[:3]
        first = self.y + ROW / 2
        for at, line in enumerate(lines):
            self._write(self.left + _SIGN_WIDTH, first + 5.5 + at * _LINE, line)
        if number:
            self._write(right, first + 5.5, number, "end")
        self.y += ROW + (max(len(lines), 1) - 1) * _LINE
        self.rows.append((part, words, number))
        return first

    def note(self, words: str) -> None:
        """Write a remark under a part."""
        self.y += 4
        for line in look.wrapped(words, SIZE - 1, self.width):
            self.y += _LINE - 0.5
            self.marks.append(Text(self.left, self.y, line, SIZE - 1, look.colour("muted")))
        self.y += 4

    def _write(self, x: float, y: float, words: str, anchor: Anchor = "start") -> None:
        self.marks.append(Text(x, y, words, SIZE, look.colour("ink"), anchor=anchor))


def key_of(shown: Content, spots: Spots, left: float, top: float, width: float) -> Key:
    """Return the key of a map."""
    key = Key(left, top, width)
    if shown.fills is not None:
        _colours(key, shown)
    _kinds(key, spots)
    _others(key, shown, spots)
    return key


def _colours(key: Key, shown: Content) -> None:
    fills = shown.fills
    if fills is None:
        return
    key.head(fills.title)
    for number, words in fills.labels:
        y = key.row("colour", words, _count(int((fills.of == number).sum())))
        key.marks.append(_patch(key.left, y, fills.colours[number]))
    missing = int((fills.of < 0).sum())
    if missing:
        y = key.row("colour", say("No data"), _count(missing))
        key.marks += hatched_patch(key.left, y)
    key.note(say("Numbers: how many areas"))


def _kinds(key: Key, spots: Spots) -> None:
    inside = spots.places[spots.places["inside"]]
    codes = inside["category"].where(inside["category"].isin(BY_CODE), OTHER)
    counts = codes.value_counts()
    if counts.empty and not spots.beyond:
        key.head(say("Places"))
        key.note(say("No place fits. This may mean nobody has listed one yet."))
        return
    n = int(counts.sum())
    key.head(say("Places in this picture: {n}", n=n) if spots.beyond else say("Places: {n}", n=n))
    if spots.way is Way.COUNTS:
        y = key.row("sign", say("Each circle: how many places are there"))
        key.marks += circle_of(key.left + 13, y, "12")
    for category in CATEGORIES:
        if category.code in counts.index:
            y = key.row("kind", say(category.name), _count(int(counts[category.code])))
            signs = spots.way is Way.SIGNS
            key.marks.append(mark_of(category.code, key.left + 12, y, signs=signs))


def _others(key: Key, shown: Content, spots: Spots) -> None:
    """Explain what else is drawn, and what is not."""
    seen = spots.places
    crowded = spots.way is Way.COUNTS
    around = not crowded and bool((~seen["inside"].astype(bool)).any())
    faint = not crowded and bool(seen["stale"].astype(bool).any())
    told = [shown.chosen is not None, around, faint, bool(spots.squares), shown.here is not None]
    if any(told):
        key.y += 6
    x = key.left + 12
    ink = look.colour("ink")
    if shown.chosen is not None:
        y = key.row("sign", shown.title)
        key.marks.append(Shape([_box(x, y, 9)], edge=ink, width=3))
    if shown.here is not None:
        y = key.row("sign", say("The point asked about"))
        key.marks.append(point_mark(x, y))
    if around:
        y = key.row("sign", say("Small dot: outside {area}", area=shown.title))
        key.marks.append(mark_of(OTHER, x, y, signs=False, small=True))
    if faint:
        y = key.row("sign", say("Faint: not checked for long"))
        key.marks.append(mark_of(OTHER, x, y, signs=spots.way is Way.SIGNS, faint=True))
    if spots.squares:
        y = key.row("sign", say("Sensitive place: somewhere in or near the square"))
        key.marks.append(square_mark([_box(x, y, 9)]))
    if spots.beyond:
        key.note(say_many("{n} more lies outside this picture.",
                          "{n} more lie outside this picture.", spots.beyond))  # fmt: skip


def _count(n: int) -> str:
    return decimal(n)


def _box(x: float, y: float, half: float) -> Floats:
    sides = [(-half, -half), (half, -half), (half, half), (-half, half), (-half, -half)]
    return np.array([(x + a, y + b) for a, b in sides])


def _patch(left: float, y: float, fill: str) -> Shape:
    return Shape([_oblong(left, y)], fill, look.colour("control"), 0.8)


def _oblong(left: float, y: float) -> Floats:
    low, high = y - 8, y + 8
    return np.array([(left, low), (left + 24, low), (left + 24, high), (left, high), (left, low)])


def hatched_patch(left: float, y: float) -> list[Mark]:
    """Return the sign of no data."""
    ring = _oblong(left, y)
    return [
        Shape([ring], look.colour("hatch_bg"), look.colour("control"), 0.8),
        Line(hatching(shapely.Polygon(ring)), look.colour("hatch"), 2),
    ]


def square_mark(squares: Sequence[Floats]) -> Shape:
    """Return squares in which sensitive places lie."""
    ink = look.colour("ink")
    return Shape(squares, ink, ink, 1.3, opacity=0.06, dashed=True)


def point_mark(x: float, y: float) -> Dot:
    """Return the sign of a point that is asked about."""
    return Dot(x, y, 7.5, look.colour("bg"), rim=look.colour("brand"), rim_width=4)
