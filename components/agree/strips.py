"""Charts of a round of points: a strip of dots for each outcome, pairs, and two rounds."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import plotly.graph_objects as go

from components import theme
from components.parts import safe_html
from sharedground.analysis.reach import Floats
from sharedground.words import decimal, say

_DOT: Final = 12
_LABEL: Final = 34
_LINE: Final = 18
_LETTERS: Final = 30
_GAP: Final = 16
_LANE: Final = 18
"""Room for the residents' mark below the partners' line."""

_NEAR: Final = 0.022
"""Dots nearer than this share of the axis are stacked."""


@dataclass(frozen=True, eq=False)
class Strip:
    """One outcome: what it is called, a word beside, each partner's points, and two marks."""

    name: str
    beside: str
    points: Floats
    shared: float
    residents: float | None


def dot_strips(strips: Sequence[Strip], partners: Sequence[str], look: theme.Mode) -> go.Figure:
    """Return one strip for each outcome, the first on top: a dot for each partner.

    Dots that would lie on each other are stacked. The shared weight is a line, residents are a
    diamond on a line of their own. A tap or hover tells a dot's partner.
    """
    figure, top = go.Figure(), 0.0
    end = _end(strips)
    xs, ys, told, shapes, notes = [], [], [], [], []
    diamonds: list[tuple[float, float, str]] = []
    for strip in strips:
        levels = _stacked(strip.points, end)
        label = _room_for(strip.name)
        base = top + label + _DOT * (int(levels.max(initial=0)) + 1)
        notes += _words(strip, top + label / 2, look)
        shapes += _lines(strip, top + label - 4, base + 4, end, look)
        for name, point, level in zip(partners, strip.points, levels, strict=True):
            xs.append(float(point))
            ys.append(base - _DOT * (level + 0.5))
            told.append(_told(name, point, strip.name))
        if strip.residents is not None:
            diamonds.append((strip.residents, base + _LANE * 0.75, strip.name))
        top = base + _GAP + (_LANE if strip.residents is not None else 0)
    figure.add_trace(_dots(xs, ys, told, look))
    if diamonds:
        figure.add_trace(_residents(diamonds, look))
    figure.update_layout(**_layout(top, end, look), shapes=shapes, annotations=notes)
    return figure


def _end(strips: Sequence[Strip]) -> float:
    most = max((float(strip.points.max(initial=strip.shared)) for strip in strips), default=0)
    others = [strip.residents for strip in strips if strip.residents is not None]
    return min(100.0, 10.0 * np.ceil(max([most, *others, 10.0]) / 10))


def _stacked(points: Floats, end: float) -> Floats:
    """Return how high each dot stands, so that none lies on another."""
    levels = np.zeros(len(points))
    order = np.argsort(points, kind="stable")
    for place, one in enumerate(order):
        near = [o for o in order[:place] if abs(points[o] - points[one]) < _NEAR * end]
        taken = {levels[o] for o in near}
        levels[one] = next(level for level in range(len(points)) if level not in taken)
    return levels


def _told(name: str, point: float, outcome: str) -> str:
    return f"<b>{safe_html(name)}</b><br>" + safe_html(
        say("{outcome}: {n} points", outcome=outcome, n=decimal(point, 1))
    )


def _dots(xs: list[float], ys: list[float], told: list[str], look: theme.Mode) -> go.Scatter:
    return go.Scatter(
        x=xs, y=ys, mode="markers", hovertext=told, hoverinfo="text", cliponaxis=False,
        marker={"size": _DOT, "color": theme.colour("brand", look), "opacity": 1,
                "line": {"color": theme.colour("bg", look), "width": 1.5}},
    )  # fmt: skip


