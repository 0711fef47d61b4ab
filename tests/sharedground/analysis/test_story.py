"""Strengths and gaps in sentences: singular and plural, zero and no data, and their numbers."""

import math

import pandas as pd
import pytest

from sharedground.analysis import story
from sharedground.analysis.standing import Verdict, standing
from sharedground.model.outcome import Serving
from tests.sharedground.analysis.small_place import ACCESS_A, an_outcome, assessed

BANNED = ("deprived", "left behind", "worst", "poor")


def rows(**counts: int) -> pd.DataFrame:
    said = [v for v in Verdict for _ in range(counts.get(v.name.lower(), 0))]
    return pd.DataFrame({"verdict": said, "edge": 0})


@pytest.mark.parametrize(
    ("n", "level", "said"),
    [
        (1, "ward", "1 ward"), (2, "ward", "2 wards"), (1_200, "", "1,200 areas"),
        (1, "neighbourhood", "1 neighbourhood"), (3, story.SMALL, "3 small areas"),
        (1, "parish", "1 area"),
    ],
)  # fmt: skip
def test_counted(n: int, level: str, said: str) -> None:
    assert story.counted(n, level) == said


@pytest.mark.parametrize(
    ("metres", "said"),
    [
        (80, "within about 1 minute's walk"),
        (1_200, "within about 15 minutes' walk"),
        (4_800, "within about 60 minutes' walk"),
        (6_000, "within about 6 km"),
    ],
)
def test_reach_in_words(metres: float, said: str) -> None:
    assert story.within(metres) == said


@pytest.mark.parametrize(
    ("value", "said"),
    [(0, "0"), (0.004, "under 0.01"), (0.1164, "0.12"), (0.997, "1.0"), (12.34, "12.3"),
     (math.nan, "No data")],
)  # fmt: skip
def test_places_per_thousand(value: float, said: str) -> None:
    assert story.places_per(value) == said


def test_headings_count_what_the_rows_say() -> None:
    some = rows(enough=2, between=1, first=3, no_data=1)
    assert story.enough_heading(some, "ward", "") == (
        "2 wards have enough in reach for most of what matters"
    )
    assert story.enough_heading(rows(enough=1), "ward", "Health") == "1 ward has enough in reach"
    assert story.first_heading(some, "ward") == "3 wards may need more first"
    assert story.between_sentence(some, "ward") == (
        "1 ward lies in between. No data for 1 ward. This does not mean zero."
    )
    assert story.between_sentence(rows(first=1), "ward") == ""


def test_what_has_no_figure_of_need_is_said_with_its_weight() -> None:
    half = assessed(an_outcome("Health", 0.5), an_outcome("Voice", 0.5, expressed_by=()))
    assert story.uncounted_sentence(half.outcomes) == (
        "50 % of what matters, by weight, has no figure of need. It counts as not met."
    )
    assert story.uncounted_sentence(assessed().outcomes) == ""


def test_headings_where_there_are_none() -> None:
    none = rows(between=2)
    said = [
        story.enough_heading(none, "ward", ""),
        story.enough_heading(none, "ward", "Health"),
        story.first_heading(none, "ward"),
        story.serving_heading(0, ""),
        story.serving_heading(0, "Health"),
    ]
    assert len(set(said)) == 5
    assert not any(word in text.casefold() for word in BANNED for text in said)
    assert not any(character.isdigit() for text in said for character in text)


def test_target_says_whose_it_is() -> None:
    default = story.target_sentence(assessed().outcomes.iloc[0])
    assert "nobody has set another" in default
    own = story.target_sentence(assessed(an_outcome(target=2.5)).outcomes.iloc[0])
    assert own.endswith("The vision's own target is 2.5.")
    nothing = an_outcome(served_by=(Serving(category="library"),))
    assert story.target_sentence(assessed(nothing).outcomes.iloc[0]).startswith("Nothing")


def test_need_names_its_figures_or_says_no_data() -> None:
    assert story.need_sentence(assessed().outcomes.iloc[0]) == (
        "Need is read from: Illness (2021)."
    )
    without = story.need_sentence(assessed(an_outcome(expressed_by=())).outcomes.iloc[0])
    assert without.startswith("No data. This does not mean zero.")


def test_why_carries_the_figures_of_the_table() -> None:
    why = assessed(an_outcome(target=2 * ACCESS_A)).why("a", "health")
    need, reach, result = story.why_sentences(why.figures, why.reach_m)
    assert "Need here is 5 of 100" in need
    assert "so 50 % of it is reached" in reach
    assert result.endswith(": 5 × 50 % = 2 of 100.")


def test_why_without_anything_in_reach_and_without_data() -> None:
    nothing = assessed(an_outcome(served_by=(Serving(category="library"),))).why("c", "health")
    assert (
        "the gap is all the need: 70 of 100"
        in story.why_sentences(nothing.figures, nothing.reach_m)[1]
    )
    missing = assessed(an_outcome(expressed_by=())).why("c", "health")
    (said,) = story.why_sentences(missing.figures, missing.reach_m)
    assert said.startswith("No data. This does not mean zero.")


def test_the_boundary_is_said_only_where_areas_lie_near_it() -> None:
    assert story.edge_sentence(standing(assessed(), "health")) == ""
    near = rows(first=2).assign(edge=[1, 1])
    assert story.edge_sentence(near).startswith("2 areas lie near the boundary.")


def test_the_area_whose_rank_moves_most_is_named() -> None:
    before = pd.DataFrame({"gap": [0.9, 0.5, 0.4, math.nan]})
    after = pd.DataFrame({"gap": [0.9, 0.5, 1.0, math.nan]})
    told = story.rank_sentence(before, after, ["A", "B", "C", "D"])
    assert told.startswith("C changes its rank most: from 3 to 1 of 3")
    assert story.rank_sentence(before, before, list("ABCD")) == "No area changes its rank."
