"""Whether votes hang together more than chance would have it.

Clustering finds groups in anything, even in coin tosses. So the votes on each statement are dealt
out anew among those who voted on it: all counts stay the same, but nobody's votes belong together
any more. If the real votes do not line up better than nearly all of these, there are no groups.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from sharedground.analysis.opinions.landscape import centre
from sharedground.analysis.reach import Floats

DEALS: Final = 39
"""So many deals make 1 in 20 the smallest chance that two of 40 can show."""

LIKELY: Final = 0.05
_SAME: Final = 1e-9


def chance(votes: Floats, *, deals: int = DEALS, seed: int = 0) -> float:
    """Return how often chance alone lines votes up as well as these: 1 / (deals + 1) to 1.

    The statistic is the share of variance on the first two principal components (a permutation
    test; compare Horn's parallel analysis 1965, *Psychometrika* 30).

    Parameters
    ----------
    votes
        Shape (people, statements), as `votes.checked` returns them.
    deals, seed
        How many times votes are dealt out anew, and where chance begins.
    """
    _, centred = centre(votes)
    real = _lined_up(centred)
    deal = _Deal(centred, ~np.isnan(votes))
    rng = np.random.default_rng(seed)
    as_good = sum(_lined_up(deal.anew(rng)) >= real * (1 - _SAME) for _ in range(deals))
    return (1 + as_good) / (deals + 1)


def _lined_up(centred: Floats) -> float:
    """Return the variance on two components; dealing out anew leaves the whole as it is."""
    tall = len(centred) > centred.shape[1]
    small = centred.T @ centred if tall else centred @ centred.T
    return float(np.linalg.eigvalsh(small)[-2:].sum())


class _Deal:
    """Votes ready to be dealt out anew within each statement, among those who voted on it."""

    def __init__(self, centred: Floats, cast: np.ndarray) -> None:
        self.order = np.argsort(~cast, axis=0, kind="stable")
        self.sorted = np.take_along_axis(centred, self.order, axis=0)
        self.absent = np.arange(len(cast))[:, None] >= cast.sum(axis=0)

    def anew(self, rng: np.random.Generator) -> Floats:
        keys = rng.random(self.sorted.shape)
        keys[self.absent] = 2.0
        dealt = np.take_along_axis(self.sorted, np.argsort(keys, axis=0), axis=0)
        back = np.empty_like(dealt)
        np.put_along_axis(back, self.order, dealt, axis=0)
        return back
