"""Counts are split and conserved, rates are averaged, and nothing unknown becomes a number."""

from __future__ import annotations

from itertools import pairwise

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import box

from sharedground.analysis.apportion import (
    SHARES,
    Sort,
    carried_counts,
    carried_rates,
    is_spreading,
    shares_by_lookup,
    shares_by_overlap,
    sort_of,
)

CRS = "EPSG:27700"


def _strip(edges: list[float], prefix: str) -> gpd.GeoDataFrame:
    """Return areas side by side, 100 m high, between the edges."""
    shapes = [box(a, 0, b, 100) for a, b in pairwise(edges)]
    codes = [f"{prefix}{n}" for n in range(len(shapes))]
    return gpd.GeoDataFrame({"area_code": codes}, geometry=shapes, crs=CRS)


def _edges(cuts: list[float], end: float) -> list[float]:
    return [0.0, *sorted({float(c) for c in cuts if 0 < c < end}), end]


def test_a_count_is_split_by_ground() -> None:
    shares = shares_by_overlap(_strip([0, 100, 200], "o"), _strip([0, 150, 200], "n"))
    found = carried_counts(pd.Series({"o0": 10.0, "o1": 40.0}), shares)
    assert found["value"].to_dict() == pytest.approx({"n0": 30.0, "n1": 20.0})
    assert found["moved"].to_dict() == pytest.approx({"n0": 20 / 30, "n1": 1.0})


def test_a_count_is_split_by_people_where_they_are_known() -> None:
    old, new = _strip([0, 200], "o"), _strip([0, 100, 200], "n")
    people = pd.Series({"n0": 300.0, "n1": 100.0})
    found = carried_counts(pd.Series({"o0": 40.0}), shares_by_overlap(old, new, people))
    assert found["value"].to_dict() == pytest.approx({"n0": 30.0, "n1": 10.0})
    unknown = shares_by_overlap(old, new, pd.Series({"n0": 300.0}))
    assert carried_counts(pd.Series({"o0": 40.0}), unknown)["value"].tolist() == [20.0, 20.0]


def test_a_rate_is_a_mean_by_people_else_by_ground() -> None:
    shares = shares_by_overlap(_strip([0, 100, 200], "o"), _strip([0, 200], "n"))
    rates = pd.Series({"o0": 10.0, "o1": 20.0})
    assert carried_rates(rates, shares)["value"]["n0"] == pytest.approx(15.0)
    by_people = carried_rates(rates, shares, pd.Series({"o0": 300.0, "o1": 100.0}))
    assert by_people["value"]["n0"] == pytest.approx(12.5)
    assert by_people["moved"]["n0"] == 0.0


def test_both_halves_of_a_split_area_have_its_rate_and_say_that_it_was_moved() -> None:
    shares = shares_by_overlap(_strip([0, 200], "o"), _strip([0, 100, 200], "n"))
    found = carried_rates(pd.Series({"o0": 7.5}), shares)
    assert found["value"].tolist() == [7.5, 7.5]
    assert found["moved"].tolist() == [1.0, 1.0]


def test_what_is_not_known_stays_unknown() -> None:
    shares = shares_by_overlap(_strip([0, 100, 200], "o"), _strip([0, 150, 200], "n"))
    values = pd.Series({"o0": np.nan, "o1": 40.0})
    counts = carried_counts(values, shares)["value"]
    assert np.isnan(counts["n0"])
    assert counts["n1"] == pytest.approx(20.0)
    rates = carried_rates(values, shares)["value"]
    assert np.isnan(rates["n0"]), "only a third of the ground is known"
    assert rates["n1"] == 40.0
    assert carried_counts(pd.Series(dtype=float), shares)["value"].isna().all()


def test_an_area_that_is_hardly_covered_has_no_count() -> None:
    shares = shares_by_overlap(_strip([0, 100], "o"), _strip([0, 50, 200], "n"))
    found = carried_counts(pd.Series({"o0": 10.0}), shares)["value"]
    assert found["n0"] == pytest.approx(5.0)
    assert np.isnan(found["n1"])


def test_slivers_of_outlines_drawn_differently_move_nothing() -> None:
    old, new = _strip([0, 100, 200], "o"), _strip([0, 101, 200], "n")
    shares = shares_by_overlap(old, new)
    assert list(shares.columns) == list(SHARES)
    assert shares[["from_code", "to_code", "share"]].values.tolist() == [
        ["o0", "n0", 1.0], ["o1", "n1", 1.0],
    ]  # fmt: skip


def test_one_code_in_both_sets_is_one_area_however_it_is_drawn() -> None:
    old = _strip([0, 100, 200], "a")
    new = _strip([0, 115, 200], "a")
    shares = shares_by_overlap(old, new)
    assert shares[["from_code", "to_code"]].values.tolist() == [["a0", "a0"], ["a1", "a1"]]
    elsewhere = _strip([200, 300, 400], "a")
    assert shares_by_overlap(old, elsewhere).empty


def test_sets_that_do_not_touch_share_nothing() -> None:
    shares = shares_by_overlap(_strip([0, 100], "o"), _strip([500, 600], "n"))
    assert shares.empty
    assert carried_counts(pd.Series({"o0": 5.0}), shares).empty
    assert carried_rates(pd.Series({"o0": 5.0}), shares).empty


