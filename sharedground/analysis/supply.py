"""What each asset offers: 1, or its capacity compared with others of its category."""

from __future__ import annotations

import numpy as np
import pandas as pd

from sharedground.analysis.reach import Floats


def by_capacity(category: pd.Series, capacity: pd.Series, unstated: float = 1.0) -> Floats:
    """Rescale capacity so that the mean of each category is 1.

    Seats of a theatre are not comparable with pupils of a school, so capacities are only
    compared within a category.

    Parameters
    ----------
    category, capacity
        One row per asset. NaN, infinite or negative capacity counts as not stated; 0 is
        a figure like any other.
    unstated
        What an asset of no stated capacity counts, as a share of the mean: an assumption, to
        be shown.

    Returns
    -------
    numpy.ndarray
        Shape (assets,). All alike, at `unstated`, in a category where no capacity above 0 is
        stated.
    """
    number = pd.to_numeric(capacity, errors="coerce").astype(float)
    stated = number.where(np.isfinite(number) & (number >= 0))
    mean = stated.groupby(category.to_numpy()).transform("mean")
    scaled = (stated / mean.where(mean > 0)).fillna(unstated)
    return scaled.to_numpy(dtype=float)
