"""Two versions of a vision compared: what became of each outcome, and of the order of areas."""

from __future__ import annotations

import numpy as np
import pytest

from sharedground import vision_change_words as told
from sharedground import workflow
from sharedground.errors import SharedGroundError
from sharedground.model.outcome import Goal, Outcome, Serving
from sharedground.model.vision import Vision, rescaled
from sharedground.study import Study
from sharedground.sureness import change
from sharedground.vision_change import Fate, compare, compared_in, outcome_changes


def vision(*outcomes: Outcome, version: int = 1) -> Vision:
    return Vision(title="Here", outcomes=rescaled(outcomes), version=version)


def outcome(code: str, name: str, weight: float = 1, **more: object) -> Outcome:
    return Outcome(code=code, name=name, weight=weight, **more)  # type: ignore[arg-type]


def test_an_outcome_is_known_again_by_its_name_and_else_by_its_code() -> None:
    before = vision(outcome("X01", "Old name"), outcome("X02", "Nature"), outcome("X03", "Gone"))
    after = vision(outcome("X02", "old NAME"), outcome("X01", "Nature"), outcome("X09", "New"))
    found = outcome_changes(before, after)
    assert [(one.name, one.fate) for one in found] == [
        ("old NAME", Fate.CHANGED), ("Nature", Fate.SAME), ("New", Fate.ADDED),
        ("Gone", Fate.REMOVED),
    ]  # fmt: skip
    (renamed,) = outcome_changes(vision(outcome("O01", "Work")), vision(outcome("O01", "Jobs")))
    assert told.what_changed(renamed) == "Changed: name. It was called Work"


def test_each_part_that_changed_is_named_and_order_is_no_change() -> None:
    serving = (Serving(category="park"), Serving(category="library"))
    before = outcome("O01", "Work", served_by=(*serving, Serving(category="sport", strength=0)))
    same = outcome("O01", "Work", served_by=serving[::-1])
    assert outcome_changes(vision(before), vision(same))[0].fate is Fate.SAME
    other = outcome("O01", "Work", why="x", served_by=serving[:1], reach_m=800, target=2,
                    goal=Goal(value=1))  # fmt: skip
    (found,) = outcome_changes(vision(before), vision(other))
    assert found.parts == ("why", "serves", "reach", "wanted", "goal")


def test_the_finding_counts_what_came_and_went() -> None:
    def finding(before: Vision, after: Vision) -> str:
        def none(_: Vision) -> None:
            raise SharedGroundError("areas.none", "No areas yet.")

        return told.finding(compare(before, after, none))  # type: ignore[arg-type]

    a, b = outcome("O01", "Work"), outcome("O02", "Nature")
    assert finding(vision(a), vision(a, b)) == "1 outcome added, 1 outcome changed"
    assert finding(vision(a, b), vision(a, b)) == "All outcomes and points are the same"
    heavier = vision(a.model_copy(update={"weight": 3}), b)
    assert finding(vision(a, b), heavier) == "The same outcomes, with other points"


@pytest.fixture(scope="module")
def town() -> Study:
    return Study.demo()


def test_the_ranking_is_that_of_how_sure_and_the_first_five_those_of_the_worst(
    town: Study,
) -> None:
    other = town.weighted({"O05": 0.6})
    found = compared_in(town.view, town.vision, other.vision)
    assert found.ranking == change("", town.assessment, other.assessment)
    assert found.first_before == tuple(town.worst(5)["key"])
    assert found.first_after == tuple(other.worst(5)["key"])
    assert other.compared_with(town.vision).ranking == found.ranking


def test_a_version_compared_with_itself_changes_nothing(town: Study) -> None:
    found = compared_in(town.view, town.vision, town.vision)
    assert found.ranking is not None
    assert found.ranking.same
    assert found.ranking.likeness == pytest.approx(1)
    assert told.ranking_lines(found, {}) == ["The areas keep their order. Same order: 100 of 100."]


def test_where_areas_cannot_be_put_in_order_that_is_said(town: Study) -> None:
    bare = vision(outcome("O01", "Work"))
    found = compared_in(town.view, town.vision, bare)
    assert found.ranking is None
    assert "cannot be put in order" in told.ranking_lines(found, {})[0]


@pytest.mark.parametrize(
    ("value", "begins"),
    [(0.95, "Most areas"), (0.7, "Many areas"), (0.4, "The order of areas becomes"),
     (-0.5, "Nearly nothing"), (np.nan, "Too few")],
)  # fmt: skip
def test_how_much_of_the_order_stays_is_said_in_words(value: float, begins: str) -> None:
    assert told.likeness(value).startswith(begins)


def test_a_goal_may_start_from_the_mean_over_people(town: Study) -> None:
    held = town.view.holdings
    row = held.indicators.iloc[0]
    values = held.indicator_values[held.indicator_values["indicator_id"] == row["indicator_id"]]
    joined = values.merge(held.population, on="area_code").dropna(subset=["value", "people"])
    expected = (joined["value"] * joined["people"]).sum() / joined["people"].sum()
    assert workflow.mean_of(held, str(row["name"])) == pytest.approx(expected)
    assert workflow.mean_of(held, "nothing like it") is None
