"""A map as SVG that can be used, and its key beside it: nothing in it acts, words are only words.

`assets/figure.js` makes it answer mouse, finger and keyboard; without it, it is a picture.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Final

import numpy as np

from sharedground import look as own
from sharedground.figures import look
from sharedground.figures.exhibits import Map, Region, Spot
from sharedground.figures.scene import Dot, Line, Mark, Shape, Text
from sharedground.figures.svg import mark_svg, paths_of, words_of
from sharedground.words import say

ASSETS: Final = Path(__file__).resolve().parent / "assets"
_FINGER: Final = 13.0
_ICONS: Final = {
    "in": "M10 3v14M3 10h14",
    "out": "M3 10h14",
    "reset": "M3 8V3h5M17 8V3h-5M3 12v5h5M17 12v5h-5",
}


def script(*, module: bool = True) -> str:
    """Return figure.js; without `module` as plain script that sits inside another."""
    text = (ASSETS / "figure.js").read_text("utf-8")
    return text if module else text.replace("export function", "function")


def style() -> str:
    """Return the rules of the map, which read the colours of the page (`--sp-*`)."""
    return (ASSETS / "figure.css").read_text("utf-8")


def map_html(shown: Map) -> str:
    """Return a map with its buttons, the line that says what is pointed at, and its key."""
    names = {"in": say("Closer"), "out": say("Further away"), "reset": say("The whole map")}
    buttons = "".join(
        f'<button type="button" data-do="{what}" aria-label="{words_of(name)}" '
        f'title="{words_of(name)}"><svg viewBox="0 0 20 20" aria-hidden="true"><path '
        f'd="{_ICONS[what]}" fill="none" stroke="currentColor" stroke-width="2.2"/></svg></button>'
        for what, name in names.items()
    )
    hint = say("Point at an area, tap it, or use the arrow keys.") if shown.regions else ""
    return (
        f'<div class="sg-figure" data-map><div class="sg-frame">{map_svg(shown)}'
        f'<p class="sg-tip" data-tip hidden aria-hidden="true"></p></div><div class="sg-under">'
        f'<p class="sg-told" data-told aria-live="polite">{words_of(hint)}</p>'
        f'<div class="sg-tools">{buttons}</div></div>{key_html(shown)}</div>'
    )


def map_svg(shown: Map) -> str:
    """Return a map without its key: each area and each place knows its name and its words."""
    height = bottom_of(shown)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="sg-map" data-map-of="" '
        f'viewBox="0 0 {shown.width:g} {height:g}" role="img" '
        f'aria-label="{words_of(shown.alt or shown.title)}">'
        f'<g data-areas="">{"".join(map(_region, shown.regions))}</g>'
        f'<g aria-hidden="true" pointer-events="none">{"".join(map(_over, shown.over))}</g>'
        f'<g aria-hidden="true">{"".join(map(_spot, shown.spots))}</g>'
        f'<path data-kept="" d=""/><path data-ring="" d=""/></svg>'
    )


def bottom_of(shown: Map) -> float:
    """Return where the map ends and its key begins."""
    if shown.map_height:
        return shown.map_height
    tops = [box[1] for box in map(_box, shown.legend) if box]
    return min([*(top - 8 for top in tops), shown.height])


def _region(region: Region) -> str:
    return (
        f'<path data-n="{words_of(region.name)}" data-words="{words_of(region.words)}" '
        f'd="{paths_of(region.rings, "Z")}" fill="{region.fill}" stroke="{region.edge}" '
        f'stroke-width="{region.width:g}" stroke-linejoin="round" fill-rule="evenodd"/>'
        if len(region.rings)
        else ""
    )


def _spot(spot: Spot) -> str:
    return (
        f'<circle data-n="{words_of(spot.name)}" data-words="{words_of(spot.words)}" '
        f'data-at="{spot.x:.1f} {spot.y:.1f}" cx="{spot.x:.1f}" cy="{spot.y:.1f}" '
        f'r="{_FINGER:g}" fill="none" pointer-events="all"/>'
    )


def _over(mark: Mark) -> str:
    """Return a mark; words and signs keep their size on the screen when the map comes closer."""
    if isinstance(mark, Dot | Text):
        return f'<g data-at="{mark.x:.1f} {mark.y:.1f}">{mark_svg(mark)}</g>'
    return mark_svg(mark)


def key_html(shown: Map) -> str:
    """Return the key in words, each with the sign that the map uses."""
    heads, items = _key_of(shown)
    if not items:
        return ""
    head = f"<p>{words_of(' '.join(heads))}</p>" if heads else ""
    rows = "".join(f"<li>{_sign(marks)}{words_of(words)}</li>" for words, marks in items)
    return f'<div class="sg-key">{head}<ul>{rows}</ul></div>'


def _key_of(shown: Map) -> tuple[list[str], list[tuple[str, list[Mark]]]]:
    """Return the heading of the key, and each entry with the marks that stand before its words."""
    heads: list[str] = []
    signs: list[list[Mark]] = []
    waiting: list[Mark] = []
    for mark in shown.legend:
        if not isinstance(mark, Text):
            waiting.append(mark)
        elif mark.bold:
            heads.append(mark.words)
        else:
            signs.append(waiting)
            waiting = []
    if len(signs) != len(shown.key):
        signs = [[_patch(colour)] if colour else [] for _, colour in shown.key]
    return heads, [(words, signs[at]) for at, (words, _) in enumerate(shown.key)]


def _patch(colour: str) -> Shape:
    corners = np.array([(0, 0), (24, 0), (24, 16), (0, 16), (0, 0)], dtype=float)
    return Shape([corners], colour, look.colour("control"), 0.8)


def _sign(marks: Sequence[Mark]) -> str:
    boxes = [box for box in map(_box, marks) if box]
    if not boxes:
        return ""
    left, top = min(b[0] for b in boxes) - 1.5, min(b[1] for b in boxes) - 1.5
    wide = max(b[2] for b in boxes) + 1.5 - left
    tall = max(b[3] for b in boxes) + 1.5 - top
    return (
        f'<svg viewBox="{left:.1f} {top:.1f} {wide:.1f} {tall:.1f}" aria-hidden="true">'
        f"{''.join(map(mark_svg, marks))}</svg>"
    )


def _box(mark: Mark) -> tuple[float, float, float, float] | None:
    """Return left, top, right and bottom of a mark."""
    match mark:
        case Shape():
            return _bounds(mark.rings)
        case Line():
            return _bounds(mark.paths)
        case Dot():
            x, y, r = mark.x, mark.y, mark.radius
            return x - r, y - r, x + r, y + r
        case Text():
            return mark.x, mark.y - mark.size, mark.x, mark.y


def _bounds(parts: Sequence[Any]) -> tuple[float, float, float, float] | None:
    points = [part for part in parts if len(part)]
    if not points:
        return None
    every = np.vstack(points)
    (left, top), (right, bottom) = every.min(axis=0), every.max(axis=0)
    return float(left), float(top), float(right), float(bottom)


def dark_rules(within: str = "") -> str:
    """Return the rules that show pictures of the light look in the colours of the dark one.

    Parameters
    ----------
    within
        The selector of what holds them, such as ".sg-figure".
    """
    return "".join(
        f'{within} [fill="{light}"]{{fill:{dark}}}{within} [stroke="{light}"]{{stroke:{dark}}}'
        for light, dark in _pairs()
    )


@cache
def _pairs() -> tuple[tuple[str, str], ...]:
    """Return each colour of the light look with its partner in the dark one."""
    found: dict[str, str] = {}
    both = (_flat(dict(own.tokens(mode))) for mode in own.MODES)
    for light, dark in zip(*both, strict=True):
        found.setdefault(light, dark)
    return tuple(found.items())


def _flat(tokens: Any) -> Iterable[str]:
    """Yield every colour of a look, in the order of the file."""
    if isinstance(tokens, str):
        yield tokens
        return
    for value in tokens.values() if isinstance(tokens, dict) else tokens:
        yield from _flat(value)
