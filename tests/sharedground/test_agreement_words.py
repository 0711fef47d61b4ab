"""What is said of a round of points."""

from __future__ import annotations

import datetime as dt
import re

import numpy as np
import pandas as pd
import pytest

from sharedground import agreement_words as told
from sharedground.agreement_words import Agreement
from sharedground.analysis.agreement import Pooled
from sharedground.model.rounds import Choice, Round, RoundKind, Speaker
from sharedground.rounds import Shares

FOUR = [[40, 30, 20, 10], [30, 40, 20, 10], [10, 20, 30, 40], [35, 25, 25, 15]]
NAMES = ("Learning", "Belonging", "Nature", "Safety")


def shares(
    points: list[list[float]],
    *,
    residents: list[float] | None = None,
    title: str = "Spring",
    outcomes: tuple[str, ...] = NAMES,
) -> Shares:
    ids = [f"p{n}" for n in range(1, len(points) + 1)]
    codes = [f"O{NAMES.index(name) if name in NAMES else 9}" for name in outcomes]
    asked = Round(
        round_id=title, kind=RoundKind.POINTS, title=title, opened_at=dt.datetime.now(dt.UTC),
        outcomes=tuple(Choice(code=c, name=n) for c, n in zip(codes, outcomes, strict=True)),
        speakers=tuple(Speaker(partner_id=one, name=f"Partner {one}") for one in ids),
    )  # fmt: skip
    table = pd.DataFrame(points, columns=codes, index=pd.Index(ids, name="partner_id"), dtype=float)
    rows = table.div(table.sum(axis=1), axis=0)
    theirs = None if residents is None else pd.Series(np.array(residents) / 100, index=codes)
    return Shares(
        round=asked, partners=rows, names={s.partner_id: s.name for s in asked.speakers},
        people=pd.Series(1, index=ids), points=table, mean=rows.mean(), raters=len(rows),
        residents=theirs, resident_people=7 if residents else 0, why_none="",
        why_no_residents="" if residents else "few",
    )  # fmt: skip


def test_the_most_contested_outcome_is_to_be_talked_about_first() -> None:
    found = Agreement(shares(FOUR))
    assert told.finding(found) == "Talk about “Learning” first"
    assert "10 of 100 points and another 40" in told.under_finding(found)


def test_partners_who_are_close_are_said_to_be() -> None:
    found = Agreement(shares([[25, 25, 25, 25], [28, 22, 25, 25]]))
    assert told.finding(found) == "Partners are close: never more than 3 points apart"


def test_one_partner_alone_is_no_agreement() -> None:
    found = Agreement(shares([[25, 25, 25, 25]]))
    assert "Only one" in told.finding(found)
    assert told.order_words(found)[0] == "No order given"
    assert "only partner" in told.without_finding(found)


def test_equal_averages_do_not_hide_opposite_camps() -> None:
    camps = Agreement(shares([[50, 0, 25, 25], [48, 2, 25, 25], [0, 50, 25, 25], [2, 48, 25, 25]]))
    first, second, third = told.hidden_camps(camps)
    assert "2 partners give 2 or less, 2 give 48 or more" in first
    assert "25 points stand for nobody" in second
    assert "nearly the same average" in third


def test_equal_averages_of_few_partners_are_told_apart_too() -> None:
    """methods A1: rows whose averages are all 25."""
    found = Agreement(shares([[40, 30, 20, 10], [25] * 4, [10, 20, 30, 40]]))
    assert told.hidden_camps(found) == [
        "All outcomes have nearly the same average. Yet partners are up to 30 points apart."
    ]


def test_a_middle_that_stands_with_one_camp_is_not_said_to_stand_for_nobody() -> None:
    rows = [[50, 25, 25, 0], [50, 25, 25, 0], [50, 25, 25, 0], [10, 65, 25, 0], [10, 65, 25, 0]]
    average, middle = (Agreement(shares(rows), how) for how in Pooled)
    assert all("stand for nobody" in one for one in told.hidden_camps(average))
    assert not any("stand for nobody" in one for one in told.hidden_camps(middle))
    assert len(told.hidden_camps(middle)) == 2


def test_nothing_is_said_to_be_hidden_where_nothing_is() -> None:
    assert told.hidden_camps(Agreement(shares([[40, 30, 20, 10], [38, 32, 20, 10]]))) == []


@pytest.mark.parametrize(
    ("points", "begins"),
    [
        (FOUR, "Partners do not share one order"),
        ([[6, 5, 4, 3], [6, 5, 3, 4], [6, 4, 5, 3]], "Partners mostly"),
        ([[25] * 4, [10] * 4], "No order given"),
    ],
)
def test_the_order_in_plain_words(points: list[list[float]], begins: str) -> None:
    assert told.order_words(Agreement(shares(points)))[0].startswith(begins)


