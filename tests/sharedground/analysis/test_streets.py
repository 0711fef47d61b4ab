"""Distance along streets: bridges, dead ends, islands, parallel ways, and where points join."""

from __future__ import annotations

import networkx
import numpy as np
import pytest

from sharedground.analysis import reach, streets
from sharedground.analysis.reach import Pairs
from sharedground.analysis.streets import Streets, streets_of
from sharedground.errors import SharedGroundError

Points = list[tuple[float, float]]


def network(nodes: Points, *stretches: tuple[int, int, float]) -> Streets:
    ends = np.array([each[:2] for each in stretches], dtype=int).reshape(-1, 2)
    return streets_of(np.array(nodes, float), ends, np.array([each[2] for each in stretches]))


def metres(found: Pairs) -> dict[tuple[int, int], float]:
    """Return the caller's rows of each pair, and how far they are from each other."""
    areas, assets = found.area_order[found.area], found.asset_order[found.asset]
    pairs = zip(areas.tolist(), assets.tolist(), strict=True)
    return dict(zip(pairs, found.distance_m.tolist(), strict=True))


def walked(town: Streets, areas: Points, assets: Points, reach_m: float) -> dict[
    tuple[int, int], float
]:  # fmt: skip
    return metres(streets.pairs(town, np.array(areas, float), np.array(assets, float), reach_m))


# two banks of a river, 100 m apart, joined by a bridge at x = 1000
RIVER = network([(0, 0), (1000, 0), (0, 100), (1000, 100)], (0, 1, 1000), (2, 3, 1000), (1, 3, 100))


def test_over_the_river_people_walk_to_the_bridge_and_back() -> None:
    assert walked(RIVER, [(0, 0)], [(0, 100)], 3000) == {(0, 0): 2100}
    assert walked(RIVER, [(0, 0)], [(0, 100)], 2000) == {}


def test_a_pair_at_exactly_the_reach_counts() -> None:
    assert walked(RIVER, [(0, 0)], [(0, 100)], 2100) == {(0, 0): 2100}


def test_a_point_joins_the_middle_of_a_street_and_the_way_there_is_walked() -> None:
    found = walked(RIVER, [(400, 30)], [(1000, 0), (100, -20)], 5000)
    assert found == {(0, 0): pytest.approx(630), (0, 1): pytest.approx(350)}


def test_two_points_on_one_street_walk_along_it_and_not_by_its_ends() -> None:
    assert walked(RIVER, [(400, 0)], [(410, 0), (400, 0)], 5000) == {
        (0, 0): pytest.approx(10),
        (0, 1): pytest.approx(0),
    }


def test_a_bend_is_walked_in_proportion() -> None:
    bent = network([(0, 0), (100, 0)], (0, 1, 400))
    assert walked(bent, [(0, 0)], [(50, 0)], 5000) == {(0, 0): 200}


def test_the_side_with_fewer_points_makes_no_difference() -> None:
    one, many = [(0.0, 0.0)], [(x, 0.0) for x in range(0, 1000, 50)]
    there = walked(RIVER, one, many, 600)
    back = walked(RIVER, many, one, 600)
    assert {(b, a): d for (a, b), d in there.items()} == back
    assert len(there) == 13


def test_a_dead_end_leads_nowhere_but_to_itself() -> None:
    town = network([(0, 0), (500, 0), (500, 300)], (0, 1, 500), (1, 2, 300))
    assert walked(town, [(0, 0)], [(500, 300)], 900) == {(0, 0): 800}


def test_of_parallel_streets_the_shortest_is_walked() -> None:
    town = network([(0, 0), (900, 0)], (0, 1, 1500), (0, 1, 900), (1, 0, 1200), (0, 0, 70))
    assert walked(town, [(0, 0)], [(900, 0)], 5000) == {(0, 0): 900}


def test_a_stretch_of_length_zero_is_a_way_like_any_other() -> None:
    town = network([(0, 0), (0, 0), (600, 0)], (0, 1, 0), (1, 2, 600))
    assert town.joined_nodes == 1
    assert walked(town, [(600, 0)], [(0, 0)], 5000) == {(0, 0): 600}


# a mainland of 2 km, an island of 1 km that nothing joins, and a car park of 80 m
SEA = network(
    [(0, 0), (2000, 0), (0, 1000), (1000, 1000), (300, 60), (380, 60)],
    (0, 1, 2000), (2, 3, 1000), (4, 5, 80),
)  # fmt: skip


def test_what_lies_on_an_island_is_not_reachable_from_there_or_elsewhere() -> None:
    assert walked(SEA, [(0, 0), (0, 1000)], [(500, 1000), (500, 0)], 5000) == {(0, 1): 500}
    joins = streets.snap(SEA, np.array([(0, 0), (0, 1000), (500, 500)], float))
    assert joins.on.tolist() == [True, False, False]
    assert joins.apart.tolist() == [False, True, False]
    assert joins.far.tolist() == [False, False, True]


def test_who_stands_in_a_car_park_that_joins_nothing_walks_to_the_next_street() -> None:
    assert walked(SEA, [(340, 60)], [(340, 0)], 5000) == {(0, 0): 60}


def test_how_much_is_joined_is_told() -> None:
    assert SEA.part_m.tolist() == [2000, 1000, 80]
    assert SEA.metres == 3080
    assert SEA.joined_share == pytest.approx(2000 / 3080)
    assert SEA.joined_nodes == pytest.approx(1 / 3)


