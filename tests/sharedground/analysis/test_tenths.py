"""People in ten groups of the same size by need."""

from __future__ import annotations

import numpy as np

from sharedground.analysis.tenths import by_tenth


def test_each_tenth_has_as_many_people_and_areas_are_split_between_them() -> None:
    need = np.array([0.9, 0.1, 0.5])
    people = np.array([150.0, 550.0, 300.0])
    found = by_tenth(need, people, np.array([150.0, 0.0, 300.0]))
    assert found["people"].tolist() == [100.0] * 10
    assert found["counted"].tolist() == [100, 100, 100, 100, 50, 0, 0, 0, 0, 0]
    assert found["tenth"].tolist() == list(range(1, 11))


def test_areas_with_the_same_need_stand_together_whatever_their_order() -> None:
    need, people = np.array([0.5, 0.5]), np.array([100.0, 100.0])
    for counted in ([100.0, 0.0], [0.0, 100.0]):
        assert by_tenth(need, people, np.array(counted))["counted"].tolist() == [10.0] * 10


def test_without_data_nobody_is_in_any_tenth() -> None:
    nothing = np.array([np.nan, np.nan])
    assert by_tenth(nothing, np.array([5.0, 5.0]), np.array([5.0, 5.0]))["counted"].sum() == 0
    found = by_tenth(np.array([0.5, 0.9]), np.array([10.0, np.nan]), np.array([10.0, 7.0]))
    assert found["counted"].sum() == 10.0
