"""Figures of other areas are written out: value, standing, and what they are not."""

from __future__ import annotations

import pandas as pd

from components.map.beside import rows, standing_in_words, value_in_words
from sharedground.area_figures import SetFigures
from sharedground.model.place import AreaSet


def test_values_and_standings_are_words() -> None:
    assert value_in_words(12.0, "") == "12"
    assert value_in_words(12.34, "% of people") == "12.3%"
    assert standing_in_words(3, 21, "high-is-bad") == "3 of 21, from the highest"
    assert standing_in_words(3, 21, "high-is-good") == "3 of 21, from the lowest"
    assert standing_in_words(1, 1, "") == "The only one"


def test_the_newest_figure_of_an_area_comes_first() -> None:
    table = pd.DataFrame(
        [["W1", "Sale", "a", "Need", 2019.0, "score", "high-is-bad", 1.5, "", 2, 3],
         ["W1", "Sale", "b", "Need", 2025.0, "score", "high-is-bad", 2.5, "", 1, 3],
         ["W2", "Ash", "c", "Undated", float("nan"), "score", "", 7.0, "", 1, 1]],
        columns=["area_code", "area_name", "indicator_id", "name", "year", "measure", "direction",
                 "value", "unit", "standing", "of"],
    )  # fmt: skip
    told = rows(SetFigures(AreaSet(set_id="w", name="Wards"), "", table))
    assert told == [
        ("Ash", "Undated", "7", "The only one"),
        ("Sale", "Need, 2025", "2.5", "1 of 3, from the highest"),
        ("Sale", "Need, 2019", "1.5", "2 of 3, from the highest"),
    ]