def test_two_partners_at_one_half_share_no_order() -> None:
    """W of two is one half where their orders have nothing in common: words go by correlation."""
    found = Agreement(shares([[4, 3, 2, 1], [2, 4, 1, 3]]))
    title, figure = told.order_words(found)
    assert "0.50" in figure
    assert title == "Partners do not share one order of outcomes"


def test_partners_who_give_all_the_same_are_named_in_number() -> None:
    assert "1 partner gives every" in told.order_words(Agreement(shares([*FOUR, [25] * 4])))[1]


def test_each_partner_reads_how_close_it_is_and_where_it_differs() -> None:
    found = Agreement(shares([[50, 30, 20, 0], [30, 30, 20, 20]]))
    assert told.overlap_words(found, 0) == (
        "90 of your 100 points sit where the shared vision puts them."
    )
    more, less = told.yours_words(found, 0)
    assert "“Learning”, by 10 points" in more
    assert "“Safety”, by 10 points" in less


def test_whether_the_vision_hangs_on_a_partner() -> None:
    found = Agreement(shares(FOUR))
    assert told.without_finding(found) == "Most without Partner p3: 9.2 of 100 points would move"
    alike = Agreement(shares([[25, 25, 25, 25], [26, 24, 25, 25], [24, 26, 25, 25]]))
    assert told.without_finding(alike).startswith("No: without any one partner")


def test_residents_are_a_line_of_their_own() -> None:
    found = Agreement(shares(FOUR, residents=[10, 10, 10, 70]))
    table = told.table(found)
    assert table.iloc[-1, 0] == "Residents (7)"
    assert table.iloc[-2, 0] == "Shared (average)"
    assert table["Safety"].tolist() == [10, 10, 40, 15, 18.8, 70]
    assert "not part of the shared weights" in " ".join(told.residents_words(found))
    assert told.residents_words(Agreement(shares(FOUR))) == []


def test_the_median_can_be_chosen() -> None:
    found = Agreement(shares([[80, 10, 10, 0], [30, 40, 20, 10], [20, 50, 20, 10]]), Pooled.MEDIAN)
    assert found.weights.sum() == pytest.approx(1)
    assert told.table(found).iloc[-1, 0] == "Shared (middle)"


def test_a_median_of_nothing_is_said() -> None:
    found = Agreement(shares([[100, 0, 0, 0], [0, 100, 0, 0], [0, 0, 100, 0]]), Pooled.MEDIAN)
    assert told.overlap_finding(found) == "No shared middle to compare with"


def test_what_moved_between_two_rounds() -> None:
    before, after = shares([[40, 30, 20, 10]] * 2), shares([[30, 30, 20, 20], [40, 30, 20, 10]])
    found = told.moved(before, after)
    assert found is not None
    assert found.points == pytest.approx(5)
    assert told.moved_finding(found, "Spring").startswith("5 of 100 points moved since “Spring”")
    assert found.partners["points"].tolist() == pytest.approx([10, 0])
    assert [told.change(one) for one in found.table["change"]] == ["−5", "0", "0", "+5"]


def test_rounds_about_other_outcomes_are_not_compared_as_a_whole() -> None:
    after = shares([[50, 30, 20]], outcomes=("Learning", "Belonging", "Play"))
    found = told.moved(shares(FOUR), after)
    assert found is not None
    assert np.isnan(found.points)
    assert "other outcomes" in told.moved_finding(found, "Spring")
    assert "No data" in [told.change(one) for one in found.table["change"]]


def test_a_sentence_and_its_bar_say_the_same_number() -> None:
    found = Agreement(shares([[51.25, 48.75, 0, 0], [0, 48.75, 51.25, 0], [25, 50, 25, 0]]))
    for sentence, least in ((told.overlap_finding(found), found.overlap.min()),
                            (told.pair_finding(found), found.pairs.min())):  # fmt: skip
        assert f" {told.points(least)} of " in sentence
    assert told.points(12.5) == "12.5"
    close = Agreement(shares([[25, 25, 25, 25], [28.94, 21.06, 25, 25], [21.06, 28.94, 25, 25]]))
    most = close.without.max()
    (limit,) = re.findall(r"fewer than (\S+) of", told.without_finding(close))
    assert float(limit) > float(told.points(most))


@pytest.mark.parametrize("most", [3.94, 3.96, 4.0, 4.04])
def test_fewer_than_is_more_than_any_bar(most: float, monkeypatch: pytest.MonkeyPatch) -> None:
    found = Agreement(shares(FOUR))
    monkeypatch.setitem(found.__dict__, "without", np.array([1.0, most, 0.0, 2.0]))
    (limit,) = re.findall(r"fewer than (\S+) of", told.without_finding(found))
    assert float(limit) > float(told.points(most))
