"""Where large gaps lie together: clusters that chance alone would rarely make.

Gi* of each area compares the sum over the area and its neighbours with what it would be if the same
figures lay anywhere (Ord and Getis 1995, *Geographical Analysis* 27, 286-306):

    z = (sum_j w x - mean(x) W) / (S sqrt((n W2 - W^2) / (n - 1)))

with W the sum and W2 the sum of squares of the weights, here 1 for an area itself and each of its
neighbours, and S the standard deviation of x. Many areas are looked at, so some z are large by
chance: the false discovery rate is held (Benjamini and Hochberg 1995, *Journal of the Royal
Statistical Society B* 57, 289-300).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array, csr_array
from scipy.spatial import KDTree
from scipy.special import ndtr

from sharedground.analysis.reach import Floats, located

NEIGHBOURS: Final = 8
LEAST_AREAS: Final = 30
"""With fewer areas z does not follow a normal curve well enough to say anything."""

FALSE_ONES: Final = 0.05
"""Of the clusters that are named, about this share may be there by chance."""


@dataclass(frozen=True, eq=False)
class HotSpots:
    """Where figures that are large lie together.

    Parameters
    ----------
    z
        Shape (areas,): Gi*, above 0 where the area and its neighbours have more than most; NaN is
        no data, or nothing to compare.
    q
        Shape (areas,): the least rate of false discoveries at which the area would be named.
    hot
        Shape (areas,): named as part of a cluster of large figures.
    areas
        How many areas were compared.
    """

    z: Floats
    q: Floats
    hot: NDArray[np.bool_]
    areas: int

    @property
    def enough(self) -> bool:
        """Whether there are enough areas to say anything."""
        return self.areas >= LEAST_AREAS


def hot_spots(
    values: Floats, xy: Floats, *, neighbours: int = NEIGHBOURS, within_m: float = 0.0
) -> HotSpots:
    """Find clusters of areas with large values.

    Parameters
    ----------
    values
        Shape (areas,), such as gaps; NaN is no data, and such areas are no one's neighbours.
    xy
        Shape (areas, 2), metres.
    neighbours
        How many of the nearest areas count as neighbours.
    within_m
        If above 0, all areas within this distance are neighbours instead.
    """
    known = np.isfinite(values) & located(xy)
    z, q = np.full(len(values), np.nan), np.full(len(values), np.nan)
    if known.any():
        near = within(xy[known], within_m) if within_m > 0 else nearest(xy[known], neighbours)
        z[known] = gi_star(values[known], near)
        q[known] = adjusted(2 * ndtr(-np.abs(z[known])))
    enough = int(known.sum()) >= LEAST_AREAS
    hot = np.asarray((z > 0) & (q <= FALSE_ONES) & enough, dtype=bool)
    return HotSpots(z, q, hot, int(known.sum()))


def gi_star(values: Floats, near: csr_array) -> Floats:
    """Return Gi* as a z value.

    Parameters
    ----------
    values
        Shape (areas,), finite.
    near
        Sparse, shape (areas, areas): weights, with each area's own.

    Returns
    -------
    numpy.ndarray
        Shape (areas,); NaN where all values are equal, or every area is a neighbour.
    """
    n = len(values)
    weight = np.asarray(near.sum(axis=1)).ravel()
    squares = np.asarray(near.multiply(near).sum(axis=1)).ravel()
    spread = np.maximum(n * squares - weight**2, 0.0) / max(n - 1, 1)
    scale = values.std() * np.sqrt(spread)
    above = near @ values - values.mean() * weight
    flat = np.ptp(values) == 0
    there = (scale > 0) & ~flat
    return np.asarray(np.divide(above, scale, out=np.full(n, np.nan), where=there), dtype=float)


def adjusted(p: Floats) -> Floats:
    """Return p values adjusted for the false discovery rate (Benjamini and Hochberg).

    NaN stays NaN and does not count as a test.
    """
    found = np.full(len(p), np.nan)
    tested = np.flatnonzero(np.isfinite(p))
    order = tested[np.argsort(p[tested], kind="stable")]
    raised = p[order] * len(order) / np.arange(1, len(order) + 1)
    found[order] = np.minimum(np.minimum.accumulate(raised[::-1])[::-1], 1.0)
    return found


def nearest(xy: Floats, neighbours: int) -> csr_array:
    """Return which areas are the nearest to each, and each itself, as 1."""
    k = min(neighbours + 1, len(xy))
    _, found = KDTree(xy).query(xy, k=k)
    near = np.asarray(found).reshape(len(xy), k)
    near = _with_itself(near)
    rows = np.repeat(np.arange(len(xy)), k)
    return coo_array((np.ones(rows.size), (rows, near.ravel())), shape=(len(xy),) * 2).tocsr()


def within(xy: Floats, metres: float) -> csr_array:
    """Return which areas lie within a distance of each, and each itself, as 1."""
    pairs = KDTree(xy).query_pairs(metres, output_type="ndarray")
    itself = np.arange(len(xy))
    rows = np.concatenate([pairs[:, 0], pairs[:, 1], itself])
    columns = np.concatenate([pairs[:, 1], pairs[:, 0], itself])
    return coo_array((np.ones(rows.size), (rows, columns)), shape=(len(xy),) * 2).tocsr()


def _with_itself(near: NDArray[np.intp]) -> NDArray[np.intp]:
    """Put each area among its own nearest: where several share a spot it may be crowded out."""
    itself = np.arange(len(near))[:, None]
    missing = ~(near == itself).any(axis=1)
    near[missing, -1] = itself[missing, 0]
    return near
