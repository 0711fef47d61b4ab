"""How much a place counts for people by how far away it is: three published distance bands.

Source: Luo W. and Qi Y. (2009), "An enhanced two-step floating catchment area (E2SFCA)
method for measuring spatial accessibility to primary care physicians", Health & Place
15(4), 1100-1107: three zones of equal width with the slower of its two sets of weights.
The paper's zones are 0-10, 10-20 and 20-30 minutes by car; here they are thirds of the
reach, on foot.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

WEIGHTS: Final = (1.0, 0.68, 0.22)
"""What a place counts in the nearest, middle and farthest third of the reach."""


def edges(reach_m: float) -> NDArray[np.float64]:
    """Return where each band ends, in metres on foot: thirds of the reach.

    Parameters
    ----------
    reach_m
        How far people go, in metres on foot.

    Returns
    -------
    numpy.ndarray
        Shape (3,). A distance equal to an edge lies in the nearer band.
    """
    return reach_m * np.arange(1, len(WEIGHTS) + 1) / len(WEIGHTS)


def band_of(distance_m: NDArray[np.float64], reach_m: float) -> NDArray[np.uint8]:
    """Return the band of each distance within reach: 0 nearest, 2 farthest.

    Parameters
    ----------
    distance_m
        Metres on foot, shape (n,), none over `reach_m`; in float64, because a float32
        distance can flip at an edge.
    reach_m
        How far people go, in metres on foot.
    """
    return np.searchsorted(edges(reach_m)[:-1], distance_m, side="left").astype(np.uint8)
