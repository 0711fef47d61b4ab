"""How what is in reach lies along need: the index, its curve, tenths of people, and ranges."""

import math

import numpy as np
import pytest

from sharedground.analysis.fairness import (
    ALIKE,
    TENTHS,
    Fairness,
    Finding,
    curve,
    fairness,
    index,
)


def found(
    need: list[float], access: list[float], people: list[float] | None = None, draws: int = 400
) -> Fairness:
    people = [100.0] * len(need) if people is None else people
    amount = np.array(access, dtype=float)
    return fairness(np.array(need, dtype=float), amount, amount > 0, np.array(people, dtype=float),
                    draws=draws)  # fmt: skip


def town(seed: int = 1, areas: int = 200) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    need = rng.random(areas).round(2)  # with ties
    return need, rng.random(areas) * (0.5 + need), rng.integers(0, 2_000, areas).astype(float)


def test_two_halves_by_hand() -> None:
    # Those with more need have 3 of 4: the curve rises to 0.75 at one half; 2 x area - 1 = 0.25.
    need, access, people = np.array([0.2, 0.8]), np.array([1.0, 3.0]), np.array([50.0, 50.0])
    assert index(need, access, people) == pytest.approx(0.25)
    drawn = curve(need, access, people)
    assert drawn.people.tolist() == [0, 0.5, 1]
    assert drawn.amount.tolist() == [0, 0.75, 1]
    assert drawn.above == pytest.approx(0.25)
    assert index(-need, access, people) == pytest.approx(-0.25)


@pytest.mark.parametrize("seed", range(8))
def test_the_index_is_the_area_between_curve_and_diagonal(seed: int) -> None:
    need, access, people = town(seed, areas=3_000)
    assert curve(need, access, people).above == pytest.approx(
        index(need, access, people), abs=1e-12
    )
    gini = index(access, access, people)
    assert -curve(-access, access, people).above == pytest.approx(gini, abs=1e-12)
    whole = found(list(need), list(access), list(people), draws=2)
    assert whole.index.value == pytest.approx(index(need, access, people), abs=1e-12)


def test_people_count_and_not_areas() -> None:
    one = index(np.array([1.0, 2.0]), np.array([1.0, 3.0]), np.array([300.0, 100.0]))
    split = index(np.array([1.0, 1, 1, 2]), np.array([1.0, 1, 1, 3]), np.full(4, 100.0))
    assert one == pytest.approx(split)


def test_areas_with_the_same_need_share_a_rank_in_any_order() -> None:
    need, access = np.array([1.0, 1, 2, 2]), np.array([0.0, 4, 1, 3])
    people = np.array([10.0, 30, 20, 20])
    turned = np.array([3, 1, 0, 2])
    assert index(need, access, people) == pytest.approx(
        index(need[turned], access[turned], people[turned]), abs=1e-15
    )
    tenths = found([1, 1, 2, 2], [0, 4, 1, 3]).tenths
    assert tenths["access"].tolist() == pytest.approx([2.0] * TENTHS)


def test_tenths_are_of_people_and_split_areas() -> None:
    result = found([4, 3, 2, 1], [8, 4, 2, 0], [250, 250, 250, 250])
    tenths = result.tenths
    assert tenths["people"].tolist() == [100] * TENTHS
    # The third tenth is half in the first area and half in the second.
    assert tenths["access"].tolist() == pytest.approx([8, 8, 6, 4, 4, 2, 2, 1, 0, 0])
    assert tenths["reached"].tolist() == pytest.approx([1, 1, 1, 1, 1, 1, 1, 0.5, 0, 0])
    assert tenths["need"].tolist() == pytest.approx([4, 4, 3.5, 3, 3, 2, 2, 1.5, 1, 1])
    assert (result.more.value, result.less.value) == pytest.approx((6, 1))


