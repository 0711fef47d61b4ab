"""A place drawn from its outlines: true places, holes kept, names that do not overlap."""

import re
from urllib.parse import unquote

import numpy as np
import pandas as pd
import pytest
import shapely

from components import place_sketch
from components.place_sketch import WIDTH, Sketch, dot_map_html, dot_map_svg, label_places

LEFT, RIGHT = shapely.box(0, 0, 500, 400), shapely.box(500, 0, 1000, 400)
HOSTILE = "<img src=x> `b` ${x}"


def a_sketch(**groups: shapely.Polygon) -> Sketch:
    shapes = np.array([LEFT, RIGHT], dtype=object)
    return Sketch(("a", "b"), shapes, groups, 400.0, -2.0, 54.0, (1000.0, 2000.0))


def places(*points: tuple[float, float]) -> pd.DataFrame:
    return pd.DataFrame(points, columns=["lon", "lat"])


def test_degrees_become_units_with_y_down() -> None:
    x, y = a_sketch().units(pd.Series([-2.0, -1.5]), pd.Series([54.0, 53.9]))
    assert x.tolist() == pytest.approx([0, 500])
    assert y.tolist() == pytest.approx([0, 200])


def test_one_dot_for_each_spot_and_none_off_the_drawing_or_unplaced() -> None:
    here = places((-1.5, 53.9), (-1.5, 53.9), (-1.2, 53.85), (5, 53.9), (np.nan, np.nan))
    svg = dot_map_svg(a_sketch(), here, "light")
    assert re.findall(r'cx="(\d+)" cy="(\d+)"', svg) == [("500", "200"), ("800", "300")]


def test_a_hole_is_a_ring_that_turns_the_other_way() -> None:
    holed = shapely.Polygon(LEFT.exterior, [shapely.box(100, 100, 200, 200).exterior])
    outer, inner = place_sketch.rings([holed])
    assert shapely.is_ccw(outer) != shapely.is_ccw(inner)
    assert place_sketch.path([holed]).count("Z") == 2


def test_rings_of_many_parts_and_of_nothing() -> None:
    many = shapely.MultiPolygon([LEFT, shapely.box(600, 0, 700, 100)])
    assert len(place_sketch.rings([many, shapely.Point(1, 1)])) == 2
    assert place_sketch.path([]) == ""


def test_names_do_not_overlap_and_the_largest_comes_first() -> None:
    drawn = a_sketch(Big=LEFT, Bigger=shapely.box(0, 0, 520, 400), Far=RIGHT)
    assert [name for name, _, _ in label_places(drawn)] == ["Bigger", "Far"]


def test_a_long_name_stays_on_the_drawing() -> None:
    ((_, x, _),) = label_places(
        a_sketch(**{"A name of thirty letters or so": shapely.box(0, 0, 40, 40)})
    )
    assert x > 200
    assert x < WIDTH


def test_the_picture_has_words_and_hostile_names_are_text() -> None:
    page = dot_map_html(a_sketch(**{HOSTILE: LEFT}), places((-1.5, 53.9)), "dark", 'A "map"')
    assert 'alt="A &#34;map&#34;"' in page
    assert "&lt;img src=x&gt; &#96;b&#96;" in page
    assert "<svg" not in page
    assert "<circle" in unquote(page)
