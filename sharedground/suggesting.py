"""Before a suggestion is sent: where it lies in words, and what it may be of what is listed."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd
from pyproj import Geod
from rapidfuzz import fuzz, process

from sharedground.analysis.within import area_positions
from sharedground.views import View
from sharedground.words import say

NEAR_M: Final = 500.0
"""Within this a name that is fairly like another may be the same place."""

FAIRLY_LIKE, VERY_LIKE = 75.0, 92.0
"""RapidFuzz token_set_ratio: enough for a place nearby, and for one anywhere."""

_EARTH: Final = Geod(ellps="WGS84")


def place_in_words(view: View, labels: pd.DataFrame, lon: float, lat: float) -> str:
    """Return the name of the area that holds a point, or that it lies outside the place.

    Parameters
    ----------
    labels
        `area_code`, `label`, `group` of each area, in the order of `view.areas`.
    """
    at = area_positions(view.areas, np.array([lon]), np.array([lat]))[0]
    if at < 0:
        return say("outside {place}", place=view.holdings.place.name)
    return str(labels["group"].iloc[at] or labels["label"].iloc[at])


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
    metres = np.full(len(assets), np.nan)
    if point is not None:
        lon, lat = (assets[c].to_numpy(dtype=float, na_value=np.nan) for c in ("lon", "lat"))
        placed = np.isfinite(lon) & np.isfinite(lat)
        n = int(placed.sum())
        metres[placed] = _EARTH.inv(np.full(n, point[0]), np.full(n, point[1]),
                                    lon[placed], lat[placed])[2]  # fmt: skip
    like = (scores >= VERY_LIKE) | ((scores >= FAIRLY_LIKE) & (metres <= NEAR_M))
    found = assets.assign(likeness=scores, metres=metres)[like]
    best: pd.DataFrame = found.sort_values(["likeness", "metres"], ascending=[False, True])
    return best.head(most)
