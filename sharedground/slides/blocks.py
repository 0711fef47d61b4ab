"""What stands on slides: each exhibit knows how high it must be in a width, and how to divide."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final, Protocol

import numpy as np

from sharedground.figures import look
from sharedground.figures.exhibits import Bars, Exhibit, Facts, Map, Sheet, Words
from sharedground.figures.svg import only_text
from sharedground.slides import charts, drawing, maps, tables, template
from sharedground.slides.drawing import LINE, Box, Canvas, Run, line
from sharedground.slides.drawing import Line as Told
from sharedground.slides.maps import Entry
from sharedground.words import say

BODY: Final = 18.0
SMALL: Final = 14.0
_TABLE: Final = 16.0
_ROOMY: Final = 10.0
"""The most that a row of a table grows."""

GAP: Final = 14.0
_HEAD: Final = 18.0
_LONGEST_LABEL: Final = 24
_SAFE: Final = 1.08
"""How much wider other letters than ours may be, where ours are not installed."""


class Block(Protocol):
    """A part of a slide."""

    def least(self, width: float) -> float:
        """Return how high it must be at least."""

    def most(self, width: float) -> float:
        """Return how high it may grow where there is room."""

    def parts(self, width: float, height: float) -> tuple[Block, Block] | None:
        """Return what fits a box, and the rest; None where it cannot be divided so."""

    def draw(self, canvas: Canvas, box: Box) -> None:
        """Put it on a slide."""


@lru_cache(maxsize=4_000)
def lines_of(words: str, size: float, width: float, style: str = "text") -> int:
    """Return how many lines words take."""
    return len(look.wrapped(only_text(words), size, max(8.0, width / _SAFE), style))


def _heading(title: str, width: float, size: float = _HEAD) -> float:
    return lines_of(title, size, width, "bold") * size * LINE + 6 if title else 0.0


def _head(canvas: Canvas, title: str, box: Box, size: float = _HEAD) -> Box:
    """Write the heading of a block, and return what is left of its box."""
    tall = _heading(title, box.width, size)
    if title:
        canvas.text(replace(box, height=tall), [line(title, size, "bold")], title)
    return Box(box.left, box.top + tall, box.width, box.height - tall)


# ---- key figures ----------------------------------------------------------------------------


@dataclass(frozen=True)
class FactsBlock:
    """Key figures, beside one another where there is room; `scale` makes all of it larger."""

    facts: Facts
    scale: float = 1.0
    _VALUE = 38.0
    _NARROW = 168.0

    @property
    def _label(self) -> float:
        return BODY * max(1.0, 0.8 * self.scale)

    @property
    def _note(self) -> float:
        return SMALL * max(1.0, 0.8 * self.scale)

    def _columns(self, width: float) -> int:
        many = len(self.facts.facts)
        fit = max(1, int(width // (self._NARROW * self.scale)))
        return 2 if many == 4 and fit == 3 else max(1, min(many, fit))

    def _cell(self, width: float) -> float:
        columns = self._columns(width)
        return (width - GAP * 1.5 * (columns - 1)) / columns

    def _size(self, width: float) -> float:
        """Return how large the figures are: all alike, and each on one line."""
        longest = max((look.width_of(only_text(f.value), 1, "heading") for f in self.facts.facts),
                      default=1.0)  # fmt: skip
        return max(BODY, min(self._VALUE * self.scale, self._cell(width) / (longest * _SAFE)))

    def _tall(self, width: float) -> float:
        cell = self._cell(width)
        size = self._size(width)
        return max(
            lines_of(f.value, size, cell, "heading") * size * LINE
            + lines_of(f.label, self._label, cell, "bold") * self._label * LINE
            + (lines_of(f.note, self._note, cell) * self._note * LINE if f.note else 0)
            for f in self.facts.facts
        )

    def least(self, width: float) -> float:
        """Return how high it must be at least."""
        rows = -(-len(self.facts.facts) // self._columns(width))
        return _heading(self.facts.title, width) + rows * (self._tall(width) + GAP) - GAP

    def most(self, width: float) -> float:
        """Return how high it may grow where there is room."""
        rows = -(-len(self.facts.facts) // self._columns(width))
        return self.least(width) + 26 * self.scale * (rows - 1)

    def parts(self, width: float, height: float) -> tuple[Block, Block] | None:
        """Return what fits a box, and the rest; None where it cannot be divided so."""
        many = self._columns(width)
        first, rest = self.facts.facts[:many], self.facts.facts[many:]
        head = replace(self, facts=replace(self.facts, facts=first))
        if not rest or head.least(width) > height:
            return None
        return head, replace(self, facts=replace(self.facts, facts=rest))

    def draw(self, canvas: Canvas, box: Box) -> None:
        """Put it on a slide."""
        box = _head(canvas, self.facts.title, box)
        columns, cell = self._columns(box.width), self._cell(box.width)
        rows = -(-len(self.facts.facts) // columns)
        down = (box.height + GAP) / rows
        size = self._size(box.width)
        for at, fact in enumerate(self.facts.facts):
            left = box.left + (at % columns) * (cell + 1.5 * GAP)
            place = Box(left, box.top + (at // columns) * down, cell, self._tall(box.width))
            told = [
                line(fact.value, size, "heading", "brand"),
                line(fact.label, self._label, "bold"),
            ]
            told += [line(fact.note, self._note, "text", "muted")] if fact.note else []
            canvas.text(place, told, fact.label)


# ---- sentences ------------------------------------------------------------------------------


@dataclass(frozen=True)
class WordsBlock:
    """Sentences, as points where there are several.

    Parameters
    ----------
    plain
        Without points: what stands before a colon tells by itself what a line is about.
    """

    title: str
    lines: tuple[str, ...]
    size: float = BODY
    plain: bool = False

    @property
    def _above(self) -> float:
        """How large the heading is."""
        return max(_HEAD, 0.85 * self.size)

    def _told(self) -> list[Told]:
        several = len(self.lines) > 1 and not self.plain
        return [Told(self._runs(one), bullet=several, before=0 if at == 0 else self.size * 0.4)
                for at, one in enumerate(self.lines)]  # fmt: skip

    def _runs(self, words: str) -> tuple[Run, ...]:
        about, colon, rest = only_text(words).partition(": ")
        if not self.plain or not colon or len(about) > _LONGEST_LABEL:
            return (Run(words, self.size),)
        return Run(f"{about}: ", self.size, "bold"), Run(rest, self.size)

    def _tall(self, width: float) -> float:
        room = width - (drawing.indent(self.size) if len(self.lines) > 1 else 0)
        tall = sum(lines_of(one, self.size, room) for one in self.lines) * self.size * LINE
        return tall + max(0, len(self.lines) - 1) * self.size * 0.4

    def least(self, width: float) -> float:
        """Return how high it must be at least."""
        return _heading(self.title, width, self._above) + self._tall(width) + 2

    def most(self, width: float) -> float:
        """Return how high it may grow where there is room."""
        return self.least(width)

    def parts(self, width: float, height: float) -> tuple[Block, Block] | None:
        """Return what fits a box, and the rest; None where it cannot be divided so."""
        for many in range(len(self.lines) - 1, 0, -1):
            head = replace(self, lines=self.lines[:many])
            if head.least(width) <= height:
                return head, replace(self, lines=self.lines[many:])
        return self._cut(width, height)

    def _cut(self, width: float, height: float) -> tuple[Block, Block] | None:
        """Divide a single line that is longer than a slide between two of its words."""
        room = height - _heading(self.title, width, self._above) - 2
        many = int(room // (self.size * LINE))
        wrapped = look.wrapped(
            only_text(self.lines[0]), self.size, (width - drawing.indent(self.size)) / _SAFE
        )
        if many < 1 or len(wrapped) <= many:
            return None
        rest = (" ".join(wrapped[many:]), *self.lines[1:])
        return replace(self, lines=(" ".join(wrapped[:many]),)), replace(self, lines=rest)

    def draw(self, canvas: Canvas, box: Box) -> None:
        """Put it on a slide."""
        box = _head(canvas, self.title, box, self._above)
        canvas.text(box, self._told(), self.title or self.lines[0])


@dataclass(frozen=True)
class LedeBlock:
    """The sentence or two under a title."""

    words: str
    _WIDEST = 800.0

    def least(self, width: float) -> float:
        """Return how high it must be at least."""
        return lines_of(self.words, BODY, min(width, self._WIDEST)) * BODY * LINE + 2

    def most(self, width: float) -> float:
        """Return how high it may grow where there is room."""
        return self.least(width)

    def parts(self, width: float, height: float) -> tuple[Block, Block] | None:
        """Return what fits a box, and the rest; None where it cannot be divided so."""
        return WordsBlock("", (self.words,)).parts(min(width, self._WIDEST), height)

    def draw(self, canvas: Canvas, box: Box) -> None:
        """Put it on a slide."""
        room = replace(box, width=min(box.width, self._WIDEST))
        canvas.text(room, [line(self.words, BODY)], say("In short"), holder=template.LEDE_HOLDER)


# ---- bars -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class BarsBlock:
    """Bars under what they measure."""

    bars: Bars
    made_at: dt.datetime

    def _size(self, width: float, height: float) -> float:
        """Return the size of letters: large where there is room for them."""
        for size in (BODY, 16.0) if width > 600 else (16.0,):
            if self._with(size, width) <= height:
                return size
        return SMALL

    def _with(self, size: float, width: float) -> float:
        rows = max(1, len(self.bars.bars))
        return self._above(width) + rows * charts.row_height(self.bars, size, width)

    def _above(self, width: float) -> float:
        told = charts.caption(self.bars)
        axis = lines_of(told, SMALL, width) * SMALL * LINE + 4 if told else 0
        return _heading(self.bars.title, width) + axis

    def least(self, width: float) -> float:
        """Return how high it must be at least."""
        return self._with(SMALL, width)

    def most(self, width: float) -> float:
        """Return how high it may grow where there is room."""
        rows = max(1, len(self.bars.bars))
        row = charts.row_height(self.bars, BODY, width)
        return self._above(width) + rows * max(row, 52.0)

    def parts(self, width: float, height: float) -> tuple[Block, Block] | None:
        """Return what fits a box, and the rest; None where it cannot be divided so."""
        row = charts.row_height(self.bars, 16.0, width)
        many = int((height - self._above(width)) // row)
        if many < 1 or many >= len(self.bars.bars):
            return None
        top = max([self.bars.most, *(b.value for b in self.bars.bars if b.value == b.value)])
        halves = (slice(None, many), slice(many, None))
        first, rest = (
            replace(self.bars, bars=self.bars.bars[half], dots=self.bars.dots[half], most=top)
            for half in halves
        )
        return replace(self, bars=first), replace(self, bars=rest)

    def draw(self, canvas: Canvas, box: Box) -> None:
        """Put it on a slide."""
        left = _head(canvas, self.bars.title, box)
        tall = self._above(box.width) - _heading(self.bars.title, box.width)
        told = charts.caption(self.bars)
        if told:
            words = [line(told, SMALL, "text", "muted")]
            canvas.text(replace(left, height=tall), words, told)
        plot = Box(left.left, left.top + tall, left.width, left.height - tall)
        if self.bars.bars:
            charts.draw(canvas, self.bars, plot, self._size(box.width, box.height), self.made_at)


# ---- tables ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class SheetBlock:
    """A table; `part` and `of` count the slides that it takes."""

    sheet: Sheet
    part: int = 1
    of: int = 1

    def _title(self) -> str:
        if self.of == 1:
            return self.sheet.title
        title = self.sheet.title or say("Table")
        return say("{title} ({n} of {of})", title=title, n=self.part, of=self.of)

    def _size(self, width: float, height: float) -> float:
        """Return the size of letters: large where there is room for them."""
        broken = tables.natural_width(self.sheet, SMALL) > width
        for size in (20.0, BODY, _TABLE):
            room = broken or tables.natural_width(self.sheet, size) <= width
            if room and self._with(size, width) <= height:
                return size
        return SMALL

    def _with(self, size: float, width: float) -> float:
        return _heading(self._title(), width) + tables.grid_of(self.sheet, size, width).height

    def least(self, width: float) -> float:
        """Return how high it must be at least."""
        return self._with(SMALL, width)

    def most(self, width: float) -> float:
        """Return how high it may grow where there is room."""
        size = next((one for one in (20.0, BODY, _TABLE)
                     if tables.natural_width(self.sheet, one) <= width), SMALL)  # fmt: skip
        return self._with(size, width) + _ROOMY * (len(self.sheet.rows) + 1)

    def is_whole(self, width: float) -> bool:
        """Whether no cell of it has more than one line."""
        return tables.least_width(self.sheet, SMALL) <= width

    def parts(self, width: float, height: float) -> tuple[Block, Block] | None:
        """Return what fits a box, and the rest; None where it cannot be divided so."""
        fits = tables.natural_width(self.sheet, _TABLE) <= width
        grid = tables.grid_of(self.sheet, _TABLE if fits else SMALL, width)
        room = height - _heading(f"{self._title()} (10 / 10)", width) - grid.head
        ends = np.cumsum(grid.rows)
        many = int((ends <= room).sum())
        if many < 1 or many >= len(grid.rows):
            return None
        slides = -(-len(grid.rows) // many)
        many = min(many, -(-len(grid.rows) // slides))  # as many rows on each slide
        rows = self.sheet.rows
        return (
            replace(self, sheet=replace(self.sheet, rows=rows[:many])),
            replace(self, sheet=replace(self.sheet, rows=rows[many:]), part=self.part + 1),
        )

    def draw(self, canvas: Canvas, box: Box) -> None:
        """Put it on a slide."""
        size = self._size(box.width, box.height)
        box = _head(canvas, self._title(), box)
        grid = tables.grid_of(self.sheet, size, box.width)
        spare = (box.height - grid.height) / (len(grid.rows) + 1)
        more = min(max(0.0, spare), _ROOMY)
        roomy = tables.Grid(grid.columns, grid.head + more, tuple(r + more for r in grid.rows))
        tables.draw(canvas, self.sheet, roomy, box, size)


# ---- maps -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class MapBlock:
    """A map without its key."""

    shown: Map
    title: str

    @property
    def shape(self) -> float:
        """How wide it is for its height."""
        part = maps.extent(self.shown)
        return part.width / max(part.height, 1e-6)

    def least(self, width: float) -> float:
        """Return how high it must be at least."""
        return min(300.0, width / self.shape)

    def most(self, width: float) -> float:
        """Return how high it may grow where there is room."""
        return width / self.shape

    def parts(self, width: float, height: float) -> tuple[Block, Block] | None:  # noqa: ARG002
        """Return None: a map is never divided."""
        return None

    def draw(self, canvas: Canvas, box: Box) -> None:
        """Put it on a slide."""
        maps.draw(canvas, self.shown, box, self.title)


@dataclass(frozen=True)
class KeyBlock:
    """What the colours and signs of a map mean."""

    entries: tuple[Entry, ...]

    def least(self, width: float) -> float:
        """Return how high it must be at least."""
        return maps.key_height(self.entries, width)

    def most(self, width: float) -> float:
        """Return how high it may grow where there is room."""
        return maps.key_height(self.entries, width, most=True)

    def parts(self, width: float, height: float) -> tuple[Block, Block] | None:
        """Return what fits a box, and the rest; None where it cannot be divided so."""
        for many in range(len(self.entries) - 1, 0, -1):
            head = KeyBlock(self.entries[:many])
            if head.least(width) <= height:
                return head, KeyBlock(self.entries[many:])
        return None

    def draw(self, canvas: Canvas, box: Box) -> None:
        """Put it on a slide."""
        maps.draw_key(canvas, self.entries, box)


def blocks_of(exhibits: Sequence[Exhibit], title: str, made_at: dt.datetime) -> list[Block]:
    """Return the blocks of a step, without those that are empty."""
    found: list[Block] = []
    for one in exhibits:
        match one:
            case Facts() if one.facts:
                found.append(FactsBlock(one))
            case Words() if one.lines:
                found.append(WordsBlock(one.title, one.lines))
            case Bars() if one.bars:
                found.append(BarsBlock(one, made_at))
            case Sheet() if one.columns:
                found.append(SheetBlock(one))
            case Map():
                found.append(MapBlock(one, one.title or title))
            case _:
                continue
    return found
