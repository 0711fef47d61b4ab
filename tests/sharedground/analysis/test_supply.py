import numpy as np
import pandas as pd

from sharedground.analysis.supply import by_capacity


def test_capacity_is_compared_within_its_category():
    category = pd.Series(["school", "school", "library", "library"])
    capacity = pd.Series([300.0, 900.0, 10.0, 30.0])
    assert by_capacity(category, capacity).tolist() == [0.5, 1.5, 0.5, 1.5]


def test_a_capacity_that_is_not_stated_counts_one_and_does_not_move_the_mean():
    category = pd.Series(["school"] * 4)
    capacity = pd.Series([100.0, np.nan, 300.0, np.inf])
    assert by_capacity(category, capacity).tolist() == [0.5, 1, 1.5, 1]


def test_zero_is_a_figure_and_a_negative_number_is_not():
    category = pd.Series(["school"] * 3)
    assert by_capacity(category, pd.Series([0.0, 200.0, -5.0])).tolist() == [0, 2, 1]


def test_a_category_without_any_capacity_counts_one_each():
    category = pd.Series(["park", "park", "sport"])
    assert by_capacity(category, pd.Series([np.nan, np.nan, 0.0])).tolist() == [1, 1, 1]


def test_no_assets():
    assert by_capacity(pd.Series([], dtype=object), pd.Series([], dtype=float)).tolist() == []
