"""What is around suggestions: where they lie in words, what they may be, what people say lacks."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from pyproj import Geod
from rapidfuzz import fuzz, process

from sharedground.analysis.within import area_positions
from sharedground.model.placing import EXACT
from sharedground.views import View
from sharedground.words import say

Floats = NDArray[np.float64]

CLOSE_M: Final = 400.0
"""Within this a listed place helps to say where a point is."""

NEAR_M: Final = 500.0
"""Within this a name that is fairly like another may be the same place."""

FAIRLY_LIKE, VERY_LIKE = 75.0, 92.0
"""RapidFuzz token_set_ratio: enough for a place nearby, and for one anywhere."""

NOTHING_LACKS: Final = pd.DataFrame(
    {name: pd.Series(dtype=kind) for name, kind in (
        ("category", object), ("note", object), ("partner_id", object), ("suggestion_id", object),
        ("lon", float), ("lat", float), ("area_code", object), ("area", object),
        ("made_at", object))}
)  # fmt: skip

_EARTH: Final = Geod(ellps="WGS84")


def place_in_words(
    view: View, labels: pd.DataFrame, lon: float, lat: float, *, roughly: bool = False
) -> str:
    """Return where a point lies: its area, and what is listed close by.

    Parameters
    ----------
    labels
        `area_code`, `label`, `group` of each area, in the order of `view.areas`.
    roughly
        The point stands for an area: what happens to be near its middle says nothing.

    Returns
    -------
    str
        Such as "in Sale Moor, near Moor Park", or that it lies outside the place.
    """
    _, area = _areas_at(view, labels, np.array([lon]), np.array([lat]))
    where = say("in {area}", area=area[0])
    if not area[0]:
        where = say("outside {place}", place=view.holdings.place.name)
    near = "" if roughly else _nearest(view, lon, lat)
    return say("{where}, near {name}", where=where, name=near) if near else where


def _areas_at(
    view: View, labels: pd.DataFrame, lon: Floats, lat: Floats
) -> tuple[list[str], list[str]]:
    """Return the code and the name of the area that holds each point, "" for none."""
    at = area_positions(view.areas, lon, lat)
    names = labels["group"].where(labels["group"] != "", labels["label"])
    codes, called = (np.append(c.to_numpy(object), "") for c in (labels["area_code"], names))
    return codes[at].tolist(), called[at].tolist()


def _nearest(view: View, lon: float, lat: float) -> str:
    """Return the name of what is listed nearest within `CLOSE_M`, "" for nothing.

    A place that is shown only roughly would say something wrong.
    """
    sure = view.assets[view.assets["precision"] == EXACT]
    metres = _metres(sure, (lon, lat))
    if not np.any(metres <= CLOSE_M):
        return ""
    return str(sure["name"].iloc[int(np.nanargmin(metres))])


def middle_of(view: View, codes: Iterable[str]) -> tuple[float, float]:
    """Return (lon, lat) of a point inside areas, near their middle."""
    shape = view.areas.loc[view.areas["area_code"].isin(list(codes))].union_all()
    point = shape.centroid if shape.contains(shape.centroid) else shape.representative_point()
    return float(point.x), float(point.y)


def lacking(view: View, labels: pd.DataFrame) -> pd.DataFrame:
    """Return what people say is missing here and officers approved, the latest first.

    Returns
    -------
    pandas.DataFrame
        `suggestion_id`, `lon`, `lat` (NaN where not told), `area_code` and `area` ("" outside
        the areas), `category` ("" where not told), `note`, `partner_id` (for whom it was said,
        "" for a person who is not named) and `made_at`.
    """
    every = view.holdings.suggestions
    said = every[(every["kind"] == "missing") & (every["state"] == "approved")]
    bodies = list(said["body"])
    found = pd.DataFrame(
        {
            name: [body.get(name, "") for body in bodies]
            for name in ("category", "note", "partner_id")
        },
        dtype=object,
    )
    spots = [(body.get("lon", np.nan), body.get("lat", np.nan)) for body in bodies]
    lon, lat = np.array(spots, dtype=float).reshape(-1, 2).T
    codes, areas = _areas_at(view, labels, lon, lat)
    ids, when = (said[name].to_numpy() for name in ("suggestion_id", "made_at"))
    return found.assign(suggestion_id=ids, lon=lon, lat=lat, area_code=codes, area=areas,
                        made_at=when)  # fmt: skip


def may_be(view: View, name: str, point: tuple[float, float] | None, most: int = 3) -> pd.DataFrame:
    """Return listed places that a suggested one may be, the likeliest first.

    Parameters
    ----------
    name
        What the suggested place is called.
    point
        (lon, lat) in degrees, or None where it is not known.

    Returns
    -------
    pandas.DataFrame
        Rows of `view.assets` with `likeness` (0 to 100) and `metres` (NaN without a point).
        Where a place is sensitive, its position is the rounded one of the view.
    """
    assets = view.assets
    if not name.strip() or assets.empty:
        return assets.head(0).assign(likeness=0.0, metres=np.nan)
    names = assets["name"].astype(str).str.casefold().tolist()
    scores = process.cdist([name.casefold()], names, scorer=fuzz.token_set_ratio)[0]
    metres = np.full(len(assets), np.nan) if point is None else _metres(assets, point)
    like = (scores >= VERY_LIKE) | ((scores >= FAIRLY_LIKE) & (metres <= NEAR_M))
    found = assets.assign(likeness=scores, metres=metres)[like]
    best: pd.DataFrame = found.sort_values(["likeness", "metres"], ascending=[False, True])
    return best.head(most)


def _metres(assets: pd.DataFrame, point: tuple[float, float]) -> Floats:
    """Return how far each asset lies from a point (lon, lat), NaN where it is not placed."""
    lon, lat = (assets[c].to_numpy(dtype=float, na_value=np.nan) for c in ("lon", "lat"))
    away: Floats = np.full(len(assets), np.nan)
    placed = np.isfinite(lon) & np.isfinite(lat)
    n = int(placed.sum())
    away[placed] = _EARTH.inv(np.full(n, point[0]), np.full(n, point[1]),
                              lon[placed], lat[placed])[2]  # fmt: skip
    return away
