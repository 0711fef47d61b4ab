"""Whom partners cover: alone, together, and how much of the whole is each one's."""

from itertools import combinations
from math import factorial

import numpy as np
import pandas as pd
import pytest
from scipy.sparse import csr_array

from sharedground.analysis.around import Around
from sharedground.analysis.assessment import ALL
from sharedground.analysis.cover import Cover, Reached, cover, reached_by, shapley
from sharedground.errors import NotFoundError
from sharedground.model.outcome import Serving
from tests.sharedground.analysis.small_place import (
    AREAS,
    ASSETS,
    OUTLINE,
    an_outcome,
    assessed,
    assets_of,
)

PEOPLE = np.array([100.0, 200, 300, 400, np.nan])


def covered(rows: dict[str, list[int]], unnamed: list[int] | None = None, shown: int = 10) -> Cover:
    by = csr_array(np.array(list(rows.values()), dtype=float).reshape(len(rows), -1))
    flags = np.array([0] * len(PEOPLE) if unnamed is None else unnamed, dtype=bool)
    places = np.ones(len(rows), dtype=np.int64)
    reached = Reached(tuple(rows), places, by, flags, int(flags.any()))
    return cover(reached, PEOPLE, shown)


def by_orders(by: np.ndarray, people: np.ndarray) -> list[float]:
    """The Shapley value by its definition: what each adds to every set of the others."""
    n = len(by)

    def joint(members: tuple[int, ...]) -> float:
        return float(people[by[list(members)].any(axis=0)].sum()) if members else 0.0

    values = []
    for i in range(n):
        others = [j for j in range(n) if j != i]
        sets = [s for size in range(n) for s in combinations(others, size)]
        values.append(sum(
            factorial(len(s)) * factorial(n - len(s) - 1) / factorial(n)
            * (joint((*s, i)) - joint(s)) for s in sets
        ))  # fmt: skip
    return values


def test_alone_and_shared_by_hand() -> None:
    found = covered({"Library Trust": [1, 1, 0, 0, 1], "Council": [0, 1, 1, 0, 0]})
    first, second = found.partners.to_dict("records")
    assert first == {"partner": "Council", "places": 1, "people": 500, "alone": 300,
                     "unnamed_too": 0, "shared": 200, "share": 400}  # fmt: skip
    assert second == {"partner": "Library Trust", "places": 1, "people": 300, "alone": 100,
                      "unnamed_too": 0, "shared": 200, "share": 200}  # fmt: skip
    assert found.overlap.tolist() == [[500, 200], [200, 300]]
    assert (found.joint, found.by_one) == (600, 400)
    assert (found.people, found.uncovered) == (1_000, 400)
    assert found.areas_people_unknown == 1


def test_places_that_nobody_is_named_for_are_no_partner_but_end_being_alone() -> None:
    found = covered({"Council": [1, 1, 0, 0, 0]}, unnamed=[0, 1, 1, 0, 1])
    (council,) = found.partners.to_dict("records")
    assert (council["people"], council["alone"], council["unnamed_too"]) == (300, 100, 200)
    assert council["share"] == found.joint == 300
    assert (found.unnamed, found.only_unnamed, found.uncovered) == (500, 300, 400)
    assert found.partners_in_all == 1


def test_joint_cover_is_never_more_than_the_sum() -> None:
    found = covered({"a": [1, 1, 0, 0, 0], "b": [0, 1, 1, 0, 0], "c": [1, 1, 1, 0, 0]})
    assert found.joint <= found.partners["people"].sum()
    assert found.partners["share"].sum() == pytest.approx(found.joint)
    parts = found.partners[["alone", "unnamed_too", "shared"]].sum(axis=1)
    assert parts.tolist() == found.partners["people"].tolist()


