"""Maps of shapes: every area can be picked, coloured and moved in PowerPoint."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import groupby, product
from typing import Any, Final

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from sharedground.figures import look
from sharedground.figures.exhibits import Map
from sharedground.figures.scene import Dot, Floats, Mark, Shape, Text
from sharedground.figures.scene import Line as Path
from sharedground.figures.svg import only_text
from sharedground.slides import drawing
from sharedground.slides.drawing import LINE, WIDER, Box, Canvas, edge, line, paint

LETTERS: Final = 14.0
KEY_ROW: Final = 20.0
_SIGN: Final = 28.0
_LEAST_COLUMN: Final = 130.0
_LEAST_CONTRAST: Final = 4.5
_FEW_DOTS: Final = 60
_MOST_HIDDEN: Final = 6
"""Of many places, the most that a name may lie over."""

_LEAST_SHARE, _LEAST_ON_PLAIN = 0.6, 0.42
"""The least part of a name that lies in the area that it names; where all have one colour."""

_BESIDE: Final = 3.0
_LEAST_SIGN: Final = 6.5
"""The least radius of a sign with an icon, in points."""

_TRIES: Final = tuple(product((0, -8, 8, -16, 16, -26, 26), (0, -7, 7, -14, 14, -24, 24)))
"""How far a name may move, in points."""

_PILL: Final = 0.8
"""How much of a name's ground covers what lies under it, where no one colour can be read."""


@dataclass(frozen=True, eq=False)
class Entry:
    """A line of the key: its signs, drawn around 0, 0 in units of the map, and what they mean."""

    words: str
    signs: tuple[Mark, ...] = ()
    heading: bool = False


@lru_cache(maxsize=4)
def extent(shown: Map) -> Box:
    """Return the part of a map that is drawn, without its key, in units of the map."""
    every = [ring for region in shown.regions for ring in region.rings]
    every += [ring for mark in shown.over for ring in _points_of(mark)]
    if not every:
        return Box(0, 0, shown.width, shown.height)
    points = np.concatenate([np.asarray(ring, dtype=float) for ring in every])
    low, high = points.min(axis=0) - 2, points.max(axis=0) + 2
    return Box(float(low[0]), float(low[1]), float(high[0] - low[0]), float(high[1] - low[1]))


def _points_of(mark: Mark) -> Sequence[Floats]:
    match mark:
        case Shape():
            return mark.rings
        case Path():
            return mark.paths
        case Dot():
            r = mark.radius + mark.rim_width
            return [np.array([(mark.x - r, mark.y - r), (mark.x + r, mark.y + r)])]
        case Text():
            return []


# ---- the key --------------------------------------------------------------------------------


def key_of(shown: Map) -> list[Entry]:
    """Return the key of a map, line by line, with what it means in full."""
    full = list(shown.key)
    entries: list[Entry] = []
    signs: list[Mark] = []
    for mark in shown.legend:
        if not isinstance(mark, Text):
            signs.append(mark)
            continue
        if mark.bold and not signs:
            entries.append(Entry(mark.words, heading=True))
            continue
        words = full.pop(0)[0] if full else mark.words
        entries.append(Entry(words, tuple(_around(signs, mark))))
        signs = []
    return entries + [Entry(words, _patch(colour)) for words, colour in full]


def _around(signs: Sequence[Mark], words: Text) -> Iterator[Mark]:
    by = np.array([words.x - 32, words.y - 6])
    for sign in signs:
        yield _moved(sign, -by, 1.0)


def _patch(colour: str) -> tuple[Mark, ...]:
    box = np.array([(0, -8), (24, -8), (24, 8), (0, 8), (0, -8)], dtype=float)
    return (Shape([box], colour, look.colour("control"), 0.8),) if colour else ()


@dataclass(frozen=True)
class _KeyLine:
    """A line of a key, with where it stands from the corner of the key."""

    entry: Entry
    left: float
    top: float
    width: float
    height: float


def key_height(entries: Sequence[Entry], width: float, *, most: bool = False) -> float:
    """Return how high a key of a width is at least; or at most, in one column."""
    ways = _key_ways(tuple(entries), width)
    return _end(ways[0]) if most else min(map(_end, ways))


