"""What a file is read with: the choices made for it, what is known of the place, what comes out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from sharedground.intake.codes import AreaCodes
from sharedground.intake.raw import ReadAs
from sharedground.model.outcome import Direction
from sharedground.model.place import Kind
from sharedground.model.report import Report

PostcodeLookup = Callable[[Iterable[str]], dict[str, tuple[float, float]]]
"""Takes postcodes ("M33 2DQ", or an outward part "M33"); returns those known as (lon, lat)."""


Bounds = tuple[float, float, float, float]
"""West, south, east, north in degrees (EPSG:4326)."""


class Cover(StrEnum):
    """Where the postcodes lie that are loaded."""

    NOWHERE = "nowhere"
    ELSEWHERE = "elsewhere"
    HERE = "here"


def _no_postcodes(postcodes: Iterable[str]) -> dict[str, tuple[float, float]]:  # noqa: ARG001
    return {}


@dataclass(frozen=True, order=True)
class Fix:
    """One cell that a person corrected: its table, row number and heading, and what it says."""

    table: str
    row: int
    column: str
    value: str


@dataclass(frozen=True, order=True)
class Ruling:
    """What a person said of one row, or of all rows of a table.

    Parameters
    ----------
    row
        Its number; 0 is every row that is not named.
    about
        "sensitive", or the "email", "phone" or "name" that stands there.
    says
        "yes" or "no" of what is sensitive; else whose it is, "person" or "organisation".
    """

    table: str
    row: int
    about: str
    says: str


def changed_rulings(former: Iterable[Ruling], newer: Iterable[Ruling]) -> tuple[Ruling, ...]:
    """Return what a person said by now; who takes back what was said before says nothing."""
    known = {(one.table, one.row, one.about): one for one in former}
    for one in newer:
        key = (one.table, one.row, one.about)
        if key in known and known[key].says != one.says:
            del known[key]
        else:
            known[key] = one
    return tuple(sorted(known.values()))


@dataclass(frozen=True)
class Options:
    """What a person says that the file does not.

    Parameters
    ----------
    columns
        Field to heading, such as ``{"postcode": "PC"}``; wins over what was found. An empty
        heading says that the file does not hold the field.
    category
        Code or name of the category of every row.
    direction
        Heading or indicator name to direction.
    year
        Year of the figures.
    table
        Sheet or layer to use; None takes those that fit.
    title
        Title of the source, for guessing the category.
    fixes
        Cells that a person corrected, sorted.
    categories
        Category of words that stand in the file (without case and double spaces), as a person
        chose it here or for a former list.
    verdicts
        What a person said of two rows or places that may be one, by their ids with a space
        between, in the order of the alphabet: "same", "same place" or "apart".
    lookup
        Hash of the table through which codes of other areas were joined, "" without one.
    rulings
        What a person said of personal contacts and sensitive places, sorted.
    heading_rows, encoding, delimiter
        How the file is to be read (see `ReadAs`).
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    category: str | None = None
    direction: Mapping[str, Direction] = field(default_factory=dict)
    year: int | None = None
    table: str | None = None
    title: str = ""
    fixes: tuple[Fix, ...] = ()
    categories: Mapping[str, str] = field(default_factory=dict)
    verdicts: Mapping[str, str] = field(default_factory=dict)
    lookup: str = ""
    rulings: tuple[Ruling, ...] = ()
    heading_rows: Mapping[str, int] = field(default_factory=dict)
    encoding: str = ""
    delimiter: str = ""

    @property
    def read_as(self) -> ReadAs:
        """How the file is to be read."""
        return ReadAs(dict(self.heading_rows), self.encoding, self.delimiter)

    def rulings_on(self, table: str, about: str) -> tuple[str, dict[int, str]]:
        """Return what a person said of all rows of a table ("" for nothing), and of single rows."""
        mine = [one for one in self.rulings if one.about == about and one.table in (table, "")]
        for_all = next((one.says for one in reversed(mine) if one.row == 0), "")
        return for_all, {one.row: one.says for one in mine if one.row}


