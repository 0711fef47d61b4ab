"""The water beside a coast: on its right hand, and only where the lines enclose it."""

from __future__ import annotations

import numpy as np
import shapely
from shapely.geometry import LineString

from sharedground.export.coast import sea_of

REACH = np.array([0.0, 0.0, 1000.0, 1000.0])


def water(*lines: list[tuple[float, float]]) -> shapely.Geometry:
    return shapely.union_all(sea_of(np.array([LineString(one) for one in lines]), REACH))


def test_the_sea_is_on_the_right_hand_of_the_coast() -> None:
    northwards = water([(400, -50), (400, 1050)])
    assert northwards.area == 600 * 1000
    assert northwards.contains(shapely.Point(700, 500))
    southwards = water([(400, 1050), (400, -50)])
    assert southwards.contains(shapely.Point(100, 500))


def test_a_tidal_river_lies_between_its_banks() -> None:
    river = water([(400, -50), (400, 1050)], [(600, 1050), (600, -50)])
    assert river.area == 200 * 1000


def test_an_island_stays_dry() -> None:
    shore = [(400, 400), (600, 400), (600, 600), (400, 600), (400, 400)]
    sea = water(shore)
    assert sea.area == 1_000_000 - 200 * 200
    assert not sea.contains(shapely.Point(500, 500))


def test_a_coast_that_ends_somewhere_or_contradicts_itself_fills_nothing() -> None:
    assert water([(400, -50), (400, 700)]).is_empty
    assert water([(400, -50), (400, 1050)], [(600, -50), (600, 1050)]).area == 400 * 1000
    assert water([(400, 200), (400, 300)]).is_empty


def test_no_coast_at_all_is_no_sea() -> None:
    assert not len(sea_of(np.empty(0, dtype=object), REACH))
    assert water([(2000, 0), (2000, 1000)]).is_empty
