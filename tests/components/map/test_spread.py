"""The chart of all areas: by one figure in a strip, by two as a field."""

import numpy as np
import pandas as pd

from components import theme
from components.map import spread
from components.map.colour import Colouring

VALUES = np.array([10.0, 50, 90, np.nan])
REACHED = np.array([3.0, 2, 0, 1])
LABELS = pd.DataFrame({"label": ["A", "B", "<i>C</i>", "D"]})


def shown(**given: object) -> Colouring:
    return Colouring(VALUES, "need", "Need, 0 to 100", "-", "-", given.pop("scale", "need"), (),
                     "", "", **given)  # fmt: skip


def drawn(what: Colouring, faint: np.ndarray | None = None):
    known, chosen = np.array([0, 1, 2]), np.zeros(4, bool)
    return spread.figure(what, LABELS, known, chosen, "light", faint).data[0]


def test_each_area_with_a_figure_is_a_dot_of_its_colour() -> None:
    dots = drawn(shown())
    assert list(dots.x) == [10, 50, 90]
    assert list(dots.marker.color) == [theme.scale("need", "light")[n] for n in (0, 2, 4)]
    assert dots.hovertext[2] == "&lt;i&gt;C&lt;/i&gt;: 90"


def test_two_figures_are_a_field_of_need_and_what_is_in_reach() -> None:
    dots = drawn(shown(scale="pair", reached=REACHED, reached_column="In reach"))
    assert list(dots.y) == [3, 2, 0]
    assert list(dots.marker.color) == [theme.scale("pair", "light")[n] for n in (2, 4, 6)]


def test_areas_of_other_classes_have_no_colour() -> None:
    dots = drawn(shown(), np.array([True, False, True, True]))
    pale = theme.colour("surface", "light")
    assert [colour == pale for colour in dots.marker.color] == [True, False, True]
