"""Linking outcomes to kinds of place and to figures of need."""

import pandas as pd
import pytest

from components.vision import links, serves, weights
from components.vision.draft import opened_from
from sharedground.model.category import CATEGORIES
from sharedground.model.frames import INDICATORS
from sharedground.model.outcome import Direction, Expression, Outcome, Serving
from sharedground.model.vision import Vision
from tests.builders import a_vision

COUNTS = pd.Series({"park": 3, "library": 5})


def indicators(*rows: tuple[str, str, float, str, str]) -> pd.DataFrame:
    """Return indicators of (id, name, year, measure, direction)."""
    frame = pd.DataFrame(rows, columns=["indicator_id", "name", "year", "measure", "direction"])
    return frame.assign(unit="", source_id="s")[list(INDICATORS)]


def test_the_grid_lists_every_kind_those_with_places_first() -> None:
    draft = opened_from("p", a_vision())
    codes = links.kinds_in_order(draft, COUNTS)
    assert codes[:2] == ["library", "park"]
    assert sorted(codes) == sorted(category.code for category in CATEGORIES)
    frame = links.grid_frame(draft, codes, COUNTS)
    assert list(frame["places"][:3]) == [5, 3, 0]
    assert list(frame["O05"][:2]) == ["Serves it directly", "No"]


def test_an_unchanged_grid_changes_nothing() -> None:
    served = (Serving(category="park", strength=1, use_capacity=True), Serving(category="library"))
    outcome = Outcome(code="O1", name="One", served_by=served, weight=1)
    draft = opened_from("p", Vision(title="T", outcomes=(outcome,)))
    codes = links.kinds_in_order(draft, COUNTS)
    frame = links.grid_frame(draft, codes, COUNTS)
    assert links.from_grid(draft, codes, frame) == draft


def test_a_changed_grid_changes_strengths_and_keeps_counting_by_size() -> None:
    served = (Serving(category="park", strength=1, use_capacity=True), Serving(category="library"))
    outcome = Outcome(code="O1", name="One", served_by=served, weight=1)
    draft = opened_from("p", Vision(title="T", outcomes=(outcome,)))
    codes = links.kinds_in_order(draft, COUNTS)
    frame = links.grid_frame(draft, codes, COUNTS)
    frame.loc[codes.index("park"), "O1"] = "Serves it directly"
    frame.loc[codes.index("library"), "O1"] = "No"
    frame.loc[codes.index("sport"), "O1"] = "Helps"
    assert links.from_grid(draft, codes, frame).outcomes[0].served_by == (
        Serving(category="park", strength=2, use_capacity=True),
        Serving(category="sport", strength=1),
    )


def test_a_figure_nobody_loaded_stays_at_hand() -> None:
    outcome = Outcome(code="O1", name="One", expressed_by=(Expression(indicator="Old figure"),))
    known = indicators(("low", "Low income", 2023.0, "value", "high-is-bad"))
    assert links.options_for(outcome, known) == ["low", "Old figure"]
    assert serves.sign_in_words(outcome.expressed_by[0], known) == (
        "Old figure (no figures loaded)"
    )


@pytest.mark.parametrize(
    ("stated", "chosen", "words"),
    [
        ("high-is-bad", None, "Low income, 2023: a high figure means more need"),
        ("high-is-good", None, "Low income, 2023: a high figure means less need"),
        ("high-is-bad", Direction.HIGH_IS_GOOD, "Low income, 2023: a high figure means less need"),
        ("", None, "Low income, 2023: nobody has said what a high figure means"),
    ],
)
def test_what_a_high_figure_means(stated: str, chosen: Direction | None, words: str) -> None:
    known = indicators(("low", "Low income", 2023.0, "value", stated))
    expression = Expression(indicator="low", direction=chosen)
    assert serves.sign_in_words(expression, known) == words
    assert (serves.way_of(expression, known) is None) == ("nobody" in words)


def test_figures_of_one_name_are_told_apart() -> None:
    known = indicators(
        ("a", "Income", 2019.0, "score", ""), ("b", "Income", 2019.0, "rank", ""),
        ("c", "Income", float("nan"), "decile", ""),
    )  # fmt: skip
    assert list(links.names_of(known).values()) == [
        "Income (decile)", "Income (rank), 2019", "Income, 2019",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("now", "then", "words"),
    [
        ("AB", "AB", "The first five areas stay the same"),
        ("AB", "BA", "This would change the order of the first five areas"),
        ("AB", "AC", "This would bring one other area into the first five"),
        ("AB", "CD", "This would bring 2 other areas into the first five"),
        ("AB", "", "With these points too little is known to put areas in order"),
    ],
)
def test_the_effect_on_the_first_areas_is_said(now: str, then: str, words: str) -> None:
    assert weights.effect_finding(list(now), list(then)) == words


def test_lists_read_as_people_write_them() -> None:
    assert [serves.listed(list(text)) for text in ("", "A", "AB", "ABC")] == [
        "", "A", "A and B", "A, B and C",
    ]  # fmt: skip
