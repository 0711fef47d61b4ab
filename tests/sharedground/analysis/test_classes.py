"""Figures are cut into classes: every way, and figures that are hard to cut."""

from itertools import pairwise

import numpy as np
import pytest

from sharedground.analysis.classes import MOST, MOST_EXACT, NO_DATA, Classes, Cut, classify

EVERY = pytest.mark.parametrize("cut", list(Cut))
PEOPLE = np.random.default_rng(4).lognormal(7.3, 0.3, 140).round()


def sizes(found: Classes) -> list[int]:
    return [shade.areas for shade in found.shades]


def spread_within(values: np.ndarray, found: Classes) -> float:
    return sum(float(np.var(values[found.of == s.number]) * s.areas) for s in found.shades)


@EVERY
@pytest.mark.parametrize(
    "values",
    [PEOPLE, PEOPLE + 1e7, PEOPLE / PEOPLE.max() * 100, np.arange(6.0), np.array([1.0, 1, 1, 2, 9]),
     np.repeat([0.0, 50, 100], 20), np.append(PEOPLE, np.nan)],
)  # fmt: skip
def test_classes_hold_every_figure_once_in_order_without_meeting(cut: Cut, values) -> None:
    found = classify(values, cut)
    assert sum(sizes(found)) + found.missing == len(values)
    assert found.missing == np.isnan(values).sum() == (found.of == NO_DATA).sum()
    assert 1 < len(found.shades) <= MOST
    assert all(one.high < other.low for one, other in pairwise(found.shades))
    assert all(one.number < other.number for one, other in pairwise(found.shades))
    for shade in found.shades:
        held = values[found.of == shade.number]
        assert (shade.low, shade.high, shade.areas) == (held.min(), held.max(), len(held))


@EVERY
def test_no_figure_at_all_is_no_class(cut: Cut) -> None:
    for values in (np.array([]), np.array([np.nan, np.nan, np.inf])):
        found = classify(values, cut)
        assert found.shades == ()
        assert found.missing == len(values)
        assert (found.of == NO_DATA).all()


@EVERY
def test_equal_figures_and_a_single_area_are_one_class_the_palest(cut: Cut) -> None:
    for values in (np.array([7.0]), np.full(9, 7.0), np.array([7.0, np.nan])):
        (shade,) = classify(values, cut).shades
        assert (shade.number, shade.low, shade.high) == (0, 7.0, 7.0)


@EVERY
def test_two_different_figures_are_two_classes(cut: Cut) -> None:
    found = classify(np.array([0.0, 0, 0, 100]), cut)
    assert sizes(found) == [3, 1]
    assert found.shades[0].number < found.shades[1].number


def test_about_as_many_areas_are_in_each_class() -> None:
    assert sizes(classify(np.arange(100.0))) == [20] * 5
    assert classify(np.array([1.0, 1, 1, 1, 2, np.nan])).of.tolist() == [0, 0, 0, 0, 4, -1]


def test_fifths_share_equal_values_and_leave_no_data_alone() -> None:
    found = classify(np.array([1, 1, 1, 2, 3, 4, 5, np.nan])).of
    assert found[-1] == NO_DATA
    assert len(set(found[:3])) == 1
    assert (np.diff(found[:7]) >= 0).all()
    assert found[6] == 4


def test_equal_steps_are_equally_wide_and_an_empty_one_is_left_out() -> None:
    found = classify(np.array([0.0, 10, 20, 21, 39, 100]), Cut.STEPS)
    assert found.of.tolist() == [0, 0, 0, 1, 1, 4]


def test_natural_breaks_fall_into_the_gaps_between_figures() -> None:
    values = np.concatenate([base + np.arange(4.0) for base in (0, 20, 50, 70, 100)])
    found = classify(values, Cut.BREAKS)
    assert sizes(found) == [4] * 5
    assert [shade.low for shade in found.shades] == [0, 20, 50, 70, 100]
    assert classify(values + 2_000_000, Cut.BREAKS).of.tolist() == found.of.tolist()


def test_natural_breaks_differ_less_within_than_other_cuts() -> None:
    natural, *others = (
        spread_within(PEOPLE, classify(PEOPLE, cut)) for cut in (Cut.BREAKS, Cut.ALIKE, Cut.STEPS)
    )
    assert natural <= min(others)


def test_natural_breaks_of_very_many_areas_are_the_same_each_time_and_nearly_the_best() -> None:
    many = np.random.default_rng(8).normal(50, 15, 35_000)
    found = classify(many, Cut.BREAKS)
    assert (classify(many[::-1], Cut.BREAKS).of[::-1] == found.of).all()
    assert sum(sizes(found)) == len(many)
    other = np.random.default_rng(9).choice(many, MOST_EXACT)
    ends = [shade.high for shade in classify(other, Cut.BREAKS).shades[:-1]]
    inside = [np.var(part) * len(part) for part in np.split(np.sort(many),
              np.searchsorted(np.sort(many), ends, side="right"))]  # fmt: skip
    assert spread_within(many, found) < sum(inside) * 1.01


def test_head_and_tail_part_the_few_high_figures_from_the_many_low_ones() -> None:
    found = classify(np.array([1.0] * 90 + [10.0] * 9 + [100.0]), Cut.TAIL)
    assert sizes(found) == [90, 9, 1]
    assert [shade.number for shade in found.shades] == [0, 2, 4]
    assert len(classify(1.05 ** np.arange(200), Cut.TAIL).shades) == MOST
