"""How sure a ranking is: by other weights, without one outcome, and counted in other ways."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from sharedground import along_streets, grounds
from sharedground.analysis import national, need, weightings
from sharedground.analysis.assessment import LEAST_COVERED, Assessment
from sharedground.analysis.freshness import FRESH_MONTHS
from sharedground.analysis.reach import Floats
from sharedground.analysis.standing import standing
from sharedground.analysis.weightings import DRAWS, WORST, Prior, Shares, flips, worst_shares
from sharedground.model.counting import Counting, Decay
from sharedground.model.vision import Vision
from sharedground.views import View
from sharedground.words import decimal, say

PRIORS: Final[dict[str, Prior]] = {
    "near": Prior(concentration=100.0),
    "around": Prior(concentration=20.0),
    "far": Prior(concentration=5.0),
    "any": Prior(),
}
"""How far other reasonable weights may lie from the stated ones; the second is usual."""

USUAL: Final = "around"
FIRM: Final = 0.9
"""From this share of the weightings on, an area is said to be firmly among the worst; up to one
less this share, firmly not."""

DETOURS: Final = (1.2, 1.3, 1.4, 1.5)


@dataclass(frozen=True, eq=False)
class Sureness:
    """How firm the ranking by gap is.

    Parameters
    ----------
    table
        One row per area or group: `key`, `gap` (by the stated weights, NaN no data), `rank` (1 is
        the largest gap), `among` (in the worst part by the stated weights), `share` (of the drawn
        weightings in which it is), `half_width`, `best_rank`, `worst_rank`, `flips` (names of the
        outcomes that alone decide it), by rank, those of no data last.
    shares
        As `weightings.worst_shares` found them.
    places
        How many rows the worst part has.
    """

    table: pd.DataFrame
    shares: Shares
    places: int

    @property
    def firm(self) -> int:
        """Return how many rows are among the worst in nearly all weightings."""
        return int((self.table["share"] >= FIRM).sum())

    @property
    def open(self) -> int:
        """Return how many rows could go either way."""
        share = self.table["share"]
        return int(((share < FIRM) & (share > 1 - FIRM)).sum())


def sureness(
    found: Assessment,
    prior: Prior,
    groups: pd.Series | None = None,
    *,
    draws: int = DRAWS,
    worst: float = WORST,
    seed: int = 0,
) -> Sureness:
    """Return how often each area is among the worst, over many reasonable weightings.

    Parameters
    ----------
    groups
        Shape (areas,): see `standing.standing`; None takes the areas themselves.
    draws, worst, seed
        See `weightings.worst_shares`.
    """
    keys, gap = gap_matrix(found, groups)
    shares = worst_shares(gap, found.weights, prior, draws=draws, worst=worst, seed=seed)
    decided = flips(gap, found.weights, worst)
    total = totals_of(gap, found.weights)
    names = [outcome.name for outcome in found.vision.outcomes]
    table = pd.DataFrame(
        {
            "key": keys,
            "gap": total,
            "rank": pd.Series(-total).rank(method="min").to_numpy(),
            "among": decided.among,
            "share": shares.share,
            "half_width": shares.half_width,
            "best_rank": shares.best_rank,
            "worst_rank": shares.worst_rank,
            "flips": [tuple(np.array(names, dtype=object)[row]) for row in decided.flips],
        }
    ).sort_values(["rank", "share"], ascending=[True, False], kind="stable")
    known = int(np.isfinite(total).sum())
    places = weightings.places(known, worst) if known else 0
    return Sureness(table.reset_index(drop=True), shares, places)


def gap_matrix(found: Assessment, groups: pd.Series | None = None) -> tuple[list[str], Floats]:
    """Return the keys of areas or groups, and their gap for each outcome (rows x outcomes)."""
    if groups is None:
        return found.areas["area_code"].astype(str).tolist(), found.gap
    rows = [standing(found, outcome.code, groups) for outcome in found.vision.outcomes]
    return rows[0]["key"].tolist(), np.column_stack([row["gap"].to_numpy(float) for row in rows])


def totals_of(gap: Floats, weights: Floats) -> Floats:
    """Return the weighted mean gap of each row, as `Assessment.totals`: NaN below half covered."""
    known = np.isfinite(gap)
    covered = known @ weights
    enough = covered >= LEAST_COVERED - 1e-9
    summed = np.where(known, gap, 0.0) @ weights
    return np.asarray(np.divide(summed, covered, out=np.full(len(gap), np.nan), where=enough))


@dataclass(frozen=True)
class Change:
    """What changes in the worst part when it is counted in another way.

    Parameters
    ----------
    way
        The other way, in words.
    stay, come, leave
        Keys of areas or groups that are among the worst in both, only then, and only now.
    likeness
        Rank correlation of the two rankings (Spearman), 1 is the same order; NaN without data.
    """

    way: str
    stay: tuple[str, ...]
    come: tuple[str, ...]
    leave: tuple[str, ...]
    likeness: float

    @property
    def same(self) -> bool:
        """Say whether the same ones are among the worst."""
        return not self.come and not self.leave


def change(
    way: str,
    before: Assessment,
    after: Assessment,
    groups: pd.Series | None = None,
    worst: float = WORST,
) -> Change:
    """Return what another assessment of the same areas changes."""
    keys, gap = gap_matrix(before, groups)
    _, other = gap_matrix(after, groups)
    now = flips(gap, before.weights, worst).among
    then = flips(other, after.weights, worst).among
    ranks = [pd.Series(totals_of(g, f.weights)).rank() for g, f in ((gap, before), (other, after))]
    named = np.array(keys, dtype=object)
    return Change(
        way,
        tuple(named[now & then]),
        tuple(named[then & ~now]),
        tuple(named[now & ~then]),
        _correlation(ranks[0], ranks[1]),
    )


def _correlation(one: pd.Series, other: pd.Series) -> float:
    both = one.notna() & other.notna()
    if both.sum() < 2 or one[both].nunique() < 2 or other[both].nunique() < 2:
        return float("nan")
    return float(np.corrcoef(one[both], other[both])[0, 1])


def other_ways(view: View, vision: Vision, counting: Counting) -> list[tuple[str, Counting]]:
    """Return in which other ways it can be counted here, each in words, one thing changed."""
    usual = view.holdings.place.detour_factor if counting.detour is None else counting.detour
    found: list[tuple[str, Counting]] = []

    def add(way: str, **changed: object) -> None:
        found.append((way, counting.model_copy(update=changed)))

    if not counting.streets:
        for detour in DETOURS:
            if abs(detour - usual) > 1e-9:
                add(say("A way on foot is {n} times the straight line", n=decimal(detour, 1)),
                    detour=detour)  # fmt: skip
    if view.holdings.street_network is not None and along_streets.covered(view).missed.empty:
        way = say("Straight lines instead of streets")
        add(way if counting.streets else say("Along streets"), streets=not counting.streets)
    names = decay_names()
    for decay in Decay:
        if decay is not counting.decay:
            add(names[decay], decay=decay)
    if not counting.fresh_months and grounds.stale_ids(view, FRESH_MONTHS):
        add(say("Without places not checked for long"), fresh_months=FRESH_MONTHS)
    if has_ranking(view, vision):
        here = say("Need compared with this place only")
        way = here if counting.national else say("Need compared with the whole nation")
        add(way, national=not counting.national)
    return found


def decay_names() -> dict[Decay, str]:
    """Return what each decay by distance is called, as a way of counting."""
    return {
        Decay.SLOW: say("Far places count less"),
        Decay.FAST: say("Far places count much less"),
        Decay.SMOOTH: say("Places count less with every step"),
        Decay.ONE: say("All in reach count the same"),
    }


def has_ranking(view: View, vision: Vision) -> bool:
    """Say whether any figure of need of a vision states its place in a national ranking."""
    indicators, codes = view.holdings.indicators, view.holdings.areas["area_code"]
    for outcome in vision.outcomes:
        for expression in outcome.expressed_by:
            named = need.find(indicators, expression)
            ranking = None if named is None else national.sibling(indicators, named)
            if ranking is not None and national.known(ranking, codes):
                return True
    return False


def changes(
    found: Assessment,
    ways: Iterable[tuple[str, Counting]],
    assessed: Callable[[Counting], Assessment],
    groups: pd.Series | None = None,
) -> list[Change]:
    """Return what each other way of counting changes, then what each outcome left out does.

    Parameters
    ----------
    ways
        As `other_ways` returns them.
    assessed
        Gives the assessment of the same areas for a way of counting; its weights are not used.
    """
    weights = found.weights
    told = [
        change(way, found, assessed(counting).with_weights(weights.tolist()), groups)
        for way, counting in ways
    ]
    if (weights > 0).sum() > 1:
        told += [
            change(say("Without {outcome}", outcome=outcome.name), found,
                   found.with_weights(_without(weights, at)), groups)
            for at, outcome in enumerate(found.vision.outcomes) if weights[at] > 0
        ]  # fmt: skip
    return told


def _without(weights: Floats, at: int) -> Sequence[float]:
    return [0.0 if i == at else float(weight) for i, weight in enumerate(weights)]
