"""What would be lost without each asset."""

from __future__ import annotations

import numpy as np
import pytest
import shapely

from sharedground.analysis import closing, reach, standing
from sharedground.analysis.around import Around
from sharedground.analysis.assessment import Assessment
from sharedground.model.counting import Counting, Decay
from sharedground.model.outcome import Serving
from tests.sharedground.analysis.small_place import (
    ASSETS,
    VALUES,
    an_outcome,
    areas_of,
    assessed,
    assets_of,
    values_of,
)

MORE = assets_of(
    ("g1", "gp-surgery", 0, 0, np.nan), ("g2", "gp-surgery", 600, 0, 12.0),
    ("g3", "gp-surgery", 9_000, 100, 30.0), ("p1", "pharmacy", 500, 0, np.nan),
    ("far", "gp-surgery", 40_000, 0, np.nan), ("park", "park", 0, 0, np.nan),
)  # fmt: skip


def mean_gap(found: Assessment) -> float:
    return standing.average_gap(standing.standing(found))


@pytest.mark.parametrize("decay", list(Decay))
@pytest.mark.parametrize("use_capacity", [False, True])
@pytest.mark.parametrize("values", [VALUES, values_of(ill={"b": 2, "c": 3})])
def test_the_rise_is_that_of_a_new_assessment_without_the_asset(
    decay: Decay, use_capacity: bool, values: object
) -> None:
    outcomes = (
        an_outcome("Health", 0.7, served_by=(
            Serving(category="gp-surgery", use_capacity=use_capacity),
            Serving(category="pharmacy", strength=1))),
        an_outcome("Play", 0.3, reach_m=2_000, served_by=(Serving(category="park"),)),
    )  # fmt: skip
    given = {"indicator_values": values, "counting": Counting(decay=decay)}
    before = assessed(*outcomes, assets=MORE, **given)
    rise = closing.rise_without(before)
    for row, asset_id in enumerate(MORE["asset_id"]):
        times = np.where(MORE["asset_id"] == asset_id, 0.0, 1.0)
        after = assessed(*outcomes, assets=MORE.assign(times=times), target=before.target, **given)
        assert mean_gap(after) - mean_gap(before) == pytest.approx(rise[row], abs=1e-12)


def test_people_around_the_place_share_and_are_not_counted_in_its_mean() -> None:
    beyond = areas_of(("z", 300, 0, 5_000))
    around = Around(beyond, shapely.box(290, -10, 310, 10), "Next door")
    before = assessed(assets=MORE, around=around)
    rise = closing.rise_without(before)
    times = np.where(MORE["asset_id"] == "g1", 0.0, 1.0)
    after = assessed(assets=MORE.assign(times=times), target=before.target, around=around)
    assert mean_gap(after) - mean_gap(before) == pytest.approx(rise[0], abs=1e-12)
    assert rise[0] > 0


def test_without_assets_nothing_can_be_lost() -> None:
    found = assessed(assets=ASSETS.head(0))
    assert closing.rise_without(found).tolist() == []
    nobody = closing.left_without(reach.pairs(np.zeros((2, 2)), np.empty((0, 2)), 1_200, 1.0),
                                  np.array([1.0, 2.0]))  # fmt: skip
    assert nobody.tolist() == []


def test_people_with_only_this_one_in_reach_are_left_without() -> None:
    areas = np.array([[0.0, 0.0], [600.0, 0.0], [1_200.0, 0.0], [9_000.0, 0.0]])
    assets = np.array([[1_200.0, 0.0], [0.0, 0.0]])
    pairs = reach.pairs(areas, assets, 600, 1.0)
    people = np.array([100.0, 300.0, np.nan, 7.0])
    assert closing.left_without(pairs, people).tolist() == [0.0, 100.0]
