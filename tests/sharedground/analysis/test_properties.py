"""What must hold whatever is loaded."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sharedground.analysis import need
from sharedground.model.outcome import Direction, Expression, Serving
from tests.sharedground.analysis.small_place import (
    an_outcome,
    areas_of,
    assessed,
    assets_of,
    indicators_of,
    values_of,
)

INDICATORS = indicators_of(
    ("ill", "Illness", 2021, "value", "high-is-bad"),
    ("well", "Feels well", 2021, "value", "high-is-good"),
)
OUTCOMES = (
    an_outcome("Health", 0.6),
    an_outcome(
        "Money",
        0.4,
        expressed_by=(Expression(indicator="well"),),
        served_by=(
            Serving(category="library", strength=1),
            Serving(category="gp-surgery", use_capacity=True),
        ),
        reach_m=2_000.0,
    ),
)
FIGURES = ["need", "access", "gap", "weight_covered"]

metres = st.integers(0, 4_000).map(float)
people = st.one_of(st.just(np.nan), st.integers(0, 3_000).map(float))
figure = st.one_of(st.just(np.nan), st.integers(0, 6).map(float))


@st.composite
def places(draw):
    n = draw(st.integers(1, 8))
    codes = [f"a{i}" for i in range(n)]
    areas = areas_of(*[(code, draw(metres), draw(metres), draw(people)) for code in codes])
    assets = assets_of(
        *[
            (f"s{i}", draw(st.sampled_from(["gp-surgery", "library"])), draw(metres),
             draw(metres), draw(figure))
            for i in range(draw(st.integers(0, 8)))
        ]
    )  # fmt: skip
    values = values_of(**{name: {code: draw(figure) for code in codes} for name in ("ill", "well")})
    return {"areas": areas, "assets": assets, "indicator_values": values, "indicators": INDICATORS}


def figures(found):
    return found.table.set_index(["area_code", "outcome"])[FIGURES].sort_index()


@settings(max_examples=30, deadline=None)
@given(places())
def test_the_gap_lies_between_0_and_need_and_is_never_made_up(place):
    table = assessed(*OUTCOMES, **place).table
    known = table.dropna(subset=["gap"])
    assert ((known["gap"] >= 0) & (known["gap"] <= known["need"] + 1e-12)).all()
    assert (known["need"] <= 1).all()
    assert known["people"].notna().all()
    assert (table["gap"].isna() == (table["state"] == "no data")).all()
    assert table["weight_covered"].between(0, 1).all()


@settings(max_examples=20, deadline=None)
@given(places(), st.randoms(use_true_random=False))
def test_the_order_of_areas_and_assets_does_not_matter(place, random):
    def shuffled(table: pd.DataFrame) -> pd.DataFrame:
        return table.iloc[random.sample(range(len(table)), len(table))]

    mixed = place | {"areas": shuffled(place["areas"]), "assets": shuffled(place["assets"])}
    first, second = assessed(*OUTCOMES, **place), assessed(*OUTCOMES, **mixed)
    pd.testing.assert_frame_equal(figures(first), figures(second), rtol=1e-9)
    states = ["area_code", "outcome", "state"]
    assert set(map(tuple, first.table[states].to_numpy())) == set(
        map(tuple, second.table[states].to_numpy())
    )


@settings(max_examples=20, deadline=None)
@given(places())
def test_ten_times_the_people_is_a_tenth_of_the_access_and_the_same_gap(place):
    more = place | {"areas": place["areas"].assign(people=place["areas"]["people"] * 10)}
    first, second = assessed(*OUTCOMES, **place), assessed(*OUTCOMES, **more)
    np.testing.assert_allclose(second.access, first.access / 10, rtol=1e-9)
    np.testing.assert_allclose(second.gap, first.gap, atol=1e-9)


@settings(max_examples=20, deadline=None)
@given(places(), st.lists(st.integers(0, 5), min_size=2, max_size=2))
def test_other_weights_change_totals_only(place, weights):
    first = assessed(*OUTCOMES, **place)
    second = first.with_weights(weights)
    same = ["area_code", "outcome", "need", "access", "target", "gap", "people", "state"]
    each = first.table["outcome"] != "ALL"
    assert second.table.loc[each, same].equals(first.table.loc[each, same])


@settings(max_examples=20, deadline=None)
@given(places())
def test_one_more_place_never_leaves_an_area_with_less_access(place):
    extra = assets_of(("new", "gp-surgery", 2_000.0, 2_000.0, np.nan))
    more = place | {"assets": pd.concat([place["assets"], extra], ignore_index=True)}
    before = assessed(OUTCOMES[0].model_copy(update={"weight": 1.0}), **place).access
    after = assessed(OUTCOMES[0].model_copy(update={"weight": 1.0}), **more).access
    both = ~np.isnan(before) & ~np.isnan(after)
    assert (after[both] >= before[both] - 1e-9).all()


@given(st.lists(st.tuples(figure, people), min_size=1, max_size=30))
def test_the_average_person_has_need_one_half(rows):
    values, weights = np.array(rows, dtype=float).T
    found = need.percentile(values, weights, Direction.HIGH_IS_BAD)
    known = ~np.isnan(found)
    assert (np.isnan(found) >= np.isnan(values)).all()
    if known.any():
        assert np.average(found[known], weights=weights[known]) == pytest.approx(0.5)