cuts = st.lists(st.integers(1, 999), max_size=12)
amounts = st.lists(st.integers(0, 10**6), min_size=13, max_size=13)


@given(cuts, cuts, amounts, amounts, st.booleans())
def test_split_counts_add_up_to_what_was_split(
    old_cuts: list[int], new_cuts: list[int], counts: list[int], people: list[int], by: bool
) -> None:
    old = _strip(_edges(list(map(float, old_cuts)), 1000.0), "o")
    new = _strip(_edges(list(map(float, new_cuts)), 1000.0), "n")
    values = pd.Series(counts[: len(old)], index=old["area_code"]).astype(float)
    there = pd.Series(people[: len(new)], index=new["area_code"]).astype(float)
    shares = shares_by_overlap(old, new, there if by else None)
    found = carried_counts(values, shares, least_cover=0.0)
    assert found["value"].sum() == pytest.approx(values.sum(), rel=1e-9, abs=1e-6)
    assert (found["value"] >= 0).all()
    assert found["moved"].between(0, 1 + 1e-9).all()


@given(cuts, cuts, amounts, st.floats(300, 900))
def test_only_what_lies_outside_is_lost(
    old_cuts: list[int], new_cuts: list[int], counts: list[int], end: float
) -> None:
    old = _strip(_edges(list(map(float, old_cuts)), 1000.0), "o")
    new = _strip(_edges(list(map(float, new_cuts)), end), "n")
    values = pd.Series(counts[: len(old)], index=old["area_code"]).astype(float)
    shares = shares_by_overlap(old, new)
    inside = shares.groupby("from_code")["share"].sum()
    assert (inside <= 1 + 1e-9).all()
    expected = (values * inside.reindex(values.index).fillna(0.0)).sum()
    found = carried_counts(values, shares, least_cover=0.0)["value"].sum()
    assert found == pytest.approx(expected, rel=1e-9, abs=1e-6)


@given(cuts, cuts, amounts, amounts)
def test_a_mean_lies_between_the_least_and_the_most(
    old_cuts: list[int], new_cuts: list[int], rates: list[int], people: list[int]
) -> None:
    old = _strip(_edges(list(map(float, old_cuts)), 1000.0), "o")
    new = _strip(_edges(list(map(float, new_cuts)), 1000.0), "n")
    values = pd.Series(rates[: len(old)], index=old["area_code"]).astype(float)
    weights = pd.Series(people[: len(old)], index=old["area_code"]).astype(float)
    found = carried_rates(values, shares_by_overlap(old, new), weights)["value"].dropna()
    assert found.between(values.min() - 1e-6, values.max() + 1e-6).all()


def test_a_lookup_carries_whole_areas_and_splits_those_with_several() -> None:
    pairs = pd.DataFrame({"from_code": ["a", "b", "c", "c"], "to_code": ["x", "x", "y", "z"]})
    values = pd.Series({"a": 1.0, "b": 2.0, "c": 8.0})
    even = carried_counts(values, shares_by_lookup(pairs))
    assert even["value"].to_dict() == {"x": 3.0, "y": 4.0, "z": 4.0}
    assert even["moved"].to_dict() == {"x": 0.0, "y": 1.0, "z": 1.0}
    people = pd.Series({"y": 300.0, "z": 100.0})
    by_people = carried_counts(values, shares_by_lookup(pairs, people))
    assert by_people["value"].to_dict() == {"x": 3.0, "y": 6.0, "z": 2.0}
    given_shares = shares_by_lookup(pairs.assign(share=[1.0, 1.0, 0.25, 0.75]))
    assert carried_counts(values, given_shares)["value"].to_dict() == {"x": 3, "y": 2, "z": 6}


@pytest.mark.parametrize(
    ("name", "measure", "unit", "values", "expected"),
    [
        ("People claiming", "value", "", [3, 10], Sort.COUNT),
        ("Claimant rate", "value", "", [3, 10], Sort.RATE),
        ("No car", "value", "% of households", [30, 10], Sort.RATE),
        ("Income per head", "value", "", [300, 1000], Sort.RATE),
        ("Life expectancy", "value", "", [81.2, 79.9], Sort.RATE),
        ("Change", "value", "", [-3, 10], Sort.RATE),
        ("Income deprivation", "score", "", [1, 2], Sort.RATE),
        ("Income deprivation", "rank", "", [1, 2], Sort.RANK),
        ("Income deprivation", "decile", "", [1, 2], Sort.RANK),
    ],
)
def test_figures_are_sorted_into_counts_rates_and_ranks(
    name: str, measure: str, unit: str, values: list[float], expected: Sort
) -> None:
    assert sort_of(name, measure, unit, pd.Series(values, dtype=float)) is expected


def test_larger_areas_are_not_spread_to_smaller() -> None:
    wards, streets = _strip([0, 500, 1000], "w"), _strip([0, 100, 200, 300, 400], "s")
    assert is_spreading(wards, streets)
    assert not is_spreading(streets, wards)
    assert not is_spreading(wards, wards)