def test_a_point_without_a_place_or_far_from_streets_is_in_reach_of_nothing() -> None:
    nan, far = (float("nan"), 0.0), (0.0, -streets.MOST_TO_STREET_M - 1)
    assert walked(RIVER, [nan, far, (0, 0)], [(0, 0), nan], 5000) == {(2, 0): 0}


@pytest.mark.parametrize("stretches", [(), ((0, 0, 10.0),)])
def test_one_node_or_none_is_a_network_that_leads_nowhere(
    stretches: tuple[tuple[int, int, float], ...],
) -> None:
    town = network([(0, 0)], *stretches)
    assert len(walked(town, [(900, 0)], [(0, 0)], 5000)) == 0
    nowhere = streets_of(np.empty((0, 2)), np.empty((0, 2), int), np.empty(0))
    assert walked(nowhere, [(0, 0)], [(0, 0)], 5000) == {}
    assert (len(nowhere), nowhere.metres, nowhere.joined_share) == (0, 0, 0)


def test_no_areas_or_no_assets_make_no_pairs() -> None:
    none = np.empty((0, 2))
    assert len(streets.pairs(RIVER, none, np.zeros((3, 2)), 500)) == 0
    assert len(streets.pairs(RIVER, np.zeros((3, 2)), none, 500)) == 0


def test_bands_are_thirds_of_the_way_along_the_streets() -> None:
    found = streets.pairs(RIVER, np.array([(0.0, 0.0)]), np.array([(250.0, 0), (900, 0)]), 900)
    assert found.band.tolist() == [0, 2]
    assert (found.detour, found.reach_m) == (1, 900)


def test_nearest_by_kind_tells_none_apart_from_no_data() -> None:
    areas = np.array([(0.0, 0.0), (0, 1000), (1900, 0)])
    assets = np.array([(100.0, 0.0), (1500, 0), (400, 1000), (np.nan, 0)])
    found, rows = streets.nearest(SEA, areas, assets, np.array([0, 0, 1, 1]), 2)
    assert found[[0, 2]] == pytest.approx(np.array([[100, np.inf], [400, np.inf]]))
    assert np.isnan(found[1]).all()
    assert rows.tolist() == [[0, -1], [-1, -1], [1, -1]]


def test_a_straight_street_is_as_far_as_the_straight_line() -> None:
    rng = np.random.default_rng(1)
    x = np.sort(rng.uniform(0, 5000, 40))
    line = streets_of(
        np.column_stack([x, np.zeros(40)]), np.column_stack([range(39), range(1, 40)]), np.diff(x)
    )
    areas, assets = (np.column_stack([rng.uniform(x[0], x[-1], n), np.zeros(n)]) for n in (30, 50))
    along = metres(streets.pairs(line, areas, assets, 1200))
    straight = metres(reach.pairs(areas, assets, 1200, 1.0))
    assert along == pytest.approx(straight, abs=1e-3)


def test_a_few_sources_at_a_time_give_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    rng = np.random.default_rng(2)
    areas, assets = (rng.uniform((0, -50), (1000, 150), (n, 2)) for n in (20, 30))
    whole = metres(streets.pairs(RIVER, areas, assets, 1500))
    monkeypatch.setattr(streets, "_AT_ONCE", 1)
    assert metres(streets.pairs(RIVER, areas, assets, 1500)) == whole


@pytest.mark.parametrize("seed", range(5))
def test_every_way_is_as_short_as_networkx_finds_it(seed: int) -> None:
    rng = np.random.default_rng(seed)
    xy = rng.uniform(0, 3000, (120, 2))
    ends = rng.integers(0, 120, (200, 2))
    length_m = np.hypot(*(xy[ends[:, 0]] - xy[ends[:, 1]]).T) * rng.uniform(1, 1.5, 200)
    town = streets_of(xy, ends, length_m)
    known = networkx.MultiGraph()
    known.add_weighted_edges_from(
        (int(a), int(b), float(m)) for (a, b), m in zip(ends, length_m, strict=True)
    )
    main = max(
        networkx.connected_components(known),
        key=lambda part: known.subgraph(part).size(weight="weight"),
    )
    rows = np.array(sorted(main))
    found = metres(streets.pairs(town, xy[rows[:30]], xy[rows], 4000))
    for at, one in enumerate(rows[:30]):
        ways = networkx.single_source_dijkstra_path_length(known, int(one), cutoff=4000)
        expected = {(at, there): ways[int(o)] for there, o in enumerate(rows) if int(o) in ways}
        here = {pair: far for pair, far in found.items() if pair[0] == at}
        for pair, far in expected.items():
            assert here[pair] == pytest.approx(far, abs=0.01)


def test_more_pairs_than_memory_allows_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(reach.LIMIT, str(3 * reach.BYTES_PER_PAIR))
    some = np.column_stack([np.linspace(0, 1000, 5), np.zeros(5)])
    with pytest.raises(SharedGroundError) as no:
        streets.pairs(RIVER, some, some, 2000)
    assert no.value.code == "engine.too_many_pairs"


def test_ways_along_streets_are_kept_by_the_streets_themselves() -> None:
    again = streets_of(RIVER.xy, RIVER.ends, RIVER.length_m)
    assert streets.Along(RIVER).key == streets.Along(again).key != streets.Along(SEA).key
    one = np.array([(0.0, 0.0)])
    assert metres(streets.Along(RIVER)(one, one, 100, 1.3)) == {(0, 0): 0}
