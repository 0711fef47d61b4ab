"""Kinds of place in the order in which they serve the vision."""

from __future__ import annotations

from sharedground.analysis.evidence import strongest
from sharedground.model.category import CATEGORIES, OTHER
from sharedground.model.vision import Vision
from sharedground.words import say


def by_use(vision: Vision) -> dict[str, str]:
    """Return the name of each kind by its code, first those that serve the vision most."""
    weight: dict[str, float] = {}
    for outcome in vision.outcomes:
        for kind, (strength, _) in strongest(outcome).items():
            weight[kind] = max(weight.get(kind, 0.0), strength * outcome.weight)
    named = {one.code: say(one.name) for one in CATEGORIES if one.code != OTHER}
    return dict(sorted(named.items(), key=lambda item: (-weight.get(item[0], 0.0), item[1])))
