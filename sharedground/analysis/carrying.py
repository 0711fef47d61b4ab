"""A list of figures, carried over from the areas it was made for to other areas."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from sharedground.analysis.apportion import Sort, carried_counts, carried_rates, sort_of

ESTIMATED = ("indicator_id", "area_code", "value", "moved")


@dataclass(frozen=True)
class CarriedFigure:
    """What became of one indicator.

    Parameters
    ----------
    sort
        Whether it was split (count), averaged (rate) or left behind (rank).
    areas
        How many new areas have a figure now.
    moved
        Share (0 to 1) of it that comes from areas which were split. Counts: of their total;
        rates: mean over the new areas.
    before, after
        Of counts: the total in the old areas, and in the new ones. NaN for others.
    """

    indicator_id: str
    name: str
    sort: Sort
    areas: int
    moved: float
    before: float = np.nan
    after: float = np.nan


def carried(
    indicators: pd.DataFrame,
    values: pd.DataFrame,
    shares: pd.DataFrame,
    people: pd.Series[float] | None = None,
    as_counts: Mapping[str, bool] | None = None,
) -> tuple[pd.DataFrame, tuple[CarriedFigure, ...]]:
    """Return the figures of new areas, estimated from those of old ones.

    Parameters
    ----------
    indicators, values
        Tables of `model.frames`, for the old areas.
    shares
        From `apportion.shares_by_overlap` or `apportion.shares_by_lookup`.
    people
        Residents by code of the old areas: weights of rates.
    as_counts
        `indicator_id` to whether a person says that it counts; else its words and numbers tell.

    Returns
    -------
    tuple
        One row per indicator and new area (`ESTIMATED`; no row where nothing is known), and what
        became of each indicator. Ranks and deciles stay behind: they are places in a list of the
        old areas.
    """
    told: list[CarriedFigure] = []
    frames = [pd.DataFrame(columns=list(ESTIMATED))]
    by_indicator = {str(key): rows for key, rows in values.groupby("indicator_id")}
    for row in indicators.itertuples(index=False):
        identity, name = str(row.indicator_id), str(row.name)
        rows = by_indicator.get(identity, values.iloc[0:0])
        known = rows.set_index("area_code")["value"].astype(float)
        sort = sort_of(name, str(row.measure), str(row.unit), known)
        if sort is not Sort.RANK and as_counts and identity in as_counts:
            sort = Sort.COUNT if as_counts[identity] else Sort.RATE
        if sort is Sort.RANK or known.empty:
            told.append(CarriedFigure(identity, name, sort, 0, 0.0))
            continue
        counted = sort is Sort.COUNT
        found = carried_counts(known, shares) if counted else carried_rates(known, shares, people)
        found = found[found["value"].notna()]
        frame = found.rename_axis("area_code").reset_index().assign(indicator_id=identity)
        frames.append(frame.loc[:, list(ESTIMATED)])
        told.append(_told(identity, name, sort, known, found))
    filled = [frame for frame in frames if len(frame)] or frames
    return pd.concat(filled, ignore_index=True), tuple(told)


def _told(
    identity: str, name: str, sort: Sort, known: pd.Series[float], found: pd.DataFrame
) -> CarriedFigure:
    if sort is Sort.RATE:
        moved = float(found["moved"].mean()) if len(found) else 0.0
        return CarriedFigure(identity, name, sort, len(found), moved)
    after = float(found["value"].sum())
    moved = float((found["value"] * found["moved"]).sum() / after) if after else 0.0
    return CarriedFigure(identity, name, sort, len(found), moved, float(known.sum()), after)
