"""A vision turned round: one outcome for each kind of place, to see gaps kind by kind."""

from __future__ import annotations

from sharedground.analysis.evidence import FULL_STRENGTH, strongest
from sharedground.model.category import BY_CODE, OTHER
from sharedground.model.outcome import Expression, Outcome, Serving
from sharedground.model.vision import Vision, rescaled
from sharedground.words import say


def vision_of_kinds(vision: Vision) -> Vision:
    """Return a vision whose outcomes are the kinds of place that serve this one.

    Need for a kind is the mean of all figures that express the outcomes it serves. People go as
    far for it as for the farthest of them, its target is the place's mean, and its weight adds
    up the weights of the outcomes, each by how far it serves them.

    Returns
    -------
    Vision
        Codes are those of categories, in the order of their weight; weights sum to 1, or are
        all 0 where those of the vision are.
    """
    kinds: dict[str, Outcome] = {}
    for outcome in vision.outcomes:
        for category, (strength, by_capacity) in strongest(outcome).items():
            share = outcome.weight * strength / FULL_STRENGTH
            kinds[category] = _joined(kinds.get(category), category, outcome, share, by_capacity)
    ordered = sorted(kinds.values(), key=lambda kind: (-kind.weight, kind.code))
    return vision.model_copy(update={"outcomes": rescaled(ordered)})


def _joined(
    so_far: Outcome | None, category: str, outcome: Outcome, share: float, by_capacity: bool
) -> Outcome:
    before = so_far or Outcome(code=category, name=_name(category), reach_m=outcome.reach_m)
    had = any(one.use_capacity for one in before.served_by)
    return before.model_copy(
        update={
            "weight": before.weight + share,
            "expressed_by": _each_once((*before.expressed_by, *outcome.expressed_by)),
            "reach_m": max(before.reach_m, outcome.reach_m),
            "served_by": (
                Serving(category=category, strength=FULL_STRENGTH, use_capacity=had or by_capacity),
            ),
        }
    )


def _each_once(expressions: tuple[Expression, ...]) -> tuple[Expression, ...]:
    found: dict[tuple[str, object], Expression] = {}
    for one in expressions:
        found.setdefault((one.indicator.strip().casefold(), one.direction), one)
    return tuple(found.values())


def _name(category: str) -> str:
    return say(BY_CODE.get(category, BY_CODE[OTHER]).name)
