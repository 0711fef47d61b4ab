"""Weights from comparing outcomes two by two (AHP), for partnerships that have done so elsewhere.

No page asks for them: seven outcomes need 21 comparisons of every partner. Points are quicker.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import ArrayLike

from sharedground.analysis.reach import Floats

CONSISTENT: Final = 0.1
"""Up to this ratio the comparisons go together well enough (Saaty 1980)."""

_RANDOM: Final = (0.58, 0.90, 1.12, 1.24, 1.32, 1.41, 1.45, 1.49)
"""The mean consistency index of random comparisons of 3 to 10 outcomes (Saaty 1980)."""


@dataclass(frozen=True, eq=False)
class Compared:
    """Weights that add up to 1, the largest eigenvalue, and how consistent the comparisons are."""

    weights: Floats
    eigenvalue: float
    ratio: float

    @property
    def consistent(self) -> bool:
        """Whether the comparisons go together well enough to be used."""
        return self.ratio <= CONSISTENT


def compared(times: ArrayLike) -> Compared:
    """Return the weights behind comparisons in pairs: the principal eigenvector (Saaty 1980).

    Parameters
    ----------
    times
        Shape (outcomes, outcomes), of 3 to 10 outcomes: how many times as much the row's outcome
        counts as the column's; more than 0, 1 on the diagonal.
    """
    given = np.asarray(times, dtype=float)
    many = len(given)
    if not 3 <= many <= len(_RANDOM) + 2 or given.shape != (many, many) or not (given > 0).all():
        message = "3 to 10 outcomes compared with each other, each by a number above 0"
        raise ValueError(message)
    values, vectors = np.linalg.eig(given)
    first = int(np.argmax(values.real))
    vector, largest = np.abs(vectors[:, first].real), float(values[first].real)
    return Compared(
        weights=np.asarray(vector / vector.sum(), dtype=float),
        eigenvalue=largest,
        ratio=(largest - many) / (many - 1) / _RANDOM[many - 3],
    )
