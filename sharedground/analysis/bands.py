"""How much a place counts for people by how far away it is: published distance decays.

- `Decay.SLOW` and `Decay.FAST`: the two sets of weights of Luo W. and Qi Y. (2009), "An enhanced
  two-step floating catchment area (E2SFCA) method for measuring spatial accessibility to primary
  care physicians", Health & Place 15(4), 1100-1107. The paper's three zones are 0-10, 10-20 and
  20-30 minutes by car; here they are thirds of the reach, on foot.
- `Decay.ONE`: everything in reach counts alike, the two-step method (2SFCA) of Luo W. and Wang F.
  (2003), "Measures of spatial accessibility to health care in a GIS environment", Environment and
  Planning B 30(6), 865-884.
- `Decay.SMOOTH`: a Gaussian curve from 1 at the door to 0 at the end of the reach, as in Dai D.
  (2010), "Black residential segregation, disparities in spatial access to health care facilities,
  and late-stage breast cancer diagnosis in metropolitan Detroit", Health & Place 16(5), 1038-1052.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from sharedground.model.counting import Decay

WEIGHTS: Final = (1.0, 0.68, 0.22)
"""What a place counts in the nearest, middle and farthest third of the reach, by `Decay.SLOW`."""

STEPS: Final = {Decay.SLOW: WEIGHTS, Decay.FAST: (1.0, 0.42, 0.09), Decay.ONE: (1.0, 1.0, 1.0)}
"""What a place counts in each band, for decays that go by steps."""


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
        Metres on foot, shape (n,), none over `reach_m`; in float64, because a float32 can flip
        at an edge.
    reach_m
        How far people go, in metres on foot.
    """
    return np.searchsorted(edges(reach_m)[:-1], distance_m, side="left").astype(np.uint8)


def smooth(distance_m: NDArray[np.floating], reach_m: float) -> NDArray[np.float64]:
    """Return the Gaussian weight of each distance within reach: 1 at 0, 0 at the reach.

    ``(exp(-d² / 2r²) - exp(-1/2)) / (1 - exp(-1/2))`` for a distance d and a reach r.
    """
    end = np.exp(-0.5)
    share = np.asarray(distance_m, dtype=float) / reach_m
    return np.asarray(np.maximum(np.exp(-0.5 * share**2) - end, 0.0) / (1.0 - end))


def weight_of(
    decay: Decay,
    band: NDArray[np.uint8],
    distance_m: NDArray[np.floating],
    reach_m: float,
) -> NDArray[np.float64]:
    """Return what each pair counts by a decay, from its band and distance.

    Parameters
    ----------
    band, distance_m
        Shape (n,), as in `reach.Pairs`.
    reach_m
        How far people go, in metres on foot.
    """
    if decay is Decay.SMOOTH:
        return smooth(distance_m, reach_m)
    return np.asarray(STEPS[decay], dtype=float)[band]
