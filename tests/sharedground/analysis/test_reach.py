import numpy as np
import pytest
from scipy.spatial import KDTree

from sharedground.analysis import reach
from sharedground.errors import SharedGroundError

HERE = np.array([[0.0, 0.0], [600.0, 0.0], [9_000.0, 0.0]])


def listed(pairs):
    """(area, asset, metres, band) in the caller's numbering."""
    return sorted(
        zip(
            pairs.area_order[pairs.area].tolist(),
            pairs.asset_order[pairs.asset].tolist(),
            pairs.distance_m.tolist(),
            pairs.band.tolist(),
            strict=True,
        )
    )


def test_pairs_within_reach_with_metres_on_foot():
    found = reach.pairs(HERE, HERE[:2], 1_200, detour=1.5)
    assert listed(found) == [(0, 0, 0, 0), (0, 1, 900, 2), (1, 0, 900, 2), (1, 1, 0, 0)]


def test_zero_distances_are_stored():
    found = reach.pairs(HERE[:1], HERE[[0, 0]], 1_200, detour=1.3)
    assert listed(found) == [(0, 0, 0, 0), (0, 1, 0, 0)]


def test_exactly_the_reach_counts_and_a_hair_more_does_not():
    at = np.array([[1_200.0, 0.0], [1_200.001, 0.0]])
    found = reach.pairs(HERE[:1], at, 1_200, detour=1.0)
    assert [asset for _, asset, _, _ in listed(found)] == [0]


def test_a_hair_over_the_edge_is_in_the_next_band():
    just_over = np.array([[400.000_001, 0.0]])
    found = reach.pairs(HERE[:1], just_over, 1_200, detour=1.0)
    assert found.distance_m.tolist() == [400.000_001]
    assert found.band.tolist() == [1]


def test_equal_to_all_distances_compared():
    rng = np.random.default_rng(3)
    areas, assets = rng.uniform(0, 5_000, (60, 2)), rng.uniform(0, 5_000, (90, 2))
    found = reach.pairs(areas, assets, 1_300, detour=1.3)
    metres = 1.3 * np.hypot(*(areas[:, None] - assets[None]).transpose(2, 0, 1))
    expected = np.argwhere(metres <= 1_300)
    assert [(i, j) for i, j, _, _ in listed(found)] == [tuple(row) for row in expected.tolist()]
    assert found.area.dtype == found.asset.dtype == np.int32
    assert np.diff(found.start).tolist() == np.bincount(found.area, minlength=60).tolist()


def test_of_area_is_nearest_first():
    found = reach.pairs(HERE, HERE[[1, 0]], 1_200, detour=1.0)
    rows, metres, band = found.of_area(0)
    assert rows.tolist() == [1, 0]
    assert metres.tolist() == [0, 600]
    assert band.tolist() == [0, 1]


def test_points_without_a_place_are_in_reach_of_nothing():
    lost = np.array([[np.nan, np.nan], [0.0, 0.0], [np.inf, 0.0]])
    found = reach.pairs(lost, lost, 1_200, detour=1.0)
    assert listed(found) == [(1, 1, 0, 0)]


def test_no_assets_and_no_areas():
    nothing = np.empty((0, 2))
    assert len(reach.pairs(HERE, nothing, 1_200, 1.0)) == 0
    assert reach.pairs(HERE, nothing, 1_200, 1.0).start.tolist() == [0, 0, 0, 0]
    assert len(reach.pairs(nothing, HERE, 1_200, 1.0)) == 0


def test_many_are_looked_for_in_pieces(monkeypatch):
    rng = np.random.default_rng(4)
    areas, assets = rng.uniform(0, 5_000, (60, 2)), rng.uniform(0, 5_000, (90, 2))
    whole = listed(reach.pairs(areas, assets, 1_300, detour=1.3))
    monkeypatch.setattr(reach, "_CHUNK", 50)
    assert listed(reach.pairs(areas, assets, 1_300, detour=1.3)) == whole


def test_points_at_the_ends_of_the_world_do_no_harm():
    far = np.array([[-1e100, 1e100], [0.0, 0.0], [1e100, -1e100], [3e7, 3e7]])
    found = reach.pairs(far, far, 1_200, detour=1.0)
    assert listed(found) == [(n, n, 0, 0) for n in range(4)]


def test_more_pairs_than_memory_allows_are_refused_in_words(monkeypatch):
    xy = np.zeros((300, 2))
    monkeypatch.setenv(reach.LIMIT, str(300 * 300 * reach.BYTES_PER_PAIR - 1))
    with pytest.raises(SharedGroundError, match="Choose a shorter reach") as refused:
        reach.pairs(xy, xy, 1_200, detour=1.3)
    assert refused.value.code == "engine.too_many_pairs"
    assert refused.value.details["pairs"] == 90_000
    monkeypatch.setenv(reach.LIMIT, str(300 * 300 * reach.BYTES_PER_PAIR))
    assert len(reach.pairs(xy, xy, 1_200, detour=1.3)) == 90_000


def test_a_refusal_goes_by_pairs_and_not_by_squares(monkeypatch):
    # All in the squares around each other, and few in reach.
    xy = np.random.default_rng(1).uniform(0, 3_000, (200, 2))
    needed = len(reach.pairs(xy, xy, 1_000, detour=1.0))
    monkeypatch.setenv(reach.LIMIT, str(needed * reach.BYTES_PER_PAIR))
    assert len(reach.pairs(xy, xy, 1_000, detour=1.0)) == needed


@pytest.mark.parametrize("text", ["0", "many", "-1", "1.5"])
def test_a_limit_that_is_no_number_is_said(monkeypatch, text):
    monkeypatch.setenv(reach.LIMIT, text)
    with pytest.raises(SharedGroundError, match="whole number above 0"):
        reach.pairs(HERE, HERE, 1_200, detour=1.0)


def test_equal_to_the_bit_to_what_a_tree_finds():
    rng = np.random.default_rng(5)
    areas, assets = rng.uniform(0, 9_000, (200, 2)), rng.normal(4_000, 900, (300, 2))
    found = reach.pairs(areas, assets, 1_000, detour=1.3)
    tree = KDTree(areas).sparse_distance_matrix(KDTree(assets), 1_000 / 1.3, output_type="ndarray")
    expected = sorted(zip(tree["i"], tree["j"], tree["v"] * 1.3, strict=True))
    assert [row[:3] for row in listed(found)] == expected
