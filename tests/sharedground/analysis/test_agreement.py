"""Agreement on points. Reference values: the guide's methods, A1, unless a test names another."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.stats import spearmanr

from sharedground.analysis import agreement
from sharedground.analysis.agreement import Camps, Pooled
from sharedground.analysis.pairwise import compared
from sharedground.errors import InvalidAnswersError

FOUR = agreement.shares([[40, 30, 20, 10], [30, 40, 20, 10], [10, 20, 30, 40], [35, 25, 25, 15]])
EQUAL_MEANS = agreement.shares([[40, 30, 20, 10], [25] * 4, [10, 20, 30, 40]])
SIX = np.array([[6, 5, 4, 3, 2, 1], [6, 4, 5, 3, 1, 2], [5, 6, 4, 2, 3, 1]], dtype=float)

given_points = arrays(float, (5, 4), elements=st.integers(0, 100).map(float)).filter(
    lambda points: bool((points.sum(axis=1) > 0).all())
)


def test_shared_weights_are_the_mean_of_the_shares() -> None:
    assert agreement.shared(FOUR) == pytest.approx([0.2875, 0.2875, 0.2375, 0.1875])


def test_leaving_each_partner_out() -> None:
    found = agreement.leave_one_out(FOUR)
    assert found.round(4).tolist() == [0.0417, 0.0417, 0.0917, 0.0250]


def test_kendalls_w_with_ties_corrected() -> None:
    assert agreement.same_order(FOUR) == pytest.approx(0.198718, abs=5e-7)
    assert agreement.same_order(SIX) == pytest.approx(0.873016, abs=5e-7)


def test_kendalls_w_is_the_mean_of_spearmans_correlations_put_otherwise() -> None:
    """Kendall 1970, *Rank Correlation Methods*: W = (1 + (m - 1) mean rho) / m without ties."""
    mean = np.mean([spearmanr(SIX[i], SIX[j]).statistic for i, j in ((0, 1), (0, 2), (1, 2))])
    assert agreement.same_order(SIX) == pytest.approx((1 + 2 * mean) / 3)


def test_identical_orders_agree_fully_and_no_order_is_no_number() -> None:
    assert agreement.same_order(np.tile([4.0, 3.0, 2.0, 1.0], (3, 1))) == pytest.approx(1)
    assert np.isnan(agreement.same_order(np.full((3, 4), 0.25)))
    assert np.isnan(agreement.same_order(FOUR[:1]))
    assert np.isnan(agreement.same_order(FOUR[:, :1]))


def test_who_gave_no_order_is_known() -> None:
    assert agreement.ordered(EQUAL_MEANS).tolist() == [True, False, True]


def test_overlap_of_two_partners() -> None:
    one = np.array([[0.4, 0.3, 0.2, 0.1]])
    assert agreement.overlap(one, np.array([0.3, 0.3, 0.2, 0.2])) == pytest.approx([0.9])
    assert agreement.overlap(one, one[0, ::-1]) == pytest.approx([0.6])


def test_pairs_overlap_as_each_does_with_the_other() -> None:
    found = agreement.pair_overlap(FOUR)
    assert found == pytest.approx(found.T)
    assert np.diag(found) == pytest.approx(1)
    assert found[0, 2] == pytest.approx(0.6)


def test_equal_means_can_hide_opposite_views() -> None:
    assert agreement.shared(EQUAL_MEANS) == pytest.approx([0.25] * 4)
    assert agreement.contested(EQUAL_MEANS).spread == pytest.approx([30, 10, 10, 30])
    assert agreement.geometric(EQUAL_MEANS) == pytest.approx(
        [0.233131, 0.266869, 0.266869, 0.233131], abs=5e-7
    )


def test_camps_are_seen_where_the_mean_stands_for_nobody() -> None:
    rows = agreement.shares([[40, 10, 50], [38, 12, 50], [10, 40, 50], [12, 38, 50]])
    assert agreement.shared(rows) == pytest.approx([0.25, 0.25, 0.5])
    first, second, third = agreement.camps(rows)
    assert first == Camps(low=pytest.approx(12), high=pytest.approx(38), fewer=2, more=2)
    assert second == Camps(low=pytest.approx(12), high=pytest.approx(38), fewer=2, more=2)
    assert third is None


def test_one_partner_alone_is_no_camp_and_small_differences_are_none() -> None:
    assert agreement.camps(agreement.shares([[60, 40], [10, 90], [10, 90], [10, 90]]))[0] is None
    assert agreement.camps(agreement.shares([[50, 50], [50, 50], [45, 55], [45, 55]]))[0] is None


def test_the_most_contested_comes_first() -> None:
    rows = agreement.shares([[50, 20, 30], [50, 45, 5], [50, 25, 25]])
    found = agreement.contested(rows)
    assert found.order[0] in (1, 2)
    assert found.order[-1] == int(np.argmin(found.spread))
    assert (np.diff(found.spread[found.order]) <= 1e-9).all()


def test_the_middle_half_decides_between_outcomes_with_the_same_spread() -> None:
    rows = np.array([[0.1, 0.1], [0.3, 0.1], [0.3, 0.5], [0.3, 0.5], [0.5, 0.5]])
    assert agreement.contested(rows).order.tolist() == [1, 0]


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        ([30, 40, 210, 130, 530, 50, 10], 0.6113333),
        ([5, 0, 0, 0, 5], -1),
        ([2, 2, 2, 2, 2], 0),
        ([1, 2, 4, 2, 1], 0.35),
        ([0, 7, 0], 1),
    ],
)
def test_van_der_eijks_agreement(counts: list[int], expected: float) -> None:
    """The first is the documented value of R's package agrmt (rdocumentation.org)."""
    assert agreement.answers_agree(counts) == pytest.approx(expected, abs=5e-8)