@pytest.mark.parametrize("n", range(1, 9))
def test_shares_are_those_of_every_order_of_coming(n: int) -> None:
    rng = np.random.default_rng(n)
    by = rng.random((n, 40)) < 0.3
    people = rng.integers(0, 500, 40).astype(float)
    shares = shapley(csr_array(by.astype(float)), people)
    assert shares == pytest.approx(by_orders(by, people), rel=1e-12, abs=1e-9)
    assert shares.sum() == pytest.approx(people[by.any(axis=0)].sum())


def test_beyond_the_largest_the_rest_stand_together() -> None:
    rows = {"big": [1, 1, 1, 0, 0], "mid": [0, 1, 0, 0, 0], "x": [1, 0, 0, 0, 0],
            "y": [1, 0, 0, 1, 0]}  # fmt: skip
    found = covered(rows, shown=2)
    assert found.partners["partner"].tolist() == ["big", "y"]
    assert found.overlap.shape == (2, 2)
    (rest,) = found.rest.to_dict("records")
    assert (rest["places"], rest["people"], rest["alone"], rest["shared"]) == (2, 300, 0, 300)
    assert found.partners["share"].sum() + rest["share"] == pytest.approx(found.joint)
    assert covered(rows).rest.empty


def test_partners_with_the_same_cover_come_by_name() -> None:
    found = covered({"Zebra": [1, 0, 0, 0, 0], "Ant": [1, 0, 0, 0, 0]})
    assert found.partners["partner"].tolist() == ["Ant", "Zebra"]


def test_what_each_partner_reaches_is_found_from_the_assessment() -> None:
    # a and b lie 600 m apart, with a surgery each; both surgeries are in reach of both areas.
    runs = pd.Series({"g1": " Valley Health ", "g2": "Valley Health"})
    both = reached_by(assessed(), runs)
    assert both.partners == ("Valley Health",)
    assert both.places.tolist() == [2]
    assert both.by.toarray().tolist() == [[1, 1, 0]]
    assert not both.unnamed.any()
    near = assessed(an_outcome(reach_m=300))
    split = reached_by(near, pd.Series({"g1": "One", "g2": ""}), "health")
    assert split.by.toarray().tolist() == [[1, 0, 0]]
    assert split.unnamed.tolist() == [False, True, False]
    assert split.unnamed_places == 1


def test_each_place_counts_within_the_reach_of_what_it_serves() -> None:
    assets = assets_of(("g", "gp-surgery", 0, 0, np.nan), ("f", "faith-place", 0, 0, np.nan))
    near = an_outcome("Faith", 0.5, reach_m=300, served_by=(Serving(category="faith-place"),))
    found = assessed(an_outcome("Health", 0.5), near, assets=assets)
    runs = pd.Series({"g": "Health", "f": "Church"})
    reached = reached_by(found, runs, ALL)
    assert dict(zip(reached.partners, reached.by.toarray().tolist(), strict=True)) == {
        "Church": [1, 0, 0], "Health": [1, 1, 0],
    }  # fmt: skip
    unweighted = found.with_weights([1, 0])
    assert reached_by(unweighted, runs, ALL).partners == ("Health",)


def test_areas_around_the_place_are_nobody_to_cover() -> None:
    beyond = Around(AREAS.iloc[1:2][["area_code", "x", "y", "people"]], OUTLINE, "Next door")
    found = assessed(areas=AREAS.iloc[[0, 2]], around=beyond)
    reached = reached_by(found, pd.Series({"g1": "Health", "g2": "Health"}))
    assert reached.by.toarray().tolist() == [[1, 0]]


def test_no_partner_at_all_covers_nobody() -> None:
    found = cover(reached_by(assessed(), pd.Series(dtype=object)), np.array([100.0, 300, 600]))
    assert found.partners.empty
    assert (found.joint, found.only_unnamed, found.uncovered) == (0, 400, 600)
    nothing = assessed(assets=ASSETS.iloc[:0])
    assert cover(reached_by(nothing, pd.Series(dtype=object)), np.ones(3)).uncovered == 3


def test_an_outcome_that_is_not_there_is_said() -> None:
    with pytest.raises(NotFoundError):
        reached_by(assessed(), pd.Series(dtype=object), "nonsense")
