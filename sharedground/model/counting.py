"""How assets and gaps are counted: every assumption that people can change, in one value."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from sharedground.model.base import Value


class Decay(StrEnum):
    """How much less a place counts the farther away it is; `analysis.bands` has the sources."""

    SLOW = "slow"
    FAST = "fast"
    SMOOTH = "smooth"
    ONE = "one"


class Counting(Value):
    """How assets and gaps are counted.

    Parameters
    ----------
    detour
        Street distance divided by straight-line distance; None takes the place's own.
    streets
        Walk along the loaded street network instead.
    decay
        How much less a place counts the farther away it is.
    national
        Need is the place in a national ranking, for figures that state one.
    unstated_capacity
        What a place of no stated capacity offers, as a share of the mean of its kind. It matters
        only where the vision counts places by their capacity.
    fresh_months
        Leave out places last checked that many months ago or more; 0 leaves out none.
    """

    detour: Annotated[float, Field(ge=1, le=2, allow_inf_nan=False)] | None = None
    streets: bool = False
    decay: Decay = Decay.SLOW
    national: bool = False
    unstated_capacity: Annotated[float, Field(gt=0, le=10, allow_inf_nan=False)] = 1.0
    fresh_months: Annotated[int, Field(ge=0)] = 0


USUAL = Counting()
"""How it is counted unless somebody chose otherwise."""
