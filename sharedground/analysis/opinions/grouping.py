"""Groups of people who vote alike, none of them so small that it could give someone away."""

from __future__ import annotations

import warnings
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sharedground.analysis.reach import Floats

FEWEST: Final = 5
"""A smaller group is never shown."""

ENOUGH_VOTES: Final = 7
ENOUGH_PEOPLE: Final = 15
_MOST_GROUPS: Final = 5
_ATTEMPTS: Final = 3
_CLEARLY: Final = 0.06
"""By so much the silhouette must rise for a further group to be told apart (decision 0027)."""

_SAMPLED: Final = 1_000
"""Of more people than this, so many stand for all when numbers of groups are compared."""

Groups = NDArray[np.intp]


def who_counts(votes: Floats) -> NDArray[np.bool_]:
    """Say who cast enough votes to be grouped, shape (people,): 7, or all of fewer statements.

    If they are fewer than 15, those with most votes make up the number.
    """
    cast = (~np.isnan(votes)).sum(axis=1)
    enough = cast >= max(1, min(ENOUGH_VOTES, votes.shape[1]))
    if enough.sum() < ENOUGH_PEOPLE:
        busiest = np.argsort(-cast, kind="stable")[:ENOUGH_PEOPLE]
        enough[busiest] = cast[busiest] > 0
    return np.asarray(enough)


def grouped(points: Floats, *, seed: int = 0) -> Groups | None:
    """Return the group of each person, the largest 0; None where a group would be too small.

    k-means for 2 groups and up to 2 + people / 12, at most 5; of those in which every group has
    five people, the one with the highest mean silhouette (Rousseeuw 1987). More groups are taken
    only where they are clearly better than fewer: camps that are not there do more harm in a room
    than two that are shown as one.

    Parameters
    ----------
    points
        Shape (people, 2).
    """
    most = min(_MOST_GROUPS, 2 + len(points) // 12, len(np.unique(points.round(9), axis=0)))
    best, found = -np.inf, None
    for many in range(2, most + 1):
        groups = _k_means(points, many, seed)
        if np.bincount(groups, minlength=many).min() < FEWEST:
            continue
        score = _silhouette(points, groups, seed)
        if score > best + _CLEARLY:
            best, found = score, groups
    return None if found is None else _largest_first(found)


def nearest(points: Floats, known: Floats, groups: Groups) -> Groups:
    """Return the group whose middle is nearest to each of some further points."""
    middles = np.stack([known[groups == one].mean(axis=0) for one in range(groups.max() + 1)])
    far = np.linalg.norm(points[:, None, :] - middles[None], axis=2)
    return np.asarray(far.argmin(axis=1), dtype=np.intp)


def _k_means(points: Floats, many: int, seed: int) -> Groups:
    from sklearn.cluster import KMeans
    from threadpoolctl import threadpool_limits

    with threadpool_limits(limits=1), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # few distinct points: fewer groups, which are refused
        found = KMeans(many, n_init=_ATTEMPTS, random_state=seed).fit_predict(points)
    return np.asarray(found, dtype=np.intp)


def _silhouette(points: Floats, groups: Groups, seed: int) -> float:
    from sklearn.metrics import silhouette_score
    from threadpoolctl import threadpool_limits

    some = np.arange(len(points))
    if len(some) > _SAMPLED:
        some = np.random.default_rng(seed).choice(some, _SAMPLED, replace=False)
    if len(np.unique(groups[some])) < 2:
        return -1.0
    with threadpool_limits(limits=1):
        return float(silhouette_score(points[some], groups[some]))


def _largest_first(groups: Groups) -> Groups:
    sizes = np.bincount(groups)
    place = np.empty(len(sizes), dtype=np.intp)
    place[np.argsort(-sizes, kind="stable")] = np.arange(len(sizes))
    return np.asarray(place[groups], dtype=np.intp)
