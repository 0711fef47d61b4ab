"""Whether people with more need have more or less in reach than people with less need.

People are put in order by the need of their area, those with most need first. People with the
same need form one step, so that no order among ties is made up. The concentration curve says
which share of all that is in reach the first p of the people have. The concentration index is

    C = 2 cov(y, R) / mean(y)

with y what is in reach, R the fractional rank of a person from least (0) to most need (1), and
everything weighted by people (Kakwani, Wagstaff and van Doorslaer 1997, *Journal of Econometrics*
77, 87-103; mid-ranks for ties as in Chen and Roy 2009, *Journal of Health Economics* 28, 169-175).
It is twice the area between the curve and the diagonal, from -1 to 1: 0 is even, above 0 those
with more need have more. (Published indices order by wealth, the poorest first, and so have the
other sign.) The Lorenz curve orders people by what is in reach itself, those with least first.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sharedground.analysis.reach import Floats

TENTHS: Final = 10
DRAWS: Final = 1_000
SEED: Final = 1_905
"""Lorenz published his curve in that year. Any fixed number does: the same data, the same range."""

LIKELY: Final = (2.5, 97.5)
"""Percentiles of the draws between which a range lies: 95 of 100 draws."""

ALIKE: Final = 0.05
"""Within this of 0 is "about the same": two halves of the people less than a tenth off the mean."""

_CELLS: Final = 200_000
"""Draws times areas that are worked on at once."""

Counts = NDArray[np.float64]


class Range(NamedTuple):
    """A figure, and between what 95 of 100 draws of the areas put it; NaN is no data."""

    value: float
    low: float
    high: float

    @property
    def leaves_out_zero(self) -> bool:
        """True where the whole range lies on one side of 0."""
        return self.low > 0 or self.high < 0


class Finding(StrEnum):
    """What can be said, and no more than that. A promise to scripts, so never translated."""

    MORE = "more for more need"
    LESS = "less for more need"
    ALIKE = "about the same"
    UNCLEAR = "no clear difference"
    ONE_NEED = "need is the same everywhere"
    NOTHING = "nothing in reach"
    NO_DATA = "no data"


@dataclass(frozen=True, eq=False)
class Curve:
    """Shares of the people and of what they have, summed up from 0 to 1.

    Parameters
    ----------
    people, amount
        Shape (steps + 1,), each from 0 to 1; `amount` is NaN where there is nothing to share.
    """

    people: Floats
    amount: Floats

    @property
    def above(self) -> float:
        """Twice the area between the curve and the diagonal: above 0 where the curve is above."""
        width = np.diff(self.people)
        return float((width * (self.amount[1:] + self.amount[:-1])).sum() - 1.0)


@dataclass(frozen=True, eq=False)
class Fairness:
    """How what is in reach lies along need.

    Parameters
    ----------
    index
        The concentration index, -1 to 1: above 0, more for people with more need.
    curve
        The concentration curve, those with most need first.
    spread, lorenz
        The Gini coefficient (0, the same for everyone, to 1) and the Lorenz curve.
    tenths
        One row per tenth of the people, those with most need first: `tenth` (1 to 10), `people`,
        `need`, `reached` (share with at least one place in reach) and `access`, the last two also
        with `_low` and `_high`.
    more, less
        Mean access of the half of the people with more need, and of the half with less.
    people, areas
        In the figures.
    people_no_data, areas_no_data
        Left out, because need or what is in reach is not known.
    areas_without_people, areas_people_unknown
        Areas where nobody lives, and those where nobody knows how many live.
    """

    index: Range
    curve: Curve
    spread: float
    lorenz: Curve
    tenths: pd.DataFrame
    more: Range
    less: Range
    people: float
    areas: int
    people_no_data: float
    areas_no_data: int
    areas_without_people: int
    areas_people_unknown: int

    @property
    def finding(self) -> Finding:
        """What the figures allow to say: no difference where the range includes 0."""
        if not self.areas:
            return Finding.NO_DATA
        if np.isnan(self.index.value):
            return Finding.NOTHING
        if len(self.curve.people) == 2:
            return Finding.ONE_NEED
        if max(abs(self.index.low), abs(self.index.high)) < ALIKE:
            return Finding.ALIKE
        apart = self.more.value - self.less.value
        if not self.index.leaves_out_zero or apart * self.index.value <= 0:
            return Finding.UNCLEAR
        return Finding.MORE if self.index.value > 0 else Finding.LESS


def index(order: Floats, amount: Floats, people: Floats) -> float:
    """Return the concentration index by its covariance form.

    Parameters
    ----------
    order
        Shape (areas,): who comes later in rank, such as need. Equal values share a rank.
    amount
        Shape (areas,): what each person there has, 0 or more.
    people
        Shape (areas,), 0 or more. All three must be finite.

    Returns
    -------
    float
        -1 to 1, above 0 where those with a higher `order` have more; NaN where nobody has any.
    """
    total = people.sum()
    mean = (people * amount).sum() / total if total > 0 else 0.0
    if not mean > 0:
        return float("nan")
    _, level = np.unique(order, return_inverse=True)
    at_level = np.bincount(level, weights=people)
    rank = ((np.cumsum(at_level) - at_level / 2) / total)[level]
    together = (people * (amount - mean) * (rank - 0.5)).sum() / total
    return float(2 * together / mean)


def curve(order: Floats, amount: Floats, people: Floats) -> Curve:
    """Return the concentration curve of people by `order`, the highest first.

    Parameters as for `index`: ``curve(...).above`` is the same figure, from the area.
    """
    _, level = np.unique(-order, return_inverse=True)
    at_level = np.bincount(level, weights=people).astype(float)
    held = np.bincount(level, weights=people * amount).astype(float)
    return Curve(_summed_shares(at_level), _summed_shares(held))


def fairness(
    need: Floats,
    access: Floats,
    reached: NDArray[np.bool_],
    people: Floats,
    *,
    draws: int = DRAWS,
    seed: int = SEED,
) -> Fairness:
    """Say how what is in reach lies along need, with ranges.

    The ranges come from drawing as many areas as there are, with replacement, again and again
    (bootstrap over areas). The areas are all there are, no sample: a range says how much single
    areas carry a figure. It says nothing of errors in need, in lists of places or in distances.

    Parameters
    ----------
    need, access
        Shape (areas,): what orders people, and what each has in reach; NaN is no data.
    reached
        Shape (areas,): whether at least one place is in reach.
    people
        Shape (areas,): residents; NaN is no data.
    draws, seed
        How often areas are drawn, and what makes the draws the same each time.
    """
    counted = np.isfinite(people)
    lived = counted & (np.nan_to_num(people) > 0)
    known = lived & np.isfinite(need) & np.isfinite(access)
    steps = _Steps.of(need[known], access[known], reached[known].astype(float), people[known])
    one = np.ones((1, int(known.sum())))
    value, tenths = steps.summed(one) if known.any() else _nothing(1)
    many, many_tenths = _drawn(steps, draws, seed) if known.sum() > 1 else (value, tenths)
    half = TENTHS // 2
    more, less = (
        _ranged(tenths[0, 1, side].mean(), many_tenths[:, 1, side].mean(axis=1))
        for side in (slice(None, half), slice(half, None))
    )
    return Fairness(
        index=_ranged(value[0], many),
        curve=curve(need[known], access[known], people[known]),
        spread=index(access[known], access[known], people[known]),
        lorenz=curve(-access[known], access[known], people[known]),
        tenths=_table(float(people[known].sum()), tenths[0], many_tenths),
        more=more,
        less=less,
        people=float(people[known].sum()),
        areas=int(known.sum()),
        people_no_data=float(people[lived & ~known].sum()),
        areas_no_data=int((lived & ~known).sum()),
        areas_without_people=int((counted & ~lived).sum()),
        areas_people_unknown=int((~counted).sum()),
    )


@dataclass(frozen=True, eq=False)
class _Steps:
    """Areas in order of need, most first, and where each step of equal need begins.

    `amounts` has shape (3, areas): reached, access and need, each times people.
    """

    people: Floats
    amounts: Floats
    start: NDArray[np.intp]

    @classmethod
    def of(cls, need: Floats, access: Floats, reached: Floats, people: Floats) -> _Steps:
        order = np.argsort(-need, kind="stable")
        level = need[order]
        start = np.flatnonzero(np.concatenate([[True], level[1:] != level[:-1]])[: len(level)])
        amounts = np.stack([reached, access, need])[:, order] * people[order]
        return cls(people[order], amounts, start)

    def summed(self, times: Counts, amounts: int = 3) -> tuple[Floats, Floats]:
        """Return the index, shape (draws,), and means by tenth, shape (draws, amounts, tenths).

        Parameters
        ----------
        times
            Shape (draws, areas): how often each area counts.
        amounts
            How many of the amounts to sum up; the draws do without need.
        """
        here = np.add.reduceat(times * self.people, self.start, axis=1)
        upto = np.cumsum(here, axis=1)
        total = upto[:, -1:]
        means = np.empty((len(times), amounts, TENTHS))
        found = np.full(len(times), np.nan)
        for n, amount in enumerate(self.amounts[:amounts]):
            held = np.cumsum(np.add.reduceat(times * amount, self.start, axis=1), axis=1)
            means[:, n] = _by_tenth(upto / total, held) / (total / TENTHS)
            if n == 1:
                found = _twice_above(here / total, held)
        return found, means


def _twice_above(width: Floats, held: Floats) -> Floats:
    """Return twice the area above the diagonal for each draw; NaN where nobody has any."""
    whole = held[:, -1]
    before = np.concatenate([np.zeros((len(held), 1)), held[:, :-1]], axis=1)
    area = (width * (held + before)).sum(axis=1)
    ratio = np.divide(area, whole, out=np.full(len(held), np.nan), where=whole > 0)
    return np.asarray(ratio - 1.0)


def _by_tenth(upto: Floats, held: Floats) -> Floats:
    """Return what each tenth of the people holds; steps across two tenths are split.

    All draws are looked up at once: each lies two further along one long line of numbers.
    """
    draws = len(upto)
    along, zero = 2.0 * np.arange(draws)[:, None], np.zeros((draws, 1))
    line = (np.concatenate([zero, upto], axis=1) + along).ravel()
    heights = np.concatenate([zero, held], axis=1).ravel()
    cuts = np.linspace(0.0, 1.0, TENTHS + 1) + along
    return np.diff(np.interp(cuts, line, heights), axis=1)


def _drawn(steps: _Steps, draws: int, seed: int) -> tuple[Floats, Floats]:
    parts = [steps.summed(times, 2) for times in _resampled(len(steps.people), draws, seed)]
    return (
        np.concatenate([value for value, _ in parts]),
        np.concatenate([tenths for _, tenths in parts]),
    )


def _resampled(areas: int, draws: int, seed: int) -> Iterator[Counts]:
    """Draw as many areas as there are, with replacement: how often each comes, in some draws."""
    rng = np.random.default_rng(seed)
    at_once = max(1, _CELLS // areas)
    for first in range(0, draws, at_once):
        n = min(at_once, draws - first)
        drawn = rng.integers(0, areas, size=(n, areas)) + areas * np.arange(n)[:, None]
        yield np.bincount(drawn.ravel(), minlength=n * areas).reshape(n, areas).astype(float)


def _nothing(draws: int) -> tuple[Floats, Floats]:
    return np.full(draws, np.nan), np.full((draws, 3, TENTHS), np.nan)


def _ranged(value: float, drawn: Floats) -> Range:
    if np.isnan(value) or np.isnan(drawn).all():
        return Range(float(value), float("nan"), float("nan"))
    low, high = np.nanpercentile(drawn, LIKELY)
    return Range(float(value), float(low), float(high))


def _table(people: float, tenths: Floats, drawn: Floats) -> pd.DataFrame:
    low, high = np.percentile(drawn, LIKELY, axis=0)
    columns = {"tenth": np.arange(1, TENTHS + 1), "people": people / TENTHS, "need": tenths[2]}
    for n, name in enumerate(("reached", "access")):
        columns |= {name: tenths[n], f"{name}_low": low[n], f"{name}_high": high[n]}
    return pd.DataFrame(columns)


def _summed_shares(parts: Floats) -> Floats:
    summed = np.concatenate([[0.0], np.cumsum(parts)])
    whole = summed[-1]
    return np.asarray(summed / whole if whole > 0 else np.full(len(summed), np.nan))
