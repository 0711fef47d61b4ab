"""A list of figures is carried over: counts, rates and ranks each in their own way, and told."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from sharedground.analysis.apportion import Sort, shares_by_lookup
from sharedground.analysis.carry_words import faults_of, in_words
from sharedground.analysis.carrying import carried

SHARES = shares_by_lookup(pd.DataFrame({"from_code": ["a", "b", "b"], "to_code": ["x", "y", "z"]}))
INDICATORS = pd.DataFrame(
    [["claims", "Claims", "value", ""], ["poor", "Low income", "value", "%"],
     ["imd", "Deprivation", "rank", ""], ["void", "Nothing known", "value", "%"]],
    columns=["indicator_id", "name", "measure", "unit"],
)  # fmt: skip
VALUES = pd.DataFrame(
    [["claims", "a", 10.0], ["claims", "b", 30.0], ["poor", "a", 5.5], ["poor", "b", 9.5],
     ["imd", "a", 1.0], ["imd", "b", 2.0], ["void", "a", np.nan]],
    columns=["indicator_id", "area_code", "value"],
)  # fmt: skip


def test_each_sort_of_figure_goes_its_own_way() -> None:
    found, figures = carried(INDICATORS, VALUES, SHARES)
    wide = found.pivot_table(index="area_code", columns="indicator_id", values="value")
    assert wide["claims"].to_dict() == {"x": 10.0, "y": 15.0, "z": 15.0}
    assert wide["poor"].to_dict() == {"x": 5.5, "y": 9.5, "z": 9.5}
    assert set(wide.columns) == {"claims", "poor"}
    by_id = {each.indicator_id: each for each in figures}
    assert by_id["imd"].sort is Sort.RANK
    assert (by_id["claims"].before, by_id["claims"].after) == (40.0, 40.0)
    assert by_id["claims"].moved == pytest.approx(0.75)
    assert by_id["void"].areas == 0


def test_a_person_can_say_that_a_count_is_a_rate() -> None:
    found, figures = carried(INDICATORS, VALUES, SHARES, as_counts={"claims": False, "imd": True})
    claims = found[found["indicator_id"] == "claims"].set_index("area_code")["value"]
    assert claims.to_dict() == {"x": 10.0, "y": 30.0, "z": 30.0}
    assert {each.indicator_id: each.sort for each in figures}["imd"] is Sort.RANK


def test_what_happened_is_said_once_for_each_sort() -> None:
    _, figures = carried(INDICATORS, VALUES, SHARES)
    words = list(in_words(figures))
    assert len(words) == 2
    assert "Low income" in words[0]
    assert "40 of 40 are carried over, 75.0% of them" in words[1]
    faults = {fault.code: fault for fault in faults_of(figures, ["z"])}
    assert set(faults) == {"carry.rank", "carry.empty", "area.no_data"}
    assert faults["carry.rank"].value == "Deprivation"
    assert faults["carry.empty"].value == "Nothing known"
    assert faults["area.no_data"].value == "z"
