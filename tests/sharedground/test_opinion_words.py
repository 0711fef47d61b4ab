"""What is said of a vote on statements."""

from __future__ import annotations

import numpy as np
import pytest

from sharedground import opinion_words as told
from sharedground.analysis.opinions.finding import opinions
from sharedground.opinion_words import Heard


def heard(votes: np.ndarray) -> Heard:
    ids = tuple(f"s{n}" for n in range(votes.shape[1]))
    return Heard(ids, tuple(f"Statement {n}" for n in range(votes.shape[1])), opinions(votes))


def two_camps(first: int = 12, second: int = 18) -> np.ndarray:
    side = np.repeat([1.0, -1.0], [first, second])[:, None]
    votes = np.tile(side, (1, 8))
    votes[::5, 1] *= -1
    votes[1::6, 2] *= -1
    votes[:, 6], votes[:, 7] = 1.0, -1.0
    return votes


def test_what_all_groups_agree_on_comes_first_then_what_divides() -> None:
    found = heard(two_camps())
    assert told.finding(found) == "All groups agree on 2 statements"
    assert [(one.statement, one.agree) for one in told.agreed(found)] == [(6, True), (7, False)]
    assert set(told.divided(found)) <= {0, 1, 2, 3, 4, 5}
    assert told.under_finding(found) == "30 people voted. 2 groups voted in ways of their own."


def test_groups_are_called_by_letters_and_stand_for_what_sets_them_apart() -> None:
    found = heard(two_camps())
    assert told.group_name(1) == "Group B"
    said = " ".join(told.stands_words(found, 0))
    assert "Disagrees: “Statement 0” (18 of 18)" in said
    assert "Statement 6" not in said


def test_a_group_that_nothing_sets_apart_says_so() -> None:
    found = heard(two_camps())
    bare = type(found.found.groups[0])
    group = bare(**(vars(found.found.groups[0]) | {"stands_for": ()}))
    changed = type(found.found)(**(vars(found.found) | {"groups": (group,)}))
    assert told.stands_words(Heard(found.ids, found.texts, changed), 0) == [
        "Nothing that sets it clearly apart."
    ]


def test_without_groups_most_people_are_spoken_of() -> None:
    votes = np.ones((9, 3))
    votes[:4, 1] = -1.0
    votes[:, 2] = 0.0
    found = heard(votes)
    assert not found.grouped
    assert told.finding(found) == "Most people agree on 1 statement"
    assert told.divided(found) == [1]
    assert told.said_of(told.agreed(found)[0], found) == "9 of 9 agree"


def test_the_table_has_every_statement_and_a_word_for_no_votes() -> None:
    votes = np.ones((9, 2))
    votes[:, 1] = np.nan
    table = told.table(heard(votes))
    assert table["Same answer"].tolist() == [100, "No data"]
    assert table["Agree"].tolist() == [9, 0]


def test_few_votes_of_a_group_are_hidden_for_all_groups() -> None:
    votes = two_camps()
    votes[3:12, 5] = np.nan
    found = heard(votes)
    assert told.is_hidden(found, 5)
    assert not told.is_hidden(found, 0)
    rows = told.table(found).set_index("Statement")
    assert rows.loc["Statement 5", ["Group A agrees", "Group B agrees"]].tolist() == ["Hidden"] * 2
    for at in range(2):
        assert "Statement 5" not in " ".join(told.stands_words(found, at))


def test_what_is_left_over_of_a_few_is_hidden_too() -> None:
    votes = two_camps(20, 20)
    votes[:6, 3:] = np.nan
    votes[2:6, 2] = np.nan
    found = heard(votes)
    assert sum(group.people for group in found.found.groups) == 34
    assert found.found.counts.seen[2] == pytest.approx(36)
    assert told.is_hidden(found, 2)


def test_statements_without_votes_and_those_not_decided_are_said() -> None:
    found = heard(two_camps())
    assert told.unheard(found) == []
    more = Heard(found.ids, found.texts, found.found, without=("More trees",), waiting=2)
    assert told.unheard(more) == [
        "Nobody voted on: “More trees”. That is no data, not a no.",
        "2 statements of the room were not decided before the round closed.",
    ]


def test_people_in_no_group_are_counted() -> None:
    votes = np.vstack([two_camps(), np.full((6, 8), np.nan)])
    votes[30:, 0] = 1.0
    found = heard(votes)
    assert found.grouped
    assert "6 people voted on too few statements to be in one." in told.under_finding(found)


def test_statements_without_votes_stand_last_in_the_table_without_data() -> None:
    found = heard(two_camps())
    more = Heard(found.ids, found.texts, found.found, without=("More trees",))
    rows = told.table(more)
    assert len(rows) == len(told.table(found)) + 1
    assert rows.iloc[-1].tolist() == ["More trees", *["No data"] * (rows.shape[1] - 1)]
    assert type(rows["Agree"].iloc[0]) is int
