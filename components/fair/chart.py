"""Charts of who is reached: bars by tenth with their ranges, the curve, and bars by partner."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from components import theme
from components.gaps.chart import room_for, wrapped
from components.parts import safe_html
from sharedground.analysis.fairness import Curve
from sharedground.analysis.reach import Floats
from sharedground.words import say

_TENTH: Final = 30
_PARTNER: Final = 36
_SQUARE: Final = 400
_TEAL: Final = 5
_ALONE, _SHARED = 4, 1
"""Classes of the scale "places" for people covered by one alone, and by others too."""


_POINTS: Final = 401
_LOW: Final = 25.0
"""Below this a curve is too near the axis for words under it."""


def draw(figure: go.Figure, key: str, alt: str) -> None:
    """Draw a chart as all are drawn here, with what it shows for those who cannot see it."""
    st.plotly_chart(figure, theme=None, key=f"fair-{key}", config=dict(theme.CHART_CONFIG), alt=alt)


def tenth_bars(
    tenths: pd.DataFrame,
    column: str,
    names: Sequence[str],
    written: Sequence[str],
    look: theme.Mode,
) -> go.Figure:
    """Return one bar for each tenth of the people, most need on top, each with its range.

    Parameters
    ----------
    column
        "reached" or "access"; with `_low` and `_high` in `tenths`.
    names, written
        What each row is called, and its figure in words.
    """
    values, low, high = (
        tenths[f"{column}{part}"].to_numpy(float) for part in ("", "_low", "_high")
    )
    rows, ink = list(range(len(values))), theme.colour("ink", look)
    figure = go.Figure(go.Bar(
        x=values, y=rows, orientation="h", width=0.55, hoverinfo="skip",
        marker={"color": theme.scale("gap", look)[_TEAL]},
        error_x={"type": "data", "symmetric": False, "array": high - values,
                 "arrayminus": values - low, "color": ink, "thickness": 2, "width": 0},
    ))  # fmt: skip
    ends = np.fmax(values, high)
    figure.add_trace(go.Scatter(
        x=ends, y=rows, mode="text", text=[f" {safe_html(text)}" for text in written],
        textposition="middle right", cliponaxis=False, hoverinfo="skip",
        textfont={"color": ink, "size": 15},
    ))  # fmt: skip
    most = float(np.nanmax(ends)) if np.isfinite(ends).any() else 1.0
    _rows(figure, names, look, height=_TENTH, end=most or 1.0, room=room_for(written))
    return figure


def curve(
    found: Curve, titles: tuple[str, str], label: str, told: str, look: theme.Mode
) -> go.Figure:
    """Return a curve of shares against the diagonal, with the difference filled.

    Parameters
    ----------
    titles
        Of the horizontal and the vertical axis.
    label
        What stands at the curve.
    told
        What hover says, with `%{x}` and `%{y}`.
    """
    ink, brand = theme.colour("ink", look), theme.colour("brand", look)
    people, amount = _thinned(found)
    figure = go.Figure()
    figure.add_trace(go.Scatter(
        x=people, y=people, mode="lines", hoverinfo="skip",
        line={"color": theme.colour("control", look), "width": 2, "dash": "dash"},
    ))  # fmt: skip
    figure.add_trace(go.Scatter(
        x=people, y=amount, mode="lines", fill="tonexty", hovertemplate=told + "<extra></extra>",
        fillcolor=theme.colour("brand_soft", look), line={"color": brand, "width": 3},
    ))  # fmt: skip
    above, at, height = found.above >= 0, 30.0, float(np.interp(30, people, amount))
    bowed = not above and height < _LOW
    if bowed:  # words below it would lie on the axis: they go into the bow, further right
        at, height = float(np.interp(_LOW, amount, people)), _LOW
    figure.add_annotation(**_beside(label, brand, at, height, above or bowed))
    figure.add_annotation(**_beside(say("even"), ink, 72, 72, not above))
    ticks = [0, 25, 50, 75, 100]
    axis = {"range": [0, 100], "tickvals": ticks, "ticktext": [f"{n} %" for n in ticks],
            "fixedrange": True}  # fmt: skip
    figure.update_layout(
        **theme.figure_layout(look), height=_SQUARE, showlegend=False, dragmode=False,
        margin={"l": 0, "r": 28, "t": 12, "b": 8}, xaxis={**axis, "title": {"text": titles[0]}},
        yaxis={**axis, "title": {"text": titles[1]}},
    )  # fmt: skip
    return figure


def _thinned(found: Curve) -> tuple[Floats, Floats]:
    """Return a curve in percent, at no more points than a screen can show."""
    people, amount = 100 * found.people, 100 * found.amount
    if len(people) <= _POINTS:
        return people, amount
    at = np.linspace(0, 100, _POINTS)
    return at, np.asarray(np.interp(at, people, amount), dtype=float)


def _beside(text: str, colour: str, x: float, y: float, above: bool) -> dict[str, Any]:
    """Return words beside a point of a rising line: to its upper left, or its lower right."""
    return {
        "x": x, "y": y, "text": safe_html(text), "showarrow": False,
        "font": {"color": colour, "size": 15},
        "xanchor": "right" if above else "left", "yanchor": "bottom" if above else "top",
        "xshift": -6 if above else 6, "yshift": 4 if above else -4,
    }  # fmt: skip


def cover_bars(rows: pd.DataFrame, names: Sequence[str], written: Sequence[str],
               look: theme.Mode) -> go.Figure:  # fmt: skip
    """Return one bar for each partner: whom it covers alone, with the unnamed, with others."""
    ink, edge = theme.colour("ink", look), theme.colour("control", look)
    places = theme.scale("places", look)
    figure, at = go.Figure(), list(range(len(rows)))
    for column, marker in (
        ("alone", {"color": places[_ALONE]}),
        ("unnamed_too", {"color": theme.colour("hatch_bg", look), "pattern": _hatch(look)}),
        ("shared", {"color": places[_SHARED]}),
    ):
        figure.add_trace(go.Bar(
            x=rows[column], y=at, orientation="h", width=0.5, hoverinfo="skip",
            marker={**marker, "line": {"color": edge, "width": 1}},
        ))  # fmt: skip
    figure.add_trace(go.Scatter(
        x=rows["people"], y=at, mode="text", text=[f" {safe_html(text)}" for text in written],
        textposition="middle right", cliponaxis=False, hoverinfo="skip",
        textfont={"color": ink, "size": 15},
    ))  # fmt: skip
    figure.update_layout(barmode="stack")
    end = float(rows["people"].max() or 1)
    _rows(figure, names, look, height=_PARTNER, end=end, room=room_for(written))
    return figure


def cover_key(look: theme.Mode) -> str:
    """Return the HTML of the key of `cover_bars`."""
    places = theme.scale("places", look)
    edge = "border:1px solid var(--sp-control)"
    swatches = (
        (f'<i style="background:{places[_ALONE]};{edge}"></i>', say("No one else")),
        ('<i class="sp-nodata" style="margin:0"></i>', say("Also a place nobody is named for")),
        (f'<i style="background:{places[_SHARED]};{edge}"></i>', say("Other organisations too")),
    )
    item = "display:inline-flex;align-items:center;gap:.4rem"
    return '<div class="sp-ramp" style="column-gap:1.2rem">' + "".join(
        f'<span style="{item}">{swatch}{safe_html(words)}</span>' for swatch, words in swatches
    ) + "</div>"  # fmt: skip


def _hatch(look: theme.Mode) -> dict[str, Any]:
    return {"shape": "/", "fgcolor": theme.colour("hatch", look), "size": 7, "solidity": 0.3,
            "bgcolor": theme.colour("hatch_bg", look), "fillmode": "replace"}  # fmt: skip


def _rows(
    figure: go.Figure, names: Sequence[str], look: theme.Mode, *, height: int, end: float, room: int
) -> None:
    """Set rows of names, the first on top, from a line at 0."""
    labels = [wrapped(name) for name in names]
    figure.update_layout(
        **theme.figure_layout(look), showlegend=False, dragmode=False,
        height=height * len(names) + 12 * sum("<br>" in label for label in labels) + 16,
        xaxis={"visible": False, "range": [0, end], "fixedrange": True},
        yaxis={
            "tickmode": "array", "tickvals": list(range(len(names))), "ticktext": labels,
            "range": [len(names) - 0.5, -0.5], "showgrid": False, "zeroline": False,
            "fixedrange": True,
        },
        shapes=[{
            "type": "line", "x0": 0, "x1": 0, "y0": 0, "y1": 1, "yref": "paper",
            "line": {"color": theme.colour("ink", look), "width": 2},
        }],
        margin={"l": 0, "r": room, "t": 4, "b": 4},
    )  # fmt: skip
