"""The assets of all outcomes with one reach, summed by kind once and for all strengths."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.sparse import csr_array

from sharedground.analysis import catchment, reach
from sharedground.analysis.evidence import FULL_STRENGTH, PER_PEOPLE, Served, strongest
from sharedground.analysis.memo import key
from sharedground.analysis.reach import Floats
from sharedground.analysis.setting import Setting
from sharedground.model.counting import Decay
from sharedground.model.outcome import Outcome

_F = TypeVar("_F", np.float32, np.float64)

Counts = NDArray[np.float32]
"""Whole numbers below 2^24, which float32 holds exactly."""


@dataclass(frozen=True, eq=False)
class Reached:
    """What lies in reach of each area, by kind of asset.

    Parameters
    ----------
    rows
        Rows of the setting's assets that take part: those of a kind that serves.
    pairs, demand
        Which of them each area reaches, and who shares each.
    kind, categories
        Shape (rows,): the kind of each, a position in `categories`.
    times
        Shape (rows,): what each offers.
    decay
        How much less they count the farther away they are.
    per_person
        Shape (kinds, areas): places per person, each counted in full.
    count, unshared, outside
        Shape (kinds, areas): assets in reach; those of them that no known resident shares; those
        outside the place. None where there are none of them.
    """

    rows: NDArray[np.intp]
    pairs: reach.Pairs
    demand: Floats
    kind: NDArray[np.intp]
    categories: tuple[str, ...]
    times: Floats
    decay: Decay
    per_person: Floats
    count: Counts | None
    unshared: Counts | None
    outside: Counts | None

    @classmethod
    def of(cls, setting: Setting, reach_m: float, outcomes: Sequence[Outcome]) -> Reached:
        """Return what serves outcomes of one reach, kept by all that it depends on.

        Strengths are not among that, as long as the same kinds serve something.
        """
        names = {name for outcome in outcomes for name in strongest(outcome)}
        categories = tuple(sorted(names))
        about = key("reached", setting.key_of_assets, reach_m, categories, setting.counting.decay)
        return setting.memo.get(about, lambda: cls._found(setting, reach_m, categories))

    @classmethod
    def _found(cls, setting: Setting, reach_m: float, categories: tuple[str, ...]) -> Reached:
        kind = pd.Index(categories, dtype=object).get_indexer(setting.category)
        rows = np.flatnonzero(kind >= 0)
        kind, n = kind[rows].astype(np.intp), len(categories)
        decay, times, xy = setting.counting.decay, setting.times[rows], setting.assets_xy[rows]
        pairs = setting.memo.get(
            key("pairs", setting.sharing_xy, xy, reach_m, setting.key_of_walk),
            lambda: setting.walk(setting.sharing_xy, xy, reach_m, setting.detour),
        )
        demand = catchment.demand(pairs, setting.sharing_people, decay)
        ratio = catchment.ratios(times, demand)
        here = len(setting.areas)

        def counted(chosen: NDArray[np.bool_]) -> Counts | None:
            if not chosen.any():
                return None
            found = catchment.count_in_reach(pairs, chosen, kind, n)[:here]
            return np.ascontiguousarray(found.T, dtype=np.float32)

        return cls(
            rows=rows,
            pairs=pairs,
            demand=demand,
            kind=kind,
            categories=categories,
            times=times,
            decay=decay,
            per_person=_per_person(pairs, ratio, kind, n, decay, here),
            count=counted(np.ones(len(rows), dtype=bool)),
            unshared=counted(demand == 0),
            outside=counted(setting.outside[rows]),
        )

    def serve(
        self, setting: Setting, outcomes: Sequence[Outcome]
    ) -> tuple[list[Served], Floats, NDArray[np.bool_]]:
        """Return the assets behind each outcome, access to them, and who reaches any outside.

        Returns
        -------
        tuple
            `Served` of each outcome; places per 1,000 people, shape (areas, outcomes); and whether
            a serving asset outside the place is in reach, of the same shape.
        """
        strengths = np.zeros((len(self.categories), len(outcomes)))
        capped = np.zeros(strengths.shape, dtype=bool)
        for at, outcome in enumerate(outcomes):
            for name, (strength, by_capacity) in strongest(outcome).items():
                row = self.categories.index(name)
                strengths[row, at], capped[row, at] = strength, by_capacity
        serving = strengths > 0
        access = _weighed(self.per_person, strengths * (PER_PEOPLE / FULL_STRENGTH))
        reached = np.rint(self._in_reach(self.count, serving)).astype(np.int64)
        served = []
        for at in range(len(outcomes)):
            supply = self.times
            if capped[:, at].any():
                supply, per_person = self._by_capacity(setting, capped[:, at])
                access[:, at] = strengths[:, at] * (PER_PEOPLE / FULL_STRENGTH) @ per_person
            served.append(
                Served(
                    rows=self.rows,
                    pairs=self.pairs,
                    demand=self.demand,
                    supply=supply,
                    strength=strengths[:, at].take(self.kind),
                    reached=reached[:, at],
                    decay=self.decay,
                )
            )
        # A place that no known resident can reach has no ratio. Only areas without people
        # lie near it, and for them places per person has no meaning.
        if self.unshared is not None:
            access[self._in_reach(self.unshared, serving) > 0] = np.nan
        return served, access, np.asarray(self._in_reach(self.outside, serving) > 0)

    def _in_reach(self, counts: Counts | None, serving: NDArray[np.bool_]) -> Counts:
        """Return how many of the counted serve each outcome, shape (areas, outcomes)."""
        if counts is None:
            return np.zeros((self.per_person.shape[1], serving.shape[1]), dtype=np.float32)
        return _weighed(counts, serving.astype(np.float32))

    def _by_capacity(self, setting: Setting, capped: NDArray[np.bool_]) -> tuple[Floats, Floats]:
        """Return what each asset offers where some kinds count by capacity, and that per person."""

        def make() -> tuple[Floats, Floats]:
            sized = np.where(capped[self.kind], setting.by_capacity[self.rows], 1.0)
            supply = sized * self.times
            ratio, n = catchment.ratios(supply, self.demand), len(self.categories)
            here = self.per_person.shape[1]
            return supply, _per_person(self.pairs, ratio, self.kind, n, self.decay, here)

        about = key(
            "by capacity", setting.key_of_assets, setting.key_of_capacity, self.pairs.reach_m,
            self.categories, self.decay, capped,
        )  # fmt: skip
        return setting.memo.get(about, make)


def _per_person(
    pairs: reach.Pairs, ratio: Floats, kind: NDArray[np.intp], kinds: int, decay: Decay, here: int
) -> Floats:
    summed = catchment.cube(pairs, ratio, kind, kinds, decay)[:here]
    return np.ascontiguousarray(catchment.by_kind(summed, decay).T)


def _weighed(of_kinds: NDArray[_F], strengths: NDArray[_F]) -> NDArray[_F]:
    """Return kinds by areas times kinds by outcomes, shape (areas, outcomes).

    An outcome is served by few kinds, so this is sparse: fewer sums, and no threads to wait for.
    """
    return np.ascontiguousarray((csr_array(strengths.T) @ of_kinds).T)
