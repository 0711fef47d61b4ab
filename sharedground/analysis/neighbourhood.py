"""A neighbourhood of one's own: the areas it holds, wholly or in part, and what lies in reach.

People live where areas say, and nobody knows where within an area. A part of an area gets the share
of its people that it has of its ground (areal weighting: see `apportion`). What rests on such a
share is an estimate, and is counted apart.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from pyproj import Transformer
from scipy.spatial import KDTree
from shapely.geometry import Polygon
from shapely.geometry.base import BaseGeometry

from sharedground.analysis import walking
from sharedground.analysis.apportion import shares_by_overlap
from sharedground.errors import NotFoundError, SharedGroundError
from sharedground.words import say

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]

DEGREES: Final = "EPSG:4326"
MOST_CORNERS: Final = 60
"""Of a shape that is drawn: enough for any neighbourhood, and few enough for a link."""

_DECIMALS: Final = 4
"""Of a degree in a link: about 10 metres."""

_LEAST_M2: Final = 100.0
_TO_SAY: Final = 0.02
"""A shape of which less than this lies outside all areas counts as lying inside."""

_WHOLE: Final = 1 - 1e-9
_MINE: Final = "\0own"
REACHED: Final = ("here", "in_reach", "nearest", "least_min", "most_min")


class How(StrEnum):
    """How a neighbourhood was chosen."""

    AREAS = "areas"
    SHAPE = "shape"
    WALK = "walk"


@dataclass(frozen=True, eq=False)
class Neighbourhood:
    """Some areas, each wholly or in part.

    Parameters
    ----------
    how
        How it was chosen.
    parts
        One row per area that it touches: `area_code`, `share` (of the area's ground that lies in
        it: above 0, at most 1), `x` and `y` (a point inside that part, in metres).
    outline
        EPSG:4326.
    beyond
        Share of its ground that lies in no area of the place; 0 for whole areas.
    """

    how: How
    parts: pd.DataFrame
    outline: BaseGeometry
    beyond: float = 0.0

    @property
    def codes(self) -> tuple[str, ...]:
        """The areas that it touches."""
        return tuple(self.parts["area_code"])

    @property
    def shares(self) -> dict[str, float]:
        """The share of each area that lies in it."""
        return dict(zip(self.parts["area_code"], self.parts["share"].astype(float), strict=True))

    @property
    def split(self) -> int:
        """How many areas lie in it only in part."""
        return int((self.parts["share"] < _WHOLE).sum())


def of_areas(areas: gpd.GeoDataFrame, codes: Collection[str], crs: str) -> Neighbourhood:
    """Return the neighbourhood of some whole areas.

    Parameters
    ----------
    areas
        `area_code` and outlines, EPSG:4326.
    codes
        At least one.
    crs
        Of the place, in metres.

    Raises
    ------
    NotFoundError
        "area.unknown" when there is no such area.
    """
    known = set(areas["area_code"])
    for code in codes:
        if code not in known:
            raise NotFoundError(
                "area.unknown", say("There is no area {code} here.", code=code), area=code
            )
    mine = areas[areas["area_code"].isin(set(codes))]
    points = mine.geometry.to_crs(crs).representative_point()
    parts = pd.DataFrame(
        {"area_code": mine["area_code"].to_numpy(), "share": 1.0,
         "x": points.x.to_numpy(), "y": points.y.to_numpy()}
    )  # fmt: skip
    return Neighbourhood(How.AREAS, parts, mine.geometry.union_all())


def of_shape(
    areas: gpd.GeoDataFrame, shape: BaseGeometry, crs: str, how: How = How.SHAPE
) -> Neighbourhood:
    """Return the neighbourhood that a shape holds.

    Slivers of under 3 % of the smaller of area and shape are left out, and an area of which over
    95 % lies in the shape counts as whole: nobody draws on the line.

    Parameters
    ----------
    areas
        `area_code` and outlines, EPSG:4326.
    shape
        A polygon or several, EPSG:4326.
    crs
        Of the place, in metres.

    Raises
    ------
    SharedGroundError
        "shape.small" when it has no ground to speak of, "shape.outside" when no area lies in it.
    """
    mine = gpd.GeoDataFrame({"area_code": [_MINE]}, geometry=[shape], crs=DEGREES).to_crs(crs)
    ground = mine.geometry.iloc[0]
    if not ground.area >= _LEAST_M2:
        raise SharedGroundError(
            "shape.small", say("This shape is too small to hold anything. Draw a larger one.")
        )
    near = areas.iloc[areas.sindex.query(shape, predicate="intersects")].to_crs(crs)
    shares = shares_by_overlap(near, mine)
    if shares.empty:
        raise SharedGroundError(
            "shape.outside",
            say("This shape lies outside of all areas of this place. Draw it inside."),
        )
    held = near.set_index("area_code").loc[shares["from_code"]]
    points = held.geometry.intersection(ground).representative_point()
    parts = pd.DataFrame(
        {"area_code": shares["from_code"].to_numpy(), "share": shares["share"].to_numpy(float),
         "x": points.x.to_numpy(), "y": points.y.to_numpy()}
    )  # fmt: skip
    inside = float(shapely.area(shapely.intersection(near.geometry.to_numpy(), ground)).sum())
    beyond = max(0.0, 1 - inside / ground.area)
    return Neighbourhood(how, parts, shape, beyond if beyond >= _TO_SAY else 0.0)


def of_walk(
    areas: gpd.GeoDataFrame, at: tuple[float, float], minutes: float, detour: float, crs: str
) -> Neighbourhood:
    """Return all that lies within so many minutes' walk of a point: a circle.

    Parameters
    ----------
    at
        Longitude and latitude.
    detour
        Street distance divided by straight-line distance.
    """
    point = gpd.GeoSeries(gpd.points_from_xy([at[0]], [at[1]]), crs=DEGREES).to_crs(crs)
    circle = point.buffer(walking.metres_within(minutes, detour)).to_crs(DEGREES).iloc[0]
    return of_shape(areas, circle, crs, How.WALK)


def walk_name(minutes: int, near: str) -> str:
    """Return what all within a walk of a point is called."""
    return say("the area within {minutes} minutes’ walk of {near}", minutes=minutes, near=near)


def shape_of(corners: Sequence[tuple[float, float]]) -> Polygon:
    """Return the shape with these corners (longitude, latitude), in the order they were set.

    Raises
    ------
    SharedGroundError
        "shape.corners" when they are fewer than three or too many, "shape.crossed" when its lines
        cross.
    """
    if not 3 <= len(set(corners)) <= MOST_CORNERS:
        raise SharedGroundError(
            "shape.corners",
            say("A shape needs 3 to {most} corners; this one has {n}.", most=MOST_CORNERS,
                n=len(set(corners))), corners=len(corners),
        )  # fmt: skip
    shape = Polygon(corners)
    if not shape.is_valid:
        raise SharedGroundError(
            "shape.crossed",
            say("The lines of this shape cross. Take back corners until they do not."),
        )
    return shape


def rounded(lon: float, lat: float) -> tuple[float, float]:
    """Return a corner as a link tells it, so that who draws and who opens see the same figures."""
    return round(lon, _DECIMALS), round(lat, _DECIMALS)


def as_words(corners: Sequence[tuple[float, float]]) -> str:
    """Return corners as short text for a link, to about 10 metres."""
    return "~".join(f"{lon:.{_DECIMALS}f},{lat:.{_DECIMALS}f}" for lon, lat in corners)


def from_words(text: str) -> list[tuple[float, float]]:
    """Return the corners that the text of a link tells; none where it tells none."""
    corners = []
    for pair in text.split("~")[: MOST_CORNERS + 1]:
        lon, _, lat = pair.partition(",")
        try:
            point = float(lon), float(lat)
        except ValueError:
            return []
        if not (abs(point[0]) <= 180 and abs(point[1]) <= 90):
            return []
        corners.append(point)
    return corners


def holds(mine: Neighbourhood, places: pd.DataFrame) -> Mask:
    """Say which places lie in a neighbourhood.

    Parameters
    ----------
    places
        `lon`, `lat` (NaN where not known) and `area_code` ("" in none).
    """
    if mine.how is How.AREAS:
        return places["area_code"].isin(mine.codes).to_numpy(bool)
    lon, lat = places["lon"].to_numpy(float), places["lat"].to_numpy(float)
    shapely.prepare(mine.outline)
    found = shapely.intersects_xy(mine.outline, np.nan_to_num(lon, nan=999.0), np.nan_to_num(lat))
    return np.asarray(found, dtype=bool)


@dataclass(frozen=True)
class People:
    """How many people live in a neighbourhood.

    Parameters
    ----------
    total
        NaN unless it is known for every area that it touches: nothing is made of less than is
        known.
    known
        Of the areas for which it is known; NaN where that is none.
    estimated
        How many of `known` come from areas that lie in it only in part.
    unknown
        For how many of its areas nobody has told.
    years
        That the numbers are of.
    source_ids
        The lists they come from.
    """

    total: float
    known: float
    estimated: float
    unknown: int
    years: tuple[int, ...] = ()
    source_ids: tuple[str, ...] = ()


def people_in(mine: Neighbourhood, population: pd.DataFrame) -> People:
    """Return how many people live in a neighbourhood.

    Parameters
    ----------
    population
        Table `population` of `model.frames`.
    """
    counts = population.drop_duplicates("area_code").set_index("area_code")
    here = counts.reindex(mine.parts["area_code"])
    people = here["people"].to_numpy(float) * mine.parts["share"].to_numpy(float)
    told = np.isfinite(people)
    in_part = mine.parts["share"].to_numpy(float) < _WHOLE
    known = float(people[told].sum()) if told.any() else math.nan
    return People(
        total=known if told.all() and len(told) else math.nan,
        known=known,
        estimated=float(people[told & in_part].sum()),
        unknown=int((~told).sum()),
        years=tuple(sorted({int(year) for year in here["year"][told].dropna()})),
        source_ids=tuple(dict.fromkeys(here["source_id"][told].astype(str))),
    )


def in_metres(places: pd.DataFrame, crs: str) -> pd.DataFrame:
    """Return places with `x` and `y` in metres beside `lon` and `lat`; NaN where not known."""
    lon, lat = places["lon"].to_numpy(float), places["lat"].to_numpy(float)
    known = np.isfinite(lon) & np.isfinite(lat)
    xy = np.full((len(places), 2), np.nan)
    there = Transformer.from_crs(DEGREES, crs, always_xy=True)
    xy[known] = np.column_stack(there.transform(lon[known], lat[known]))
    return places.assign(x=xy[:, 0], y=xy[:, 1])


def reached(
    mine: Neighbourhood, places: pd.DataFrame, here: Mask, reach_m: float, detour: float
) -> dict[str, object]:
    """Return how many of some places lie in a neighbourhood and in reach of it, and the nearest.

    Each area stands at one point, inside the part of it that is meant. A place is in reach when it
    is so from at least one of these points.

    Parameters
    ----------
    places
        `asset_id`, `x`, `y` (as from `in_metres`) and `hidden`: where that is true the place
        counts, but is never called the nearest, because where it is must not be told.
    here
        Which of them lie in the neighbourhood.
    reach_m
        How far people go, in metres on foot.

    Returns
    -------
    dict
        Keys `REACHED`: `nearest` is an asset_id, "" where none is known; `least_min` and
        `most_min` are the minutes on foot to the nearest one from the point that is nearest to one
        and from the point that is farthest from any; NaN where none is known.
    """
    found: dict[str, object] = {"here": int(here.sum()), "in_reach": int(here.sum()), "nearest": "",
                                "least_min": math.nan, "most_min": math.nan}  # fmt: skip
    xy = places[["x", "y"]].to_numpy(float)
    placed = np.isfinite(xy).all(axis=1)
    if not placed.any():
        return found
    there, inside, xy = places[placed], here[placed], xy[placed]
    points = mine.parts[["x", "y"]].to_numpy(float)
    away = KDTree(points).query(xy)[0] * detour
    found["in_reach"] = int((inside | (away <= reach_m * (1 + 1e-9))).sum())
    told = ~there["hidden"].to_numpy(bool)
    if told.any():
        far, which = (np.asarray(each) for each in KDTree(xy[told]).query(points))
        minutes = walking.minutes(far.astype(float), detour)
        first = int(np.argmin(far))
        found["nearest"] = str(there["asset_id"].to_numpy()[told][which[first]])
        found["least_min"], found["most_min"] = float(minutes.min()), float(minutes.max())
    return found


def shares_of(area_codes: Collection[str] | Mapping[str, float]) -> dict[str, float]:
    """Return the share of each area that is meant: whole areas by their codes, or as given."""
    if isinstance(area_codes, Mapping):
        return dict(area_codes)
    return dict.fromkeys(area_codes, 1.0)
