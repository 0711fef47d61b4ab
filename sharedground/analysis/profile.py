"""How a few areas together stand beside the whole place, outcome by outcome."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sharedground.analysis.assessment import Assessment
from sharedground.analysis.neighbourhood import shares_of

STRONG: Final = 1.1
"""Within reach of a tenth more than the place's average counts as strong."""

MISSING: Final = 0.1
"""A gap (0 to 1) from which something may be missing: less is within the noise of the method."""

PROFILE: Final = (
    "code", "outcome", "need", "place_need", "access", "place_access", "times", "gap", "covered",
)  # fmt: skip


LEAST_KNOWN: Final = 0.5
"""A mean of need or gap that is known for fewer of the people than this is no data."""


def profile(found: Assessment, area_codes: Collection[str] | Mapping[str, float]) -> pd.DataFrame:
    """Return how some areas together compare with the whole place.

    Every mean is weighted by resident people; an area without people or without data for an
    outcome does not take part in its mean.

    Parameters
    ----------
    found
        Of the whole place.
    area_codes
        The areas taken together; codes that are not there are left out. With a share for each
        (above 0, at most 1), only that share of its people counts.

    Returns
    -------
    pandas.DataFrame
        One row per outcome, in the vision's order: code, outcome, need and place_need
        (0 to 1), access and place_access (places per 1,000 people), times (access over
        place_access), gap (0 to 1), covered (share of the people whose need is known).
        NaN is no data; need and gap are so where less than half the people are covered.
    """
    people = found.areas["people"].to_numpy(float)
    shares = found.areas["area_code"].map(shares_of(area_codes)).fillna(0.0).to_numpy(float)
    here = np.asarray(people * shares, dtype=float)
    access, place_access = _means(found.access, here), found.mean_access
    with np.errstate(divide="ignore", invalid="ignore"):
        times = np.where(place_access > 0, access / place_access, np.nan)
    total = np.nansum(here)
    reached = np.nansum(np.where(np.isnan(found.need), 0.0, here[:, None]), axis=0)
    covered = reached / total if total > 0 else np.full(len(reached), np.nan)
    enough = covered >= LEAST_KNOWN
    return pd.DataFrame(
        {
            "code": [outcome.code for outcome in found.vision.outcomes],
            "outcome": [outcome.name for outcome in found.vision.outcomes],
            "need": np.where(enough, _means(found.need, here), np.nan),
            "place_need": _means(found.need, people),
            "access": access,
            "place_access": place_access,
            "times": times,
            "gap": np.where(enough, _means(found.gap, here), np.nan),
            "covered": covered,
        },
        columns=list(PROFILE),
    )


def _means(values: NDArray[np.float64], people: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the mean of each column by these people of each area, over what is known."""
    weight = np.where(~np.isnan(values), np.nan_to_num(people)[:, None], 0.0)
    total = weight.sum(axis=0)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(total > 0, (np.nan_to_num(values) * weight).sum(axis=0) / total, np.nan)


def strong_first(rows: pd.DataFrame, at_most: int = 3) -> pd.DataFrame:
    """Return the outcomes for which clearly more than the average is within reach, most first."""
    strong = rows[rows["times"] >= STRONG]
    return strong.sort_values("times", ascending=False, kind="stable").head(at_most)


def may_be_missing(rows: pd.DataFrame, at_most: int = 3) -> pd.DataFrame:
    """Return the outcomes with the largest gaps, largest first."""
    missing = rows[rows["gap"] >= MISSING]
    return missing.sort_values("gap", ascending=False, kind="stable").head(at_most)
