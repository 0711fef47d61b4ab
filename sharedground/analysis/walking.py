"""Minutes on foot: the straight line times the place's detour factor, at an even pace."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

PACE: Final = 80.0
"""Metres a minute, 4.8 km an hour: what planning guides commonly take for a walk."""

MINUTES: Final = (5, 10, 15, 20, 30)
"""What people can choose."""

USUAL: Final = 15


def minutes(metres: NDArray[np.float64], detour: float) -> NDArray[np.float64]:
    """Return whole minutes on foot, rounded up, at least 1; NaN where the distance is not known.

    Parameters
    ----------
    metres
        In a straight line.
    detour
        Street distance divided by straight-line distance.
    """
    return np.maximum(np.ceil(metres * detour / PACE - 1e-9), 1.0)


def metres_within(within: float, detour: float) -> float:
    """Return how far people come in so many minutes, in metres in a straight line."""
    return within * PACE / detour
