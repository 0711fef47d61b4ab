"""What serves each outcome: places by kind, directly or helping, and who runs them."""

import numpy as np
import pandas as pd

from sharedground.analysis.serving import places_serving, serving_kinds, serving_outcomes
from sharedground.model.outcome import Serving
from tests.sharedground.analysis.small_place import an_outcome, assessed, assets_of

ASSETS = assets_of(
    ("g1", "gp-surgery", 0, 0, np.nan),
    ("g2", "gp-surgery", 600, 0, np.nan),
    ("g3", "gp-surgery", 600, 0, np.nan),
    ("p1", "park", 0, 0, np.nan),
    ("l1", "library", 0, 0, np.nan),
    ("away", "park", np.nan, np.nan, np.nan),
)
RUN_BY = pd.Series({"g1": "NHS", "g2": "NHS", "g3": "Trust", "p1": " ", "away": "Council"})
HEALTH = an_outcome(
    "Health", 0.5,
    served_by=(Serving(category="park", strength=1), Serving(category="gp-surgery"),
               Serving(category="pharmacy"), Serving(category="school", strength=0)),
)  # fmt: skip
LEARNING = an_outcome("Learning", 0.5, served_by=(Serving(category="library"),))
FOUND = assessed(HEALTH, LEARNING, assets=ASSETS)


def test_kinds_in_order_with_those_nobody_has_listed() -> None:
    kinds = serving_kinds(FOUND, RUN_BY)
    assert kinds[["code", "category", "strength", "places"]].to_numpy().tolist() == [
        ["health", "gp-surgery", 2, 3],
        ["health", "pharmacy", 2, 0],
        ["health", "park", 1, 1],
        ["learning", "library", 2, 1],
    ]


def test_who_runs_them_most_first_and_how_many_nobody_named() -> None:
    kinds = serving_kinds(FOUND, RUN_BY).set_index("category")
    assert kinds.loc["gp-surgery", "runners"] == ("NHS", "Trust")
    assert kinds.loc["gp-surgery", "partners"] == 2
    assert kinds.loc["park", "runners"] == ()
    assert kinds.loc[["park", "library", "gp-surgery"], "unnamed"].tolist() == [1, 1, 0]


def test_outcomes_sum_their_kinds() -> None:
    health = serving_outcomes(serving_kinds(FOUND, RUN_BY)).iloc[0]
    assert health[["places", "direct", "helping", "partners", "unnamed"]].tolist() == [
        4,
        3,
        1,
        2,
        1,
    ]
    assert health["most"] == ("gp-surgery", "park")


def test_places_are_counted_once_and_only_on_the_map() -> None:
    twice = assessed(HEALTH, an_outcome("Air", 0.5, served_by=HEALTH.served_by), assets=ASSETS)
    assert places_serving(twice) == 4
    assert places_serving(FOUND) == 5
    assert places_serving(FOUND, "learning") == 1


def test_a_vision_that_nothing_serves_has_no_kinds() -> None:
    kinds = serving_kinds(assessed(an_outcome(served_by=())), RUN_BY)
    assert len(kinds) == 0
    assert len(serving_outcomes(kinds)) == 0
