"""The legend says from which figure to which each colour goes, and what is asked of it."""

import numpy as np
import pandas as pd
import pytest

from components import theme
from components.map import legend, picture
from components.map.colour import Colouring
from components.map.filters import Asked, matching
from sharedground.analysis.classes import NO_DATA, Cut, Shade
from sharedground.model.vision import Vision

LABELS = pd.DataFrame(
    {"area_code": [f"E{n}" for n in range(6)], "label": [f"Sale {n}" for n in range(6)],
     "group": ["Sale"] * 3 + [""] * 3}
)  # fmt: skip
VALUES = np.array([1_100.0, 1_250, 1_400, 1_600, 5_000, np.nan])
WHOLE = Asked("all", "Sixways", tuple(LABELS["area_code"]), (), "", "people", None)


def shown(values: np.ndarray = VALUES, cut: Cut = Cut.ALIKE) -> Colouring:
    return Colouring(values, "people who live there", "People", "Fewer people", "More people",
                     "places", (), "", "", cut)  # fmt: skip


def test_each_class_has_its_figures_its_areas_and_a_colour_and_no_data_stands_apart() -> None:
    steps = legend.told(shown(), 4, "light")["steps"]
    assert [step["says"] for step in steps[:2]] == ["1,100", "1,250"]
    assert steps[-1] == {"n": NO_DATA, "fill": "", "says": "No data", "count": "1 area",
                         "pressed": False}  # fmt: skip
    assert [step["n"] for step in steps if step["pressed"]] == [4]
    assert len({step["fill"] for step in steps}) == len(steps)


@pytest.mark.parametrize(
    ("figures", "said"),
    [([(1, 3), (4, 9)], ["1 to 3", "4 to 9"]), ([(7, 7)], ["7"]),
     ([(1.2, 1.3), (1.4, 3)], ["1.2 to 1.3", "1.4 to 3.0"]),
     ([(0.311, 0.312), (0.3121, 1)], ["0.31", "0.31 to 1.00"])],
)  # fmt: skip
def test_limits_have_decimals_only_where_classes_would_seem_to_meet(figures, said) -> None:
    shades = tuple(Shade(n, low, high, 1) for n, (low, high) in enumerate(figures))
    assert list(legend.limits(shades).values()) == said


def test_a_class_leaves_only_its_areas_and_says_which_they_are() -> None:
    asked = legend.narrowed(WHOLE, shown(), 4, LABELS)
    assert asked.codes == ("E4",)
    assert asked.title == "areas with 5,000 people"
    assert legend.narrowed(WHOLE, shown(), NO_DATA, LABELS).title == "areas with no data"
    part = Asked("group:Sale", "Sale", ("E0", "E1", "E2"), (), "", "people", None)
    both = legend.narrowed(part, shown(), 1, LABELS)
    assert (both.codes, both.title) == (("E1",), "areas with 1,250 people in Sale")
    assert legend.narrowed(WHOLE, shown(), None, LABELS) is WHOLE


@pytest.mark.parametrize("near", [True, False])
def test_places_of_other_classes_are_found_and_lie_outside(near: bool) -> None:
    places = pd.DataFrame({"area_code": ["E4", "E1", ""], "category": "library", "minutes": 1.0})
    asked = legend.narrowed(WHOLE, shown(), 4, LABELS)
    vision = Vision(title="-", statement="", outcomes=())
    assert matching(places, asked, vision, near=near)["inside"].tolist() == [True, False, False]


def test_a_picture_has_one_class_strong_where_one_is_asked_for() -> None:
    every, one = picture.fills(shown()), picture.fills(shown(), 4)
    assert one.labels == every.labels
    assert [a == b for a, b in zip(every.colours, one.colours, strict=True)] == [False] * 4 + [True]
    assert all(theme.luminance(b) > theme.luminance(a)
               for a, b in zip(every.colours[:4], one.colours[:4], strict=True))  # fmt: skip


def test_what_is_no_number_in_the_address_is_no_class() -> None:
    assert [legend._number(told) for told in ("3", "-1", "x", "--1", "9", "²")] == [
        3, -1, None, None, None, None]  # fmt: skip
