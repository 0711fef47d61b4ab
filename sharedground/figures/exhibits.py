"""What a step of a meeting shows, as plain data, for slides, handout, one file and pages alike.

Every figure is in words already, so that no two outputs can round or name it differently.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal

import pandas as pd

from sharedground.figures import look
from sharedground.figures.scene import Figure, Floats, Mark, Shape

NO_VALUE: Final = float("nan")
Tone = Literal["more", "less", "plain"]


@dataclass(frozen=True)
class Fact:
    """One key figure: a number or a few words, what it is, and what it counts or when it is of."""

    label: str
    value: str
    note: str = ""


@dataclass(frozen=True)
class Facts:
    """Up to four key figures."""

    title: str
    facts: tuple[Fact, ...]


@dataclass(frozen=True)
class Words:
    """Sentences, each a point of its own; `title` is "" where the step's own says it all."""

    title: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Bar:
    """One bar.

    Parameters
    ----------
    value
        In the unit of its axis, 0 or more; NaN where there is no data.
    words
        The value as people read it ("No data" for NaN).
    low, high
        A likely range around it; NaN for none.
    firm
        False draws it dashed and unfilled: it could go either way.
    code
        Of the area, outcome or the like that it stands for; "" for none.
    usual
        What is usual in the whole place, drawn as a line across; NaN for none.
    """

    name: str
    value: float
    words: str
    low: float = NO_VALUE
    high: float = NO_VALUE
    firm: bool = True
    code: str = ""
    usual: float = NO_VALUE


@dataclass(frozen=True)
class Bars:
    """Horizontal bars, the first on top.

    Parameters
    ----------
    alt
        What they show, in a sentence or two.
    axis
        What the bars measure, with its unit and range.
    heading
        What the names are: "Area", "Outcome".
    tone
        "more" for places that outrun need (teal), "less" for need that outruns places (clay).
    most
        Where the axis ends at least.
    dots
        Further dots on each row, as (name, value): how each partner sees it. Empty for none.
    """

    title: str
    alt: str
    axis: str
    bars: tuple[Bar, ...]
    tone: Tone = "plain"
    heading: str = ""
    most: float = 0.0
    dots: tuple[tuple[tuple[str, float], ...], ...] = ()


@dataclass(frozen=True)
class Column:
    """A column of a sheet; numbers stand on the right."""

    name: str
    numeric: bool = False


@dataclass(frozen=True)
class Sheet:
    """A table to read: every cell in words, or a number that is written as it is."""

    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, eq=False)
class Region:
    """One area of a map.

    Parameters
    ----------
    name, words
        What it is called, and what the map shows of it: "Gap 64 of 100", "No data".
    rings
        In units of the map, each of shape (n, 2), closed; empty where nothing of it is seen.
    fill
        "#RRGGBB".
    edge
        Colour of its outline.
    """

    code: str
    name: str
    words: str
    rings: Sequence[Floats]
    fill: str
    edge: str
    width: float = 1.2


@dataclass(frozen=True, eq=False)
class Spot:
    """A place on a map, for lists and tips; its mark is among those of the map."""

    name: str
    words: str
    x: float
    y: float


@dataclass(frozen=True, eq=False)
class Map:
    """A map without a heading: its step has one. Its legend and scale are part of it.

    Parameters
    ----------
    alt
        What it shows, in a sentence or two.
    source
        Where it comes from, with dates.
    regions
        From the lowest up; `over` lies above them: hatching, borders, places, names, scale.
    legend
        Marks of the legend, right of or below the map, in the same units.
    key
        The legend in words: (what it means, "#RRGGBB" or "" for a hatch or a sign).
    spots
        The places that are drawn one by one.
    map_height
        Where the map ends and its legend begins.
    sheet
        The same in rows.
    """

    title: str
    alt: str
    source: str
    width: float
    height: float
    regions: tuple[Region, ...]
    over: tuple[Mark, ...]
    legend: tuple[Mark, ...]
    key: tuple[tuple[str, str], ...]
    sheet: Sheet
    spots: tuple[Spot, ...] = ()
    language: str = "en"
    map_height: float = 0.0

    @property
    def marks(self) -> tuple[Mark, ...]:
        """Everything, from the lowest to the highest."""
        seen = (one for one in self.regions if len(one.rings))
        areas = (Shape(one.rings, one.fill, one.edge, one.width) for one in seen)
        return (*areas, *self.over, *self.legend)

    def figure(self, title: str = "") -> Figure:
        """Return it as one picture."""
        table = pd.DataFrame(list(self.sheet.rows), columns=[c.name for c in self.sheet.columns])
        return Figure(
            title=title or self.title, alt=self.alt, source=self.source, table=table,
            width=self.width, height=self.height, ground=look.colour("bg"), marks=self.marks,
            language=self.language,
        )  # fmt: skip


Exhibit = Facts | Words | Bars | Map | Sheet


@dataclass(frozen=True, eq=False)
class Step:
    """One step of a story: a finding, what proves it, and a question for the room.

    Parameters
    ----------
    code
        Such as "gaps"; "own-..." for one that a partnership wrote.
    title
        The finding, 12 words at most.
    lede
        A sentence or two.
    ask
        The question for the room; "" for none.
    notes
        For the presenter only: on no screen that the room sees.
    method
        How the figures are worked out, a step each.
    source
        Where the data comes from, with dates.
    door, settings
        The page that shows it live, and what its address says.
    """

    code: str
    title: str
    lede: str = ""
    exhibits: tuple[Exhibit, ...] = ()
    ask: str = ""
    notes: tuple[str, ...] = ()
    method: tuple[str, ...] = ()
    source: str = ""
    door: str = ""
    settings: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class Deck:
    """A whole story, ready to be shown or taken home.

    Parameters
    ----------
    kicker
        What must stand above everything: that a place is made up. "" for nothing.
    vision, data
        Which version of the vision and of the data it was made with, in words with their dates.
    credits
        Licences and attributions, a line each.
    partners
        The names of those who take part.
    """

    title: str
    place: str
    made_at: dt.datetime
    vision: str
    data: str
    steps: tuple[Step, ...]
    kicker: str = ""
    credits: tuple[str, ...] = ()
    partners: tuple[str, ...] = ()
    language: str = "en"
