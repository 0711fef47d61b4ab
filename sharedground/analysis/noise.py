"""How firm a ranking is when the figures behind need are not quite right either.

Each draw moves every indicator's figure of every area by a normal error, works out need anew and
counts which areas are the worst, as `weightings` does for weights. How wide the errors are is an
assumption, to be printed: published figures seldom say. Access is left as it is.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from sharedground.analysis.assessment import Assessment
from sharedground.analysis.evidence import Expressed
from sharedground.analysis.reach import Floats
from sharedground.analysis.weightings import DRAWS, WORST, Prior, Shares, Tally, Totals
from sharedground.model.outcome import Direction

NOISE: Final = 0.1
"""Standard error of a figure, as a share of the figure's standard deviation over areas."""


def with_noise(
    assessment: Assessment,
    prior: Prior | None = None,
    *,
    noise: float = NOISE,
    draws: int = DRAWS,
    batch: int = 50,
    worst: float = WORST,
    seed: int = 0,
) -> Iterator[Shares]:
    """Yield how often each area is among the worst, again after each batch of draws.

    The last one yielded has all draws; whoever has seen enough stops asking. An indicator that
    several outcomes use is moved once for all of them. Where all areas have one figure, nothing is
    moved.

    Parameters
    ----------
    assessment
        What was assessed, with its weights.
    prior
        Which weights are drawn as well; None keeps the stated ones.
    noise
        Standard error of each figure, as a share of the standard deviation of that figure over the
        place's areas: 0 or more. A place in a national ranking is moved likewise, within 0 and 1.
    draws, batch
        How many draws in all, and after how many each to yield.
    worst, seed
        As for `weightings.worst_shares`.

    Raises
    ------
    ValueError
        If `noise` is negative or not a number, or `draws` or `batch` less than 1.
    """
    if not (np.isfinite(noise) and noise >= 0 and draws >= 1 and batch >= 1):
        message = "noise must be 0 or more, draws and batch 1 or more"
        raise ValueError(message)
    needs, rng = _Needs.of(assessment), np.random.default_rng(seed)
    tally = Tally(len(assessment.areas), draws, worst, prior)
    stated = assessment.weights
    drawn = (
        np.tile(stated / (stated.sum() or 1.0), (draws, 1))
        if prior is None
        else prior.draw(stated, draws, rng)
    )
    for first in range(0, draws, batch):
        for weights in drawn[first : first + batch]:
            gap = needs.drawn(noise, rng) * needs.short
            tally.add(Totals(gap).levels(weights[None]))
        yield tally.shares()


@dataclass(frozen=True, eq=False)
class _Needs:
    """Need of each area and outcome, and what it is made of.

    `short` is the share of need that is not met, shape (areas, outcomes); `figures` are the
    indicators, each once, with the outcomes it counts for.
    """

    need: Floats
    short: Floats
    figures: Sequence[tuple[_Figure, list[int]]]
    of_outcome: Floats

    @classmethod
    def of(cls, assessment: Assessment) -> _Needs:
        need, people = assessment.need, assessment.areas["people"].to_numpy(dtype=float)
        target = np.where(np.isnan(assessment.target), np.inf, assessment.target)
        figures: dict[tuple[object, ...], tuple[_Figure, list[int]]] = {}
        of_outcome = np.zeros(need.shape[1])
        for item in assessment.expressed:
            of_outcome[item.outcome] += 1
            if item.indicator is not None and not item.reason:
                key = (item.indicator["indicator_id"], item.direction, item.national)
                one = figures.setdefault(key, (_Figure.of(item, people), []))
                one[1].append(item.outcome)
        return cls(
            need=need,
            short=1.0 - np.minimum(1.0, assessment.access / target),
            figures=list(figures.values()),
            of_outcome=of_outcome,
        )

    def drawn(self, noise: float, rng: np.random.Generator) -> Floats:
        """Return need with each figure moved, shape (areas, outcomes); NaN where it was NaN."""
        total = np.zeros_like(self.need)
        for figure, outcomes in self.figures:
            moved = figure.drawn(noise, rng)
            for outcome in outcomes:
                total[:, outcome] += moved
        total /= np.maximum(self.of_outcome, 1)
        total[np.isnan(self.need)] = np.nan
        return total


@dataclass(frozen=True, eq=False)
class _Figure:
    """One indicator: its values where known, the people there, and where its percentile is kept."""

    percentile: Floats
    known: np.ndarray
    bad: Floats
    people: Floats
    spread: float
    national: bool

    @classmethod
    def of(cls, item: Expressed, people: Floats) -> _Figure:
        known = np.flatnonzero(np.isfinite(item.percentile))
        if item.national or item.readings is None:
            bad = item.percentile[known]
        else:
            values = item.readings["value"].to_numpy(dtype=float)[known]
            bad = values if item.direction is Direction.HIGH_IS_BAD else -values
        spread = float(bad.std()) if len(bad) else 0.0
        return cls(item.percentile, known, bad, people[known], spread, item.national)

    def drawn(self, noise: float, rng: np.random.Generator) -> Floats:
        """Return the percentile of each area once its figures are moved."""
        if noise * self.spread == 0:
            return self.percentile
        moved = self.bad + noise * self.spread * rng.standard_normal(len(self.bad))
        found = self.percentile.copy()
        found[self.known] = np.clip(moved, 0.0, 1.0) if self.national else self._ranked(moved)
        return found

    def _ranked(self, moved: Floats) -> Floats:
        """Return `need.percentile` of figures without ties, which moved ones are."""
        order = np.argsort(moved)
        people = self.people[order]
        share = np.empty(len(moved))
        share[order] = (np.cumsum(people) - people / 2) / people.sum()
        return share
