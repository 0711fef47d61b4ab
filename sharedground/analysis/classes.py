"""Cuts the figures of areas into a few classes for a map, in ways that are known and named.

The cuts themselves are those of mapclassify (Rey, Arribas-Bel and others, PySAL).
"""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

MOST: Final = 5
"""Classes; more cannot be told apart by their shade."""

NO_DATA: Final = -1

MOST_EXACT: Final = 800
"""Natural breaks of more figures than this are found on so many of them: the exact search takes
time with the square of their number."""


class Cut(StrEnum):
    """Where one class ends and the next begins. The values are a promise to links."""

    ALIKE = "alike"
    BREAKS = "breaks"
    STEPS = "steps"
    TAIL = "tail"


@dataclass(frozen=True)
class Shade:
    """One class that has areas.

    Parameters
    ----------
    number
        Which of the shades it has, 0 (palest) to 4.
    low, high
        The smallest and the largest figure in it.
    areas
        How many areas are in it.
    """

    number: int
    low: float
    high: float
    areas: int


@dataclass(frozen=True, eq=False)
class Classes:
    """Figures cut into classes.

    Parameters
    ----------
    of
        Shape (areas,): the number of each area's shade, `NO_DATA` where there is no figure.
    shades
        The classes that have areas, from low to high.
    missing
        How many areas have no figure.
    """

    of: NDArray[np.int64]
    shades: tuple[Shade, ...]
    missing: int


def classify(values: Floats, cut: Cut = Cut.ALIKE, most: int = MOST) -> Classes:
    """Cut figures into a few classes; equal figures always share one.

    Parameters
    ----------
    values
        Shape (areas,); what is not finite is no data, and in no class.
    cut
        - ``ALIKE``: about as many areas in each (quantiles by linear interpolation, type 7 of
          Hyndman and Fan 1996, *The American Statistician* 50).
        - ``BREAKS``: figures near each other together, by the least sum of squares within the
          classes (Fisher 1958, *Journal of the American Statistical Association* 53; Jenks 1977).
          Over `MOST_EXACT` figures it is found on so many of them, taken at even steps of their
          order with the lowest and the highest: the same figures give the same classes each time.
        - ``STEPS``: classes of equal width from the lowest figure to the highest.
        - ``TAIL``: the mean divides few high figures from many low ones, and again among the high
          ones: head/tail breaks (Jiang 2013, *The Professional Geographer* 65).
    most
        How many classes at most.

    Returns
    -------
    Classes
        Fewer different figures than that give fewer classes; where all are equal, one, the
        palest; without any figure, none. Natural breaks and head/tail breaks that give fewer
        spread over the shades, so that the lowest is the palest and the highest the
        strongest. With the other cuts a class without areas leaves its shade out.
    """
    values = np.asarray(values, dtype=float)
    known = np.isfinite(values)
    of = np.full(len(values), NO_DATA, dtype=np.int64)
    if known.any():
        of[known] = _cut(values[known], cut, most)
    shades = tuple(_shade(int(n), values[of == n]) for n in np.unique(of[known]))
    return Classes(of, shades, int((~known).sum()))


def _shade(number: int, held: Floats) -> Shade:
    return Shade(number, float(held.min()), float(held.max()), len(held))


def _cut(known: Floats, cut: Cut, most: int) -> NDArray[np.int64]:
    if known.min() == known.max():
        return np.zeros(len(known), dtype=np.int64)
    if cut is Cut.ALIKE:
        return _of(known, np.quantile(known, np.arange(1, most) / most))
    if cut is Cut.STEPS:
        from mapclassify import EqualInterval

        rounding = 1e-9 * np.ptp(known)
        return _of(known, EqualInterval(known, k=most).bins[:-1] + rounding)
    ends = _natural(known, most) if cut is Cut.BREAKS else _tail(known, most)
    found = np.unique(_of(known, ends), return_inverse=True)[1]
    return _spread(int(found.max()) + 1, most)[found]


def _of(known: Floats, ends: Floats) -> NDArray[np.int64]:
    """Return the class of each figure; a figure at the end of a class is still in it."""
    return np.searchsorted(ends, known, side="left").astype(np.int64)


def _natural(known: Floats, most: int) -> Floats:
    """Return the largest figure of each natural class but the last."""
    from mapclassify import FisherJenks

    ordered = np.sort(known)
    if len(ordered) > MOST_EXACT:
        ordered = ordered[np.linspace(0, len(ordered) - 1, MOST_EXACT).round().astype(int)]
    lowest, span = ordered[0], np.ptp(ordered)
    # It reckons with short numbers, in which large counts of people would lose their differences.
    scaled = (ordered - lowest) / span
    classes = min(most, len(np.unique(scaled)))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # that it is faster with numba
        found = FisherJenks(scaled, k=classes)
    last = np.searchsorted(scaled, found.bins[:-1], side="right") - 1
    return np.asarray(ordered[last], dtype=float)


def _tail(known: Floats, most: int) -> Floats:
    from mapclassify import HeadTailBreaks

    ends: Floats = np.asarray(HeadTailBreaks(known).bins, dtype=float)
    ends = ends[np.isfinite(ends)]
    return ends[: most - 1]


def _spread(classes: int, most: int) -> NDArray[np.int64]:
    """Return the shade of each of so many classes, over the whole scale."""
    return np.linspace(0, most - 1, classes).round().astype(np.int64)