def test_van_der_eijks_agreement_of_nobody_is_no_number() -> None:
    assert np.isnan(agreement.answers_agree([0, 0, 0]))
    with pytest.raises(ValueError, match="three answers"):
        agreement.answers_agree([3, 4])


def test_divergence_in_bits() -> None:
    rows = np.array([[0.4, 0.3, 0.2, 0.1], [0.1, 0.2, 0.3, 0.4]])
    assert agreement.divergence(rows) == pytest.approx(0.153561, abs=5e-7)


def test_comparing_two_by_two() -> None:
    found = compared([[1, 3, 5], [1 / 3, 1, 3], [1 / 5, 1 / 3, 1]])
    assert found.weights == pytest.approx([0.636986, 0.258285, 0.104729], abs=5e-7)
    assert found.eigenvalue == pytest.approx(3.038511, abs=5e-7)
    assert found.ratio == pytest.approx(0.0332, abs=5e-5)
    assert found.consistent


def test_the_median_is_scaled_to_add_up() -> None:
    rows = agreement.shares([[80, 10, 10], [30, 40, 30], [20, 50, 30]])
    assert agreement.shared(rows, Pooled.MEDIAN) == pytest.approx([0.3, 0.4, 0.3])
    apart = agreement.shares(np.eye(3))
    assert np.isnan(agreement.shared(apart, Pooled.MEDIAN)).all()


@pytest.mark.parametrize(
    ("row", "code"),
    [([np.nan, 1], "points.missing"), ([-1, 2], "points.negative"), ([0, 0], "points.none")],
)
def test_points_that_cannot_be_used_are_refused_with_their_row(row: list[float], code: str) -> None:
    with pytest.raises(InvalidAnswersError) as refused:
        agreement.shares([[1, 1], row])
    assert refused.value.code == code
    assert refused.value.details == {"row": 2}


def test_any_positive_row_is_accepted() -> None:
    assert agreement.shares([[1, 3]]).tolist() == [[0.25, 0.75]]


def test_nobody_and_one_alone_are_no_error() -> None:
    nobody = np.empty((0, 3))
    assert np.isnan(agreement.shared(nobody)).all()
    assert agreement.pair_overlap(nobody).shape == (0, 0)
    assert np.isnan(agreement.leave_one_out(FOUR[:1])).all()


@given(given_points)
def test_overlap_is_one_less_half_the_distance(points: np.ndarray) -> None:
    rows = agreement.shares(points)
    weights = agreement.shared(rows)
    far = np.abs(rows - weights).sum(axis=1) / 2
    assert agreement.overlap(rows, weights) == pytest.approx(1 - far)
    assert agreement.moved(rows[0], rows[1]) == pytest.approx(
        1 - agreement.pair_overlap(rows)[0, 1]
    )


@given(given_points)
def test_the_order_of_partners_and_outcomes_is_of_no_account(points: np.ndarray) -> None:
    rows = agreement.shares(points)
    turned = rows[::-1, ::-1]
    first, second = agreement.same_order(rows), agreement.same_order(turned)
    assert second == pytest.approx(first, nan_ok=True)
    assert np.isnan(first) or 0 <= first <= 1 + 1e-9
    assert agreement.camps(turned)[::-1] == agreement.camps(rows)
