"""What people understand first: how far the nearest is, and how many people have one in reach."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from sharedground.analysis.assessment import Assessment
from sharedground.analysis.reach import Floats
from sharedground.analysis.walking import PACE


@dataclass(frozen=True)
class InReach:
    """How many people have at least one place that serves an outcome within reach.

    Parameters
    ----------
    people
        Of areas that have a location and a known number of people.
    reached
        Those with at least one in reach.
    unknown
        Areas of which it is not known.
    middle_minutes
        Half of `people` have the nearest within so many minutes on foot; NaN where half of them
        have none in reach.
    """

    people: float
    reached: float
    unknown: int
    middle_minutes: float

    @property
    def share(self) -> float:
        """Return the share of people with one in reach; NaN where nobody is known."""
        return self.reached / self.people if self.people else float("nan")


def nearest(found: Assessment, outcome: str) -> pd.DataFrame:
    """Return how far the nearest place that serves an outcome is from each area.

    Parameters
    ----------
    outcome
        Code or name of an outcome.

    Returns
    -------
    pandas.DataFrame
        `area_code`, `people`, `in_reach` (count; NaN where the area has no location),
        `metres` (on foot, NaN if none is in reach) and `minutes`, in the order of `found.areas`.

    Raises
    ------
    NotFoundError
        If there is no such outcome.
    """
    position = found.position(outcome)
    metres = _nearest_metres(found, position)
    placed = np.isfinite(found.access[:, position]) | (found.served[position].reached > 0)
    return pd.DataFrame(
        {
            "area_code": found.areas["area_code"],
            "people": found.areas["people"],
            "in_reach": np.where(placed, found.served[position].reached, np.nan),
            "metres": np.where(np.isfinite(metres), metres, np.nan),
            "minutes": np.where(np.isfinite(metres), _minutes(metres), np.nan),
        }
    )


def in_reach(found: Assessment, outcome: str) -> InReach:
    """Return how many people have at least one place for an outcome within its reach.

    Raises
    ------
    NotFoundError
        If there is no such outcome.
    """
    rows = nearest(found, outcome)
    known = rows["people"].notna() & rows["in_reach"].notna()
    people = rows.loc[known, "people"].to_numpy(float)
    minutes = rows.loc[known, "minutes"].fillna(np.inf).to_numpy(float)
    return InReach(
        people=float(people.sum()),
        reached=float(people[np.isfinite(minutes)].sum()),
        unknown=int((~known).sum()),
        middle_minutes=_middle(minutes, people),
    )


def by_group(rows: pd.DataFrame, groups: pd.Series) -> pd.Series:
    """Return for each group of areas within how many minutes half of its people have the nearest.

    Parameters
    ----------
    rows
        As `nearest` returns them.
    groups
        Shape (areas,): the name of each area's group.
    """
    known = rows[rows["people"].notna() & rows["in_reach"].notna()]
    named = known.assign(
        group=groups.to_numpy()[known.index], minutes=known["minutes"].fillna(np.inf)
    )
    return pd.Series(
        {
            str(name): _middle(part["minutes"].to_numpy(float), part["people"].to_numpy(float))
            for name, part in named.groupby("group", sort=False)
        },
        dtype=float,
    )


def _nearest_metres(found: Assessment, position: int) -> Floats:
    """Return metres on foot to the nearest serving asset; infinite where none is in reach."""
    served = found.served[position]
    pairs = served.pairs
    serving = served.strength[pairs.asset_order[pairs.asset]] > 0
    rows = pairs.area_order[pairs.area[serving]]
    metres = np.full(len(pairs.area_order), np.inf)
    np.minimum.at(metres, rows, pairs.distance_m[serving].astype(float))
    return metres[: len(found.areas)]


def _minutes(metres: Floats) -> Floats:
    return np.asarray(np.maximum(np.ceil(metres / PACE - 1e-9), 1.0))


def _middle(minutes: Floats, people: Floats) -> float:
    if not people.sum() > 0:
        return float("nan")
    order = np.argsort(minutes, kind="stable")
    half = np.searchsorted(np.cumsum(people[order]), people.sum() / 2)
    middle = float(minutes[order][min(int(half), len(order) - 1)])
    return middle if np.isfinite(middle) else float("nan")
