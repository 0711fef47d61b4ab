"""Figures of statements. Reference values: the guide's methods, A2."""

from __future__ import annotations

import numpy as np
import pytest

from sharedground.analysis.opinions import statements
from sharedground.analysis.opinions.votes import Counts


def counts(agree: list[float], disagree: list[float], passed: list[float] | None = None) -> Counts:
    return Counts(*(np.array(part, dtype=float) for part in
                    (agree, disagree, passed or [0.0] * len(agree))))  # fmt: skip


def test_how_clearly_a_share_is_above_one_half() -> None:
    assert statements.z_of_share(8, 10) == pytest.approx(2.110579, abs=5e-7)


def test_how_clearly_one_share_is_above_another() -> None:
    assert statements.z_of_two(8, 2, 10, 10) == pytest.approx(2.569047, abs=5e-7)
    assert statements.z_of_two(10, 10, 10, 10) == 0


@pytest.mark.parametrize(
    ("agree", "passed", "seen", "extremity", "expected"),
    [
        (1, 0, 1, 0, 12.529726),
        (20, 3, 20, 0, 1.372383),
        (18, 3, 20, 1, 4.493699),
        (0, 0, 0, 0, 5.0625),
    ],
)
def test_what_to_ask_next(
    agree: float, passed: float, seen: float, extremity: float, expected: float
) -> None:
    found = statements.priority(agree, passed, seen, extremity)
    assert found == pytest.approx(expected, abs=5e-7)


def test_statements_about_the_vote_itself_have_one_priority() -> None:
    found = statements.priorities(counts([1, 1], [0, 0]), np.zeros(2), meta=np.array([False, True]))
    assert found[0] == pytest.approx(12.529726, abs=5e-7)
    assert found[1] == 49


def test_what_all_groups_agree_on() -> None:
    groups = [counts([8], [2]), counts([6], [3])]
    assert statements.all_groups_agree(groups) == pytest.approx([0.477273], abs=5e-7)
    assert statements.lowest_group(groups) == pytest.approx([7 / 11])
    assert statements.apart(groups) == pytest.approx([9 / 12 - 7 / 11])


def test_a_large_group_cannot_outvote_a_small_one() -> None:
    groups = [counts([95, 60], [5, 40]), counts([0, 3], [5, 2])]
    liked_by_one, liked_by_both = statements.all_groups_agree(groups)
    assert liked_by_both > liked_by_one


def test_consensus_needs_more_than_a_few_votes_and_tells_agreeing_from_disagreeing() -> None:
    found = statements.consensus(counts([2, 18, 1, 10], [0, 2, 19, 10]))
    assert [(one.statement, one.agree) for one in found] == [(1, True), (2, False)]


def test_five_of_each_at_most() -> None:
    found = statements.consensus(counts([30.0] * 8, [0.0] * 8))
    assert len(found) == 5


def test_a_group_stands_for_what_it_clearly_wants_more_than_others_do() -> None:
    group = counts([9, 9, 5, 0], [1, 1, 5, 10])
    others = counts([1, 10, 5, 9], [9, 0, 5, 1])
    found = statements.stands_for(group, others)
    assert {(one.statement, one.agree) for one in found} == {(0, True), (3, False)}


def test_the_next_statement_is_drawn_by_priority_among_those_not_answered() -> None:
    rng = np.random.default_rng(0)
    answered = np.array([True, False, False])
    drawn = [statements.next_statement(np.array([50.0, 9.0, 1.0]), answered, rng)
             for _ in range(500)]  # fmt: skip
    assert 0 not in drawn
    assert 0.85 < drawn.count(1) / 500 < 0.95
    assert statements.next_statement(np.ones(3), np.ones(3, dtype=bool), rng) is None
