"""A picture as four kinds of marks, in units of its own: x to the right, y down.

What writes a picture (SVG now; slides and pages can follow) knows these marks and nothing of maps.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Anchor = Literal["start", "middle", "end"]


@dataclass(frozen=True, eq=False)
class Shape:
    """One or many outlines that are filled as one.

    Parameters
    ----------
    rings
        Each of shape (n, 2), closed; holes turn the other way.
    fill, edge
        "#RRGGBB", or "" for none.
    opacity
        Of the fill.
    """

    rings: Sequence[Floats]
    fill: str = ""
    edge: str = ""
    width: float = 1.0
    opacity: float = 1.0
    dashed: bool = False


@dataclass(frozen=True, eq=False)
class Line:
    """One or many lines of one look."""

    paths: Sequence[Floats]
    colour: str
    width: float = 1.0
    dashed: bool = False


@dataclass(frozen=True)
class Dot:
    """A mark at a spot: a circle or a square with round corners.

    Parameters
    ----------
    radius
        Half its width, without its rim.
    rim
        Colour of the line around it, "" for none.
    icon
        The `d` of a path in a box of 15 by 15, in the colour `ink`; "" for none.
    faint
        Half seen through.
    """

    x: float
    y: float
    radius: float
    fill: str
    shape: str = "circle"
    rim: str = ""
    rim_width: float = 2.0
    icon: str = ""
    ink: str = ""
    faint: bool = False


@dataclass(frozen=True)
class Text:
    """A line of words, with `y` where its letters stand.

    Parameters
    ----------
    halo
        Colour of a rim that keeps it apart from what lies under it, "" for none.
    heading
        In the letters of headings.
    """

    x: float
    y: float
    words: str
    size: float
    colour: str
    bold: bool = False
    heading: bool = False
    anchor: Anchor = "start"
    halo: str = ""


Mark = Shape | Line | Dot | Text


def moved(mark: Mark, x: float, y: float) -> Mark:
    """Return a mark so much further right and down."""
    by = np.array([x, y])
    match mark:
        case Shape():
            return replace(mark, rings=[ring + by for ring in mark.rings])
        case Line():
            return replace(mark, paths=[path + by for path in mark.paths])
        case _:
            return replace(mark, x=mark.x + x, y=mark.y + y)


@dataclass(frozen=True, eq=False)
class Figure:
    """A picture with what a person who cannot see it needs.

    Parameters
    ----------
    title, alt
        What it is called, and what it shows in a sentence or two.
    source
        Where its data comes from.
    table
        The same in rows: what the signs and colours mean, and how many there are of each.
    width, height
        In units.
    marks
        From the lowest to the highest.
    """

    title: str
    alt: str
    source: str
    table: pd.DataFrame
    width: float
    height: float
    ground: str
    marks: Sequence[Mark] = field(default_factory=tuple)
    language: str = "en"
