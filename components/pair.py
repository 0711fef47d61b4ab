"""Two places side by side: what speaks for their being one, how far apart, and line by line."""

from __future__ import annotations

from typing import Final

import numpy as np
import shapely
import streamlit as st
from shapely.geometry.base import BaseGeometry

from components import theme
from components.frame import plain_markdown
from components.parts import safe_html
from components.place_sketch import path
from sharedground.sameness import APART, SAME, SAME_PLACE, Line, Match, Question, Side
from sharedground.views import View
from sharedground.words import later, say

WIDTH, HEIGHT = 260.0, 150.0
"""Of the small map, in units and CSS pixels."""

LEAST_M: Final = 120.0
"""Metres that the small map shows at least, from side to side."""

LONGEST: Final = 160
"""Letters that are shown of what a place does."""

_PER_DEGREE: Final = 111_320.0

ANSWERS: Final[tuple[tuple[str, str, str], ...]] = (
    (SAME, later("One place: merge"), ":material/merge:"),
    (SAME_PLACE, later("Same place, different service"), ":material/location_on:"),
    (APART, later("Keep both"), ":material/call_split:"),
)
"""What can be said of two places, its words and its sign."""

SAID: Final[dict[str, str]] = {
    SAME: later("one place, says {who}"),
    SAME_PLACE: later("two services at one place, says {who}"),
    APART: later("two places, says {who}"),
}
_MATCHES: Final = {
    Match.SAME: later("Same"),
    Match.DIFFERENT: later("Different"),
    Match.ONE_ONLY: later("Only one says"),
}
_LIKELY: Final = ((0.99, later("Very likely one place")), (0.9, later("Likely one place")))


def draw(question: Question, seen: View, *, level: int = 3) -> None:
    """Draw two places side by side."""
    st.html(f"<style>{theme.icon_css(_categories(question), theme.mode())}</style>")
    st.html(pair_html(question, seen, theme.mode(), level=level))


def answers(question: Question, key: str) -> str:
    """Draw the buttons for what two places can be; return what was pressed, or ""."""
    pressed = ""
    with st.container(horizontal=True):
        for verdict, label, icon in ANSWERS:
            if st.button(say(label), icon=icon, key=f"{key}-{verdict.replace(' ', '-')}",
                         help=plain_markdown(heading_of(question))):  # fmt: skip
                pressed = verdict
    return pressed


def heading_of(question: Question) -> str:
    """Return both names, or the one that they share."""
    one, other = question.one.name, question.other.name
    if one.casefold() == other.casefold():
        return one
    return say("{one} and {other}", one=one, other=other)


def likely_in_words(question: Question) -> str:
    """Return how likely two places are one."""
    if question.other_kind:
        return say("Two kinds of place at one spot")
    for least, words in _LIKELY:
        if question.likeness >= least:
            return say(words)
    return say("Perhaps one place")


def pair_html(question: Question, seen: View, look: theme.Mode, *, level: int = 3) -> str:
    """Return the HTML of `draw`, without the markers' own style."""
    evidence = _evidence(say("Speaks for one place:"), question, speaks_for=True)
    evidence += _evidence(say("Speaks against:"), question, speaks_for=False)
    return (
        f'<div class="sp-pair"><div class="sp-pairhead"><div>'
        f'<h{level} class="sp-h3">{safe_html(heading_of(question))}</h{level}>'
        f'<p class="sp-likely">{safe_html(likely_in_words(question))}</p>{evidence}</div>'
        f"{_map_html(question, seen, look)}</div>{_table(question)}</div>"
    )


def _evidence(lead: str, question: Question, *, speaks_for: bool) -> str:
    words = [said.words for said in question.said if said.speaks_for is speaks_for]
    if not words:
        return ""
    return f"<p><b>{safe_html(lead)}</b> {safe_html(', '.join(words))}.</p>"


def _categories(question: Question) -> list[str]:
    return list(dict.fromkeys([question.one.category, question.other.category]))


def _table(question: Question) -> str:
    sides = (question.one, question.other)
    heads = [
        f"{_marker(number, side)}{safe_html(_side_in_words(number, side))}"
        for number, side in enumerate(sides, start=1)
    ]
    columns = "".join(f'<th scope="col" role="columnheader">{head}</th>' for head in heads)
    rows = "".join(_row(line) for line in question.lines)
    label = safe_html(say("{names}, side by side", names=heading_of(question)))
    key = "".join(f"<li>{head}</li>" for head in heads)
    return (
        f'<ul class="sp-pairkey" aria-hidden="true">{key}</ul>'
        f'<div class="sp-wide" tabindex="0" role="region" aria-label="{label}">'
        f'<table class="sp-table sp-stack" role="table"><thead role="rowgroup"><tr role="row">'
        f'<th scope="col" role="columnheader">{safe_html(say("What they say"))}</th>{columns}'
        f'<th scope="col" role="columnheader">{safe_html(say("Compared"))}</th></tr></thead>'
        f'<tbody role="rowgroup">{rows}</tbody></table></div>'
    )


def _side_in_words(number: int, side: Side) -> str:
    if not side.listed:
        return say("Place {number}", number=str(number))
    return say("{list}, row {row}", list=side.listed, row=str(side.row))


