"""The same sums in less time where numba is installed (see requirements-extra.txt).

Only this module knows numba. It is imported when a sum is large enough to gain by it, never when
the app starts; what it compiles is kept on disk beside this file, or where numba may write.
`SHAREDGROUND_NUMBA=0` leaves it out.
"""

from __future__ import annotations

import importlib.util
import os
from collections.abc import Callable
from functools import cache
from typing import Any, Final

import numpy as np

ENVIRONMENT: Final = "SHAREDGROUND_NUMBA"

PAYS_FROM: Final = 10_000_000
"""From so many areas x draws on, loading numba costs less than it saves."""

Count = Callable[..., int]


def count_worst(size: int) -> Count | None:
    """Return `_count_worst` compiled; None without numba, or where it would not pay.

    Parameters
    ----------
    size
        Areas x draws.
    """
    return _compiled() if size >= PAYS_FROM and installed() else None


def installed() -> bool:
    """Say whether numba is there and not left out."""
    return os.environ.get(ENVIRONMENT, "1") != "0" and bool(importlib.util.find_spec("numba"))


@cache
def _compiled() -> Count:
    numba: Any = importlib.import_module("numba")
    try:
        compiled: Count = numba.njit(cache=True, nogil=True)(_count_worst)
    except RuntimeError:  # nowhere to keep what is compiled
        compiled = numba.njit(nogil=True)(_count_worst)
    return compiled


def _count_worst(
    gap: Any, known: Any, partly: bool, drawn: Any, worst: float, scale: int, least: float,
    among: Any, counted: Any,
) -> int:  # fmt: skip
    """Do for many weightings what `Totals.levels` and `Tally.add` do, in `among` and `counted`.

    The last level among the worst is found by counting: levels go by their upper half into bins,
    and only the bin where the last place falls is sorted.

    Parameters
    ----------
    gap, known
        Shape (outcomes, areas): 0 for no data; 1 where there is data. Without any missing
        (`partly` false) `known` is not looked at.
    drawn
        Shape (draws, outcomes).
    worst, scale, least
        Which part is the worst, `LEVELS`, and the least weight with data.
    among, counted
        Shape (areas,): added to.

    Returns
    -------
    int
        How many draws were counted.
    """
    n_outcomes, n_areas = gap.shape
    total, covered = np.empty(n_areas), np.empty(n_areas)
    level = np.empty(n_areas, dtype=np.int32)
    inside = np.empty(n_areas, dtype=np.int32)
    bins = np.empty((scale >> 15) + 2, dtype=np.int64)
    for draw in range(len(drawn)):
        total[:] = 0.0
        covered[:] = 0.0
        weighed = 0.0
        for outcome in range(n_outcomes):
            weight = drawn[draw, outcome]
            if weight > 0:
                weighed += weight
                for area in range(n_areas):
                    total[area] += weight * gap[outcome, area]
                if partly:
                    for area in range(n_areas):
                        covered[area] += weight * known[outcome, area]
        if weighed == 0:
            continue
        bins[:] = 0
        n_known = 0
        for area in range(n_areas):
            share = 1.0
            if partly:
                share = covered[area]
            if share < least:
                level[area] = -1
                continue
            value = total[area] / share * -scale + (scale + 0.5)
            level[area] = np.int32(max(value, 0.0))
            bins[level[area] >> 15] += 1
            counted[area] += 1
            n_known += 1
        if n_known == 0:
            continue
        slots = min(n_known, max(1, int(worst * n_known + 0.5)))
        before, at = 0, 0
        while before + bins[at] < slots:
            before += bins[at]
            at += 1
        n_inside = 0
        for area in range(n_areas):
            if level[area] >= 0 and level[area] >> 15 == at:
                inside[n_inside] = level[area]
                n_inside += 1
        ordered = np.sort(inside[:n_inside])
        last = ordered[slots - before - 1]
        first, end = np.searchsorted(ordered, last), np.searchsorted(ordered, last + 1)
        part = (slots - before - first) / (end - first)
        for area in range(n_areas):
            if 0 <= level[area] < last:
                among[area] += 1.0
            elif level[area] == last:
                among[area] += part
    return len(drawn)
