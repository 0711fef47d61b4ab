"""What exhibits are on paper: plain values for the template, pictures as SVG."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any, Final

from sharedground import look
from sharedground.figures.bars import bars_figure, top_of
from sharedground.figures.exhibits import Bars, Exhibit, Facts, Map, Sheet, Words
from sharedground.figures.scene import Figure
from sharedground.figures.svg import svg_text
from sharedground.paper.letters import breakable, shown
from sharedground.words import say

Block = dict[str, Any]

UNITS_A_MM: Final = 5.35
"""Of a picture of bars: its letters come out with 9 points, however wide it is."""

SIDE: Final = 330.0
"""How wide bars beside a map are drawn."""

MOST_BARS: Final = 16
"""Bars in one picture; more are drawn in several, so that each fits a page."""


def facts_block(facts: Facts) -> Block:
    """Return key figures."""
    told = [{"label": breakable(one.label), "value": breakable(one.value),
             "note": breakable(one.note)} for one in facts.facts]  # fmt: skip
    return {"kind": "facts", "title": breakable(facts.title), "facts": told}


def words_block(words: Words) -> Block:
    """Return sentences."""
    return {"kind": "words", "title": breakable(words.title),
            "lines": [breakable(line) for line in words.lines]}  # fmt: skip


def map_block(drawn: Map) -> Block:
    """Return a map with its key, scale and source; the finding above it is its title."""
    told = _picture(drawn.figure(), "", drawn.source, is_map=True)
    return {**told, "called": breakable(drawn.title)}


def bars_blocks(bars: Bars, width: float) -> Iterator[Block]:
    """Return bars as one picture, or as several where they are many."""
    many = len(bars.bars) > MOST_BARS
    for first in range(0, max(len(bars.bars), 1), MOST_BARS):
        part = bars
        if many:
            rows = bars.bars[first : first + MOST_BARS]
            part = replace(
                bars, bars=rows, most=top_of(bars), dots=bars.dots[first : first + MOST_BARS],
                alt=say("Bars: {text}", text="; ".join(f"{b.name}: {b.words}" for b in rows)),
            )  # fmt: skip
        yield _picture(bars_figure(part, width), "" if first else bars.title, "")


def sheet_block(sheet: Sheet) -> Block:
    """Return a table, without columns that say nothing in any row."""
    kept = [
        at
        for at in range(len(sheet.columns))
        if at == 0 or not sheet.rows or any(row[at] for row in sheet.rows)
    ]
    columns = [(sheet.columns[at], _wide(sheet, at)) for at in kept]
    return {
        "kind": "sheet", "title": breakable(sheet.title),
        "columns": [{"name": breakable(c.name), "numeric": c.numeric, "wide": wide}
                    for c, wide in columns],
        "rows": [[breakable(row[at]) for at in kept] for row in sheet.rows],
    }  # fmt: skip


def _wide(sheet: Sheet, at: int) -> int:
    """Return how wide a column should be in letters: of numbers, so wide that none is broken."""
    column = sheet.columns[at]
    heading = max((len(word) for word in column.name.split()), default=0)
    heading = max(heading, len(column.name) // 3 if column.numeric else 0)
    most = 14 if column.numeric else 40
    return min(max([heading, 4, *(len(row[at]) for row in sheet.rows)]), most) + 2 * (
        not column.numeric
    )


def text_of(exhibits: Sequence[Exhibit]) -> int:
    """Return how many letters sentences among exhibits have."""
    return sum(len(line) for one in exhibits if isinstance(one, Words) for line in one.lines)


def _picture(figure: Figure, title: str, source: str, *, is_map: bool = False) -> Block:
    return {"kind": "picture", "title": breakable(title), "svg": svg_text(figure),
            "alt": figure.alt or figure.title or say("Picture"), "source": breakable(source),
            "map": is_map}  # fmt: skip


def whose() -> dict[str, str]:
    """Return the logo and the name of those whose paper it is, "" where they have none."""
    theirs = look.current()
    name = shown(theirs.name)
    if theirs.logo is None:
        return {"svg": "", "name": breakable(name)}
    size = f'width="{theirs.logo.width}" height="{theirs.logo.height}"'
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" {size}>'
        f'<image href="{theirs.logo.data_uri}" {size}/></svg>'
    )
    return {"svg": svg, "name": name or say("Logo")}
