"""Carrying figures over from one set of areas to another whose bounds differ.

Counts are split; rates and scores are averaged. Method: areal weighting, and where the people of
the new areas are known, target density weighting (Goodchild and Lam 1980, "Areal interpolation: a
variant of the traditional spatial problem", Geo-Processing 1; Schroeder 2007, "Target-density
weighting interpolation", Geographical Analysis 39). Why not `tobler` or `geopandas.overlay`: see
docs/decisions/0008-figures-are-carried-over-only-when-asked.md.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from sharedground.model.place import Measure

SLIVER: Final = 0.03
"""Overlaps below this share of the smaller of two areas come from outlines drawn a little
differently, and are left out."""

SAME: Final = 0.5
"""Two areas of one code are the same where they share more than this of the smaller one."""

WHOLE: Final = 0.98
"""An area of which this share lies in another counts as lying wholly in it."""

INSIDE: Final = 0.95
"""An area of which this share lies in the new areas together counts as lying wholly in them."""

COVERED: Final = 0.9
"""A count of an area of which less than this share is covered by old areas is not known."""

KNOWN: Final = 0.5
"""A mean of which less than this share of the weight is known is not known."""

SPREAD: Final = 1.5
"""Old areas larger than new ones by this factor (medians) say nothing of the new ones."""

SHARES: Final = ("from_code", "to_code", "share", "area", "cover")
"""One row per old and new area that overlap: which share of the old one's people or ground lies
in the new one, the ground of the overlap in square metres, and its share of the new area."""


class Sort(StrEnum):
    """What may be done with a figure when areas change."""

    COUNT = "count"
    RATE = "rate"
    RANK = "rank"


def sort_of(name: str, measure: str, unit: str, values: pd.Series[float]) -> Sort:
    """Return whether a figure can be split (count), averaged (rate), or neither (rank).

    Counts are whole numbers of 0 or more without a unit of share and not called a rate. A person
    can say otherwise.
    """
    if measure in (Measure.RANK, Measure.DECILE):
        return Sort.RANK
    words = f" {name} {unit} ".casefold()
    rated = any(word in words for word in _RATED)
    known = values.dropna()
    whole = bool(len(known)) and bool(((known >= 0) & (known == known.round())).all())
    return Sort.COUNT if whole and not rated and measure == Measure.VALUE else Sort.RATE


_RATED: Final = ("%", "rate", "percent", "per cent", "pct", "mean", "median", "average", "score",
                 "index", " per ", "share", "ratio", "expectancy", "proportion")  # fmt: skip


def is_spreading(old: gpd.GeoDataFrame, new: gpd.GeoDataFrame) -> bool:
    """Say whether figures would be spread from larger areas to smaller ones (areas in metres)."""
    if old.empty or new.empty:
        return False
    return bool(old.area.median() > SPREAD * new.area.median())


def shares_by_overlap(
    old: gpd.GeoDataFrame, new: gpd.GeoDataFrame, people: pd.Series[float] | None = None
) -> pd.DataFrame:
    """Return which share of each old area lies in which new one.

    Parameters
    ----------
    old, new
        `area_code` and `geometry`, in the same CRS in metres.
    people
        Residents by code of the new areas. An old area is split by them, taken as living evenly
        within each new area; by ground alone where they are not known for all its parts.

    Returns
    -------
    pandas.DataFrame
        Columns `SHARES`. The shares of an old area add up to the part of it that lies in new
        areas: to 1 where that is all but a sliver. An area whose code is in both sets and whose
        outlines lie on each other is the same area: a code of the Government Statistical Service
        is retired when its bounds change (ONS, "Code history database").
    """
    same = _same_areas(old, new)
    rest = [frame[~frame["area_code"].isin(same["from_code"])] for frame in (old, new)]
    pieces = pd.concat([same, _overlaps(*rest)], ignore_index=True)
    return _with_shares(pieces, people)


def _same_areas(old: gpd.GeoDataFrame, new: gpd.GeoDataFrame) -> pd.DataFrame:
    """Return the areas that are in both sets, each with the whole of itself."""
    both = old[["area_code", "geometry"]].merge(
        new[["area_code", "geometry"]], on="area_code", suffixes=("", "_new")
    )
    was, now = (np.asarray(both[name], dtype=object) for name in ("geometry", "geometry_new"))
    ground = shapely.area(shapely.intersection(was, now))
    one = ground > SAME * np.minimum(shapely.area(was), shapely.area(now))
    size = shapely.area(was)[one]
    codes = both["area_code"].to_numpy()[one]
    return pd.DataFrame(
        {"from_code": codes, "to_code": codes, "area": size, "cover": 1.0, "inside": 1.0}
    )


def _overlaps(old: gpd.GeoDataFrame, new: gpd.GeoDataFrame) -> pd.DataFrame:
    was, now = (np.asarray(frame.geometry, dtype=object) for frame in (old, new))
    one, other = shapely.STRtree(now).query(was, predicate="intersects")
    ground = shapely.area(shapely.intersection(was[one], now[other]))
    size_was, size_now = shapely.area(was)[one], shapely.area(now)[other]
    pieces = pd.DataFrame(
        {
            "from_code": old["area_code"].to_numpy()[one],
            "to_code": new["area_code"].to_numpy()[other],
            "area": ground,
            "cover": ground / size_now,
            "inside": _inside(one, ground, size_was),
        }
    )
    broad = ground > SLIVER * np.minimum(size_was, size_now)
    kept: pd.DataFrame = pieces[broad]
    return kept


def _inside(
    which: NDArray[np.intp], ground: NDArray[np.float64], size: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return the part of each old area that lies in new ones, slivers counted too."""
    inside = np.bincount(which, weights=ground)[which] / size if len(which) else size
    return np.where(inside < INSIDE, inside, 1.0)