def test_the_tenths_hold_all_that_is_in_reach() -> None:
    need, access, people = town()
    tenths = found(list(need), list(access), list(people)).tenths
    assert (tenths["access"] * tenths["people"]).sum() == pytest.approx((access * people).sum())
    assert (tenths["reached"] * tenths["people"]).sum() == pytest.approx(people[access > 0].sum())


def test_what_is_not_known_is_told_apart_and_moves_nothing() -> None:
    plain = found([3, 2, 1], [3, 2, 1])
    more = found(
        [3, 2, 1, math.nan, 5, 6, 7], [3, 2, 1, 9, math.nan, 9, 9],
        [100, 100, 100, 70, 30, math.nan, 0],
    )  # fmt: skip
    assert more.index == plain.index
    assert (more.people, more.areas) == (300, 3)
    assert (more.people_no_data, more.areas_no_data) == (100, 2)
    assert (more.areas_people_unknown, more.areas_without_people) == (1, 1)


def test_the_same_for_everyone_is_even() -> None:
    result = found([1, 2, 3, 4], [2, 2, 2, 2])
    assert result.index.value == pytest.approx(0, abs=1e-15)
    assert result.spread == pytest.approx(0, abs=1e-15)
    assert result.finding is Finding.ALIKE


def test_one_need_has_no_order() -> None:
    assert found([0.5, 0.5], [1, 9]).finding is Finding.ONE_NEED
    alone = found([0.7], [3])
    assert alone.finding is Finding.ONE_NEED
    assert alone.index == (0, 0, 0)
    assert alone.tenths["access"].tolist() == pytest.approx([3.0] * TENTHS)


def test_nothing_in_reach_of_anyone_has_no_index() -> None:
    result = found([1, 2], [0, 0])
    assert math.isnan(result.index.value)
    assert result.finding is Finding.NOTHING
    assert result.tenths["reached"].tolist() == [0] * TENTHS


@pytest.mark.parametrize("people", [[math.nan, math.nan], [0.0, 0.0]])
def test_nobody_known_is_no_data(people: list[float]) -> None:
    result = found([1, 2], [1, 2], people)
    assert result.finding is Finding.NO_DATA
    assert result.tenths["access"].isna().all()
    assert result.people == 0


def test_no_areas_at_all_is_no_data() -> None:
    assert found([], []).finding is Finding.NO_DATA


def test_a_clear_slope_is_said_and_noise_is_not() -> None:
    rng = np.random.default_rng(3)
    need = rng.random(300)
    up, down = need + 0.2, 1.2 - need
    assert found(list(need), list(up)).finding is Finding.MORE
    assert found(list(need), list(down)).finding is Finding.LESS
    noise = found(list(need[:30]), list(rng.pareto(1.2, 30)))
    assert noise.index.low < 0 < noise.index.high
    assert noise.finding is Finding.UNCLEAR


def test_a_range_wholly_near_zero_is_about_the_same() -> None:
    need = np.linspace(0, 1, 500)
    result = found(list(need), list(1 + 0.05 * need))
    assert 0 < result.index.low < result.index.high < ALIKE
    assert result.finding is Finding.ALIKE


def test_the_same_areas_give_the_same_range_which_holds_the_figure() -> None:
    need, access, people = (list(values) for values in town())
    one, other = found(need, access, people), found(need, access, people)
    assert one.index == other.index
    assert one.index.low < one.index.value < one.index.high
    assert (one.tenths["reached_low"] <= one.tenths["reached"]).all()
    assert (one.tenths["access"] <= one.tenths["access_high"]).all()


def test_a_range_is_that_of_drawing_areas_one_by_one() -> None:
    need, access, people = town(areas=60)
    rng = np.random.default_rng(7)
    slow = []
    for _ in range(3_000):
        rows = rng.integers(0, 60, 60)
        slow.append(index(need[rows], access[rows], people[rows]))
    low, high = np.percentile(slow, (2.5, 97.5))
    fast = found(list(need), list(access), list(people), draws=3_000).index
    assert (fast.low, fast.high) == pytest.approx((low, high), abs=0.01)
