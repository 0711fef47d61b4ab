"""Bars and a map of strengths and gaps, drawn in Plotly from one table of how areas stand."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any, Final, NamedTuple

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from components import theme
from components.gaps import coarse
from components.parts import safe_html
from components.place_sketch import WIDTH, Sketch, rings
from sharedground.analysis import story
from sharedground.analysis.standing import Verdict
from sharedground.partner_views import Common
from sharedground.telling.findings import CUTS
from sharedground.words import say

_ROW: Final = 32
_NAME: Final = 24
_LETTER: Final = 8.2
"""Pixels of a letter of 15 pixels, on average."""

_BLACK, _WHITE = theme.colour("bg", "dark"), theme.colour("bg", "light")
_DARK: Final = 0.18
"""Below this luminance white stands out more than black (WCAG 2.2)."""


class Dots(NamedTuple):
    """A fill of dots on a ground: neither of the hatches that mean no data and hidden."""

    ground: str
    dot: str


Fill = str | Dots | None
"""A colour, dots, or None for no data, which is hatched."""

_CLAY, _TEAL = 1, 5
"""The classes of the "gap" scale that bars use: less and more than need."""


def bars(
    names: Sequence[str],
    values: Sequence[float],
    written: Sequence[str],
    look: theme.Mode,
    *,
    more: bool | None,
    most: float = 0.0,
) -> go.Figure:
    """Return horizontal bars, the first on top, each with its figure in words beside it.

    Parameters
    ----------
    values
        0 or more, in any unit.
    more
        True for places that outrun need (teal), False for need that outruns places (clay), None for
        what is neither (no colour).
    most
        Where the axis ends at least, so that two charts can share a scale.
    """
    fill = theme.colour("muted", look)
    if more is not None:
        fill = theme.scale("gap", look)[_TEAL if more else _CLAY]
    labels = [wrapped(name) for name in names]
    rows = list(range(len(names)))
    figure = go.Figure(
        go.Bar(
            x=list(values), y=rows, orientation="h", marker={"color": fill}, width=0.5,
            text=[safe_html(text) for text in written], textposition="outside",
            constraintext="none",
            cliponaxis=False, hoverinfo="skip", showlegend=False,
            textfont={"color": theme.colour("ink", look), "size": 15},
        )
    )  # fmt: skip
    end = max([most, *values]) or 1.0
    figure.update_layout(
        **theme.figure_layout(look),
        height=_ROW * len(names) + sum(10 for label in labels if "<br>" in label) + 16,
        xaxis={"visible": False, "range": [0, end], "fixedrange": True},
        yaxis={
            "tickmode": "array", "tickvals": rows, "ticktext": labels, "fixedrange": True,
            "range": [len(names) - 0.5, -0.5], "showgrid": False, "zeroline": False,
        },
        shapes=[{
            "type": "line", "x0": 0, "x1": 0, "y0": 0, "y1": 1, "yref": "paper",
            "line": {"color": theme.colour("ink", look), "width": 2},
        }],
        margin={"l": 0, "r": room_for(written), "t": 4, "b": 4},
        dragmode=False,
    )  # fmt: skip
    return figure


def room_for(written: Sequence[str]) -> int:
    """Return how many pixels the longest of these texts needs beside its bar."""
    return 16 + round(_LETTER * max((len(text) for text in written), default=0))


def wrapped(name: str) -> str:
    """Return a name as safe HTML of at most two lines, for the rows of a chart."""
    lines = textwrap.wrap(name, _NAME, break_long_words=True) or [""]
    if len(lines) > 2:
        lines = [lines[0], lines[1][: _NAME - 1] + "…"]
    return "<br>".join(safe_html(line) for line in lines)


def gap_class(gap: float) -> int:
    """Return the class of the "need" scale for a gap of 0 to 1."""
    return int(np.searchsorted(CUTS, gap, side="right"))


def gap_map(
    drawn: Sketch,
    shapes: Sequence[BaseGeometry],
    rows: pd.DataFrame,
    names: Sequence[str],
    look: theme.Mode,
    ranks: dict[int, str],
) -> go.Figure:
    """Return the place filled by how each area stands.

    Parameters
    ----------
    shapes, names
        The outline and name of each row.
    rows
        As `standing` returns them: enough in reach is teal, other gaps are clay by class,
        no data is hatched.
    ranks
        What to write on some rows, by their position: the number in the list beside.
    """
    if len(shapes) > coarse.MOST:
        return _in_squares(drawn, shapes, rows, look)
    told = [
        f"<b>{safe_html(name)}</b><br>" + safe_html(verdict_words(verdict, gap))
        for name, verdict, gap in zip(names, rows["verdict"], rows["gap"], strict=True)
    ]
    return filled_map(drawn, shapes, _fills(rows, look), told, look, ranks)


def filled_map(
    drawn: Sketch,
    shapes: Sequence[BaseGeometry],
    fills: Sequence[Fill],
    told: Sequence[str],
    look: theme.Mode,
    marks: dict[int, str],
) -> go.Figure:
    """Return the place with each of its areas or groups filled.

    Parameters
    ----------
    shapes
        The outline of each.
    fills
        The colour of each, or dots; None is no data, hatched.
    told
        What hover and a tap say of each, as HTML that is safe already.
    marks
        What to write on some of them, by their position.
    """
    figure = go.Figure()
    for fill in dict.fromkeys(fills):
        chosen = [shape for shape, has in zip(shapes, fills, strict=True) if has == fill]
        figure.add_trace(_filled(chosen, fill, look))
    if len(drawn.groups) > 1 and len(shapes) > len(drawn.groups):
        figure.add_trace(_lines(list(drawn.groups.values()), theme.colour("ink", look)))
    points = [_middle(shape) for shape in shapes]
    figure.add_trace(_told(points, told, look))
    ground = {i: _ground(fill, look) for i, fill in enumerate(fills)}
    figure.add_trace(_numbers([(points[i], text, ground[i]) for i, text in marks.items()]))
    return _laid_out(figure, drawn, look)


def _ground(fill: Fill, look: theme.Mode) -> str:
    if isinstance(fill, Dots):
        return fill.ground
    return fill or theme.colour("hatch_bg", look)


def dots_css(dots: Dots) -> str:
    """Return the CSS background that looks like `dots` on the map."""
    return f"radial-gradient({dots.dot} 1.6px,{dots.ground} 2px) 0 0/6px 6px"


def in_classes(
    drawn: Sketch, shapes: Sequence[BaseGeometry], common: Sequence[Common],
    fills: Mapping[Common, str], look: theme.Mode,
) -> go.Figure:  # fmt: skip
    """Return very many areas in squares by how partners see them, what they differ on on top."""
    points = drawn.middles if len(shapes) == len(drawn.shapes) else coarse.middles(shapes)
    order = (Common.OUT, Common.IN, Common.DIFFER)
    levels = [float(order.index(one)) if one in order else -1.0 for one in common]
    figure = coarse.tops(drawn, points, levels, [fills[one] for one in order], look)
    return _laid_out(figure, drawn, look)


def _laid_out(figure: go.Figure, drawn: Sketch, look: theme.Mode) -> go.Figure:
    figure.update_layout(
        **theme.figure_layout(look),
        height=round(min(470.0, max(260.0, 480.0 * drawn.height / WIDTH))),
        showlegend=False, hovermode="closest", hoverdistance=40, dragmode=False,
        margin={"l": 0, "r": 0, "t": 0, "b": 0},
        xaxis={"visible": False, "range": [0, WIDTH], "fixedrange": True, "constrain": "domain"},
        yaxis={
            "visible": False, "range": [drawn.height, 0], "fixedrange": True,
            "scaleanchor": "x", "constrain": "domain",
        },
    )  # fmt: skip
    return figure


def _in_squares(
    drawn: Sketch, shapes: Sequence[BaseGeometry], rows: pd.DataFrame, look: theme.Mode
) -> go.Figure:
    """Return very many areas in squares, by the class of their mean gap."""
    points = drawn.middles if len(shapes) == len(drawn.shapes) else coarse.middles(shapes)
    figures = rows["gap"].to_numpy(float)
    need = theme.scale("need", look)
    figure = coarse.squares(
        drawn, points, figures, rows["people"].to_numpy(float), CUTS, need, look
    )
    return _laid_out(figure, drawn, look)


def _fills(rows: pd.DataFrame, look: theme.Mode) -> list[str | None]:
    teal, need = theme.scale("gap", look)[_TEAL], theme.scale("need", look)
    return [
        None if verdict == Verdict.NO_DATA
        else teal if verdict == Verdict.ENOUGH else need[gap_class(gap)]
        for verdict, gap in zip(rows["verdict"], rows["gap"], strict=True)
    ]  # fmt: skip


def _filled(shapes: Sequence[BaseGeometry], fill: Fill, look: theme.Mode) -> go.Scatter:
    """Return one trace for many areas; without a fill, hatched."""
    drawn = _lines(shapes, theme.colour("bg" if isinstance(fill, str) else "control", look))
    drawn.update(fill="toself", fillcolor=_ground(fill, look))
    if isinstance(fill, Dots):
        drawn.update(fillpattern={
            "shape": ".", "fgcolor": fill.dot, "size": 6, "solidity": 0.35,
            "bgcolor": fill.ground, "fillmode": "replace",
        })  # fmt: skip
    elif fill is None:
        drawn.update(fillpattern={
            "shape": "/", "fgcolor": theme.colour("hatch", look), "size": 7, "solidity": 0.3,
            "bgcolor": theme.colour("hatch_bg", look), "fillmode": "replace",
        })  # fmt: skip
    return drawn


def _lines(shapes: Sequence[BaseGeometry], colour: str) -> go.Scatter:
    corners = [corners_of(shape) for shape in shapes]
    joined = np.concatenate(corners) if corners else np.empty((0, 2))
    return go.Scatter(
        x=joined[:, 0], y=joined[:, 1], mode="lines", line={"color": colour, "width": 1.2},
        hoverinfo="skip",
    )  # fmt: skip


@lru_cache(maxsize=20_000)
def corners_of(shape: BaseGeometry) -> NDArray[np.float64]:
    """Return the corners of all rings of an outline, shape (n, 2), a row of NaN after each ring."""
    gap = np.full((1, 2), np.nan)
    each = [part for ring in rings([shape]) for part in (shapely.get_coordinates(ring), gap)]
    return np.concatenate(each).round(1) if each else np.empty((0, 2))


@lru_cache(maxsize=20_000)
def _middle(shape: BaseGeometry) -> tuple[float, float]:
    point = shape.representative_point()
    return float(point.x), float(point.y)


def _told(
    points: Sequence[tuple[float, float]], told: Sequence[str], look: theme.Mode
) -> go.Scatter:
    """Return what hover and a tap say of each area, at its middle."""
    return go.Scatter(
        x=[x for x, _ in points], y=[y for _, y in points], mode="markers", hovertext=list(told),
        hoverinfo="text", marker={"size": 14, "opacity": 0, "color": theme.colour("bg", look)},
    )  # fmt: skip


def verdict_words(verdict: Verdict, gap: float) -> str:
    """Return how an area stands, in a few words."""
    if verdict == Verdict.NO_DATA:
        return say("No data")
    figure = say("gap {gap} of 100", gap=story.score(gap))
    return f"{verdict_names()[verdict]}, {figure}"


def verdict_names() -> dict[Verdict, str]:
    """Return what each verdict is called, in the order in which it is drawn."""
    return {
        Verdict.ENOUGH: say("Enough in reach"),
        Verdict.BETWEEN: say("In between"),
        Verdict.FIRST: say("May need more first"),
        Verdict.NO_DATA: say("No data"),
    }


def key_html(look: theme.Mode) -> str:
    """Return the HTML of the map's key: enough in reach, the ramp of gaps, and no data."""
    item = "display:inline-flex;align-items:center;gap:.4rem"
    edge = "border:1px solid var(--sp-control)"
    teal = theme.scale("gap", look)[_TEAL]
    ramp = "".join(f'<i style="background:{fill}"></i>' for fill in theme.scale("need", look))
    return (
        f'<div class="sp-ramp" style="column-gap:1.2rem">'
        f'<span style="{item}"><i style="background:{teal};{edge}"></i>'
        f"{safe_html(say('Enough in reach'))}</span>"
        f'<span style="{item}">{safe_html(say("Small gap"))}<span class="sp-classes">{ramp}</span>'
        f"{safe_html(say('Large gap'))}</span>"
        f'<span style="{item}"><i class="sp-nodata" style="margin:0"></i>'
        f"{safe_html(say('No data'))}</span></div>"
    )


def _numbers(marks: Sequence[tuple[tuple[float, float], str, str]]) -> go.Scatter:
    """Return numbers in black or white, by their ground, with a rim of the other."""
    dark = [theme.luminance(fill) < _DARK for _, _, fill in marks]
    font: dict[str, Any] = {
        "size": 15, "weight": 700,
        "color": [_WHITE if on_dark else _BLACK for on_dark in dark],
        "shadow": [_rim(_BLACK if on_dark else _WHITE) for on_dark in dark],
    }  # fmt: skip
    return go.Scatter(
        x=[x for (x, _), _, _ in marks], y=[y for (_, y), _, _ in marks], mode="text",
        text=[safe_html(text) for _, text, _ in marks], textfont=font, hoverinfo="skip",
    )  # fmt: skip


def _rim(colour: str) -> str:
    return ",".join(f"{x}px {y}px 1.5px {colour}" for x in (-1, 0, 1) for y in (-1, 0, 1) if x or y)
