"""A neighbourhood of one's own: shares of areas, estimates, and what is in reach."""

import math

import numpy as np
import pandas as pd
import pytest
from shapely.geometry import box

from sharedground.analysis.neighbourhood import (
    MOST_CORNERS,
    How,
    as_words,
    from_words,
    holds,
    in_metres,
    of_areas,
    of_shape,
    of_walk,
    people_in,
    reached,
    shape_of,
)
from sharedground.errors import NotFoundError, SharedGroundError
from tests.builders import some_areas, some_people

CRS = "EPSG:27700"
A, B, C = "E01000000", "E01000001", "E01000002"
AREAS = some_areas(3)


def code_of(fault: pytest.ExceptionInfo[SharedGroundError]) -> str:
    return fault.value.code


def test_a_shape_has_the_share_of_each_area_that_it_has_of_its_ground() -> None:
    mine = of_shape(AREAS, box(-2.3, 53.4, -2.285, 53.41), CRS)
    assert mine.codes == (A, B)
    assert mine.shares[A] == 1
    assert mine.shares[B] == pytest.approx(0.5, abs=0.001)
    assert mine.split == 1
    assert mine.beyond == 0


def test_who_draws_a_little_beside_the_line_means_the_line() -> None:
    mine = of_shape(AREAS, box(-2.2998, 53.4, -2.2899, 53.41), CRS)
    assert mine.shares == {A: 1.0}


def test_what_lies_outside_of_all_areas_is_told_and_not_counted() -> None:
    mine = of_shape(AREAS, box(-2.31, 53.4, -2.29, 53.41), CRS)
    assert mine.shares == {A: 1.0}
    assert mine.beyond == pytest.approx(0.5, abs=0.001)


def test_a_shape_outside_or_without_ground_is_refused() -> None:
    with pytest.raises(SharedGroundError) as fault:
        of_shape(AREAS, box(1, 50, 1.01, 50.01), CRS)
    assert code_of(fault) == "shape.outside"
    with pytest.raises(SharedGroundError) as fault:
        of_shape(AREAS, box(-2.3, 53.4, -2.29999, 53.40001), CRS)
    assert code_of(fault) == "shape.small"


def test_corners_make_a_shape_unless_they_are_too_few_or_its_lines_cross() -> None:
    square = [(0.0, 0.0), (0.0, 1.0), (1.0, 1.0), (1.0, 0.0)]
    assert shape_of(square).area == 1
    for corners, code in (
        (square[:2], "shape.corners"),
        ([(n / 100, n * n / 100) for n in range(MOST_CORNERS + 1)], "shape.corners"),
        ([square[0], square[2], square[1], square[3]], "shape.crossed"),
    ):
        with pytest.raises(SharedGroundError) as fault:
            shape_of(corners)
        assert code_of(fault) == code


def test_a_shape_goes_into_a_link_and_comes_back_to_ten_metres() -> None:
    corners = [(-2.301234, 53.401234), (-2.29, 53.4), (-2.3, 53.41)]
    words = as_words(corners)
    assert words == "-2.3012,53.4012~-2.2900,53.4000~-2.3000,53.4100"
    assert from_words(words) == pytest.approx(np.round(corners, 4))


@pytest.mark.parametrize("words", ["", "x", "1,2~<b>", "1,2~400,3", "nan,nan~1,1", "1"])
def test_a_link_that_tells_no_corners_gives_none(words: str) -> None:
    assert from_words(words) == []


def test_whole_areas_have_no_estimate_and_an_unknown_one_is_refused() -> None:
    mine = of_areas(AREAS, [B, A], CRS)
    assert mine.shares == {A: 1, B: 1}
    assert people_in(mine, some_people([100, 200, 300])).estimated == 0
    with pytest.raises(NotFoundError) as fault:
        of_areas(AREAS, ["E1"], CRS)
    assert code_of(fault) == "area.unknown"


def test_people_of_an_area_in_part_are_an_estimate() -> None:
    mine = of_shape(AREAS, box(-2.3, 53.4, -2.285, 53.41), CRS)
    found = people_in(mine, some_people([100, 200, 300]))
    assert found.total == pytest.approx(200, abs=0.2)
    assert found.estimated == pytest.approx(100, abs=0.2)
    assert found.years == (2024,)


def test_people_are_no_data_where_one_area_is_unknown_and_what_is_known_is_told_apart() -> None:
    mine = of_areas(AREAS, [A, B, C], CRS)
    for people in (some_people([100, 200]), some_people([100, 200, math.nan])):
        found = people_in(mine, people)
        assert math.isnan(found.total)
        assert found.known == 300
        assert found.unknown == 1
    nobody = people_in(mine, some_people([1]).iloc[:0])
    assert math.isnan(nobody.known)
    assert nobody.unknown == 3


def test_a_walk_is_a_circle_of_the_straight_line_that_its_minutes_reach() -> None:
    mine = of_walk(AREAS, (-2.285, 53.405), 10, 1.3, CRS)
    assert mine.how is How.WALK
    assert mine.codes == (A, B, C)
    radius = 10 * 80 / 1.3
    assert mine.shares[A] == pytest.approx(mine.shares[C], abs=0.001)
    assert 0 < mine.shares[A] < 0.5
    assert mine.outline.bounds[3] - 53.405 == pytest.approx(radius / 111_200, rel=0.01)


def places(*rows: tuple[str, float, float, bool]) -> pd.DataFrame:
    table = pd.DataFrame(rows, columns=["asset_id", "lon", "lat", "hidden"])
    return in_metres(table.assign(area_code=""), CRS)


def test_a_place_without_a_point_lies_nowhere() -> None:
    mine = of_shape(AREAS, box(-2.3, 53.4, -2.285, 53.41), CRS)
    some = places(("in", -2.29, 53.405, False), ("out", -2.28, 53.405, False),
                  ("lost", math.nan, math.nan, False))  # fmt: skip
    assert holds(mine, some).tolist() == [True, False, False]


def test_what_is_in_reach_and_the_walk_to_the_nearest_from_each_area() -> None:
    mine = of_areas(AREAS, [A, B], CRS)
    some = places(("near", -2.295, 53.405, False), ("far", -2.265, 53.405, False))
    found = reached(mine, some, np.array([True, False]), 1_200, 1.3)
    assert (found["here"], found["in_reach"], found["nearest"]) == (1, 1, "near")
    assert (found["least_min"], found["most_min"]) == (1, 11)


def test_a_hidden_place_counts_and_is_never_called_the_nearest() -> None:
    mine = of_areas(AREAS, [A], CRS)
    some = places(("refuge", -2.295, 53.405, True))
    found = reached(mine, some, np.array([True]), 1_200, 1.3)
    assert (found["here"], found["in_reach"], found["nearest"]) == (1, 1, "")
    assert math.isnan(float(str(found["least_min"])))


def test_nothing_listed_is_nothing_in_reach_and_no_walk() -> None:
    mine = of_areas(AREAS, [A], CRS)
    found = reached(mine, places(), np.zeros(0, dtype=bool), 1_200, 1.3)
    assert (found["here"], found["in_reach"], found["nearest"]) == (0, 0, "")
