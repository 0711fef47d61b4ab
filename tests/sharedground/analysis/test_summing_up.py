"""A map in words: how many places, which areas have none near, and on which side they lie."""

import numpy as np
import pytest

from sharedground.analysis.summing_up import Reach, reach_of, sentence, side_of

GRID = np.array([(x, y) for x in range(0, 10_000, 1000) for y in range(0, 10_000, 1000)], float)


def test_areas_without_a_place_in_reach_are_counted_with_their_people() -> None:
    places = GRID[GRID[:, 0] >= 4000]
    people = np.full(len(GRID), 100.0)
    people[0] = np.nan
    found = reach_of(GRID, people, places, 15, 1.3)
    assert (found.areas, found.without, found.side) == (100, 40, "west")
    assert (found.people, found.unknown) == (3900, 1)
    assert sentence("Help with food", 60, "", found) == (
        "Help with food: 60 places. 40 of 100 areas have none within 15 minutes’ walk, most of "
        "them in the west. About 3,900 people live there; for 1 of these areas nobody has told."
    )


def test_a_walk_of_exactly_the_minutes_still_reaches() -> None:
    areas, place = np.array([[0.0, 0.0]]), np.array([[800.0, 0.0]])
    people = np.array([np.nan])
    assert reach_of(areas, people, place, 13, 1.3).without == 0
    assert reach_of(areas, people, place, 12, 1.3).without == 1


@pytest.mark.parametrize(
    ("some", "side"),
    [(GRID[:, 0] > 6000, "east"), (GRID[:, 1] > 6000, "north"), (GRID[:, 1] < 3000, "south"),
     (np.hypot(*(GRID - 4500).T) < 1300, "middle"), (np.ones(100, bool), ""),
     (np.zeros(100, bool), ""), (np.arange(100) % 2 == 0, "")],
    ids=["east", "north", "south", "middle", "all", "none", "everywhere"],
)  # fmt: skip
def test_most_of_them_lie_on_a_side_or_nowhere_in_particular(some: np.ndarray, side: str) -> None:
    assert side_of(GRID, some) == side


def test_places_without_a_location_are_within_reach_of_nothing() -> None:
    found = reach_of(GRID, np.full(100, np.nan), np.array([[np.nan, np.inf]]), 15, 1.3)
    assert found.without == 100
    assert sentence("Libraries", 1, "West", found) == (
        "Libraries in West: 1 place. 100 of 100 areas have none within 15 minutes’ walk."
    )


def test_one_area_without_is_told_in_the_singular() -> None:
    one = Reach(areas=9, without=1, side="west", people=12_345.0, unknown=0, minutes=15)
    assert sentence("Parks", 2, "", one) == (
        "Parks: 2 places. 1 of 9 areas has none within 15 minutes’ walk. About 12,300 people live "
        "there."
    )


def test_what_is_all_well_is_said_and_nothing_is_said_of_nothing() -> None:
    well = Reach(areas=3, without=0, side="", people=float("nan"), unknown=0, minutes=15)
    assert sentence("Parks", 2, "", well).endswith(
        "Each of the 3 areas has one within 15 minutes’ walk of its middle."
    )
    assert sentence("Parks", 0, "", well) == "Parks: 0 places."
    assert sentence("Parks", 2, "", None) == "Parks: 2 places."