def _with_shares(pieces: pd.DataFrame, people: pd.Series[float] | None) -> pd.DataFrame:
    weight = pieces["area"]
    if people is not None:
        there = pieces["to_code"].map(people).astype(float) * pieces["cover"]
        by_old = there.groupby(pieces["from_code"])
        usable = there.notna().groupby(pieces["from_code"]).transform("all")
        usable &= by_old.transform("sum") > 0
        weight = there.where(usable, pieces["area"])
    total = weight.groupby(pieces["from_code"]).transform("sum")
    shares = pieces.assign(share=pieces["inside"] * weight / total)
    return shares.loc[:, list(SHARES)].sort_values(["from_code", "to_code"], ignore_index=True)


def shares_by_lookup(pairs: pd.DataFrame, people: pd.Series[float] | None = None) -> pd.DataFrame:
    """Return shares from a table that names the new area, or areas, of each old one.

    Parameters
    ----------
    pairs
        `from_code` and `to_code`, each pair once; `share` where the table gives one.
    people
        Residents by code of the new areas: they split an old area that has several; evenly else.

    Returns
    -------
    pandas.DataFrame
        Columns `SHARES`; `area` is 1 for each pair, and new areas count as covered.
    """
    even = pairs.assign(area=1.0, cover=1.0, inside=1.0)
    if "share" not in pairs:
        return _with_shares(even, people)
    return even.loc[:, list(SHARES)].sort_values(["from_code", "to_code"], ignore_index=True)


def carried_counts(
    values: pd.Series[float], shares: pd.DataFrame, *, least_cover: float = COVERED
) -> pd.DataFrame:
    """Split counts of old areas among the new ones.

    Parameters
    ----------
    values
        Count by code of the old areas; NaN is no data.
    shares
        From `shares_by_overlap` or `shares_by_lookup`.
    least_cover
        New areas covered by less than this share get no figure.

    Returns
    -------
    pandas.DataFrame
        By `to_code`: `value` (NaN where a part is not known) and `moved`, the share of it (0 to 1)
        that comes from old areas that were split.
    """
    parts = shares.assign(part=shares["from_code"].map(values).astype(float) * shares["share"])
    parts["split"] = parts["part"].where(parts["share"] < WHOLE, 0.0)
    grouped = parts.groupby("to_code")
    value = grouped["part"].sum()
    known = parts["part"].notna().groupby(parts["to_code"]).all()
    moved = (grouped["split"].sum() / value.where(value > 0)).fillna(
        (parts["share"] < WHOLE).groupby(parts["to_code"]).any().astype(float)
    )
    enough = known & (grouped["cover"].sum() >= least_cover)
    return pd.DataFrame({"value": value.where(enough), "moved": moved.where(enough)})


def carried_rates(
    values: pd.Series[float], shares: pd.DataFrame, people: pd.Series[float] | None = None
) -> pd.DataFrame:
    """Average rates or scores of old areas over the new ones.

    Parameters
    ----------
    values
        Rate by code of the old areas; NaN is no data.
    shares
        From `shares_by_overlap` or `shares_by_lookup`.
    people
        Residents by code of the old areas: the weights. Ground alone where they are not known for
        all parts of a new area.

    Returns
    -------
    pandas.DataFrame
        As `carried_counts`. A mean of which less than half the weight is known is no data.
    """
    here = shares["to_code"]
    weight = shares["area"]
    if people is not None:
        by_people = shares["from_code"].map(people).astype(float) * shares["share"]
        usable = by_people.notna().groupby(here).transform("all")
        usable &= by_people.groupby(here).transform("sum") > 0
        weight = by_people.where(usable, weight)
    value = shares["from_code"].map(values).astype(float)
    known = weight.where(value.notna(), 0.0)
    total = known.groupby(here).sum()
    mean = (value.fillna(0.0) * known).groupby(here).sum() / total.where(total > 0)
    split = known.where(shares["share"] < WHOLE, 0.0).groupby(here).sum()
    enough = total >= KNOWN * weight.groupby(here).sum()
    moved = split / total.where(total > 0)
    return pd.DataFrame({"value": mean.where(enough), "moved": moved.where(enough)})
