"""Clicks on the map while a neighbourhood is drawn, and the classes of two maps."""

from typing import Any

import numpy as np
import pandas as pd
import pytest

from components.map import own, twins
from components.map.layers import Sketch

LABELS = pd.DataFrame({"area_code": ["a", "b"], "label": ["A", "B"], "group": ["", ""]})
CORNERS = [[-2.3, 53.4], [-2.2, 53.4], [-2.2, 53.5]]


@pytest.fixture(autouse=True)
def state(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    held: dict[str, Any] = {"area": "own", "own-way": "draw"}
    monkeypatch.setattr("components.session.st.session_state", held)
    return held


def test_the_corners_that_the_map_tells_are_kept_as_one_list(state: dict[str, Any]) -> None:
    assert own.on_map(LABELS, {"corners": CORNERS, "closed": False, "turn": 0})
    assert state["own-sketch"] == Sketch(tuple(map(tuple, CORNERS)), closed=False)
    assert own.on_map(LABELS, {"corners": CORNERS, "closed": True, "turn": 0})
    assert state["own-sketch"].closed


@pytest.mark.parametrize(
    "told",
    [
        {"corners": "x", "turn": 0}, {"corners": CORNERS, "turn": 7},
        {"corners": CORNERS}, {"corners": None, "turn": 0},
    ],
)  # fmt: skip
def test_what_is_no_list_of_this_shape_changes_nothing(
    state: dict[str, Any], told: dict[str, Any]
) -> None:
    assert own.on_map(LABELS, told)
    assert "own-sketch" not in state


def test_what_is_no_position_is_no_corner(state: dict[str, Any]) -> None:
    odd = [["a", 1], [float("nan"), 1], [1], [500, 1], CORNERS[0]]
    own.on_map(LABELS, {"corners": odd, "turn": 0})
    assert state["own-sketch"].corners == (tuple(CORNERS[0]),)


def test_an_area_is_added_and_taken_out_while_areas_are_chosen(state: dict[str, Any]) -> None:
    state["own-way"] = "names"
    assert own.on_map(LABELS, {"area": 1})
    assert state["own-names"] == ["b"]
    assert own.on_map(LABELS, {"area": 1})
    assert state["own-names"] == []
    assert not own.on_map(LABELS, {"area": 9})


def test_a_click_chooses_as_ever_once_the_shape_is_closed_or_not_wanted(
    state: dict[str, Any],
) -> None:
    assert own.on_map(LABELS, {"area": 0})
    state["own-sketch"] = Sketch(closed=True)
    assert not own.on_map(LABELS, {"asset": 3})
    state["area"] = "all"
    assert not own.on_map(LABELS, {"area": 0})


def test_need_has_the_same_classes_on_both_maps() -> None:
    values = np.array([0.0, 20, 20.1, 80, 80.5, 100, np.nan])
    assert twins.twenties(values).tolist() == [0, 0, 1, 3, 4, 4, -1]
