"""Need and what is in reach, shown together: each cut into thirds, three by three.

The way of showing two figures on one map is that of Trumbo (1981, *The American Statistician*
35: "A theory for coloring bivariate statistical maps"); thirds are quantiles, as in `classes`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sharedground.analysis.assessment import ALL, LEAST_COVERED, Assessment
from sharedground.analysis.classes import NO_DATA, Classes, Cut, Floats, Shade, classify

THIRDS: Final = 3
MUCH_BUT_FEW: Final = 2 * THIRDS
"""The class of areas with much need and few places."""


@dataclass(frozen=True, eq=False)
class Pair:
    """Two figures of each area, each cut into thirds.

    Parameters
    ----------
    of
        Shape (areas,): 3 times the third of need plus that of what is in reach, 0 to 8;
        `NO_DATA` where one of the two is not known.
    need, reached
        The thirds that have areas, numbered 0 (least) to 2.
    missing
        How many areas lack one of the two.
    """

    of: NDArray[np.int64]
    need: tuple[Shade, ...]
    reached: tuple[Shade, ...]
    missing: int

    @property
    def counts(self) -> NDArray[np.int64]:
        """How many areas each class has, shape (thirds of need, thirds of what is in reach)."""
        known = self.of[self.of != NO_DATA]
        counted = np.bincount(known, minlength=THIRDS * THIRDS)
        return counted.reshape(THIRDS, THIRDS).astype(np.int64)


def pair(need: Floats, reached: Floats) -> Pair:
    """Cut need and what is in reach into thirds of the areas for which both are known.

    Equal figures always share a third. Where all areas have the same figure, it is the middle
    third; where it is 0 for all, the lowest.

    Parameters
    ----------
    need, reached
        Shape (areas,); what is not finite is no data.
    """
    known = np.isfinite(need) & np.isfinite(reached)
    one, other = (_thirds(np.where(known, values, np.nan)) for values in (need, reached))
    of = np.where(known, THIRDS * one.of + other.of, NO_DATA).astype(np.int64)
    return Pair(of, one.shades, other.shades, int((~known).sum()))


def _thirds(values: Floats) -> Classes:
    found = classify(values, Cut.ALIKE, THIRDS)
    if len(found.shades) != 1 or found.shades[0].high <= 0:
        return found
    (only,) = found.shades
    middle = Shade(1, only.low, only.high, only.areas)
    return Classes(np.where(found.of == NO_DATA, NO_DATA, 1), (middle,), found.missing)


def reached_of(found: Assessment, outcome: str = ALL) -> Floats:
    """Return what is in reach of each area, shape (areas,); NaN is no data.

    Parameters
    ----------
    found
        The assessment.
    outcome
        Code or name of an outcome: its access, in places per 1,000 people. `ALL`: how much of
        what is wanted is in reach, 0 to 100, the mean over the outcomes of access by target
        (each at most 1, and 0 where nothing serves it) by their weights; no data where less
        than half of the weights are known, as for the total of need.

    Raises
    ------
    NotFoundError
        If there is no such outcome.
    """
    if outcome != ALL:
        return found.access[:, found.position(outcome)]
    known, weights = ~np.isnan(found.gap), found.weights
    covered = known @ weights
    target = np.where(np.isnan(found.target), np.inf, found.target)
    share = np.where(known, np.minimum(1.0, found.access / target), 0.0)
    enough = np.where(covered >= LEAST_COVERED - 1e-9, covered, np.nan)
    return np.asarray(100 * (share @ weights) / enough, dtype=float)
