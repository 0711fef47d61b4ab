"""What places can be chosen by, and what to let go when none fits."""

import numpy as np
import pandas as pd
import pytest

from sharedground.analysis.choosing import (
    Facet,
    all_of,
    fits,
    price,
    serving,
    step_free,
    ways_out,
    with_traits,
)
from sharedground.analysis.walking import metres_within, minutes
from sharedground.model.outcome import Outcome, Serving
from sharedground.model.vision import Vision

VISION = Vision(
    title="-", statement="",
    outcomes=(Outcome(code="O05", name="Learning", weight=1, served_by=(
        Serving(category="library"), Serving(category="park", strength=1))),),
)  # fmt: skip


@pytest.mark.parametrize(
    ("text", "meaning"),
    [("Yes", "yes"), ("Partly", "in part"), ("No", "no"), ("", ""), ("Step-free", "yes"),
     ("limited", "in part"), ("Not accessible", "no"), ("toilets, doorways", "yes"),
     ("Portable ramp, please ring", "in part")],
)  # fmt: skip
def test_what_words_say_of_access(text: str, meaning: str) -> None:
    assert step_free(text) == meaning


@pytest.mark.parametrize(
    ("text", "meaning"),
    [("Free", "free"), ("£3.50 a session", "paid"), ("Pay what you can", "own choice"),
     ("0", "free"), ("2.50 GBP", "paid"), ("Free for members, else £2", "paid"), ("", ""),
     ("Ask at the desk", ""), ("No charge", "free"), ("Suggested donation £2", "own choice"),
     ("0.00", "free")],
)  # fmt: skip
def test_what_words_say_of_cost(text: str, meaning: str) -> None:
    assert price(text) == meaning


def assets() -> pd.DataFrame:
    return with_traits(
        pd.DataFrame(
            {"organization": ["Town Council", "TOWN COUNCIL", "Town Council", ""],
             "accessibility": ["Yes", "", "No", ""], "cost_options": ["", "Free", "", ""],
             "category": ["library", "park", "school", "library"]}
        )
    )  # fmt: skip


def test_names_that_differ_by_case_only_are_one_partner() -> None:
    assert assets()["runner"].tolist() == ["Town Council"] * 3 + [""]


def test_what_serves_an_outcome_can_be_chosen_and_what_serves_it_directly() -> None:
    serves = serving(VISION)
    every = fits(assets(), Facet.SERVES, ("O05",), serves)
    direct = fits(assets(), Facet.SERVES, ("O05 directly", "gone"), serves)
    assert every.tolist() == [True, True, False, True]
    assert direct.tolist() == [True, False, False, True]


def test_the_nearest_way_out_lets_one_choice_go() -> None:
    masks = {
        "a": np.array([True, True, False, False]),
        "b": np.array([False, False, True, False]),
        "c": np.array([True, True, True, False]),
    }
    assert not all_of(masks, 4).any()
    assert ways_out(masks) == [("b", 2), ("a", 1)]
    assert ways_out({}) == []


def test_minutes_on_foot_are_rounded_up_and_known_only_with_a_distance() -> None:
    found = minutes(np.array([0.0, 100.0, 800.0, np.nan]), 1.3)
    assert found[:3].tolist() == [1, 2, 13]
    assert np.isnan(found[3])
    assert metres_within(15, 1.2) == 1000
