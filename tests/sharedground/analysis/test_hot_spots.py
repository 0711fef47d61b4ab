"""Clusters of large figures: Gi* by hand, neighbours, and how many may be there by chance."""

import math

import numpy as np
import pytest

from sharedground.analysis.hot_spots import (
    LEAST_AREAS,
    adjusted,
    gi_star,
    hot_spots,
    nearest,
    within,
)


def grid(side: int) -> np.ndarray:
    return np.array([(x, y) for x in range(side) for y in range(side)], dtype=float) * 100


def test_gi_star_by_hand() -> None:
    # Four areas in a line, 1, 2, 3 and 10; neighbours are those next to each. Mean 4,
    # S = sqrt((1 + 4 + 9 + 100) / 4 - 16) = 3.5355. The last and its neighbour hold 13:
    # (13 - 4 x 2) / (S sqrt((4 x 2 - 4) / 3)) = 5 / (3.5355 x 1.1547) = 1.2247.
    line = np.array([[0.0, 0], [1, 0], [2, 0], [3, 0]])
    z = gi_star(np.array([1.0, 2, 3, 10]), within(line, 1.0))
    assert z[3] == pytest.approx(5 / (math.sqrt(12.5) * math.sqrt(4 / 3)))
    assert z[0] == pytest.approx((3 - 8) / (math.sqrt(12.5) * math.sqrt(4 / 3)))
    assert z[1] == pytest.approx((6 - 12) / (math.sqrt(12.5) * math.sqrt((4 * 3 - 9) / 3)))


def test_rates_are_adjusted_by_hand() -> None:
    given = np.array([0.01, 0.04, np.nan, 0.03, 0.5])
    assert adjusted(given) == pytest.approx(
        [0.04, 0.04 * 4 / 3, np.nan, 0.04 * 4 / 3, 0.5], nan_ok=True
    )
    assert adjusted(np.array([])).size == 0


def test_a_cluster_is_found_and_noise_is_not() -> None:
    xy = grid(12)
    rng = np.random.default_rng(4)
    values = rng.random(len(xy))
    assert hot_spots(values, xy).hot.sum() == 0
    corner = (xy[:, 0] < 400) & (xy[:, 1] < 400)
    found = hot_spots(values + 2 * corner, xy)
    assert found.hot.sum() >= 10
    # Those just beside it have it among their neighbours; nothing further off is named.
    assert (xy[found.hot] <= 500).all()


def test_few_areas_name_nothing() -> None:
    xy = grid(5)
    found = hot_spots(np.where(xy[:, 0] < 200, 9.0, 1.0), xy)
    assert found.areas < LEAST_AREAS
    assert not found.enough
    assert not found.hot.any()


def test_no_data_takes_no_part() -> None:
    xy = grid(7)
    values = np.arange(49.0)
    values[[3, 10]] = np.nan
    found = hot_spots(values, xy)
    assert np.isnan(found.z[[3, 10]]).all()
    assert found.areas == 47
    assert np.isfinite(found.z).sum() == 47
    apart = hot_spots(np.delete(values, [3, 10]), np.delete(xy, [3, 10], axis=0))
    assert found.z[np.isfinite(values)] == pytest.approx(apart.z)


def test_equal_figures_and_neighbours_of_everyone_say_nothing() -> None:
    xy = grid(6)
    assert np.isnan(hot_spots(np.ones(36), xy).z).all()
    assert np.isnan(hot_spots(np.arange(36.0), xy, within_m=1e6).z).all()
    assert hot_spots(np.full(36, np.nan), xy).areas == 0


def test_each_area_is_its_own_neighbour_even_where_many_share_a_spot() -> None:
    near = nearest(np.zeros((20, 2)), 3)
    assert (near.diagonal() == 1).all()
    assert near.sum(axis=1).tolist() == [4] * 20


def test_neighbours_by_distance_go_both_ways() -> None:
    near = within(np.array([[0.0, 0], [1, 0], [5, 0]]), 2.0).toarray()
    assert near.tolist() == [[1, 1, 0], [1, 1, 0], [0, 0, 1]]
