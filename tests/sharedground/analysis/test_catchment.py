import numpy as np
import pandas as pd
import pytest
from access import fca, weights

from sharedground.analysis import catchment, reach

RNG = np.random.default_rng(11)
AREAS_XY, ASSETS_XY = RNG.uniform(0, 6_000, (40, 2)), RNG.uniform(0, 6_000, (55, 2))
PEOPLE, SUPPLY = RNG.uniform(200, 3_000, 40), RNG.uniform(0.2, 4, 55)


def by_pysal(areas_xy, assets_xy, people, supply, reach_m):
    metres = np.hypot(*(areas_xy[:, None] - assets_xy[None]).transpose(2, 0, 1))
    origin, dest = np.indices(metres.shape)
    cost = pd.DataFrame({"origin": origin.ravel(), "dest": dest.ravel(), "cost": metres.ravel()})
    steps = {reach_m / 3: 1, reach_m * 2 / 3: 0.68, reach_m: 0.22}
    found = fca.two_stage_fca(
        demand_df=pd.DataFrame({"geoid": range(len(people)), "demand": people}),
        supply_df=pd.DataFrame({"supply": supply}, index=pd.RangeIndex(len(supply))),
        cost_df=cost[cost["cost"] <= reach_m],
        max_cost=reach_m,
        weight_fn=weights.step_fn(steps),
    )
    # PySAL leaves out an area that reaches nothing; here that is access 0.
    return found.reindex(range(len(people)), fill_value=0.0).to_numpy()


@pytest.mark.parametrize("reach_m", [600.0, 1_200.0, 2_400.0])
def test_equal_to_pysal_access(reach_m):
    pairs = reach.pairs(AREAS_XY, ASSETS_XY, reach_m, detour=1.0)
    ours = catchment.access(pairs, PEOPLE, SUPPLY)
    theirs = by_pysal(AREAS_XY, ASSETS_XY, PEOPLE, SUPPLY, reach_m)
    assert ours.max() > 0
    np.testing.assert_allclose(ours, theirs, rtol=1e-9, atol=0)


def test_detour_makes_the_reach_shorter():
    straight = reach.pairs(AREAS_XY, ASSETS_XY, 1_000, detour=1.0)
    on_foot = reach.pairs(AREAS_XY, ASSETS_XY, 1_300, detour=1.3)
    np.testing.assert_allclose(
        catchment.access(on_foot, PEOPLE, SUPPLY), catchment.access(straight, PEOPLE, SUPPLY)
    )


def test_two_areas_by_hand():
    xy = np.array([[0.0, 0.0], [600.0, 0.0]])
    pairs = reach.pairs(xy, xy[:1], 1_200, detour=1.0)
    people = np.array([100.0, 300.0])
    assert catchment.demand(pairs, people).tolist() == pytest.approx([304])
    assert catchment.access(pairs, people, np.array([2.0])).tolist() == pytest.approx(
        [2 / 304, 0.68 * 2 / 304]
    )


def test_all_that_is_offered_is_shared_out():
    pairs = reach.pairs(AREAS_XY, ASSETS_XY, 2_400, detour=1.0)
    assert (catchment.demand(pairs, PEOPLE) > 0).all()
    access = catchment.access(pairs, PEOPLE, SUPPLY)
    assert access @ PEOPLE == pytest.approx(SUPPLY.sum())


def test_people_who_are_not_known_are_not_in_the_sum():
    xy = np.array([[0.0, 0.0], [600.0, 0.0]])
    pairs = reach.pairs(xy, xy[:1], 1_200, detour=1.0)
    assert catchment.demand(pairs, np.array([100.0, np.nan])).tolist() == [100]


def test_an_asset_that_nobody_reaches_offers_nothing():
    assert catchment.ratios(np.array([1.0, 3.0]), np.array([0.0, 6.0])).tolist() == [0, 0.5]


def test_the_cube_gives_the_same_access_as_summing_pairs():
    kind = RNG.integers(0, 4, len(SUPPLY))
    pairs = reach.pairs(AREAS_XY, ASSETS_XY, 1_500, detour=1.0)
    ratio = catchment.ratios(SUPPLY, catchment.demand(pairs, PEOPLE))
    strengths = np.array([[1.0, 0.0], [0.5, 1.0], [0.0, 0.5], [0.0, 0.0]])
    summed = catchment.cube(pairs, ratio, kind, 4)
    assert summed.shape == (40, 3, 4)
    found = catchment.by_kind(summed) @ strengths
    metres = np.hypot(*(AREAS_XY[:, None] - ASSETS_XY[None]).transpose(2, 0, 1))
    weight = np.select([metres <= 500, metres <= 1_000, metres <= 1_500], [1, 0.68, 0.22], 0)
    np.testing.assert_allclose(found, weight @ (ratio[:, None] * strengths[kind]), rtol=1e-12)


def test_count_in_reach_by_kind():
    xy = np.array([[0.0, 0.0], [600.0, 0.0], [5_000.0, 0.0]])
    pairs = reach.pairs(xy, xy, 1_200, detour=1.0)
    chosen, kind = np.array([True, True, False]), np.array([0, 1, 1])
    counted = catchment.count_in_reach(pairs, chosen, kind, 2)
    assert counted.tolist() == [[1, 1], [1, 1], [0, 0]]
