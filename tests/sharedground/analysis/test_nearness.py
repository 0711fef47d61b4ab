import numpy as np
import pytest

from sharedground.analysis.nearness import in_reach, nearest
from tests.sharedground.analysis.small_place import an_outcome, areas_of, assessed, assets_of


def test_the_nearest_and_how_many_in_reach():
    rows = nearest(assessed(), "Health")
    assert rows["in_reach"].tolist() == [2, 2, 0]
    assert rows["metres"].tolist() == pytest.approx([0, 0, np.nan], nan_ok=True)
    assert rows["minutes"].tolist() == pytest.approx([1, 1, np.nan], nan_ok=True)


def test_people_with_one_in_reach():
    found = in_reach(assessed(), "health")
    assert (found.people, found.reached, found.unknown) == (1_000, 400, 0)
    assert found.share == pytest.approx(0.4)
    assert np.isnan(found.middle_minutes)  # most people have none in reach


def test_half_of_the_people_have_it_within_so_many_minutes():
    areas = areas_of(("a", 0, 0, 100), ("b", 700, 0, 300), ("c", 0, 300, 50))
    found = in_reach(
        assessed(areas=areas, assets=assets_of(("g", "gp-surgery", 0, 0, np.nan))), "Health"
    )
    assert found.middle_minutes == 9  # 700 m at 80 m a minute
    assert found.share == 1


def test_areas_of_unknown_people_are_told_apart():
    areas = areas_of(("a", 0, 0, np.nan), ("b", 600, 0, 300))
    found = in_reach(assessed(areas=areas), "Health")
    assert (found.people, found.reached, found.unknown) == (300, 300, 1)


def test_another_kind_of_place_is_not_the_nearest():
    assets = assets_of(("p", "park", 0, 0, np.nan), ("g", "gp-surgery", 500, 0, np.nan))
    rows = nearest(assessed(an_outcome(), assets=assets), "Health")
    assert rows["metres"].tolist()[0] == pytest.approx(500)


def test_nobody_known_is_no_share():
    areas = areas_of(("a", 0, 0, np.nan), ("b", 600, 0, np.nan))
    found = in_reach(assessed(areas=areas), "Health")
    assert np.isnan(found.share)
    assert np.isnan(found.middle_minutes)
