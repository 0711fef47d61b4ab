"""Bars as a picture: names on the left, the value in words beside each bar, what signs mean below.

Values come in words already: this draws, and rounds nothing.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np
import pandas as pd
import shapely

from sharedground.figures import look
from sharedground.figures.exhibits import Bar, Bars
from sharedground.figures.plane import hatching
from sharedground.figures.scene import (
    Anchor,
    Dot,
    Figure,
    Floats,
    Line,
    Mark,
    Shape,
    Text,
    moved,
)
from sharedground.words import language, say

WIDTH: Final = 720.0
_SIZE: Final = 17.0
_LINE: Final = 20.0
_SMALL: Final = 15.0
_THICK: Final = 20.0
_GAP: Final = 12.0
_DOT: Final = 4.5
_MOST_LINES: Final = 3
_NARROW: Final = 450.0
_MOST_STACKED: Final = 8
_NO_DATA_WIDE: Final = 44.0
_CLAY, _TEAL = 1, 5


def bars_figure(bars: Bars, width: float = WIDTH) -> Figure:
    """Return bars as one picture, as tall as its rows need.

    Parameters
    ----------
    width
        In the same units as the letters, which always have the same size: a narrow picture has
        shorter bars.
    """
    drawing = _Drawing(bars, width)
    drawing.head()
    for at, bar in enumerate(bars.bars):
        drawing.row(bar, bars.dots[at] if at < len(bars.dots) else ())
    drawing.foot()
    return Figure(
        title=bars.title, alt=bars.alt, source="", table=table_of(bars), width=width,
        height=math.ceil(drawing.y), ground=look.colour("bg"), marks=tuple(drawing.marks),
        language=language(),
    )  # fmt: skip


def table_of(bars: Bars) -> pd.DataFrame:
    """Return the same in rows: name, value in words, and how sure where any could go either way."""
    rows = {bars.heading or say("Name"): [bar.name for bar in bars.bars],
            bars.axis or say("Value"): [bar.words for bar in bars.bars]}  # fmt: skip
    if any(not bar.firm for bar in bars.bars):
        rows[say("How sure")] = [_how_sure(bar) for bar in bars.bars]
    return pd.DataFrame(rows, dtype=object)


def _how_sure(bar: Bar) -> str:
    if not math.isfinite(bar.value):
        return ""
    return say("Firm") if bar.firm else say("Could go either way")


def colour_of(bars: Bars) -> str:
    """Return their colour: teal where places outrun need, clay for need, else the brand's."""
    match bars.tone:
        case "more":
            return look.scale("gap")[_TEAL]
        case "less":
            return look.scale("gap")[_CLAY]
        case _:
            return look.colour("brand")


def top_of(bars: Bars) -> float:
    """Return where the axis ends."""
    values = [v for bar in bars.bars for v in (bar.value, bar.high, bar.usual)]
    values += [value for row in bars.dots for _, value in row]
    known = [value for value in values if math.isfinite(value)]
    return max([bars.most, *known]) or 1.0


