"""What changes when an assumption does: decay, detour, targets kept, capacity, people around."""

import numpy as np
import pytest
import shapely

from sharedground.analysis import bands
from sharedground.analysis.around import Around
from sharedground.model.counting import Counting, Decay
from sharedground.model.outcome import Expression, Serving
from tests.sharedground.analysis.small_place import (
    ASSETS,
    an_outcome,
    areas_of,
    assessed,
    assets_of,
    indicators_of,
    of,
    values_of,
)


def by_hand(near, far, people=(100, 300)):
    a, b = people
    first, second = near / (near * a + far * b), near / (near * b + far * a)
    return [1_000 * (first + second * far / near), 1_000 * (second + first * far / near), 0]


@pytest.mark.parametrize(
    ("decay", "far"),
    [(Decay.SLOW, 0.68), (Decay.FAST, 0.42), (Decay.ONE, 1.0),
     (Decay.SMOOTH, (np.exp(-0.125) - np.exp(-0.5)) / (1 - np.exp(-0.5)))],
)  # fmt: skip
def test_each_decay_by_hand(decay, far):
    found = assessed(counting=Counting(decay=decay))
    assert of(found, "Health", "access") == pytest.approx(by_hand(1.0, far))
    why = found.why("a", "Health")
    assert why.assets["adds"].sum() == pytest.approx(of(found, "Health", "access")[0])


def test_the_smooth_decay_falls_from_1_to_0():
    metres = np.linspace(0, 1_200, 50)
    weights = bands.smooth(metres, 1_200)
    assert weights[[0, -1]].tolist() == pytest.approx([1, 0])
    assert (np.diff(weights) < 0).all()


def test_a_detour_that_is_chosen_goes_before_that_of_the_place():
    found = assessed(counting=Counting(detour=1.5))
    # 600 m in a straight line are 900 m on foot: the farthest third of 1,200 m.
    assert of(found, "Health", "access") == pytest.approx(by_hand(1.0, 0.22))
    assert found.counting.detour == 1.5
    assert assessed().counting.detour == 1.0


def test_a_target_that_is_given_stays():
    before = assessed()
    more = assets_of(*ASSETS.itertuples(index=False), ("g3", "gp-surgery", 9_000, 0, np.nan))
    after = assessed(assets=more, target=before.target)
    assert after.target.tolist() == before.target.tolist()
    assert of(after, "Health", "gap")[2] < of(before, "Health", "gap")[2]
    assert of(after, "Health", "gap")[:2] == of(before, "Health", "gap")[:2]


def test_a_place_that_offers_twice_as_much_counts_twice():
    twice = assessed(assets=ASSETS.assign(times=[2.0, 1.0]))
    once = assessed()
    first = 1_000 / (100 + 0.68 * 300)
    assert of(twice, "Health", "access")[0] - of(once, "Health", "access")[0] == pytest.approx(
        first
    )


def test_an_unknown_capacity_counts_what_is_said():
    assets = assets_of(("g1", "gp-surgery", 0, 0, 10.0), ("g2", "gp-surgery", 600, 0, np.nan))
    outcome = an_outcome(served_by=(Serving(category="gp-surgery", use_capacity=True),))
    half = assessed(outcome, assets=assets, counting=Counting(unstated_capacity=0.5))
    assert half.served[0].supply.tolist() == [1.0, 0.5]
    assert assessed(outcome, assets=assets).served[0].supply.tolist() == [1.0, 1.0]


AROUND = Around(
    areas_of(("z", 0, 400, 1_000))[["area_code", "x", "y", "people"]],
    shapely.box(-500, 200, 500, 900),
)


def test_people_around_share_and_are_in_no_table():
    alone, shared = assessed(), assessed(around=AROUND)
    assert shared.areas["area_code"].tolist() == alone.areas["area_code"].tolist()
    assert of(shared, "Health", "access")[0] < of(alone, "Health", "access")[0]
    # g1: 100 near, 300 at 600 m, 1,000 at 400 m; g2: 300 near, 100 and 1,000 farther off.
    first = 1 / (100 + 0.68 * 300 + 1_000)
    second = 1 / (300 + 0.68 * 100 + 0.68 * 1_000)
    assert of(shared, "Health", "access")[0] == pytest.approx(1_000 * (first + 0.68 * second))
    assert shared.why("a", "Health").assets["adds"].sum() == pytest.approx(
        of(shared, "Health", "access")[0]
    )


@pytest.mark.parametrize(
    ("listed", "state"), [(True, "ok"), (False, "edge: may be served from outside")]
)
def test_a_ring_with_places_takes_the_flag_off_the_edge(listed, state):
    outline = shapely.box(-400, -400, 10_000, 400)
    ring = shapely.box(-5_000, -5_000, 15_000, 5_000).difference(outline)
    around = Around(AROUND.areas.assign(y=3_000.0), ring)
    more = ("p", "park", 4_000, 2_000, np.nan) if listed else ("p", "park", 4_000, 0, np.nan)
    assets = assets_of(*ASSETS.itertuples(index=False), more)
    found = assessed(outline=outline, around=around, assets=assets)
    assert of(found, "Health", "state")[0] == state
    assert of(assessed(outline=outline, assets=assets), "Health", "state")[0] != "ok"


RANKS = indicators_of(
    ("s", "Illness", 2019, "score", "high-is-bad"), ("r", "Illness", 2019, "rank", "high-is-good")
)
LSOAS = areas_of(("E01000001", 0, 0, 100), ("E01000002", 600, 0, 300))


def test_need_by_the_rank_in_the_nation():
    values = values_of(s={"E01000001": 30, "E01000002": 20},
                       r={"E01000001": 1, "E01000002": 16_422})  # fmt: skip
    given = {"areas": LSOAS, "indicators": RANKS, "indicator_values": values}
    outcome = an_outcome(expressed_by=(Expression(indicator="Illness"),))
    found = assessed(outcome, counting=Counting(national=True), **given)
    assert of(found, "Health", "need") == pytest.approx([1 - 0.5 / 32_844, 1 - 16_421.5 / 32_844])
    assert found.expressed[0].national
    assert found.why("E01000001", "Health").indicators["measure"].tolist() == ["rank"]
    assert of(assessed(outcome, **given), "Health", "need") == pytest.approx([0.875, 0.375])


def test_a_figure_without_a_rank_stays_as_it_is():
    found = assessed(counting=Counting(national=True))
    assert not found.expressed[0].national
    assert of(found, "Health", "need") == of(assessed(), "Health", "need")


def test_a_rank_beyond_the_ranking_is_no_data():
    values = values_of(s={"E01000001": 30, "E01000002": 20},
                       r={"E01000001": 40_000, "E01000002": 5})  # fmt: skip
    outcome = an_outcome(expressed_by=(Expression(indicator="Illness"),))
    found = assessed(outcome, areas=LSOAS, indicators=RANKS, indicator_values=values,
                     counting=Counting(national=True))  # fmt: skip
    assert np.isnan(of(found, "Health", "need")[0])