def _residents(diamonds: list[tuple[float, float, str]], look: theme.Mode) -> go.Scatter:
    return go.Scatter(
        x=[x for x, _, _ in diamonds], y=[y for _, y, _ in diamonds], mode="markers",
        hovertext=[_told(say("Residents"), x, name) for x, _, name in diamonds], hoverinfo="text",
        marker={"size": 13, "symbol": "diamond", "color": theme.colour("bg", look),
                "line": {"color": theme.colour("ink", look), "width": 2}},
    )  # fmt: skip


def _words(strip: Strip, y: float, look: theme.Mode) -> list[dict[str, Any]]:
    common = {"y": y, "showarrow": False, "yanchor": "middle", "xref": "paper"}
    return [
        {**common, "x": 0, "xanchor": "left", "align": "left",
         "text": f"<b>{'<br>'.join(map(safe_html, _name_lines(strip.name)))}</b>",
         "font": {"size": 15, "color": theme.colour("ink", look)}},
        {**common, "x": 1, "xanchor": "right", "text": safe_html(strip.beside),
         "font": {"size": 14, "color": theme.colour("muted", look)}},
    ]  # fmt: skip


def _name_lines(name: str) -> list[str]:
    """Return a name in one line or two, as a phone has room for."""
    lines = textwrap.wrap(name, _LETTERS, break_long_words=True) or [""]
    return lines if len(lines) <= 2 else [lines[0], lines[1][: _LETTERS - 1] + "…"]


def _room_for(name: str) -> int:
    return _LABEL + _LINE * (len(_name_lines(name)) - 1)


def _lines(strip: Strip, top: float, base: float, end: float, look: theme.Mode) -> list[Any]:
    across = {"type": "line", "x0": 0, "x1": end, "layer": "below"}
    quiet = {"color": theme.colour("line", look), "width": 1}
    lines = [{**across, "y0": base, "y1": base, "line": quiet}]
    lines += [
        {"type": "line", "x0": x, "x1": x, "y0": top + 6, "y1": base, "layer": "below",
         "line": quiet}
        for x in (0, end)
    ]  # fmt: skip
    if np.isfinite(strip.shared):
        lines.append({
            "type": "line", "x0": strip.shared, "x1": strip.shared, "y0": top, "y1": base + 4,
            "line": {"color": theme.colour("ink", look), "width": 2}, "layer": "above",
        })  # fmt: skip
    return lines


def _layout(height: float, end: float, look: theme.Mode) -> dict[str, Any]:
    step = 10 if end <= 60 else 20
    return {
        **theme.figure_layout(look), "height": round(height) + 30, "showlegend": False,
        "dragmode": False, "hovermode": "closest", "hoverdistance": 30,
        "margin": {"l": 8, "r": 8, "t": 0, "b": 30},
        "xaxis": {"range": [-0.01 * end, 1.01 * end], "fixedrange": True, "showgrid": False,
                  "zeroline": False, "dtick": step, "tick0": 0, "automargin": False},
        "yaxis": {"range": [height, 0], "visible": False, "fixedrange": True},
    }  # fmt: skip


def strips_key(residents: int, shared: str, look: theme.Mode) -> str:
    """Return the HTML of the key of `dot_strips`."""
    item = "display:inline-flex;align-items:center;gap:.45rem"
    brand, ink = theme.colour("brand", look), theme.colour("ink", look)
    marks = [
        (f"width:12px;height:12px;border-radius:50%;background:{brand}", say("One partner")),
        (f"width:2px;height:18px;background:{ink}", shared),
    ]
    if residents:
        diamond = f"width:10px;height:10px;transform:rotate(45deg);border:2px solid {ink}"
        marks.append((diamond, say("Residents ({n})", n=residents)))
    return '<div class="sp-ramp" style="column-gap:1.2rem">' + "".join(
        f'<span style="{item}"><i style="{style}"></i>{safe_html(words)}</span>'
        for style, words in marks
    ) + "</div>"  # fmt: skip