def _marker(number: int, side: Side) -> str:
    return (
        f'<span class="sp-number">{number}</span>'
        f'<span class="sp-icon {theme.category_class(side.category)}"></span>'
    )


def _row(line: Line) -> str:
    look = {Match.SAME: "sp-same", Match.DIFFERENT: "sp-differs", Match.ONE_ONLY: "sp-fills"}
    same = line.match is Match.SAME
    labels = (say("Both"), say("Both")) if same else ("1", "2")
    cells = "".join(
        f'<td role="cell" data-label="{safe_html(label)}">{safe_html(_short(text) or "-")}</td>'
        for label, text in zip(labels, (line.one, line.other), strict=True)
    )
    words = safe_html(say(_MATCHES[line.match]))
    return (
        f'<tr role="row" class="{look[line.match]}"><th scope="row" role="rowheader">'
        f"{safe_html(line.label)}</th>{cells}"
        f'<td role="cell" data-label="{safe_html(say("Compared"))}" class="sp-match">{words}</td>'
        f"</tr>"
    )


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[:LONGEST].rstrip()}…"


def distance_in_words(metres: float) -> str:
    """Return how far apart two places are."""
    if metres != metres:
        return say("We do not know how far apart they are.")
    if metres < 1:
        return say("At the same point.")
    if metres < 1_000:
        return say("{n} m apart.", n=round(metres))
    return say("{km} km apart.", km=f"{metres / 1000:.1f}")


def _map_html(question: Question, seen: View, look: theme.Mode) -> str:
    words = distance_in_words(question.metres)
    if question.metres != question.metres:
        return f'<p class="sp-apart">{safe_html(words)}</p>'
    picture = theme.data_uri(map_svg(question, seen, look))
    alt = safe_html(say("A small map of both places."))
    return (
        f'<figure class="sp-apart"><img src="{picture}" alt="{alt}" width="{WIDTH:.0f}" '
        f'height="{HEIGHT:.0f}"><figcaption>{safe_html(words)}</figcaption></figure>'
    )


def map_svg(question: Question, seen: View, look: theme.Mode) -> str:
    """Return a small map of two places with the borders of areas round them, as SVG."""
    one, other = question.one, question.other
    lon, lat = (one.lon + other.lon) / 2, (one.lat + other.lat) / 2
    narrower = float(np.cos(np.radians(lat)))
    across = max(LEAST_M, question.metres * 2.2)
    scale = WIDTH / across * _PER_DEGREE
    per_degree = np.array([scale * narrower, -scale])
    centre = np.array([WIDTH / 2, HEIGHT / 2])

    def drawn(points: np.ndarray) -> np.ndarray:
        return np.asarray((points - [lon, lat]) * per_degree + centre)

    t = theme.tokens(look)
    borders = path(shapely.transform(_near(seen, lon, lat, across, narrower), drawn))
    dots = "".join(
        _dot(number, *drawn(np.array([side.lon, side.lat])).tolist(), t)
        for number, side in reversed(list(enumerate((one, other), start=1)))
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH:.0f} {HEIGHT:.0f}" '
        f'width="{WIDTH:.0f}" height="{HEIGHT:.0f}">'
        f'<rect width="100%" height="100%" fill="{t["surface"]}"/>'
        f'<path d="{borders}" fill="none" stroke="{t["control"]}" stroke-width="1"/>{dots}'
        f"{_scale_bar(across, t)}</svg>"
    )


def _near(seen: View, lon: float, lat: float, across: float, narrower: float) -> list[BaseGeometry]:
    """Return the outlines of areas near a point, cut to the map."""
    x = across / _PER_DEGREE / narrower
    y = across / _PER_DEGREE * HEIGHT / WIDTH
    outlines = seen.areas.geometry.to_numpy()
    if not len(outlines):
        return []
    box = shapely.box(lon - x, lat - y, lon + x, lat + y)
    near = outlines[shapely.intersects(shapely.envelope(outlines), box)]
    cut = shapely.clip_by_rect(near, lon - x, lat - y, lon + x, lat + y)
    return [shape for shape in cut if shape is not None and not shape.is_empty]


def _dot(number: int, x: float, y: float, t: dict[str, str]) -> str:
    letter = 'text-anchor="middle" font-family="sans-serif" font-size="13" font-weight="700"'
    return (
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="10" fill="{t["brand"]}" stroke="{t["bg"]}" '
        f'stroke-width="2"/><text x="{x:.1f}" y="{y + 4.5:.1f}" {letter} fill="{t["bg"]}">'
        f"{number}</text>"
    )


def _scale_bar(across: float, t: dict[str, str]) -> str:
    """Return a bar of a round number of metres in a corner."""
    metres = next(n for n in (2_000, 1_000, 500, 200, 100, 50, 20, 10) if n <= across / 3)
    long = metres / across * WIDTH
    words = say("{n} m", n=metres)
    return (
        f'<rect x="6" y="{HEIGHT - 25:.0f}" width="{long + 8:.1f}" height="21" fill="{t["bg"]}" '
        f'fill-opacity=".85"/><path d="M10 {HEIGHT - 8:.0f}h{long:.1f}" stroke="{t["ink"]}" '
        f'stroke-width="2"/><text x="10" y="{HEIGHT - 13:.0f}" font-family="sans-serif" '
        f'font-size="11" fill="{t["ink"]}">{words}</text>'
    )