def _end(lines: Sequence[_KeyLine]) -> float:
    return max((one.top + one.height for one in lines), default=0.0)


@lru_cache(maxsize=64)
def _key_ways(entries: tuple[Entry, ...], width: float) -> tuple[list[_KeyLine], ...]:
    """Return the lines of a key in one column and in several."""
    return tuple(
        _in_columns(entries, width, columns)
        for columns in (1, 2, 3)
        if columns == 1 or width / columns > _LEAST_COLUMN
    )


def _key_lines(entries: tuple[Entry, ...], width: float, height: float) -> list[_KeyLine]:
    """Return the lines of a key so that fewest are broken, in as few columns as there is room."""
    ways = _key_ways(entries, width)
    fit = [lines for lines in ways if _end(lines) <= height + 0.5]
    if not fit:
        return min(ways, key=_end)
    return min(fit, key=lambda lines: sum(one.height > 1.2 * KEY_ROW for one in lines))


def _in_columns(entries: Sequence[Entry], width: float, columns: int) -> list[_KeyLine]:
    wide = (width - 16 * (columns - 1)) / columns
    placed: list[_KeyLine] = []
    top = 0.0
    for heading, several in groupby(entries, key=lambda one: one.heading):
        group = list(several)
        many = 1 if heading else -(-len(group) // columns)
        ends = [top]
        for column in range(-(-len(group) // many)):  # read down the columns, as a scale is
            y = top
            for one in group[column * many : (column + 1) * many]:
                room = width if heading else wide
                tall = _tall(one, room - (_SIGN if one.signs else 0))
                placed.append(
                    _KeyLine(one, 0.0 if heading else column * (wide + 16), y, room, tall)
                )
                y += tall
            ends.append(y)
        top = max(ends)
    return placed


def _tall(entry: Entry, width: float) -> float:
    style = "bold" if entry.heading else "text"
    many = len(look.wrapped(only_text(entry.words), LETTERS, width / WIDER, style))
    return max(1, many) * LETTERS * LINE + KEY_ROW - LETTERS * LINE


def draw_key(canvas: Canvas, entries: Sequence[Entry], box: Box) -> None:
    """Write the key of a map."""
    for one in _key_lines(tuple(entries), box.width, box.height):
        left, top = box.left + one.left, box.top + one.top
        at = np.array([left, top + KEY_ROW / 2])
        marks = [_moved(sign, at, 0.8) for sign in one.entry.signs]
        for shape in _marks(marks, canvas.numbers(), only_text(one.entry.words), {}):
            canvas.add(shape)
        before = _SIGN if one.entry.signs else 0.0
        above = (KEY_ROW - LETTERS * LINE) / 2
        told = Box(left + before, top + above, one.width - before, one.height - above)
        style = "bold" if one.entry.heading else "text"
        canvas.text(told, [line(one.entry.words, LETTERS, style)], one.entry.words)


def _moved(mark: Mark, by: Floats, scale: float) -> Mark:
    """Return a mark, first scaled around 0, 0 and then moved."""
    match mark:
        case Shape():
            rings = [np.asarray(ring) * scale + by for ring in mark.rings]
            return Shape(rings, mark.fill, mark.edge, mark.width * scale, mark.opacity, mark.dashed)
        case Path():
            paths = [np.asarray(path) * scale + by for path in mark.paths]
            return Path(paths, mark.colour, mark.width * scale, mark.dashed)
        case Dot():
            x, y = mark.x * scale + by[0], mark.y * scale + by[1]
            return Dot(float(x), float(y), mark.radius * scale, mark.fill, mark.shape, mark.rim,
                       mark.rim_width * scale, mark.icon, mark.ink, mark.faint)  # fmt: skip
        case Text():
            x, y = mark.x * scale + by[0], mark.y * scale + by[1]
            return Text(float(x), float(y), mark.words, mark.size * scale, mark.colour, mark.bold,
                        mark.heading, mark.anchor, mark.halo)  # fmt: skip


# ---- the map --------------------------------------------------------------------------------


def draw(canvas: Canvas, shown: Map, box: Box, title: str) -> None:
    """Put a map on a slide, as large as its box allows, in the top left of it."""
    part = extent(shown)
    scale = min(box.width / max(part.width, 1e-6), box.height / max(part.height, 1e-6))
    by = np.array([box.left - part.left * scale, box.top - part.top * scale])
    whole = Box(box.left, box.top, part.width * scale, part.height * scale)
    numbers = canvas.numbers()
    number = next(numbers)
    kinds = {_sort(sign): entry.words for entry in key_of(shown) for sign in entry.signs
             if isinstance(sign, Dot)}  # fmt: skip
    areas = [
        drawing.outline(next(numbers), f"{region.name}: {region.words}".strip(": "),
                        [np.asarray(ring) * scale + by for ring in region.rings],
                        paint(region.fill), edge(region.edge, max(0.5, region.width * scale)))
        for region in shown.regions if len(region.rings)
    ]  # fmt: skip
    over = [_moved(mark, by, scale) for mark in shown.over]
    drawn = [mark for mark in over if not isinstance(mark, Text)]
    texts = [mark for mark in over if isinstance(mark, Text)]
    shapes = [*areas, *_marks(drawn, numbers, "", kinds)]
    shapes += _names(shown, texts, numbers, whole, by, scale, canvas.language)
    canvas.add(drawing.group(number, title or shown.title, shown.alt, whole, "".join(shapes)))


def silhouette(canvas: Canvas, shown: Map, box: Box, colour: str) -> None:
    """Draw the areas of a map in one colour, in the middle of a box, for its looks only."""
    seen = [region for region in shown.regions if len(region.rings)]
    if not seen:
        return
    every = np.concatenate([np.asarray(ring) for region in seen for ring in region.rings])
    low, high = every.min(axis=0), every.max(axis=0)
    wide, tall = (max(float(n), 1e-6) for n in high - low)
    scale = min(box.width / wide, box.height / tall)
    by = np.array([box.right - wide * scale, box.top + (box.height - tall * scale) / 2])
    by = by - low * scale
    numbers = canvas.numbers()
    for region in seen:
        rings = [np.asarray(ring) * scale + by for ring in region.rings]
        shape = drawing.outline(next(numbers), region.name, rings, paint(colour),
                                edge("bg", 1.5), decorative=True)  # fmt: skip
        canvas.add(shape)


def _sort(dot: Dot) -> tuple[str, str]:
    """Return what tells one kind of dot from another."""
    return dot.fill, dot.shape


def _marks(
    marks: Sequence[Mark], numbers: Iterator[int], name: str, kinds: dict[tuple[str, str], str]
) -> list[str]:
    """Return marks as shapes; dots of one look that follow one another are one shape."""
    shapes = []
    for look_of, several in groupby(marks, key=_look_of):
        group = list(several)
        if look_of is not None:
            shapes.append(
                _dots([one for one in group if isinstance(one, Dot)], numbers, name, kinds)
            )
            continue
        shapes += [found for mark in group if (found := _one(mark, numbers, name))]
    return shapes


def _look_of(mark: Mark) -> tuple[object, ...] | None:
    if not isinstance(mark, Dot):
        return None
    return (mark.fill, mark.shape, mark.rim, mark.faint, round(mark.radius, 2))


def _dots(
    dots: Sequence[Dot], numbers: Iterator[int], name: str, kinds: dict[tuple[str, str], str]
) -> str:
    first = dots[0]
    at = np.array([(dot.x, dot.y) for dot in dots])
    fill = paint(first.fill, 0.5 if first.faint else 1.0)
    rim = edge(first.rim, max(0.5, first.rim_width))
    called = name or kinds.get(_sort(first), "") or look.colour("ink")
    radius = max(first.radius, _sign_radius(first))
    return drawing.dots(next(numbers), called, at, radius, first.shape, fill, rim)


def _sign_radius(dot: Dot) -> float:
    return _LEAST_SIGN if dot.icon else 0.0


def _one(mark: Mark, numbers: Iterator[int], name: str) -> str:
    match mark:
        case Shape() if len(mark.rings):
            line_of = edge(mark.edge, max(0.5, mark.width), dashed=mark.dashed)
            return drawing.outline(next(numbers), name, mark.rings,
                                   paint(mark.fill, mark.opacity), line_of)  # fmt: skip
        case Path() if len(mark.paths):
            line_of = edge(mark.colour, max(0.5, mark.width), dashed=mark.dashed, flat=False)
            return drawing.outline(next(numbers), name, mark.paths, paint(""), line_of,
                                   closed=False)  # fmt: skip
        case _:
            return ""


# ---- names on the map -----------------------------------------------------------------------


@dataclass(frozen=True)
class _Label:
    """Lines that stand together, with their box."""

    lines: tuple[str, ...]
    box: Box
    bold: bool
    free: bool
    """Whether nothing of the map lies under it that it must be kept apart from."""

    @property
    def is_number(self) -> bool:
        """Whether it is a number of a list, which stands where it belongs."""
        return len(self.lines) == 1 and self.lines[0].isdigit()


def _names(
    shown: Map, texts: Sequence[Text], numbers: Iterator[int], whole: Box, by: Floats,
    scale: float, language: str,
) -> list[str]:  # fmt: skip
    """Return the names on a map in letters that can be read; those without room are left out."""
    ground = _Ground(shown, by, scale)
    shapes = []
    for label in _with_room(sorted(map(_label, _together(texts)), key=_rank), ground, whole):
        ink, pill = ("ink", False) if label.free else ground.ink(label.box)
        pill = pill or ground.covered(label.box) > 0
        style = "bold" if label.bold else "text"
        told = [line(words, LETTERS, style, ink, align="ctr") for words in label.lines]
        plate = paint("bg", _PILL) if pill else ""
        words = drawing.body(told, language, "ctr", wrap=False)
        shapes.append(drawing.text_shape(next(numbers), " ".join(label.lines), label.box, words,
                                         plate=plate))  # fmt: skip
    return shapes


def _with_room(labels: Sequence[_Label], ground: _Ground, whole: Box) -> Iterator[_Label]:
    """Give the labels that lie on the map, over no other, and hide little that counts more."""
    taken: list[Box] = []
    for wished in labels:
        label = wished
        if not (wished.free or wished.is_number):
            label, share = ground.better(wished, taken)
            hidden = ground.covered(label.box)
            if share < ground.least_share or hidden > (0 if ground.few else _MOST_HIDDEN):
                continue
        inside = whole.left - 1 <= label.box.left and label.box.right <= whole.right + 1
        if inside and not any(_over(label.box, other) for other in taken):
            taken.append(label.box)
            yield label


def _together(texts: Sequence[Text]) -> list[list[Text]]:
    """Return the lines of each label: those in the middle of the same x that follow closely."""
    found: list[list[Text]] = []
    for text in texts:
        last = found[-1][-1] if found else None
        joined = (
            last is not None and text.anchor == last.anchor == "middle"
            and abs(text.x - last.x) < 0.01 and text.size == last.size
            and 0 < text.y - last.y < 1.4 * text.size
        )  # fmt: skip
        if joined:
            found[-1].append(text)
        else:
            found.append([text])
    return found


def _label(lines: Sequence[Text]) -> _Label:
    words = tuple(only_text(one.words) for one in lines)
    style = "bold" if lines[0].bold else "text"
    wide = max(look.width_of(one, LETTERS, style) for one in words) * WIDER + 6
    tall = len(words) * LETTERS * LINE + 2
    middle = sum(one.y - 0.34 * one.size for one in lines) / len(lines)
    left = {"middle": lines[0].x - wide / 2, "end": lines[0].x - wide}.get(
        lines[0].anchor, lines[0].x + _BESIDE
    )
    box = Box(left, middle - tall / 2, wide, tall)
    return _Label(words, box, lines[0].bold, not lines[0].halo)


def _rank(label: _Label) -> tuple[bool, bool]:
    """Return what comes first: the scale, then numbers, then names as they were placed."""
    return not label.free, not label.is_number


def _over(a: Box, b: Box) -> bool:
    return a.left < b.right and b.left < a.right and a.top < b.bottom and b.top < a.bottom


class _Ground:
    """The colours that lie under names."""

    def __init__(self, shown: Map, by: Floats, scale: float) -> None:
        seen = [(region.rings, region.fill) for region in shown.regions if len(region.rings)]
        names = [only_text(region.name) for region in shown.regions if len(region.rings)]
        seen += [(mark.rings, mark.fill) for mark in shown.over
                 if isinstance(mark, Shape) and mark.fill and mark.opacity == 1]  # fmt: skip
        self._fills = [fill for _, fill in seen]
        self._named = {name: at for at, name in enumerate(names)}
        shapes = [_area([np.asarray(ring) * scale + by for ring in rings]) for rings, _ in seen]
        self._tree = shapely.STRtree(shapes)
        dots = [mark for mark in shown.over if isinstance(mark, Dot)]
        self._dots = np.array([(d.x, d.y) for d in dots]).reshape(-1, 2) * scale + by
        self._radius = np.array([max(d.radius * scale, _sign_radius(d)) for d in dots])
        plain = len({region.fill for region in shown.regions}) < 2
        self.least_share = _LEAST_ON_PLAIN if plain else _LEAST_SHARE
        self.few = len(dots) <= _FEW_DOTS
        """Whether each place counts more than a name."""

    def covered(self, box: Box) -> int:
        """Return how many places a box lies over."""
        x, y, r = self._dots[:, 0], self._dots[:, 1], self._radius
        across = (box.left < x + r) & (x - r < box.right)
        return int((across & (box.top < y + r) & (y - r < box.bottom)).sum())

    def _of(self, boxes: Sequence[Box]) -> NDArray[np.int64]:
        """Return which shape is seen at each of some points of each box; -1 for none."""
        corners = np.array([(box.left, box.top, box.width, box.height) for box in boxes])
        left, top, wide, tall = (corners[:, at, None, None] for at in range(4))
        across, down = np.linspace(0.04, 0.96, 7)[None, :, None], np.linspace(0.1, 0.9, 4)
        xs = np.broadcast_to(left + wide * across, (len(boxes), 7, 4))
        ys = np.broadcast_to(top + tall * down[None, None, :], (len(boxes), 7, 4))
        points: Any = shapely.points(xs.ravel(), ys.ravel())
        of = np.full(len(points), -1, dtype=np.int64)
        at, shape = self._tree.query(points, predicate="within")
        np.maximum.at(of, at, shape)
        return of.reshape(len(boxes), -1)

    def better(self, label: _Label, taken: Sequence[Box]) -> tuple[_Label, float]:
        """Return a label moved a little to where most of it lies in what it names, and its share.

        The share is 1 where it names several areas together.
        """
        box = label.box
        named = self._named.get(" ".join(label.lines))
        middle = Box(box.left + box.width / 2 - 3, box.top + box.height / 2 - 3, 6, 6)
        own = int(np.bincount(self._of([middle])[0] + 1).argmax()) - 1 if named is None else named
        tries = [replace(box, left=box.left + x, top=box.top + y) for x, y in _TRIES]
        share = (self._of(tries) == own).mean(axis=1)
        cost = 1 - share + np.array([abs(x) + abs(y) for x, y in _TRIES]) / 150
        dear = 1.0 if self.few else 0.06
        cost += [dear * self.covered(moved) + 3 * any(_over(moved, one) for one in taken)
                 for moved in tries]  # fmt: skip
        best = int(cost.argmin())
        return replace(label, box=tries[best]), 1.0 if named is None else float(share[best])

    def ink(self, box: Box) -> tuple[str, bool]:
        """Return the colour of words in a box, and whether they need a ground of their own."""
        of = self._of([box])[0]
        under = {self._fills[n] if n >= 0 else look.colour("bg") for n in set(of.tolist())}
        for ink in ("ink", "bg"):
            if all(look.contrast(look.colour(ink), one) >= _LEAST_CONTRAST for one in under):
                return ink, False
        return "ink", True


def _area(rings: Sequence[Floats]) -> BaseGeometry:
    """Return the rings of one shape as an area: outer ones turn as the first, holes do not."""
    whole = [shapely.linearrings(ring) for ring in rings if len(ring) > 3]
    if not whole:
        return shapely.Polygon()
    first = shapely.is_ccw(whole[0])
    outer = [one for one in whole if shapely.is_ccw(one) == first]
    holes = [one for one in whole if shapely.is_ccw(one) != first]
    area = _filled(outer)
    return area.difference(_filled(holes)) if holes else area


def _filled(rings: Sequence[Any]) -> BaseGeometry:
    return shapely.union_all(shapely.make_valid(shapely.polygons(rings)))
