"""How many hours a week a place is open, from its words, and what more hours are worth."""

from __future__ import annotations

import pytest

from sharedground.analysis import hours


@pytest.mark.parametrize(
    ("words", "a_week"),
    [
        ("Mon-Fri 9-5", 40.0),
        ("Mo-Fr 09:00-17:30", 42.5),
        ("24/7", 168.0),
        ("Mon 9-12; Mon 11-1", 4.0),
        ("Sat 10pm-2am", 4.0),
        ("First Monday 10:00-12:00", 2 * 12 / 52),
        ("Saturday mornings, 9.30am to noon", 2.5),
    ],
)
def test_hours_are_added_up_from_the_words(words: str, a_week: float) -> None:
    assert hours.weekly(words) == pytest.approx(a_week)


@pytest.mark.parametrize(
    "words",
    ["", "Dawn to dusk", "By appointment, Mon-Fri", "Term time, Mon-Fri 08:40-15:20", "Mondays",
     "Sundays 10:30am", "Building hours only", "<b>Mon</b> ${1}", "Mon-Fri closed"],
)  # fmt: skip
def test_hours_that_are_not_certain_are_not_known(words: str) -> None:
    assert hours.weekly(words) is None


def test_two_evenings_more_are_worth_as_much_as_their_share_of_the_hours() -> None:
    assert hours.times(30, 6) == pytest.approx(1.2)
    assert hours.times(168, 6) == 1.0
    assert hours.times(165, 6) == pytest.approx(168 / 165)
