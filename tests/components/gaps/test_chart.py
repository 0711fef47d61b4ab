"""Bars and map: one scale of classes, no data hatched, and names that stay text."""

import numpy as np
import pandas as pd
import pytest
import shapely

from components import theme
from components.gaps import chart
from components.place_sketch import Sketch
from sharedground.analysis.standing import Verdict
from sharedground.partner_views import Common

NAME = "<img src=x onerror=alert(1)> `b` ${x} <b>bold</b>"
SHAPES = [shapely.box(100 * i, 0, 100 * i + 100, 100) for i in range(4)]
ROWS = pd.DataFrame(
    {
        "verdict": [Verdict.ENOUGH, Verdict.BETWEEN, Verdict.FIRST, Verdict.NO_DATA],
        "gap": [0.0, 0.15, 0.6, np.nan],
    }
)


def a_sketch() -> Sketch:
    return Sketch(tuple("abcd"), np.array(SHAPES, dtype=object), {}, 400.0, 0.0, 1.0, (1.0, 1.0))


@pytest.mark.parametrize(
    ("gap", "shade"), [(0, 0), (0.0999, 0), (0.1, 1), (0.2, 2), (0.35, 3), (0.5, 4), (1, 4)]
)
def test_a_class_starts_at_its_cut(gap: float, shade: int) -> None:
    assert chart.gap_class(gap) == shade


@pytest.mark.parametrize("look", ["light", "dark"])
def test_the_map_is_teal_where_enough_clay_by_gap_and_hatched_without_data(
    look: theme.Mode,
) -> None:
    figure = chart.gap_map(a_sketch(), SHAPES, ROWS, list("ABCD"), look, {2: "1"})
    need, gap = theme.scale("need", look), theme.scale("gap", look)
    fills = [trace.fillcolor for trace in figure.data if trace.fill == "toself"]
    assert fills == [gap[5], need[1], need[4], theme.colour("hatch_bg", look)]
    hatched = [t for t in figure.data if t.fill == "toself" and t.fillpattern.shape]
    assert len(hatched) == 1
    assert min(hatched[0].x[:-1]) == 300


def test_each_area_says_how_it_stands() -> None:
    figure = chart.gap_map(a_sketch(), SHAPES, ROWS, [NAME, "B", "C", "D"], "light", {})
    (told,) = [trace.hovertext for trace in figure.data if trace.hovertext]
    assert told[1] == "<b>B</b><br>In between, gap 15 of 100"
    assert told[3] == "<b>D</b><br>No data"
    assert "<img" not in told[0]
    assert "<b>bold" not in told[0]
    assert "${" not in told[0]


def test_numbers_stand_on_their_areas() -> None:
    figure = chart.gap_map(a_sketch(), SHAPES, ROWS, list("ABCD"), "light", {2: "1"})
    (text,) = [trace for trace in figure.data if trace.mode == "text"]
    assert (text.text, text.x) == (("1",), (250.0,))


def test_bars_are_in_order_and_their_colour_means_one_thing() -> None:
    more = chart.bars(["A", "B"], [2.0, 1.0], ["2 times", "1 times"], "light", more=True)
    less = chart.bars(["A"], [0.5], ["50"], "light", more=False)
    assert more.data[0].marker.color == theme.scale("gap", "light")[5]
    assert less.data[0].marker.color == theme.scale("gap", "light")[1]
    assert more.layout.yaxis.ticktext == ("A", "B")
    assert more.layout.yaxis.range[0] > more.layout.yaxis.range[1]
    assert more.data[0].text == ("2 times", "1 times")


def test_long_and_hostile_names_stay_short_and_text() -> None:
    names = ["Altrincham West, Dunham Massey and Warburton with Carrington Moss", NAME]
    figure = chart.bars(names, [1.0, 1.0], ["1", "1"], "light", more=True)
    long, hostile = figure.layout.yaxis.ticktext
    assert long.count("<br>") == 1
    assert long.endswith("…")
    assert "<img" not in hostile
    assert "`" not in hostile


def test_the_key_names_all_that_the_map_shows() -> None:
    key = chart.key_html("dark")
    for words in ("Enough in reach", "Small gap", "Large gap", "No data"):
        assert words in key
    assert key.index("Enough in reach") < key.index("Small gap")


@pytest.mark.parametrize("look", ["light", "dark"])
def test_dots_are_neither_of_the_hatches_that_mean_no_data_and_hidden(look: theme.Mode) -> None:
    dots = chart.Dots(theme.colour("bg", look), theme.scale("need", look)[4])
    fills = [dots, None, theme.scale("need", look)[0], dots]
    figure = chart.filled_map(a_sketch(), SHAPES, fills, list("ABCD"), look, {0: "1"})
    patterns = [trace.fillpattern.shape for trace in figure.data if trace.fill == "toself"]
    assert patterns == [".", "/", None]
    assert dots.dot in chart.dots_css(dots)


def test_of_very_many_areas_a_square_shows_what_partners_differ_on_first() -> None:
    fills = {Common.IN: "#111111", Common.DIFFER: "#222222", Common.OUT: "#333333"}
    near = [shapely.box(i, 0, i + 1, 1) for i in range(4)]
    sketch = Sketch(tuple("abcd"), np.array(near, dtype=object), {}, 400.0, 0.0, 1.0, (1.0, 1.0))
    common = [Common.OUT, Common.DIFFER, Common.IN, Common.NO_DATA]
    (squares,) = chart.in_classes(sketch, near, common, fills, "light").data
    assert np.nanmax(squares.z) == 2
    assert squares.colorscale[-1][1] == "#222222"
    (only,) = chart.in_classes(sketch, near[3:], common[3:], fills, "light").data
    assert np.nanmax(only.z) == -1
