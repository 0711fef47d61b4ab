"""What a picture of a map shows, as plain data: no store, no view, no page."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from sharedground.figures.plane import Box, Shapes

Corners = tuple[tuple[float, float], ...]


@dataclass(frozen=True, eq=False)
class Fills:
    """What the colours of the areas mean.

    Parameters
    ----------
    title
        What the figure is.
    of
        Shape (areas,): the class of each area, -1 for no data.
    colours
        The colour of each class.
    labels
        The classes that the key names, in its order, with their limits in words.
    """

    title: str
    of: NDArray[np.int64]
    colours: tuple[str, ...]
    labels: tuple[tuple[int, str], ...]


@dataclass(frozen=True, eq=False)
class Content:
    """What a picture of a map shows.

    Parameters
    ----------
    title, kicker
        The place or the part of it, and a short line above.
    told
        What the map shows, in a sentence or two.
    areas
        Outlines in degrees.
    names
        The neighbourhood or ward of each area, or what it is called itself.
    places
        `category`, `lon`, `lat`, `inside` (it is one of those asked for) and `stale`.
    chosen
        An outline that is drawn strong.
    squares
        Corners (lon, lat) of the squares in which sensitive places lie.
    here, reach_m
        A point that is asked about, and metres around it.
    part
        West, south, east and north of what is shown, None for all areas.
    sources, made
        Where it comes from, and how it was made.
    """

    title: str
    told: str
    areas: Shapes
    names: NDArray[np.object_]
    places: pd.DataFrame
    kicker: str = ""
    fills: Fills | None = None
    chosen: BaseGeometry | None = None
    squares: tuple[Corners, ...] = ()
    here: tuple[float, float] | None = None
    reach_m: float = 0.0
    part: Box | None = None
    sources: str = ""
    made: str = ""