@dataclass
class _Drawing:
    """The picture while it is drawn, from the top down."""

    bars: Bars
    width: float
    y: float = 0.0
    marks: list[Mark] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Share the width between names, bars and values."""
        names = [look.width_of(bar.name, _SIZE) for bar in self.bars.bars]
        values = [look.width_of(bar.words, _SIZE, "bold") for bar in self.bars.bars]
        most = 0.38 if self.width < _NARROW else 0.46
        self.left = min(max(names, default=0.0), most * self.width) + 14
        self.values = min(max(values, default=0.0), 0.3 * self.width) + 12
        self.right = self.width - self.values
        self.colour = colour_of(self.bars)
        self.top = top_of(self.bars)

    def at(self, value: float) -> float:
        """Return where a value stands from left to right."""
        return self.left + (self.right - self.left) * min(max(value / self.top, 0.0), 1.0)

    def head(self) -> None:
        """Write what the bars measure."""
        for line in look.wrapped(self.bars.axis, _SMALL, self.width):
            self.y += 19
            self._write(0, self.y, line, _SMALL, look.colour("muted"))
        self.y += 10

    def row(self, bar: Bar, dots: Sequence[tuple[str, float]]) -> None:
        """Draw a bar with its name and its value."""
        lines = _name(bar.name, self.left - 14)
        spots = self._stacked(dots)
        lane = (max((level for _, level in spots), default=-1) + 1) * (2 * _DOT + 1.5)
        tall = max(_THICK + (lane + 5 if lane else 0), len(lines) * _LINE)
        middle = self.y + _THICK / 2 if lane or len(lines) == 1 else self.y + tall / 2
        first = middle + 6 if lane or len(lines) == 1 else self.y + 15
        for at, line in enumerate(lines):
            self._write(0, first + at * _LINE, line)
        self._bar(bar, middle)
        for x, level in spots:
            y = middle + _THICK / 2 + 5 + _DOT + level * (2 * _DOT + 1.5)
            self.marks.append(Dot(x, y, _DOT, look.colour("ink"), rim=look.colour("bg"),
                                  rim_width=1))  # fmt: skip
        low, high = self.y - _GAP / 2, self.y + tall + _GAP / 2
        axis = np.array([(self.left, low), (self.left, high)])
        self.marks.append(Line([axis], look.colour("control"), 1.5))
        self.y += tall + _GAP

    def foot(self) -> None:
        """Write what the signs mean, where there are any."""
        bars = self.bars.bars
        signs: list[tuple[str, list[Mark], float]] = []
        if any(not bar.firm for bar in bars):
            signs.append((say("Could go either way"), [self._dashed(0, 26, 0, 7)], 34))
        if any(_ranged(bar) for bar in bars):
            signs.append((say("Likely range"), self._range(0, 26, 0), 34))
        if any(math.isfinite(bar.usual) for bar in bars):
            signs.append((say("The whole place"), _across(6, 0), 18))
        if any(self.bars.dots):
            dot = Dot(6, 0, _DOT, look.colour("ink"))
            signs.append((say("Each dot is a partner"), [dot], 18))
        x = 0.0
        for words, marks, before in signs:
            wide = before + look.width_of(words, _SMALL) + 22
            if x and x + wide - 22 > self.width:
                x, self.y = 0.0, self.y + 24
            self.marks += [moved(mark, x, self.y + 11) for mark in marks]
            self._write(x + before, self.y + 16, words, _SMALL)
            x += wide
        self.y += 26 if signs else 0

    def _bar(self, bar: Bar, middle: float) -> None:
        low, high = middle - _THICK / 2, middle + _THICK / 2
        if not math.isfinite(bar.value):
            self._no_data(bar, middle)
            return
        end = max(self.at(bar.value), self.left + 1.5)
        if self.bars.most:
            track = _box(self.left, low, self.right, high)
            self.marks.append(Shape([track], look.colour("surface")))
        if bar.firm:
            self.marks.append(Shape([_box(self.left, low, end, high)], self.colour))
        else:
            self.marks.append(self._dashed(self.left, end, middle, _THICK / 2))
        beyond = end
        if math.isfinite(bar.usual):
            x = self.at(bar.usual)
            self.marks += _across(x, middle)
            beyond = max(end, x)
        if _ranged(bar):
            self.marks += self._range(self.at(bar.low), self.at(bar.high), middle)
            beyond = max(beyond, self.at(bar.high))
        beside = self.right if self.bars.most or any(self.bars.dots) else beyond
        self._value(bar.words, beside + 8, middle)

    def _no_data(self, bar: Bar, middle: float) -> None:
        low, high = middle - _THICK / 2, middle + _THICK / 2
        box = _box(self.left, low, self.left + _NO_DATA_WIDE, high)
        self.marks.append(Shape([box], look.colour("hatch_bg"), look.colour("control"), 0.8))
        self.marks.append(Line(hatching(shapely.Polygon(box)), look.colour("hatch"), 2))
        self._value(bar.words or say("No data"), self.left + _NO_DATA_WIDE + 8, middle)

    def _value(self, words: str, x: float, middle: float) -> None:
        seen = look.shortened(words, _SIZE, max(self.width - x, 40), "bold")
        self.marks.append(Text(x, middle + 6, seen, _SIZE, look.colour("ink"), bold=True,
                               halo=look.colour("bg")))  # fmt: skip

    def _dashed(self, left: float, right: float, middle: float, half: float) -> Shape:
        box = _box(left + 1, middle - half + 1, max(right, left + 3), middle + half - 1)
        return Shape([box], edge=self.colour, width=2, dashed=True)

    def _range(self, low: float, high: float, middle: float) -> list[Mark]:
        paths = [np.array([(low, middle), (high, middle)])]
        paths += [np.array([(x, middle - 6), (x, middle + 6)]) for x in (low, high)]
        page = Line(paths, look.colour("bg"), 4.5)
        return [page, Line(paths, look.colour("ink"), 1.8)]

    def _stacked(self, dots: Sequence[tuple[str, float]]) -> list[tuple[float, int]]:
        """Return where dots stand, and how far down those that would lie over another."""
        ends = [-math.inf] * _MOST_STACKED
        found = []
        for value in sorted(value for _, value in dots if math.isfinite(value)):
            x = self.at(value)
            free = (level for level, end in enumerate(ends) if x - end >= 2 * _DOT)
            level = next(free, _MOST_STACKED - 1)
            ends[level] = x
            found.append((x, level))
        return found

    def _write(
        self, x: float, y: float, words: str, size: float = _SIZE, colour: str = "",
        anchor: Anchor = "start",
    ) -> None:  # fmt: skip
        self.marks.append(Text(x, y, words, size, colour or look.colour("ink"), anchor=anchor))


def _name(name: str, width: float) -> list[str]:
    lines = look.wrapped(name, _SIZE, width)
    if len(lines) > _MOST_LINES:
        rest = " ".join(lines[_MOST_LINES - 1 :])
        lines = [*lines[: _MOST_LINES - 1], look.shortened(rest, _SIZE, width)]
    return lines


def _across(x: float, middle: float) -> list[Mark]:
    """Return the sign of what is usual."""
    path = np.array([(x, middle - _THICK / 2 - 3), (x, middle + _THICK / 2 + 3)])
    return [Line([path], look.colour("bg"), 6), Line([path], look.colour("ink"), 2.6)]


def _ranged(bar: Bar) -> bool:
    return math.isfinite(bar.low) and math.isfinite(bar.high) and math.isfinite(bar.value)


def _box(left: float, top: float, right: float, bottom: float) -> Floats:
    return np.array([(left, top), (right, top), (right, bottom), (left, bottom), (left, top)])
