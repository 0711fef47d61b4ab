"""How far partners who shared 100 points agree: on how much, on the order, and as whole camps.

Rows are partners (or people), columns are outcomes. Nothing here knows names or reads anything.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.stats import rankdata

from sharedground.analysis.reach import Floats
from sharedground.errors import InvalidAnswersError
from sharedground.words import say

ALL_POINTS: Final = 100.0
APART: Final = 10.0
"""Two camps stand at least so many points of 100 apart."""

CAMP: Final = 2
"""One partner alone is no camp."""

_ALIKE: Final = 9
"""Shares that are the same to so many decimals count as a tie."""


class Pooled(StrEnum):
    """How the shares of partners become one: the mean, or the median scaled to add up to 1."""

    MEAN = "mean"
    MEDIAN = "median"


def shares(points: ArrayLike) -> Floats:
    """Return what share of its own points each partner gave to each outcome.

    Any row with something in it is accepted: 50 points shared count as 100 would. That is said
    where points are entered; here a row is only divided by its sum.

    Parameters
    ----------
    points
        Shape (partners, outcomes): 0 or more.

    Returns
    -------
    numpy.ndarray
        Shape (partners, outcomes); each row adds up to 1.

    Raises
    ------
    InvalidAnswersError
        ``points.missing``, ``points.negative`` or ``points.none``, with the row in its details.
    """
    given = np.asarray(points, dtype=float)
    if given.ndim != 2:
        message = "points have the shape (partners, outcomes)"
        raise ValueError(message)
    for row, values in enumerate(given, 1):
        _check_row(row, values)
    return np.asarray(given / given.sum(axis=1, keepdims=True), dtype=float)


def _check_row(row: int, values: Floats) -> None:
    if not np.isfinite(values).all():
        raise InvalidAnswersError(
            "points.missing",
            say("Row {row}: not every outcome has a number. Put 0 where none are given.", row=row),
            row=row,
        )
    if (values < 0).any():
        raise InvalidAnswersError(
            "points.negative",
            say("Row {row}: points cannot be less than 0. Put 0 or more.", row=row),
            row=row,
        )
    if not values.sum() > 0:
        raise InvalidAnswersError(
            "points.none",
            say("Row {row}: no points are shared. Give points to one outcome or more.", row=row),
            row=row,
        )


def shared(rows: Floats, how: Pooled = Pooled.MEAN) -> Floats:
    """Return the shared weight of each outcome; every partner counts the same.

    The mean is a pooled purse: each partner brings as much as the others. The median does not
    move when one partner goes to an extreme. It is scaled to add up to 1.

    Parameters
    ----------
    rows
        Shares, shape (partners, outcomes).

    Returns
    -------
    numpy.ndarray
        Shape (outcomes,). NaN where there are no partners, or where every median is 0.
    """
    if not len(rows):
        return np.full(rows.shape[1], np.nan)
    if how is Pooled.MEAN:
        return np.asarray(rows.mean(axis=0), dtype=float)
    middle = np.median(rows, axis=0)
    total = middle.sum()
    return middle / total if total > 0 else np.full(rows.shape[1], np.nan)


def geometric(rows: Floats) -> Floats:
    """Return the geometric mean of shares, scaled to add up to 1: one partner's 0 is a veto.

    Only for weights from comparisons in pairs (see `pairwise`), where it is usual. Its
    shape is (outcomes,).
    """
    with np.errstate(divide="ignore"):
        middle = np.exp(np.log(rows).mean(axis=0))
    total = middle.sum()
    return np.asarray(middle / total if total > 0 else np.full(rows.shape[1], np.nan), dtype=float)


def overlap(rows: Floats, weights: Floats) -> Floats:
    """Return which share of each partner's points sits where the weights put them.

    The sum of the smaller of the two over outcomes, which is 1 less half the distance between
    them (Renkonen 1938; Schoener 1970).

    Parameters
    ----------
    rows
        Shares, shape (partners, outcomes).
    weights
        Shape (outcomes,), adding up to 1.

    Returns
    -------
    numpy.ndarray
        Shape (partners,): 0 to 1.
    """
    return np.asarray(np.minimum(rows, weights).sum(axis=1), dtype=float)


def pair_overlap(rows: Floats) -> Floats:
    """Return the overlap of every two partners, shape (partners, partners): 1 on the diagonal."""
    return np.stack([overlap(rows, row) for row in rows]) if len(rows) else np.empty((0, 0))


@dataclass(frozen=True, eq=False)
class Contested:
    """How far partners are apart on each outcome, in points of 100.

    Parameters
    ----------
    spread
        Highest less lowest, shape (outcomes,).
    middle_half
        The same for the middle half of the partners (the interquartile range).
    order
        Positions of the outcomes, the most contested first.
    """

    spread: Floats
    middle_half: Floats
    order: NDArray[np.intp]


def contested(rows: Floats) -> Contested:
    """Return how contested each outcome is: by spread, then by the spread of the middle half.

    Parameters
    ----------
    rows
        Shares, shape (partners, outcomes), of one partner or more.
    """
    points = ALL_POINTS * rows
    low, high = np.percentile(points, [25, 75], axis=0)
    spread, middle = np.ptp(points, axis=0), np.asarray(high - low)
    order = np.lexsort((-middle.round(_ALIKE), -spread.round(_ALIKE)))
    return Contested(spread, middle, order)


@dataclass(frozen=True)
class Camps:
    """Two camps on one outcome, in points of 100: nobody stands between `low` and `high`.

    Parameters
    ----------
    low, high
        The highest points of the lower camp, and the lowest of the upper.
    fewer, more
        How many partners are in each.
    """

    low: float
    high: float
    fewer: int
    more: int


def camps(rows: Floats) -> tuple[Camps | None, ...]:
    """Return for each outcome the two camps whose average stands for nobody; None where not.

    The widest empty stretch between partners is looked at. It parts two camps where at least two
    partners stand on either side, it is at least 10 points wide, and the mean lies in it.

    Parameters
    ----------
    rows
        Shares, shape (partners, outcomes).
    """
    return tuple(_camps(np.sort(column)) for column in ALL_POINTS * rows.T)


def _camps(points: Floats) -> Camps | None:
    if len(points) < 2 * CAMP:
        return None
    at = int(np.argmax(np.diff(points))) + 1
    low, high = float(points[at - 1]), float(points[at])
    sides = min(at, len(points) - at)
    if sides < CAMP or high - low < APART or not low < points.mean() < high:
        return None
    return Camps(low, high, fewer=at, more=len(points) - at)


def ordered(rows: Floats) -> NDArray[np.bool_]:
    """Say of each partner whether it put outcomes in any order; not if all count the same."""
    return np.asarray(np.ptp(rows.round(_ALIKE), axis=1) > 0)


def same_order(rows: Floats) -> float:
    """Return Kendall's W: how far partners agree on the order of the outcomes, 0 to 1.

    With ties corrected (Kendall and Babington Smith 1939; Siegel and Castellan 1988, 9.5). There
    is no p-value: its usual approximation needs more than seven outcomes.

    Parameters
    ----------
    rows
        Shares or points, shape (partners, outcomes).

    Returns
    -------
    float
        NaN is "no order given": fewer than two partners or outcomes, or all of them tied.
    """
    many, outcomes = rows.shape
    if many < 2 or outcomes < 2:
        return float("nan")
    ranks = rankdata(rows.round(_ALIKE), axis=1)
    tied = sum(_tied(row) for row in ranks)
    sums = ranks.sum(axis=0)
    most = many**2 * (outcomes**3 - outcomes) - many * tied
    return float(12 * ((sums - sums.mean()) ** 2).sum() / most) if most > 0 else float("nan")


def _tied(ranks: Floats) -> float:
    _, sizes = np.unique(ranks, return_counts=True)
    return float((sizes.astype(float) ** 3 - sizes).sum())


def leave_one_out(rows: Floats, how: Pooled = Pooled.MEAN) -> Floats:
    """Return how far the shared weights move if each partner in turn had not taken part.

    Half the sum of the differences: the share of all points that would sit elsewhere.

    Parameters
    ----------
    rows
        Shares, shape (partners, outcomes).

    Returns
    -------
    numpy.ndarray
        Shape (partners,): 0 to 1. NaN for a partner who is the only one.
    """
    whole = shared(rows, how)
    others = (shared(np.delete(rows, one, axis=0), how) for one in range(len(rows)))
    return np.array([np.abs(whole - without).sum() / 2 for without in others], dtype=float)


def moved(before: Floats, after: Floats) -> float:
    """Return which share of all points sits elsewhere in the second of two sets of weights."""
    return float(np.abs(after - before).sum() / 2)


def answers_agree(counts: ArrayLike) -> float:
    """Return van der Eijk's A of the answers to one question on an ordered scale.

    +1 all give the same answer, 0 all answers are as frequent, -1 half stand at either end (van
    der Eijk 2001, *Quality & Quantity* 35). The answers are taken apart in layers, each of which
    has an answer or has it not; A is the mean over layers, weighted by how many people are in each.

    Parameters
    ----------
    counts
        How many gave each answer, in the order of the scale, of three answers or more.

    Returns
    -------
    float
        NaN where nobody answered.
    """
    left = np.asarray(counts, dtype=float).copy()
    if left.ndim != 1 or len(left) < 3 or (left < 0).any() or not np.isfinite(left).all():
        message = "counts are 0 or more, of three answers or more"
        raise ValueError(message)
    total, found = left.sum(), 0.0
    if not total:
        return float("nan")
    while (left > 0).any():
        present = left > 0
        height = left[present].min()
        found += height * present.sum() / total * _layer(present)
        left[present] -= height
    return float(found)


def _layer(present: NDArray[np.bool_]) -> float:
    """Return A of one layer: +1 for one answer, less for more, negative if they lie apart."""
    answers, chosen = len(present), int(present.sum())
    even = humps = 0
    for first, second, third in combinations(present.tolist(), 3):
        even += second and first != third
        humps += first and not second and third
    one_hump = 1.0
    if even + humps:
        one_hump = ((answers - 2) * even - (answers - 1) * humps) / ((answers - 2) * (even + humps))
    return float(one_hump * (1 - (chosen - 1) / (answers - 1)))


def divergence(rows: Floats) -> float:
    """Return the Jensen-Shannon divergence of all rows, in bits: 0 where all are the same.

    Not shown on any page: it is hard to say in words (Lin 1991).
    """
    return _entropy(rows.mean(axis=0)) - float(np.mean([_entropy(row) for row in rows]))


def _entropy(row: Floats) -> float:
    some = row[row > 0]
    return float(-(some * np.log2(some)).sum())
