"""Two versions of a vision compared: outcomes, weights, and who is then among the worst tenth."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

import numpy as np
import pandas as pd

from sharedground import sureness, workflow
from sharedground.analysis.assessment import Assessment
from sharedground.errors import SharedGroundError
from sharedground.model.counting import USUAL, Counting
from sharedground.model.outcome import Outcome
from sharedground.model.vision import Vision
from sharedground.sureness import Change
from sharedground.views import View

FIRST: Final = 5
"""So many areas are named in order."""

POINT: Final = 1e-4
"""Weights nearer than this, a hundredth of a point, are the same."""

PARTS: Final = {
    "name": "name", "why": "why", "expressed_by": "need", "served_by": "serves",
    "reach_m": "reach", "target": "wanted", "goal": "goal",
}  # fmt: skip
"""What of an outcome may have changed, and what scripts call it; "points" is the weight."""


class Fate(StrEnum):
    """What became of an outcome."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    SAME = "same"


@dataclass(frozen=True)
class OutcomeChange:
    """An outcome in both versions, or in one of them.

    Parameters
    ----------
    before, after
        As it was and as it is; None where it is not in that version.
    parts
        What changed, as in `PARTS`; "points" where its weight did.
    """

    before: Outcome | None
    after: Outcome | None
    parts: tuple[str, ...] = ()

    @property
    def fate(self) -> Fate:
        """What became of it."""
        if self.before is None:
            return Fate.ADDED
        if self.after is None:
            return Fate.REMOVED
        return Fate.CHANGED if self.parts else Fate.SAME

    @property
    def name(self) -> str:
        """What it is called now, or was called last."""
        one = self.after or self.before
        return one.name if one else ""


@dataclass(frozen=True)
class Compared:
    """What a vision changes against another version.

    Parameters
    ----------
    outcomes
        Those of the later version in its order, then those that it has no more.
    ranking
        Who comes into the tenth with the largest gaps and who leaves it; None where no area can
        be ranked by both.
    first_before, first_after
        Keys of the areas with the largest gaps, the largest first.
    why_none
        Why there is no ranking, in words.
    """

    before: Vision
    after: Vision
    outcomes: tuple[OutcomeChange, ...]
    ranking: Change | None
    first_before: tuple[str, ...] = ()
    first_after: tuple[str, ...] = ()
    why_none: str = ""

    @property
    def texts(self) -> tuple[str, ...]:
        """Which of the vision's own texts changed: "title", "statement"."""
        names = ("title", "statement")
        return tuple(n for n in names if getattr(self.before, n) != getattr(self.after, n))


Assess = Callable[[Vision], Assessment]


def compare(
    before: Vision, after: Vision, assessed: Assess, groups: pd.Series | None = None
) -> Compared:
    """Compare two versions of a vision.

    Parameters
    ----------
    assessed
        Gives the assessment of the same areas for a vision.
    groups
        Shape (areas,): see `standing.standing`; None takes the areas themselves.
    """
    outcomes = outcome_changes(before, after)
    try:
        one, other = assessed(before), assessed(after)
    except SharedGroundError as error:
        return Compared(before, after, outcomes, None, why_none=error.message)
    first = _first(one, groups), _first(other, groups)
    if not all(first):
        return Compared(before, after, outcomes, None, *first)
    return Compared(before, after, outcomes, sureness.change("", one, other, groups), *first)


def compared_in(
    view: View, before: Vision, after: Vision, counting: Counting = USUAL,
    groups: pd.Series | None = None,
) -> Compared:  # fmt: skip
    """Compare two versions by the areas of a view."""
    return compare(before, after, lambda v: workflow.assessment(view, v, counting), groups)


def outcome_changes(before: Vision, after: Vision) -> tuple[OutcomeChange, ...]:
    """Return what became of each outcome; one is known again by its name, else by its code."""
    left = list(before.outcomes)
    pairs: dict[str, Outcome] = {}
    for same in (_same_name, _same_code):
        for now in after.outcomes:
            then = next((one for one in left if same(one, now)), None)
            if now.code not in pairs and then is not None:
                pairs[now.code] = then
                left.remove(then)
    there = tuple(_changed(pairs.get(now.code), now) for now in after.outcomes)
    return (*there, *(OutcomeChange(then, None) for then in left))


def _same_name(one: Outcome, other: Outcome) -> bool:
    return one.name.casefold() == other.name.casefold()


def _same_code(one: Outcome, other: Outcome) -> bool:
    return one.code == other.code


def _changed(before: Outcome | None, after: Outcome) -> OutcomeChange:
    if before is None:
        return OutcomeChange(None, after)
    parts = [told for field, told in PARTS.items() if _part(before, field) != _part(after, field)]
    if abs(before.weight - after.weight) > POINT:
        parts.insert(0, "points")
    return OutcomeChange(before, after, tuple(parts))


def _part(outcome: Outcome, field: str) -> Any:
    """Return one part of an outcome so that its order, and what serves nothing, do not matter."""
    value = getattr(outcome, field)
    if field == "served_by":
        return {(s.category, s.strength, s.use_capacity) for s in value if s.strength}
    return set(value) if field == "expressed_by" else value


def _first(found: Assessment, groups: pd.Series | None) -> tuple[str, ...]:
    keys, gap = sureness.gap_matrix(found, groups)
    total = sureness.totals_of(gap, found.weights)
    order = np.argsort(-total, kind="stable")
    return tuple(keys[at] for at in order if np.isfinite(total[at]))[:FIRST]


def as_data(found: Compared) -> dict[str, Any]:
    """Return what changed as values that JSON has, for scripts."""
    ranking = found.ranking
    return {
        "before": found.before.version,
        "after": found.after.version,
        "texts": list(found.texts),
        "outcomes": [
            {
                "name": one.name,
                "fate": one.fate.value,
                "weight_before": one.before.weight if one.before else None,
                "weight_after": one.after.weight if one.after else None,
                "changed": list(one.parts),
            }
            for one in found.outcomes
        ],
        "ranking": None if ranking is None else {
            "stay": list(ranking.stay), "come": list(ranking.come), "leave": list(ranking.leave),
            "likeness": None if np.isnan(ranking.likeness) else ranking.likeness,
            "first_before": list(found.first_before), "first_after": list(found.first_after),
        },
        "why_none": found.why_none,
    }  # fmt: skip