@dataclass(frozen=True)
class Context:
    """What is already known of the place.

    Parameters
    ----------
    areas
        Area code to area name.
    outlines
        `area_code` and `geometry` (EPSG:4326), or None before areas are loaded.
    labels
        Area code to the name that people use for the part of the place it lies in (a ward or
        neighbourhood); area names are used where there is none.
    postcodes
        Looks postcodes up.
    holds_postcodes
        Says whether any postcode within some bounds is loaded (anywhere, if None).
    code_point
        Whether the British postcodes that come with the product are of use here; those that are
        loaded win.
    wider
        Code, or name in lower case, of a ward or another larger area to the areas in it.
    partners
        Partner name to `partner_id`.
    metric_crs
        The place's CRS in metres.
    least_share
        A file that joins less than this share of the areas is of another place or vintage.
    """

    place_id: str = ""
    areas: Mapping[str, str] = field(default_factory=dict)
    outlines: gpd.GeoDataFrame | None = None
    labels: Mapping[str, str] = field(default_factory=dict)
    postcodes: PostcodeLookup = _no_postcodes
    holds_postcodes: Callable[[Bounds | None], bool] | None = None
    code_point: bool = False
    wider: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    partners: Mapping[str, str] = field(default_factory=dict)
    metric_crs: str | None = None
    least_share: float = 0.05

    @cached_property
    def codes(self) -> AreaCodes:
        """The known area codes, ready to be joined to."""
        return AreaCodes(self.areas)

    @cached_property
    def bounds(self) -> Bounds | None:
        """West, south, east, north of the place in degrees; None before areas are loaded."""
        if self.outlines is None or self.outlines.empty:
            return None
        west, south, east, north = (float(side) for side in self.outlines.total_bounds)
        return west, south, east, north

    @cached_property
    def postcode_cover(self) -> Cover:
        """Where the loaded postcodes lie: nowhere, in this place, or only elsewhere."""
        if self.holds_postcodes is None:
            return Cover.NOWHERE if self.postcodes is _no_postcodes else Cover.HERE
        if self.holds_postcodes(self.bounds):
            return Cover.HERE
        return Cover.ELSEWHERE if self.holds_postcodes(None) else Cover.NOWHERE

    @cached_property
    def _tree(self) -> shapely.STRtree:
        assert self.outlines is not None
        return shapely.STRtree(self.outlines.geometry.to_numpy())

    def area_at(self, lon: NDArray[np.float64], lat: NDArray[np.float64]) -> NDArray[np.object_]:
        """Return the code of the area each point lies in; "" outside the place or unknown.

        Parameters
        ----------
        lon, lat
            Degrees, EPSG:4326; NaN is allowed.
        """
        found = np.full(len(lon), "", dtype=object)
        known = np.flatnonzero(np.isfinite(lon) & np.isfinite(lat))
        if self.outlines is None or self.outlines.empty or not len(known):
            return found
        points = shapely.points(lon[known], lat[known])
        which, area = self._tree.query(points, predicate="intersects")
        codes = self.outlines["area_code"].to_numpy()
        found[known[which[::-1]]] = codes[area[::-1]]
        return found

    def near(self, lon: NDArray[np.float64], lat: NDArray[np.float64]) -> NDArray[np.object_]:
        """Return what people call the area in or nearest to each point; "" when not known."""
        names = np.full(len(lon), "", dtype=object)
        known = np.flatnonzero(np.isfinite(lon) & np.isfinite(lat))
        if self.outlines is None or self.outlines.empty or not len(known):
            return names
        nearest = self._tree.nearest(shapely.points(lon[known], lat[known]))
        codes = self.outlines["area_code"].to_numpy()[nearest]
        names[known] = [self.labels.get(c) or self.areas.get(c, "") or c for c in codes]
        return names


@dataclass(frozen=True)
class Intake:
    """One table, taken in: clean rows by table name, and what became of every row."""

    kind: Kind
    table: str
    frames: dict[str, pd.DataFrame]
    report: Report
