from __future__ import annotations

import time
import warnings

import numpy as np
import pytest

from sharedground.analysis.opinions import grouping
from sharedground.analysis.opinions.finding import NoGroups, Opinions, opinions
from sharedground.errors import InvalidAnswersError


def camps(first: int, second: int, statements: int = 10, seed: int = 1) -> np.ndarray:
    """Return two camps that vote against each other on all but the last two statements."""
    rng = np.random.default_rng(seed)
    side = np.repeat([1.0, -1.0], [first, second])[:, None]
    votes = np.where(rng.random((first + second, statements)) < 0.9, side, -side)
    votes[:, -2:] = 1.0
    return votes


def test_two_camps_are_two_groups_the_larger_first() -> None:
    found = opinions(camps(12, 24))
    assert [group.people for group in found.groups] == [24, 12]
    assert found.reason is None
    assert found.chance <= 0.05
    assert found.groups[0].counts.seen.tolist() == [24] * 10


def test_all_groups_agree_on_what_nobody_turns_down_and_divide_on_the_rest() -> None:
    found = opinions(camps(12, 24))
    best = set(np.argsort(-found.agreed_by_all)[:2].tolist())
    assert best == {8, 9}
    assert found.lowest[8:].min() > 0.9
    assert found.apart[:8].min() > 0.5 > found.apart[8:].max()
    first = {one.statement for one in found.groups[0].stands_for}
    assert first
    assert first.isdisjoint({8, 9})


def test_below_twelve_voters_there_are_no_groups() -> None:
    found = opinions(camps(6, 5))
    assert found.groups == ()
    assert found.reason is NoGroups.FEW_PEOPLE
    assert "12" in found.reason.words
    assert found.by_group == [found.counts]


def test_people_who_opened_the_page_and_did_not_vote_are_not_counted() -> None:
    nobody = np.full((5, 10), np.nan)
    assert opinions(np.concatenate([camps(6, 5), nobody])).people == 11


def test_a_group_under_five_is_never_shown_nor_left_to_be_worked_out() -> None:
    found = opinions(camps(20, 3))
    assert all(group.people >= grouping.FEWEST for group in found.groups)
    shown = sum(group.counts.seen for group in found.groups)
    if found.groups:
        left = found.counts.seen - shown
        assert ((left == 0) | (left >= grouping.FEWEST)).all()


def test_a_few_with_few_votes_join_the_group_nearest_to_them() -> None:
    votes = camps(14, 14)
    votes[:2, 3:] = np.nan
    found = opinions(votes)
    assert sum(group.people for group in found.groups) == 28


def test_many_with_few_votes_are_in_no_group() -> None:
    votes = camps(20, 20)
    votes[:6, 3:] = np.nan
    assert sum(group.people for group in opinions(votes).groups) == 34


@pytest.mark.parametrize(
    ("votes", "reason"),
    [
        (np.tile([1.0, -1.0, 0.0, 1.0], (30, 1)), NoGroups.ALIKE),
        (np.zeros((30, 4)), NoGroups.ALIKE),
        (camps(15, 15)[:, :1], NoGroups.FEW_STATEMENTS),
        (np.ones((3, 5)), NoGroups.FEW_PEOPLE),
        (np.full((30, 5), np.nan), NoGroups.FEW_PEOPLE),
        (np.empty((0, 5)), NoGroups.FEW_PEOPLE),
        (np.empty((0, 0)), NoGroups.FEW_PEOPLE),
        (np.random.default_rng(1).choice([1.0, -1.0], size=(40, 12)), NoGroups.CHANCE),
    ],
)
def test_no_groups_and_why(votes: np.ndarray, reason: NoGroups) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = opinions(votes)
    assert found.groups == ()
    assert found.reason is reason
    assert reason.words


def test_a_statement_that_nobody_voted_on_is_no_fault() -> None:
    votes = camps(15, 15)
    votes[:, 4] = np.nan
    found = opinions(votes)
    assert found.counts.seen[4] == 0
    assert found.agreed_by_all[4] == pytest.approx(0.5)
    assert np.isfinite(found.priorities).all()


def test_nothing_in_the_answer_is_a_row_of_a_person() -> None:
    found = opinions(camps(15, 15))
    sizes = {value.shape[0] for value in vars(found).values() if isinstance(value, np.ndarray)}
    assert 30 not in sizes


def test_the_same_votes_give_the_same_answer() -> None:
    first, second = (opinions(camps(15, 21)) for _ in range(2))
    assert _told(first) == _told(second)


def _told(found: Opinions) -> list[object]:
    return [found.chance, *((one.people, one.stands_for, one.reach) for one in found.groups)]


def test_a_vote_that_is_none_is_refused_by_its_place() -> None:
    with pytest.raises(InvalidAnswersError) as refused:
        opinions([[1, 0, -1], [1, 2, 0]])
    assert refused.value.code == "votes.unknown"
    assert refused.value.details == {"row": 2, "column": 2}


def test_a_full_hall_is_told_within_two_seconds() -> None:
    votes = camps(300, 200, statements=60)
    opinions(votes[:40])  # loads scikit-learn
    begun = time.perf_counter()
    assert len(opinions(votes).groups) == 2
    assert time.perf_counter() - begun < 2
