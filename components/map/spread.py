"""All areas by the figure that colours the map: a click on one chooses it, as on the map."""

from __future__ import annotations

from functools import partial
from typing import Any, Final

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import streamlit as st
from numpy.typing import NDArray

from components import parts, session, share, theme
from components.map import own
from components.map.colour import Colouring, sentence
from components.map.filters import Asked
from components.parts import safe_html
from sharedground.words import decimal, say

MOST: Final = 400
"""More dots than this cannot be told apart; the table has them all."""

_KEY: Final = "areas-spread"
_HEIGHT: Final = 130
_ROWS: Final = 7
_BINS: Final = 60


def pick(labels: pd.DataFrame, row: int) -> None:
    """Choose an area by its row, as a click on the map does. For callbacks."""
    if 0 <= row < len(labels) and not own.on_map(labels, {"area": row}):
        session.choose_in("area", f"area:{labels['area_code'].iloc[row]}")


def draw(
    shown: Colouring, labels: pd.DataFrame, asked: Asked, faint: NDArray[np.bool_]
) -> None:  # fmt: skip
    """Draw one dot for each area, those that are asked for larger; a click chooses one.

    Parameters
    ----------
    faint
        Shape (areas,): drawn without colour.
    """
    known = np.flatnonzero(~np.isnan(shown.values))
    if not 1 < len(known) <= MOST:
        return
    chosen = np.zeros(len(labels), dtype=bool)
    if not asked.whole:
        chosen = labels["area_code"].isin(asked.codes).to_numpy(bool)
    parts.heading(say("Each dot is an area"), say("Choose one here, on the map or in the table."),
                  level=3)  # fmt: skip
    if shown.reached is not None:
        known = known[~np.isnan(shown.reached[known])]
    st.plotly_chart(
        figure(shown, labels, known, chosen, theme.mode(), faint), theme=None, key=_KEY,
        config=dict(theme.CHART_CONFIG), selection_mode="points",
        on_select=partial(_take, labels), alt=in_words(shown, chosen),
    )  # fmt: skip
    share.under(_KEY, lambda: _rows(shown, labels, known), shown.title)


def _rows(shown: Colouring, labels: pd.DataFrame, known: NDArray[np.int64]) -> pd.DataFrame:
    figures = np.asarray(shown.values)
    rows = {say("Area"): labels["label"].to_numpy()[known], shown.column: figures[known]}
    if shown.reached is not None:
        rows[shown.reached_column] = shown.reached[known]
    return pd.DataFrame(rows)


def _take(labels: pd.DataFrame) -> None:
    told: Any = session.chosen_in(_KEY) or {}
    points = (told.get("selection") or {}).get("points") or []
    row = (points[0].get("customdata") or [None])[0] if points else None
    if isinstance(row, int):
        pick(labels, row)


def in_words(shown: Colouring, chosen: NDArray[np.bool_]) -> str:
    """Return what the dots show: from which figure to which, and where the chosen areas lie."""
    every = np.asarray(shown.values)
    if shown.reached is not None:
        return say("{title}: each area by its need and by what is in reach.",
                   title=sentence(shown.title))  # fmt: skip
    values = every[~np.isnan(every)]
    told = say("{title}: from {low} to {high} over {n} areas.", title=sentence(shown.title),
               low=decimal(values.min()), high=decimal(values.max()), n=len(values))  # fmt: skip
    mine = every[chosen & ~np.isnan(every)]
    if not len(mine):
        return told
    return f"{told} " + say("Those chosen: {low} to {high}.", low=decimal(mine.min()),
                            high=decimal(mine.max()))  # fmt: skip


def figure(
    shown: Colouring, labels: pd.DataFrame, known: NDArray[np.intp], chosen: NDArray[np.bool_],
    look: theme.Mode, faint: NDArray[np.bool_] | None = None,
) -> go.Figure:  # fmt: skip
    """Return the dots, stacked where they are close."""
    values, mine = np.asarray(shown.values)[known], chosen[known]
    fills, pale = theme.scale(shown.scale, look), theme.colour("surface", look)
    weak = np.zeros(len(known), dtype=bool) if faint is None else faint[known]
    names = labels["label"].to_numpy(object)[known]
    heights = _heights(values) if shown.reached is None else shown.reached[known]
    marks = go.Scatter(
        x=values, y=heights, mode="markers", customdata=known[:, None].tolist(),
        hovertext=[f"{safe_html(name)}: {decimal(value)}"
                   for name, value in zip(names, values, strict=True)],
        hoverinfo="text",
        marker={
            "color": [pale if away else fills[shade]
                      for shade, away in zip(shown.classes[known], weak, strict=True)],
            "size": np.where(mine, 17, 10), "opacity": 1,
            "line": {"width": np.where(mine, 3, 1),
                     "color": np.where(mine, theme.colour("ink", look),
                                       theme.colour("control", look))},
        },
        selected={"marker": {"opacity": 1}}, unselected={"marker": {"opacity": 1}},
    )  # fmt: skip
    drawn = go.Figure(marks)
    drawn.update_layout(
        **theme.figure_layout(look), height=_HEIGHT, showlegend=False, dragmode=False,
        clickmode="event+select", margin={"l": 4, "r": 12, "t": 4, "b": 4},
        yaxis={"visible": False, "fixedrange": True, "range": [-1, _ROWS + 0.5]},
        xaxis={"fixedrange": True, "showgrid": False, "zeroline": False, "nticks": 6,
               "automargin": True},
    )  # fmt: skip
    if shown.reached is not None:
        drawn.update_layout(height=2 * _HEIGHT, margin_b=44)
        drawn.update_xaxes(title_text=safe_html(shown.column), zeroline=False)
        drawn.update_yaxes(visible=True, range=None, rangemode="tozero", nticks=5, zeroline=False,
                           title_text=safe_html(shown.reached_column))  # fmt: skip
    return drawn


def _heights(values: NDArray[np.float64]) -> NDArray[np.int64]:
    """Return how high each dot stands, so that those with nearly the same figure do not touch."""
    width = np.ptp(values) or 1.0
    bins = np.floor((values - values.min()) / width * _BINS).astype(int)
    heights = pd.Series(bins).groupby(bins).cumcount().to_numpy() % _ROWS
    return np.asarray(heights, dtype=np.int64)
