import numpy as np
import shapely

from sharedground.analysis import edge

SQUARE = shapely.box(0, 0, 10_000, 10_000)


def test_outside_and_on_the_line():
    xy = np.array([[5_000.0, 5_000.0], [10_000.0, 5_000.0], [10_001.0, 5_000.0]])
    assert edge.outside(SQUARE, xy).tolist() == [False, False, True]


def test_straight_line_to_the_outline():
    xy = np.array([[5_000.0, 5_000.0], [9_000.0, 4_000.0], [np.nan, 1.0]])
    assert edge.distance_to_outline(SQUARE, xy, 6_000).tolist() == [5_000, 1_000, np.inf]


def test_no_farther_than_asked():
    xy = np.array([[5_000.0, 5_000.0], [9_000.0, 4_000.0]])
    assert edge.distance_to_outline(SQUARE, xy, 2_000).tolist() == [np.inf, 1_000]


def test_a_hole_is_an_edge_but_a_sliver_between_areas_is_not():
    hole = shapely.box(4_000, 4_000, 6_000, 6_000)
    sliver = shapely.box(1_000, 2_000, 9_000, 2_015)
    place = SQUARE.difference(hole).difference(sliver)
    xy = np.array([[5_000.0, 3_000.0], [5_000.0, 5_000.0], [5_000.0, 2_010.0]])
    assert edge.distance_to_outline(place, xy, 6_000).tolist()[0] == 1_000
    assert edge.outside(place, xy).tolist() == [False, True, False]


def test_a_place_of_two_parts():
    place = shapely.union_all([SQUARE, shapely.box(20_000, 0, 21_000, 1_000)])
    xy = np.array([[20_500.0, 400.0], [15_000.0, 0.0]])
    assert edge.distance_to_outline(place, xy, 6_000).tolist() == [400, 5_000]
    assert edge.outside(place, xy).tolist() == [False, True]


def test_an_empty_outline_has_no_edge():
    empty = shapely.Polygon()
    assert edge.distance_to_outline(empty, np.array([[0.0, 0.0]]), 6_000).tolist() == [np.inf]


def test_marked_only_where_the_reach_crosses_and_nothing_outside_is_known():
    to_outline = np.array([900.0, 900.0, 1_000.0])
    reach_outside = np.array([[False], [True], [False]])
    marked = edge.may_be_served_from_outside(to_outline, np.array([1_300.0]), 1.3, reach_outside)
    assert marked[:, 0].tolist() == [True, False, False]
