"""Where the blocks of a step stand: on as few slides as they can be read on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from sharedground.slides import maps
from sharedground.slides.blocks import (
    BODY,
    GAP,
    BarsBlock,
    Block,
    FactsBlock,
    KeyBlock,
    LedeBlock,
    MapBlock,
    SheetBlock,
    WordsBlock,
)
from sharedground.slides.drawing import Box

BETWEEN: Final = 36.0
"""Room between a map and what stands beside it."""

Placed = tuple[Block, Box]
_LARGE: Final = (28.0, 24.0, 21.0)
_LEAST_SIDE: Final = 300.0
_LEAST_MAP: Final = 226.0


@dataclass(frozen=True)
class Page:
    """The blocks of one slide, each in its box."""

    placed: tuple[Placed, ...]


def pages_of(blocks: Sequence[Block], lede: Block | None, box: Box) -> list[Page]:
    """Return the slides of a step; the lede stands on the first one."""
    head = [lede] if lede is not None else []
    left = _enlarged([*head, *blocks], box)
    pages: list[Page] = []
    while left:
        page, left = _next(left, box)
        pages.append(page)
    return _counted(pages) or [Page(())]


def _enlarged(blocks: list[Block], box: Box) -> list[Block]:
    """Return sentences and figures that stand alone as large as one slide has room for."""
    if not all(isinstance(one, WordsBlock | LedeBlock | FactsBlock) for one in blocks):
        return blocks
    for size in _LARGE:
        larger = [_larger(one, size) for one in blocks]
        if _arranged(larger, box) is not None:
            return larger
    return blocks


def _larger(block: Block, size: float) -> Block:
    if isinstance(block, FactsBlock):
        return replace(block, scale=size / BODY * 1.1)
    if isinstance(block, WordsBlock) and not block.plain:
        return replace(block, size=size)
    return block


def _next(blocks: list[Block], box: Box) -> tuple[Page, list[Block]]:
    """Return the next slide, and what is left for others."""
    for many in range(len(blocks), 0, -1):
        placed = _arranged(blocks[:many], box)
        if placed is not None:
            larger = _enlarged(blocks[:many], box)
            return Page(_arranged(larger, box) or placed), blocks[many:]
    first, rest = blocks[0], blocks[1:]
    halves = first.parts(box.width, box.height)
    if halves is None:  # nothing can make it smaller: it keeps to the box
        return Page(((first, box),)), rest
    return Page(((halves[0], replace(box, height=_tall(halves[0], box))),)), [halves[1], *rest]


def _tall(block: Block, box: Box) -> float:
    return min(box.height, max(block.least(box.width), block.most(box.width)))


def _arranged(blocks: list[Block], box: Box) -> tuple[Placed, ...] | None:
    """Return the blocks in the first arrangement that has room for all."""
    ways: list[Callable[[list[Block], Box], tuple[Placed, ...] | None]] = (
        [_beside_map, _over_facts] if any(isinstance(one, MapBlock) for one in blocks)
        else [_beside, _stacked] if _has_side(blocks)
        else [_stacked, _beside]
    )  # fmt: skip
    for way in ways:
        placed = way(blocks, box)
        if placed is not None:
            return placed
    return None


def _has_side(blocks: Sequence[Block]) -> bool:
    """Whether something narrow stands well beside something wide."""
    wide = any(isinstance(one, BarsBlock | SheetBlock) for one in blocks)
    narrow = any(
        isinstance(one, FactsBlock) or (isinstance(one, WordsBlock) and len(one.lines) > 1)
        for one in blocks
    )
    return wide and narrow


def _stacked(blocks: Sequence[Block], box: Box) -> tuple[Placed, ...] | None:
    """Return blocks one below the other, over the whole width."""
    if len(blocks) > 1 and all(isinstance(one, WordsBlock) for one in blocks[-2:]):
        paired = _paired(blocks, box)
        if paired is not None:
            return paired
    least = [one.least(box.width) for one in blocks]
    gaps = GAP * 1.3 * (len(blocks) - 1)
    spare = box.height - sum(least) - gaps
    if spare < -0.5:
        return None
    placed: list[Placed] = []
    y = box.top
    wishes = [max(0.0, one.most(box.width) - tall)
              for one, tall in zip(blocks, least, strict=True)]  # fmt: skip
    share = min(1.0, spare / sum(wishes)) if sum(wishes) > 0 else 0.0
    for one, tall, wish in zip(blocks, least, wishes, strict=True):
        placed.append((one, Box(box.left, y, box.width, tall + share * wish)))
        y += tall + share * wish + GAP * 1.3
    return tuple(placed)


def _paired(blocks: Sequence[Block], box: Box) -> tuple[Placed, ...] | None:
    """Return the last two blocks of words beside one another, the others above them."""
    wide = (box.width - BETWEEN) / 2
    tall = max(one.least(wide) for one in blocks[-2:])
    above = blocks[:-2]
    room = replace(box, height=box.height - tall - GAP * 1.3 if above else 0.0)
    placed = _stacked(above, room) if above else ()
    if placed is None or tall > box.height or (above and room.height < 0):
        return None
    top = placed[-1][1].bottom + GAP * 1.3 if placed else box.top
    pair = ((one, Box(box.left + at * (wide + BETWEEN), top, wide, one.least(wide)))
            for at, one in enumerate(blocks[-2:]))  # fmt: skip
    return (*placed, *pair)


def _beside(blocks: list[Block], box: Box) -> tuple[Placed, ...] | None:
    """Return bars or a table on the left and what is narrow on the right, under the lede."""
    lede = blocks[0] if isinstance(blocks[0], LedeBlock) else None
    if lede is not None and len(blocks) > 1:
        tall = lede.least(box.width)
        below = tall + GAP * 1.3
        rest = replace(box, top=box.top + below, height=box.height - below)
        under = _columns(blocks[1:], rest)
        if under is not None:
            return ((lede, replace(box, height=tall)), *under)
    return _columns(blocks, box)


def _columns(blocks: list[Block], box: Box) -> tuple[Placed, ...] | None:
    main = [one for one in blocks if isinstance(one, BarsBlock | SheetBlock)]
    side = [one for one in blocks if one not in main]
    if len(main) != 1 or not side:
        return None
    first = main[0]
    shares = [0.62, 0.7]
    if isinstance(first, SheetBlock) and not first.is_whole(box.width * 0.62 - BETWEEN / 2):
        shares.reverse()
    for share in shares:
        wide = box.width * share
        left = _stacked(main, replace(box, width=wide - BETWEEN / 2))
        right = _stacked(side, Box(box.left + wide + BETWEEN / 2, box.top,
                                   box.width - wide - BETWEEN / 2, box.height))  # fmt: skip
        if left and right:
            lede = isinstance(side[0], LedeBlock)
            return (*right[:1], *left, *right[1:]) if lede else (*left, *right)
    return None


def _beside_map(blocks: list[Block], box: Box) -> tuple[Placed, ...] | None:
    """Return a map on the left, its key below it or beside it, and all else on the right."""
    found = [one for one in blocks if isinstance(one, MapBlock)]
    if len(found) != 1:
        return None
    side = [one for one in blocks if not isinstance(one, MapBlock)]
    key = KeyBlock(tuple(maps.key_of(found[0].shown)))
    tries = ((_with_key_below, 3), (_with_key_beside, 0), (_with_key_below, 5))
    for way, rows in tries if key.entries else tries[1:2]:
        placed = way(found[0], key, side, box, rows)
        if placed is not None:
            return placed
    return None


def _over_facts(blocks: list[Block], box: Box) -> tuple[Placed, ...] | None:
    """Return a map with all but the key figures, and those in a row below."""
    facts = [one for one in blocks if isinstance(one, FactsBlock)]
    if len(facts) != 1:
        return None
    tall = facts[0].least(box.width)
    above = _beside_map([one for one in blocks if one is not facts[0]],
                        replace(box, height=box.height - tall - GAP * 1.5))  # fmt: skip
    if above is None:
        return None
    return (*above, (facts[0], replace(box, top=box.bottom - tall, height=tall)))


def _with_key_below(
    shown: MapBlock, key: KeyBlock, side: list[Block], box: Box, rows: int
) -> tuple[Placed, ...] | None:  # fmt: skip
    drawn = min(0.56 * box.width, (box.height - 3 * maps.KEY_ROW) * shown.shape)
    for share in sorted((0.56, 0.52, 0.48, 0.44), key=lambda one: abs(one * box.width - drawn)):
        wide = box.width * share
        key_tall = key.least(wide)
        tall = min(box.height - key_tall - GAP, wide / shown.shape)
        if key_tall > (rows + 0.2) * maps.KEY_ROW or tall < _LEAST_MAP:
            continue
        wide = max(tall * shown.shape, box.width * 0.44)
        if key.least(wide) > key_tall + 1:
            wide = box.width * share
        right = _right_of(wide, side, box)
        if right is not None:
            left = ((shown, Box(box.left, box.top, wide, tall)),
                    (key, Box(box.left, box.top + tall + GAP, wide, key_tall)))  # fmt: skip
            return (*right[:1], *left, *right[1:]) if side else left
    return None


def _with_key_beside(
    shown: MapBlock, key: KeyBlock, side: list[Block], box: Box, rows: int  # noqa: ARG001
) -> tuple[Placed, ...] | None:  # fmt: skip
    for share in (0.56, 0.5, 0.44):
        tall = min(box.height, box.width * share / shown.shape)
        if tall < _LEAST_MAP:
            continue
        wide = tall * shown.shape
        right = _right_of(wide, [*side, *([key] if key.entries else [])], box)
        if right is not None:
            return (*right[:1], (shown, Box(box.left, box.top, wide, tall)), *right[1:])
    return None


def _right_of(wide: float, side: list[Block], box: Box) -> tuple[Placed, ...] | None:
    room = box.width - wide - BETWEEN
    if room < _LEAST_SIDE:
        return None
    return _stacked(side, Box(box.left + wide + BETWEEN, box.top, room, box.height)) if side else ()


def _counted(pages: list[Page]) -> list[Page]:
    """Return the slides with each part of a table saying how many parts there are."""
    found = list(pages)
    parts = [
        (at, n, block)
        for at, page in enumerate(pages)
        for n, (block, _) in enumerate(page.placed)
        if isinstance(block, SheetBlock)
    ]
    start = 0
    for end in range(1, len(parts) + 1):
        if end < len(parts) and parts[end][2].part > parts[end - 1][2].part:
            continue
        for at, n, block in parts[start:end]:
            placed = list(found[at].placed)
            placed[n] = (replace(block, of=end - start), placed[n][1])
            found[at] = Page(tuple(placed))
        start = end
    return found
