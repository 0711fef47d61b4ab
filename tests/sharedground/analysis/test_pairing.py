"""Need and what is in reach, three by three."""

import numpy as np
import pytest

from sharedground.analysis.assessment import ALL
from sharedground.analysis.classes import NO_DATA
from sharedground.analysis.pairing import MUCH_BUT_FEW, pair, reached_of
from sharedground.errors import NotFoundError
from tests.sharedground.analysis.small_place import assessed


def test_each_area_has_a_third_of_need_and_one_of_what_is_in_reach() -> None:
    need, reached = (grid.ravel().astype(float) for grid in np.mgrid[0:3, 0:3])
    found = pair(10 * need, 5 * reached)
    assert found.of.tolist() == list(range(9))
    assert (found.counts == 1).all()
    assert [(shade.low, shade.areas) for shade in found.need] == [(0, 3), (10, 3), (20, 3)]
    assert [shade.high for shade in found.reached] == [0, 5, 10]


def test_much_need_and_few_places_is_the_corner() -> None:
    found = pair(np.array([1.0, 50, 99]), np.array([9.0, 5, 0]))
    assert found.of.tolist() == [2, 4, MUCH_BUT_FEW]


def test_an_area_without_one_of_the_two_is_no_data_and_takes_no_part() -> None:
    found = pair(np.array([1.0, 2, 3, 1_000, np.nan]), np.array([1.0, 2, 3, np.nan, -50]))
    assert found.of.tolist() == [0, 4, 8, NO_DATA, NO_DATA]
    assert found.missing == 2
    assert found.need[-1].high == 3


def test_no_area_with_both_is_all_no_data() -> None:
    found = pair(np.array([1.0, np.nan]), np.array([np.nan, 2.0]))
    assert (found.of == NO_DATA).all()
    assert found.need == found.reached == ()
    assert found.counts.sum() == 0


def test_equal_figures_are_the_middle_and_nothing_anywhere_is_the_least() -> None:
    assert pair(np.full(4, 50.0), np.full(4, 2.0)).of.tolist() == [4] * 4
    assert pair(np.full(4, 50.0), np.zeros(4)).of.tolist() == [3] * 4
    assert pair(np.array([7.0]), np.array([1.0])).of.tolist() == [4]


def test_ties_share_a_third() -> None:
    found = pair(np.arange(6.0), np.array([0.0, 0, 0, 0, 0, 3]))
    assert set(found.of[:5] % 3) == {0}
    assert found.of[5] % 3 == 2


def test_what_is_in_reach_of_an_outcome_is_its_access() -> None:
    found = assessed()
    assert reached_of(found, "health") is not None
    code = found.vision.outcomes[0].code
    np.testing.assert_array_equal(reached_of(found, code), found.access[:, 0])
    with pytest.raises(NotFoundError):
        reached_of(found, "no such outcome")


def test_of_all_that_matters_it_is_the_share_of_what_is_wanted_and_fits_the_gap() -> None:
    found = assessed()
    reached = reached_of(found, ALL)
    known = ~np.isnan(reached)
    assert known.tolist() == found.totals["need"].notna().tolist()
    assert ((reached[known] >= 0) & (reached[known] <= 100)).all()
    one = np.minimum(1.0, found.access / np.where(np.isnan(found.target), np.inf, found.target))
    by_gap = found.need * (1 - one)
    np.testing.assert_allclose(by_gap, found.gap)
