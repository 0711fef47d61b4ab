"""Where a few more places would bring one into reach of the most people who have none.

The maximal covering location problem (Church R. and ReVelle C. (1974), "The maximal covering
location problem", Papers of the Regional Science Association 32, 101-118): of some candidates
choose k, so that the people of the areas in reach of one of them are as many as can be.

`greedy` takes, one by one, the place that reaches most people not yet reached. People reached are a
monotone submodular sum (a further place never takes anybody away, and brings less the more there
are), so greed reaches at least 1 - 1/e, 63 %, of the best possible (Nemhauser, Wolsey and Fisher
1978, Mathematical Programming 14, 265-294). That holds as well where people are weighed by need,
because weights of 0 and more change neither. `best` exchanges places for better ones as long as
that helps, and proves by a bound from above how good the choice is: as a rule, all but the best.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import cycle, islice
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from sharedground.analysis.reach import Floats, Pairs

ROUNDS: Final = 300
"""How many steps the search for the least bound takes at most."""

_PATIENCE: Final = 12
"""After so many steps without a lower bound the steps become half as long."""

_SHORTEST: Final = 1e-4
_MOST_WORK: Final = 4e8
"""How many pairs exchanging looks at, at most: about a second."""

_ROUNDING: Final = 1e-9


@dataclass(frozen=True, eq=False)
class Chosen:
    """Candidates in the order they were chosen: the first few are the answer to fewer places.

    Parameters
    ----------
    rows
        Shape (chosen,): the caller's rows of the candidates. Fewer than asked for where no
        candidate that is left would reach anybody new.
    gained
        Shape (chosen,): people (or their weight) newly in reach with each.
    step
        Shape (areas,): which of the chosen brings the area into reach, 0 for the first; -1 for
        one that is not reached, or was before.
    """

    rows: NDArray[np.intp]
    gained: Floats
    step: NDArray[np.intp]

    @property
    def total(self) -> float:
        """Return the people (or their weight) newly in reach."""
        return float(self.gained.sum())

    @property
    def reached(self) -> NDArray[np.bool_]:
        """Say which areas are newly in reach, shape (areas,)."""
        return np.asarray(self.step >= 0, dtype=bool)


@dataclass(frozen=True)
class Certificate:
    """How good a choice is, proven.

    Parameters
    ----------
    total
        What the choice reaches.
    bound
        What no choice of as many places can exceed; never below `total`.
    exact
        Whether the two are one: there is no better choice.
    """

    total: float
    bound: float
    exact: bool

    @property
    def share(self) -> float:
        """Return the least share of the best possible that this choice reaches, 0 to 1."""
        return 1.0 if self.exact or self.bound <= 0 else min(1.0, self.total / self.bound)

    @property
    def percent(self) -> int:
        """Return `share` in whole per cent, rounded down: 100 only for the best there is."""
        return 100 if self.exact else min(99, int(100 * self.share))


def weights(
    cover: Pairs, people: Floats, already_covered: NDArray[np.bool_] | None = None
) -> Floats:
    """Return what reaching each area counts, in the order of `cover.asset_order`.

    An area that has a place in reach already counts 0, and so does one where nobody knows how
    many people there are.
    """
    counted = np.where(np.isfinite(people) & (people > 0), people, 0.0)
    if already_covered is not None:
        counted = np.where(already_covered, 0.0, counted)
    ordered: Floats = counted[cover.asset_order]
    return ordered


def greedy(
    cover: Pairs, people: Floats, k: int, already_covered: NDArray[np.bool_] | None = None
) -> Chosen:
    """Choose up to k candidates one by one, each the one that reaches most people newly.

    Lazily (Minoux M. (1978), "Accelerated greedy algorithms for maximizing submodular set
    functions", Lecture Notes in Control and Information Sciences 7, 234-243): what a candidate
    would bring only ever falls, so former figures in a heap say which few to look at again. Of
    two candidates that bring the same, the one in the caller's earlier row is chosen.

    Parameters
    ----------
    cover
        ``reach.pairs(candidates_xy, areas_xy, ...)``: the areas in reach of each candidate.
    people
        Shape (areas,): residents, or residents times need. What is not finite counts 0.
    k
        How many places.
    already_covered
        Shape (areas,): those that have such a place in reach without any of these.
    """
    left = weights(cover, people, already_covered)
    reached = np.full(len(left), -1, dtype=np.intp)
    start = cover.start.tolist()
    chosen, gained = list[int](), list[float]()
    waiting = _by_gain(cover, left)
    following, heap = next(waiting, None), list[_Entry]()
    while len(chosen) < k:
        while following is not None and (not heap or following < heap[0]):
            heapq.heappush(heap, following)
            following = next(waiting, None)
        if not heap:
            break
        before, row, at = heapq.heappop(heap)
        here = cover.asset[start[at] : start[at + 1]]
        gain = float(left[here].sum())
        if gain == -before:
            reached[here[left[here] > 0]] = len(chosen)
            left[here] = 0.0
            chosen.append(row)
            gained.append(gain)
        elif gain > 0:
            heapq.heappush(heap, (-gain, row, at))
    step = np.empty_like(reached)
    step[cover.asset_order] = reached
    return Chosen(np.array(chosen, dtype=np.intp), np.array(gained, dtype=float), step)


_Entry = tuple[float, int, int]
"""What a candidate brings at most, negative; its row for the caller; its spatial position."""


def _by_gain(cover: Pairs, left: Floats) -> Iterator[_Entry]:
    """Return the candidates that bring anybody, the most helpful first, as they are asked for."""
    gains = _matrix(cover, len(left)) @ left
    useful = np.flatnonzero(gains > 0)
    useful = useful[np.lexsort((cover.area_order[useful], -gains[useful]))]
    rows = cover.area_order[useful].tolist()
    return zip((-gains[useful]).tolist(), rows, useful.tolist(), strict=True)


def _matrix(cover: Pairs, n_areas: int) -> csr_array:
    shape = len(cover.start) - 1, n_areas
    return csr_array((np.ones(len(cover.asset)), cover.asset, cover.start), shape=shape)


def best(
    cover: Pairs,
    people: Floats,
    k: int,
    already_covered: NDArray[np.bool_] | None = None,
    *,
    rounds: int = ROUNDS,
) -> tuple[Chosen, Certificate]:
    """Choose up to k candidates, as good as can be found quickly, and prove how good that is.

    Greedily first, so never worse than `greedy`; then each place is exchanged for the one that
    brings more, while there is one (Teitz and Bart 1968, Operations Research 16, 955-961); and
    what the search for the bound meets on its way is taken if it is better.

    Parameters
    ----------
    cover, people, k, already_covered
        As for `greedy`.
    rounds
        How many steps the search for the bound takes at most.

    Returns
    -------
    tuple
        The choice, the most helpful place first, and its certificate.
    """
    task = _Task.of(cover, people, already_covered)
    first = _positions(cover, greedy(cover, people, k, already_covered).rows)
    found = task.bounded(task.exchanged(first), rounds)
    allowed = np.zeros(len(cover.area_order), dtype=bool)
    allowed[found.rows] = True
    ordered = greedy(_only(cover, allowed), people, k, already_covered)
    return ordered, task.certified(ordered.total, found.bound)


def certificate(
    cover: Pairs,
    people: Floats,
    chosen: Chosen,
    already_covered: NDArray[np.bool_] | None = None,
    *,
    rounds: int = ROUNDS,
) -> Certificate:
    """Bound from above what any choice of as many candidates can reach.

    Lagrangian relaxation: "an area counts only if one of the chosen reaches it" becomes a price
    u_i for each area, from 0 to its people w_i. For any prices
    ``sum_i (w_i - u_i) + the k largest of sum_i a_ji u_i`` is at least the best possible. Prices
    move along the subgradient with Polyak's step, which the best total so far guides. Where all
    weights are whole numbers the best is one too, so the bound is rounded down.

    Parameters
    ----------
    cover, people, already_covered
        As for `greedy`.
    chosen
        What `greedy` or `best` returned.
    rounds
        How many steps at most: more may tell more, and take longer.
    """
    task = _Task.of(cover, people, already_covered)
    found = task.bounded(_positions(cover, chosen.rows), rounds)
    return task.certified(chosen.total, found.bound)


def _positions(cover: Pairs, rows: NDArray[np.intp]) -> NDArray[np.intp]:
    at = np.empty(len(cover.area_order), dtype=np.intp)
    at[cover.area_order] = np.arange(len(at))
    return at[rows]


def _only(cover: Pairs, allowed: NDArray[np.bool_]) -> Pairs:
    """Return a cover in which all other candidates reach nothing."""
    counts = np.where(allowed, np.diff(cover.start), 0)
    keep = allowed[cover.area]
    return replace(
        cover,
        start=np.concatenate([[0], np.cumsum(counts)]).astype(np.int32),
        area=cover.area[keep],
        asset=cover.asset[keep],
        distance_m=cover.distance_m[keep],
        band=cover.band[keep],
    )


@dataclass(frozen=True, eq=False)
class _Found:
    rows: NDArray[np.intp]
    bound: float


@dataclass(frozen=True, eq=False)
class _Task:
    """The candidates by the areas in reach of them, and what each area counts.

    `whole`: all weights are whole numbers.
    """

    matrix: csr_array
    value: Floats
    whole: bool

    @classmethod
    def of(cls, cover: Pairs, people: Floats, covered: NDArray[np.bool_] | None) -> _Task:
        """Return the task without areas that count for nothing, or that no candidate reaches."""
        value = weights(cover, people, covered)
        reached = np.zeros(len(value), dtype=bool)
        reached[cover.asset] = True
        wanted = reached & (value > 0)
        matrix = _matrix(cover, len(value))[:, wanted]
        value = value[wanted]
        return cls(matrix, value, bool((value == np.floor(value)).all()))

    def counts(self, rows: NDArray[np.intp]) -> NDArray[np.intp]:
        """Return how many of these candidates reach each area."""
        start, area = self.matrix.indptr, self.matrix.indices
        spans = [area[start[row] : start[row + 1]] for row in rows.tolist()]
        together = np.concatenate(spans) if spans else np.empty(0, dtype=np.int32)
        return np.bincount(together, minlength=len(self.value))

    def total(self, counts: NDArray[np.intp]) -> float:
        return float(self.value[counts > 0].sum())

    def exchanged(self, rows: NDArray[np.intp]) -> NDArray[np.intp]:
        """Exchange one candidate for another while more is reached, within a bound of work."""
        rows, counts, since = rows.copy(), self.counts(rows), 0
        left = int(_MOST_WORK // max(1, self.matrix.nnz)) if len(rows) > 1 else 0
        for at in islice(cycle(range(len(rows))), left):
            without = counts - self.counts(rows[at : at + 1])
            gains = self.matrix @ np.where(without > 0, 0.0, self.value)
            other = int(gains.argmax())
            better = gains[other] > gains[rows[at]] * (1 + _ROUNDING)
            since = 1 if better else since + 1
            if better:
                rows[at] = other
                counts = without + self.counts(rows[at : at + 1])
            if since >= len(rows):
                break
        return rows

    def bounded(self, rows: NDArray[np.intp], rounds: int) -> _Found:
        """Return the lowest bound found, and the best choice met on the way to it."""
        k, most = len(rows), self.total(self.counts(rows))
        if k == 0:
            return _Found(rows, 0.0)
        price, bound, length, idle = self.value.copy(), self.proven(self.value.sum()), 1.0, 0
        for _ in range(rounds):
            offered = self.matrix @ price
            top = np.argpartition(offered, len(offered) - k)[len(offered) - k :]
            counts = self.counts(top)
            now = float((self.value - price).sum() + offered[top].sum())
            if self.total(counts) > most * (1 + _ROUNDING):
                rows, most = top, self.total(counts)
            idle = 0 if self.proven(now) < bound else idle + 1
            bound = min(bound, self.proven(now))
            slope = self._slope(counts, price)
            steep = float(slope @ slope)
            if self.is_exact(most, bound) or length < _SHORTEST or steep == 0:
                break
            if idle >= _PATIENCE:
                length, idle = length / 2, 0
            price = np.clip(price - length * (now - most) / steep * slope, 0.0, self.value)
        return _Found(rows, bound)

    def _slope(self, counts: NDArray[np.intp], price: Floats) -> Floats:
        slope = (counts - (price < self.value)).astype(float)
        slope[(price <= 0) & (slope > 0)] = 0
        slope[(price >= self.value) & (slope < 0)] = 0
        return slope

    def proven(self, bound: float) -> float:
        """Return a bound made safe against rounding, and no finer than what can be reached."""
        safe = float(bound) * (1 + _ROUNDING)
        return float(np.floor(safe)) if self.whole else safe

    def is_exact(self, total: float, bound: float) -> bool:
        return bound <= total * (1 + 2 * _ROUNDING)

    def certified(self, total: float, bound: float) -> Certificate:
        return Certificate(total, max(total, bound), exact=self.is_exact(total, bound))