def pair_map(pairs: Floats, look: theme.Mode) -> go.Figure:
    """Return points in common of every two partners as a heat map, each with its figure.

    Partners are numbered from 1 on both sides; their names stand beside the chart.
    """
    scale, many = theme.scale("places", look), len(pairs)
    shown = np.where(np.eye(many, dtype=bool), np.nan, pairs)
    low = float(np.nanmin(shown))
    steps = np.floor((shown - low) / max(100 - low, 1e-9) * len(scale)).clip(0, len(scale) - 1)
    figure = go.Figure(go.Heatmap(
        z=steps, zmin=0, zmax=len(scale) - 1, xgap=2, ygap=2, showscale=False, hoverinfo="skip",
        colorscale=[(i / (len(scale) - 1), fill) for i, fill in enumerate(scale)],
    ))  # fmt: skip
    for i, j in np.argwhere(np.isfinite(steps)).tolist():
        figure.add_annotation(
            x=j, y=i, text=decimal(pairs[i, j]), showarrow=False,
            font={"color": theme.ink_on(scale[int(steps[i, j])], look), "size": 14},
        )  # fmt: skip
    side = {"tickmode": "array", "tickvals": list(range(many)), "showgrid": False,
            "ticktext": [str(at + 1) for at in range(many)], "zeroline": False,
            "fixedrange": True}  # fmt: skip
    figure.update_layout(
        **theme.figure_layout(look), height=38 * many + 40, dragmode=False,
        margin={"l": 0, "r": 0, "t": 0, "b": 0}, xaxis={**side, "side": "top"},
        yaxis={**side, "autorange": "reversed"},
    )  # fmt: skip
    return figure


def two_rounds(names: Sequence[str], before: Floats, after: Floats, look: theme.Mode) -> go.Figure:
    """Return a strip for each outcome: a hollow dot then, a full one now, a line between."""
    figure, top = go.Figure(), 0.0
    end = 10.0 * np.ceil(max(float(np.nanmax([before, after])), 10.0) / 10)
    shapes, notes, y = [], [], []
    for name, then, now in zip(names, before, after, strict=True):
        label = _room_for(name)
        base = top + label + _DOT
        strip = Strip(name, _then_now(then, now), np.empty(0), float("nan"), None)
        notes += _words(strip, top + label / 2, look)
        shapes += _lines(strip, top + label - 4, base + 4, end, look)
        if np.isfinite(then + now):
            shapes.append({
                "type": "line", "x0": then, "x1": now, "y0": base - 6, "y1": base - 6,
                "line": {"color": theme.colour("brand", look), "width": 3}, "layer": "below",
            })  # fmt: skip
        y.append(base - 6)
        top = base + _GAP
    brand, ground = theme.colour("brand", look), theme.colour("bg", look)
    for values, fill in ((before, ground), (after, brand)):
        figure.add_trace(go.Scatter(
            x=values, y=y, mode="markers", hoverinfo="skip", cliponaxis=False,
            marker={"size": _DOT, "color": fill, "opacity": 1,
                    "line": {"color": brand, "width": 2}},
        ))  # fmt: skip
    figure.update_layout(**_layout(top, end, look), shapes=shapes, annotations=notes)
    return figure


def _then_now(then: float, now: float) -> str:
    told = [say("not asked") if np.isnan(one) else decimal(one) for one in (then, now)]
    return " → ".join(told)


def rounds_key(look: theme.Mode) -> str:
    """Return the HTML of the key of `two_rounds`."""
    item = "display:inline-flex;align-items:center;gap:.45rem"
    brand, ground = theme.colour("brand", look), theme.colour("bg", look)
    dot = f"width:12px;height:12px;border-radius:50%;border:2px solid {brand}"
    marks = ((ground, say("Then")), (brand, say("Now")))
    return '<div class="sp-ramp" style="column-gap:1.2rem">' + "".join(
        f'<span style="{item}"><i style="{dot};background:{fill}"></i>{safe_html(words)}</span>'
        for fill, words in marks
    ) + "</div>"  # fmt: skip
