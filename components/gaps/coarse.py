"""A place of very many areas in squares: each stands for the areas in it, by their people."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
import plotly.graph_objects as go
import shapely
from numpy.typing import NDArray

from components import theme
from components.place_sketch import WIDTH, Sketch
from sharedground.words import decimal, say, say_many

MOST: Final = 2_000
"""From this many outlines on, squares are drawn: no screen shows more apart."""

_ACROSS: Final = 90
_MISSING: Final = -1.0


def squares(
    drawn: Sketch, points: NDArray[np.float64], figures: Sequence[float],
    people: Sequence[float], classes: Sequence[float], fills: Sequence[str], look: theme.Mode,
) -> go.Figure:  # fmt: skip
    """Return the place in squares, each filled by the mean figure of its areas.

    Parameters
    ----------
    points
        Shape (areas, 2): a point inside each, in units of the drawing.
    figures, people
        Shape (areas,): what is drawn, and by how many people it counts; NaN figures are no data.
    classes, fills
        Where the classes of the figure end, in rising order, and the colour of each.
    """
    side = WIDTH / _ACROSS
    down = max(1, int(np.ceil(drawn.height / side)))
    x = np.clip((points[:, 0] // side).astype(int), 0, _ACROSS - 1)
    y = np.clip((points[:, 1] // side).astype(int), 0, down - 1)
    cell, shape = y * _ACROSS + x, (down, _ACROSS)
    mean, count = _means(cell, np.asarray(figures, float), np.asarray(people, float), shape)
    level = np.where(np.isnan(mean), _MISSING, np.searchsorted(classes, mean, side="right"))
    shown = np.where(count > 0, level, np.nan)
    told = _told(mean, count)
    colours = [theme.colour("hatch_bg", look), *fills]
    return go.Figure(
        go.Heatmap(
            z=shown, x0=side / 2, dx=side, y0=side / 2, dy=side, zmin=-1.5, zmax=len(fills) - 0.5,
            colorscale=_steps(colours), showscale=False, hoverongaps=False, text=told,
            hovertemplate="%{text}<extra></extra>", xgap=0.5, ygap=0.5,
        )
    )  # fmt: skip


def tops(
    drawn: Sketch, points: NDArray[np.float64], levels: Sequence[float], colours: Sequence[str],
    look: theme.Mode,
) -> go.Figure:  # fmt: skip
    """Return the place in squares, each by the highest level of the areas in it.

    Parameters
    ----------
    levels
        Shape (areas,): 0 and up, less is no data.
    colours
        Of each level.
    """
    side = WIDTH / _ACROSS
    down = max(1, int(np.ceil(drawn.height / side)))
    x = np.clip((points[:, 0] // side).astype(int), 0, _ACROSS - 1)
    y = np.clip((points[:, 1] // side).astype(int), 0, down - 1)
    shown = np.full(down * _ACROSS, -np.inf)
    np.maximum.at(shown, y * _ACROSS + x, np.asarray(levels, float))
    shown = np.where(np.isinf(shown), np.nan, shown).reshape(down, _ACROSS)
    every = [theme.colour("hatch_bg", look), *colours]
    return go.Figure(
        go.Heatmap(
            z=shown, x0=side / 2, dx=side, y0=side / 2, dy=side, zmin=-1.5,
            zmax=len(colours) - 0.5, colorscale=_steps(every), showscale=False,
            hoverongaps=False, hoverinfo="skip", xgap=0.5, ygap=0.5,
        )
    )  # fmt: skip


def note() -> str:
    """Return what a square stands for, in words."""
    return say("There are too many areas to draw each one. A square stands for the areas in it, by "
               "their people. The table has every area.")  # fmt: skip


def _means(
    cell: NDArray[np.int64], figure: NDArray[np.float64], people: NDArray[np.float64],
    shape: tuple[int, int],
) -> tuple[NDArray[np.float64], NDArray[np.int64]]:  # fmt: skip
    size = shape[0] * shape[1]
    known = np.isfinite(figure) & (people > 0)
    weight = np.bincount(cell[known], people[known], minlength=size)
    total = np.bincount(cell[known], figure[known] * people[known], minlength=size)
    mean = np.divide(total, weight, out=np.full(size, np.nan), where=weight > 0)
    return mean.reshape(shape), np.bincount(cell, minlength=size).reshape(shape)


def _told(mean: NDArray[np.float64], count: NDArray[np.int64]) -> NDArray[np.object_]:
    words = {int(n): say_many("{n} area", "{n} areas", int(n)) for n in np.unique(count) if n}
    told = [
        "" if not n else f"{words[n]}<br>" + (
            say("No data") if np.isnan(m) else say("mean {n} of 100", n=decimal(100 * m)))
        for m, n in zip(mean.ravel(), count.ravel().tolist(), strict=True)
    ]  # fmt: skip
    return np.array(told, dtype=object).reshape(mean.shape)


def _steps(colours: Sequence[str]) -> list[list[object]]:
    """Return a scale of flat steps, one for each colour."""
    ends = np.linspace(0, 1, len(colours) + 1)
    return [
        [float(end), colour]
        for number, colour in enumerate(colours)
        for end in (ends[number], ends[number + 1])
    ]


def middles(shapes: Sequence[object]) -> NDArray[np.float64]:
    """Return a point inside each of many outlines, shape (n, 2)."""
    return np.asarray(
        shapely.get_coordinates(shapely.point_on_surface(np.asarray(shapes, dtype=object)))
    )
