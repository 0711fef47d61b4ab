"""People in ten groups of the same size by how much need there is where they live."""

from __future__ import annotations

import numpy as np
import pandas as pd

from sharedground.analysis.reach import Floats

TENTHS = 10


def by_tenth(need: Floats, people: Floats, counted: Floats) -> pd.DataFrame:
    """Return how many of some people live in each tenth of all people by need.

    Each tenth has the same number of people: an area that lies across two of them is split.
    Areas with the same need stand together.

    Parameters
    ----------
    need
        Shape (areas,): NaN is no data.
    people, counted
        Shape (areas,): all residents, and those of them to be counted. Where need or people are
        not known, they are in no tenth.

    Returns
    -------
    pandas.DataFrame
        `tenth` (1 is the one with most need, 10 the one with least), `people`, `counted`.
    """
    known = np.isfinite(need) & np.isfinite(people) & (people > 0)
    tenth = np.arange(1, TENTHS + 1)
    if not known.any():
        return pd.DataFrame({"tenth": tenth, "people": 0.0, "counted": 0.0})
    _, level = np.unique(-need[known], return_inverse=True)
    upto = np.r_[0.0, np.cumsum(np.bincount(level, weights=people[known]))]
    among = np.r_[0.0, np.cumsum(np.bincount(level, weights=np.nan_to_num(counted)[known]))]
    ends = upto[-1] * np.arange(TENTHS + 1) / TENTHS
    return pd.DataFrame(
        {
            "tenth": tenth,
            "people": upto[-1] / TENTHS,
            "counted": np.diff(np.interp(ends, upto, among)),
        }
    )
