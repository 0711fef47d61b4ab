"""How a few areas stand beside the whole place."""

import numpy as np
import pytest

from sharedground.analysis.profile import may_be_missing, profile, strong_first
from tests.sharedground.analysis.small_place import (
    ACCESS_A,
    ACCESS_B,
    AREAS,
    an_outcome,
    assessed,
    values_of,
)


def test_means_are_by_people() -> None:
    (row,) = profile(assessed(), {"a", "b"}).to_dict("records")
    # Mid-ranks by people are 0.05, 0.25 and 0.70; their mean over everyone is 0.5.
    assert row["need"] == pytest.approx((100 * 0.05 + 300 * 0.25) / 400)
    assert row["place_need"] == pytest.approx(0.5)
    assert row["access"] == pytest.approx((100 * ACCESS_A + 300 * ACCESS_B) / 400)
    assert row["times"] == pytest.approx(1000 / 400)  # c, with 600 people, reaches nothing
    assert row["covered"] == 1


def test_every_area_together_is_the_place() -> None:
    (row,) = profile(assessed(), set("abc")).to_dict("records")
    assert row["need"] == pytest.approx(row["place_need"])
    assert row["times"] == pytest.approx(1)


def test_strong_and_missing_are_told_apart() -> None:
    found = assessed()
    assert list(strong_first(profile(found, {"a"}))["outcome"]) == ["Health"]
    assert may_be_missing(profile(found, {"a"})).empty
    assert strong_first(profile(found, {"c"})).empty
    (missing,) = may_be_missing(profile(found, {"c"})).to_dict("records")
    assert missing["gap"] == pytest.approx(0.7)
    assert missing["times"] == 0


def test_no_figure_is_no_data_and_neither_strong_nor_missing() -> None:
    rows = profile(assessed(an_outcome("Voice", expressed_by=(), served_by=())), {"a", "nobody"})
    (row,) = rows.to_dict("records")
    assert np.isnan(row["need"])
    assert np.isnan(row["times"])
    assert row["covered"] == 0
    assert strong_first(rows).empty
    assert may_be_missing(rows).empty


def test_an_area_without_people_takes_no_part() -> None:
    unknown = AREAS.assign(people=[np.nan, 300, 600])
    (row,) = profile(assessed(areas=unknown), {"a", "b"}).to_dict("records")
    (alone,) = profile(assessed(areas=unknown), {"b"}).to_dict("records")
    assert row == pytest.approx(alone)
    (nobody,) = profile(assessed(areas=unknown), {"a"}).to_dict("records")
    assert np.isnan(nobody["need"])
    assert np.isnan(nobody["covered"])


def test_an_area_in_part_counts_with_that_part_of_its_people() -> None:
    (row,) = profile(assessed(), {"a": 1.0, "b": 0.5}).to_dict("records")
    assert row["need"] == pytest.approx((100 * 0.05 + 150 * 0.25) / 250)
    assert row["access"] == pytest.approx((100 * ACCESS_A + 150 * ACCESS_B) / 250)


def test_need_known_for_fewer_than_half_the_people_is_no_data() -> None:
    two_known = values_of(ill={"a": 1, "b": 2})
    (row,) = profile(assessed(indicator_values=two_known), set("abc")).to_dict("records")
    assert row["covered"] == pytest.approx(0.4)
    assert np.isnan(row["need"])
    (most,) = profile(assessed(indicator_values=two_known), {"b": 1, "c": 0.5}).to_dict("records")
    assert most["covered"] == pytest.approx(0.5)
    assert not np.isnan(most["need"])
