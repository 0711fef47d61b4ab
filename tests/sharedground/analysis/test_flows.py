"""What a vision rests on: points shared among the places that serve each outcome."""

from __future__ import annotations

import pytest

from sharedground.analysis.flows import REST, flows, narrowed
from sharedground.model.category import CATEGORIES
from sharedground.model.outcome import Outcome, Serving
from sharedground.model.vision import Vision, rescaled


def outcome(code: str, weight: float, **serves: int) -> Outcome:
    served = tuple(Serving(category=c.replace("_", "-"), strength=s) for c, s in serves.items())
    return Outcome(code=code, name=code, weight=weight, served_by=served)


def vision(*outcomes: Outcome) -> Vision:
    return Vision(title="Here", outcomes=rescaled(outcomes))


def test_points_are_shared_by_strength_and_number_and_add_up() -> None:
    found = flows(
        vision(outcome("A", 3, library=2, park=1, sport=2), outcome("B", 1, park=2)),
        {"library": 1, "park": 2},
    )
    told = {(r.category, r.outcome): r.points for r in found.links.itertuples()}
    assert told == pytest.approx({("library", "A"): 37.5, ("park", "A"): 37.5, ("park", "B"): 25})
    assert sum(found.points.values()) == pytest.approx(100)


def test_what_nothing_serves_and_what_serves_nothing_is_named() -> None:
    found = flows(
        vision(outcome("A", 1, library=2), outcome("B", 1, park=2), outcome("C", 1, sport=0)),
        {"library": 4, "bus-stop": 9, "sport": 1},
    )
    assert found.unserved == ("B", "C")
    assert found.idle == (("bus-stop", 9), ("sport", 1))


def test_a_chart_has_few_nodes_and_loses_no_point() -> None:
    kinds = [one.code for one in CATEGORIES[:14]]
    many = vision(
        *(outcome(f"O{n}", n + 1, **{k.replace("-", "_"): 2 for k in kinds[n : n + 4]})
          for n in range(11)),
        outcome("none", 1),
    )  # fmt: skip
    found = flows(many, dict.fromkeys(kinds, 3) | {"bus-stop": 2})
    few = narrowed(found, most=8)
    assert few.links["category"].nunique() + bool(few.unserved) + bool(few.idle) <= 8
    assert len(few.points) + bool(few.idle) <= 8
    assert REST in few.points
    assert few.links["points"].sum() == pytest.approx(found.links["points"].sum())
    assert sum(few.points.values()) == pytest.approx(100)
