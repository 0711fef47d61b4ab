"""How firm a ranking is: how often an area is among the worst when the weights are drawn anew.

Nobody can defend one set of weights to the last per cent. So many are drawn that a reasonable
person might hold, and each area is told by the share of them in which it is in the worst tenth.
That is stochastic multicriteria acceptability analysis, SMAA-2 (Lahdelma R. and Salminen P. (2001),
"SMAA-2: stochastic multicriteria acceptability analysis for group decision making", Operations
Research 49(3), 444-454): the share is the sum of an area's rank acceptabilities over the worst
ranks. Which weights count as reasonable is a `Prior`, and matters as much as anything: it is to be
printed beside every figure. Noise in the figures behind need is in `noise`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Final

import numpy as np
from numpy.typing import NDArray
from pydantic import Field
from scipy.special import betaincinv

from sharedground.analysis import kernels
from sharedground.analysis.assessment import LEAST_COVERED
from sharedground.analysis.reach import Floats
from sharedground.model.base import Value
from sharedground.words import say

DRAWS: Final = 1_000
"""How many weightings are drawn unless told otherwise: 95 % of shares are then within 3 points."""

WORST: Final = 0.1
"""Which part of the areas counts as the worst."""

LEAST_KNOWN: Final = 0.5
"""An area that has a total in fewer than this share of the draws has no share: "no data"."""

LEVELS: Final = 2**30
"""Totals are compared in steps of 1 / LEVELS: what is nearer than that is a tie."""

RANKS_KEPT: Final = 4_000_000
"""Ranks kept at most: with more areas x draws, best and worst rank are told by fewer draws."""

_FEWEST_RANKED: Final = 200
_CHUNK: Final = 2_000_000
_RANK_LIMITS: Final = (0.05, 0.95)
_LOST: Final = np.int32(2**31 - 1)

Levels = NDArray[np.int32]


class Prior(Value):
    """Which weights are as reasonable as the stated ones, before anybody asks.

    Parameters
    ----------
    concentration
        None: every weighting of the outcomes that count is as likely as any other. Else weights lie
        around the stated ones, the closer the greater it is (a Dirichlet distribution of
        ``concentration x weight``). Outcomes of weight 0 stay at 0 in any case.
    """

    concentration: Annotated[float, Field(gt=0, le=100_000, allow_inf_nan=False)] | None = None

    def words(self, weight: float) -> str:
        """Say in words what is drawn.

        Parameters
        ----------
        weight
            The stated weight to explain by, 0 to 1: that of one outcome, or of a mean one.
        """
        if self.concentration is None:
            return say("Any weights for what matters here, each mix as likely as any other.")
        low, high = self.limits(weight)
        return say(
            "Weights around those you set. Where you set {weight} %, nine in ten of them lie "
            "between {low} and {high} %.",
            weight=round(100 * weight), low=round(100 * low), high=round(100 * high),
        )  # fmt: skip

    def limits(self, weight: float) -> tuple[float, float]:
        """Return between which weights nine in ten of the draws lie, for a stated weight."""
        if self.concentration is None or not 0 < weight < 1:
            return (0.0, 1.0) if self.concentration is None else (weight, weight)
        a, b = self.concentration * weight, self.concentration * (1 - weight)
        return float(betaincinv(a, b, 0.05)), float(betaincinv(a, b, 0.95))

    def draw(self, weights: Floats, draws: int, rng: np.random.Generator) -> Floats:
        """Return weights, shape (draws, outcomes), each row summing to 1, or all 0 if `weights` is.

        Parameters
        ----------
        weights
            Shape (outcomes,): as stated, 0 or more.
        """
        drawn = np.zeros((draws, len(weights)))
        counts = weights > 0
        if counts.any():
            share = weights[counts] / weights[counts].sum()
            around = np.ones(len(share)) if self.concentration is None else share
            drawn[:, counts] = _dirichlet(around * (self.concentration or 1.0), draws, rng)
        return drawn


FLAT: Final = Prior()
"""Every weighting of the outcomes that count is as likely as any other."""


def _dirichlet(alpha: Floats, draws: int, rng: np.random.Generator) -> Floats:
    found: Floats = rng.dirichlet(alpha, draws)
    # Very small alpha may give only zeros in floats: all of the weight is then on one outcome.
    lost = ~(found.sum(axis=1) > 0.5)
    if lost.any():
        one = rng.choice(len(alpha), int(lost.sum()), p=alpha / alpha.sum())
        found[lost] = np.eye(len(alpha))[one]
    return found


@dataclass(frozen=True, eq=False)
class Shares:
    """How often each area is among the worst.

    Parameters
    ----------
    share
        Shape (areas,): of the draws in which the area has a total, the share in which it is among
        the worst, 0 to 1. NaN is no data: it has one in fewer than `LEAST_KNOWN` of the draws.
    half_width
        Shape (areas,): 95 % of other runs of as many draws lie within this of `share` (Wilson's
        interval, so it is not 0 where the share is 0 or 1). It tells only of the number of draws,
        not of whether the prior is right.
    best_rank, worst_rank
        Shape (areas,): between these ranks lie nine in ten draws (5th and 95th percentile). Rank 1
        has the greatest gap; ties share the smaller rank. NaN is no data.
    known
        Shape (areas,): share of the draws in which the area has a total.
    draws, of, worst, prior
        How many draws were made, of how many to come, which part is the worst, and the prior; None
        where weights were not drawn.
    """

    share: Floats
    half_width: Floats
    best_rank: Floats
    worst_rank: Floats
    known: Floats
    draws: int
    of: int
    worst: float
    prior: Prior | None


def worst_shares(
    gap: Floats,
    weights: Floats,
    prior: Prior = FLAT,
    *,
    draws: int = DRAWS,
    worst: float = WORST,
    seed: int = 0,
) -> Shares:
    """Return how often each area is among the worst of all, over weightings drawn from a prior.

    A total is worked out as `Assessment.totals` does: the weighted mean over the outcomes with
    data, no data below half of the weights. Of n areas with a total, the worst are the
    ``max(1, round(worst x n))`` with the greatest. Areas that tie for the last of these places
    share them: each counts by the part of them that is left, so that each draw has as many places
    as it should, whatever the order of rows.

    Parameters
    ----------
    gap
        Shape (areas, outcomes), 0 to 1; NaN is no data.
    weights
        Shape (outcomes,): as stated, 0 or more; 0 never counts. All 0: no area has a share.
    prior
        Which weights are drawn.
    draws, worst, seed
        How many weightings, which part of the areas is the worst, and the start of the random
        numbers: the same seed gives the same shares.

    Raises
    ------
    ValueError
        If a gap is not from 0 to 1, a weight is negative or not a number, `worst` not within 0 to
        1, or `draws` less than 1.
    """
    gap, weights = _checked(gap, weights, worst, draws)
    drawn = prior.draw(weights, draws, np.random.default_rng(seed))
    tally = Tally(len(gap), draws, worst, prior)
    totals, ranked = Totals(gap), tally.ranked
    fast = kernels.count_worst(len(gap) * (draws - ranked))
    for some in _chunks(drawn if fast is None else drawn[:ranked], len(gap)):
        tally.add(totals.levels(some))
    if fast is not None:
        tally.add_by(fast, totals, drawn[ranked:])
    return tally.shares()


def _checked(gap: Floats, weights: Floats, worst: float, draws: int) -> tuple[Floats, Floats]:
    gap, weights = np.asarray(gap, dtype=float), np.asarray(weights, dtype=float)
    known = gap[~np.isnan(gap)]
    if known.size and not (known.min() >= 0 and known.max() <= 1 + 1e-9):
        message = "gaps must lie between 0 and 1"
        raise ValueError(message)
    if weights.shape != gap.shape[1:] or not (np.isfinite(weights) & (weights >= 0)).all():
        message = "weights must be numbers of 0 or more, one for each outcome"
        raise ValueError(message)
    if not 0 < worst <= 1 or draws < 1:
        message = "worst must lie between 0 and 1, and draws be 1 or more"
        raise ValueError(message)
    return gap, weights


def _chunks(drawn: Floats, n_areas: int) -> Iterator[Floats]:
    size = max(1, _CHUNK // max(1, n_areas))
    for first in range(0, len(drawn), size):
        yield drawn[first : first + size]


class Totals:
    """Totals of areas for many weightings at once, as whole steps of 1 / `LEVELS`.

    Parameters
    ----------
    gap
        Shape (areas, outcomes), 0 to 1; NaN is no data.
    """

    def __init__(self, gap: Floats) -> None:
        known = ~np.isnan(gap)
        self.gap = np.ascontiguousarray(np.where(known, gap, 0.0).T)
        self.known = None if known.all() else np.ascontiguousarray(known.T.astype(float))

    def levels(self, drawn: Floats) -> Levels:
        """Return how far each total is from 1, shape (draws, areas): the worst area has the least.

        Parameters
        ----------
        drawn
            Shape (draws, outcomes), each row summing to 1, or to 0: then nothing has a total.

        Returns
        -------
        numpy.ndarray
            0 to `LEVELS`; more where there is no total.
        """
        totals = drawn @ self.gap
        if self.known is None:
            totals[drawn.sum(axis=1) == 0] = np.nan
        else:
            covered = drawn @ self.known
            covered[covered < LEAST_COVERED - 1e-9] = np.nan
            totals /= covered
        return as_levels(totals)


def as_levels(totals: Floats) -> Levels:
    """Return totals from 0 to 1 as whole steps from 1 down, NaN beyond all; `totals` is used up."""
    totals *= -LEVELS
    totals += LEVELS + 0.5
    lost = np.isnan(totals)
    some = bool(lost.any())
    if some:
        totals[lost] = 0.0
    levels = np.maximum(totals, 0.0, out=totals).astype(np.int32)
    if some:
        levels[lost] = _LOST
    return levels


class Tally:
    """Counts over draws how often each area is among the worst, and which ranks it takes.

    Parameters
    ----------
    n_areas, draws, worst, prior
        How many areas, how many draws are to come, which part is the worst, and what weights were
        drawn from.
    """

    def __init__(self, n_areas: int, draws: int, worst: float, prior: Prior | None) -> None:
        self._worst, self._of, self._prior, self._draws = worst, draws, prior, 0
        self._among, self._known = np.zeros(n_areas), np.zeros(n_areas)
        ranked = max(_FEWEST_RANKED, RANKS_KEPT // max(1, n_areas))
        self._ranks = np.empty((min(draws, ranked), n_areas), dtype=np.int32)

    @property
    def ranked(self) -> int:
        """Return of how many draws, the first ones, ranks are kept."""
        return len(self._ranks)

    def add_by(self, count: kernels.Count, totals: Totals, drawn: Floats) -> None:
        """Count further draws, whose ranks are not kept, by `kernels.count_worst`."""
        known = totals.gap if totals.known is None else totals.known
        self._draws += count(
            totals.gap, known, totals.known is not None, drawn, self._worst, LEVELS,
            LEAST_COVERED - 1e-9, self._among, self._known,
        )  # fmt: skip

    def add(self, levels: Levels) -> None:
        """Count further draws, shape (draws, areas): `Totals.levels`."""
        for row in levels:
            if self._draws < len(self._ranks):
                self._ranks[self._draws] = _ranks(row)
            self._draws += 1
        known = levels <= LEVELS
        self._known += known.sum(axis=0)
        for row, n_known in zip(levels, known.sum(axis=1).tolist(), strict=True):
            if n_known:
                _count_worst(self._among, row, places(n_known, self._worst))

    def shares(self) -> Shares:
        """Return what was counted so far."""
        n, known = self._draws, self._known
        enough = (known > 0) & (known >= LEAST_KNOWN * n)
        share = np.full(len(known), np.nan)
        np.divide(self._among, known, out=share, where=enough)
        best, worst = _limits(self._ranks[:n])
        return Shares(
            share=share,
            half_width=_half_width(share, np.maximum(known, 1)),
            best_rank=np.where(enough, best, np.nan),
            worst_rank=np.where(enough, worst, np.nan),
            known=known / max(1, n),
            draws=n,
            of=self._of,
            worst=self._worst,
            prior=self._prior,
        )


def places(n_known: int, worst: float) -> int:
    """Return how many of n areas are the worst: the share, rounded, and at least one."""
    return min(n_known, max(1, int(worst * n_known + 0.5)))


def _count_worst(among: Floats, levels: Levels, slots: int) -> None:
    last = np.partition(levels, slots - 1)[slots - 1]
    near = np.flatnonzero(levels <= last)
    tied = levels[near] == last
    n_tied = int(tied.sum())
    among[near] += np.where(tied, (slots - (len(near) - n_tied)) / n_tied, 1.0)


def _ranks(levels: Levels) -> NDArray[np.int32]:
    """Return the rank of each area, 1 the worst; ties share the smaller one."""
    order = np.argsort(levels)
    ordered = levels[order]
    first = np.zeros(len(levels), dtype=np.int32)
    new = np.flatnonzero(np.diff(ordered)) + 1
    first[new] = new
    ranks = np.empty(len(levels), dtype=np.int32)
    ranks[order] = np.maximum.accumulate(first) + 1
    ranks[levels > LEVELS] = _LOST
    return ranks


def _limits(ranks: NDArray[np.int32]) -> tuple[Floats, Floats]:
    """Return the 5th and 95th percentile of each area's ranks among the draws in which it has one.

    Rounded away from the middle, so that nine in ten draws are within.
    """
    n, n_areas = ranks.shape
    found = np.full((2, n_areas), np.nan)
    step = max(1, _CHUNK // max(1, n))
    for first in range(0, n_areas, step):
        some = np.sort(np.ascontiguousarray(ranks[:, first : first + step].T), axis=1)
        last = (some != _LOST).sum(axis=1) - 1
        here = np.flatnonzero(last >= 0)
        low, high = (limit * last[here] for limit in _RANK_LIMITS)
        found[0, first + here] = some[here, np.floor(low + 1e-9).astype(np.intp)]
        found[1, first + here] = some[here, np.ceil(high - 1e-9).astype(np.intp)]
    return found[0], found[1]


def _half_width(share: Floats, draws: Floats) -> Floats:
    z = 1.96
    within = share * (1 - share) / draws + z**2 / (4 * draws**2)
    return np.asarray(z / (1 + z**2 / draws) * np.sqrt(within))


@dataclass(frozen=True, eq=False)
class Flips:
    """Which single outcome decides whether an area is among the worst.

    Parameters
    ----------
    among
        Shape (areas,): whether it is among the worst by the stated weights.
    flips
        Shape (areas, outcomes): whether leaving that outcome out (weight 0, the others keeping
        their proportions) moves the area in or out. Never for an outcome of weight 0, nor where
        the area has no total before or after.
    """

    among: NDArray[np.bool_]
    flips: NDArray[np.bool_]


def flips(gap: Floats, weights: Floats, worst: float = WORST) -> Flips:
    """Say which single outcome, left out, moves each area in or out of the worst part.

    Of areas that tie for the last places, each counts as among the worst if at least half of them
    have a place.

    Parameters
    ----------
    gap, weights, worst
        As for `worst_shares`.

    Raises
    ------
    ValueError
        As `worst_shares`.
    """
    gap, weights = _checked(gap, weights, worst, 1)
    given = np.vstack([weights, weights * (1 - np.eye(len(weights)))])
    among, known = _worst_of(gap, given, worst)
    moved = (among[1:] != among[0]) & known[1:] & known[0] & (weights > 0)[:, None]
    return Flips(among[0], np.ascontiguousarray(moved.T))


@dataclass(frozen=True, eq=False)
class Among:
    """Which areas are among the worst by each of some weightings.

    Parameters
    ----------
    among, known
        Shape (weightings, areas): whether an area is among the worst, and whether it has a total.
    """

    among: NDArray[np.bool_]
    known: NDArray[np.bool_]


def among_worst(gap: Floats, weightings: Floats, worst: float = WORST) -> Among:
    """Say which areas are among the worst by each of some stated weightings.

    The rule is that of `worst_shares` and `flips`: of n areas with a total ``places(n, worst)``,
    and of those that tie for the last places, each if at least half of them have a place.

    Parameters
    ----------
    weightings
        Shape (weightings, outcomes), 0 or more; each row is scaled to sum to 1. By a row of zeros
        no area has a total.
    gap, worst
        As for `worst_shares`.

    Raises
    ------
    ValueError
        As `worst_shares`.
    """
    given = np.asarray(weightings, dtype=float).reshape(-1, np.asarray(gap).shape[1])
    fine = np.where(np.isfinite(given) & (given >= 0), 1.0, np.nan)
    gap, _ = _checked(gap, fine.min(axis=0, initial=1.0), worst, 1)
    return Among(*_worst_of(gap, given, worst))


def _worst_of(
    gap: Floats, given: Floats, worst: float
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    total = given.sum(axis=1, keepdims=True)
    scaled = np.divide(given, total, out=np.zeros_like(given), where=total > 0)
    levels = Totals(gap).levels(scaled)
    among = np.array([_among(row, worst) for row in levels], dtype=bool).reshape(levels.shape)
    return among, levels <= LEVELS


def _among(levels: Levels, worst: float) -> NDArray[np.bool_]:
    part, n_known = np.zeros(len(levels)), int((levels <= LEVELS).sum())
    if n_known:
        _count_worst(part, levels, places(n_known, worst))
    return np.asarray(part >= 0.5, dtype=bool)
