"""How areas stand: enough, between, first or no data; alone, in groups, and for all outcomes."""

import math

import numpy as np
import pandas as pd
import pytest

from sharedground.analysis.assessment import ALL
from sharedground.analysis.standing import (
    Verdict,
    average_gap,
    firmness,
    people_by_verdict,
    ranked,
    standing,
    times_target,
    together,
)
from sharedground.errors import NotFoundError
from sharedground.model.outcome import Direction, Expression, Serving
from tests.sharedground.analysis.small_place import AREAS, an_outcome, areas_of, assessed

NEED_C = 0.7
"""Area c holds 600 of 1,000 people and most illness: 0.4 below it, and half of its own 0.6."""


def verdicts(rows: pd.DataFrame) -> list[str]:
    return [str(verdict) for verdict in rows["verdict"]]


def test_areas_by_one_outcome() -> None:
    rows = standing(assessed(), "health")
    assert list(rows["key"]) == ["a", "b", "c"]
    assert verdicts(rows) == [Verdict.ENOUGH, Verdict.ENOUGH, Verdict.FIRST]
    assert rows["gap"].tolist() == pytest.approx([0, 0, NEED_C])
    assert rows["met"].tolist() == [1.0, 1.0, 0.0]
    assert average_gap(rows) == pytest.approx(0.6 * NEED_C)


def test_access_just_at_the_target_is_enough() -> None:
    plain = standing(assessed(), "health")
    exact = an_outcome(target=float(plain["access"].iloc[0]))
    assert verdicts(standing(assessed(exact), "health"))[0] == Verdict.ENOUGH


def test_the_total_counts_the_weights_whose_target_is_met() -> None:
    found = assessed(
        an_outcome("Health", 0.6),
        an_outcome("Faith", 0.4, served_by=(Serving(category="faith-place"),)),
    )
    rows = standing(found)
    assert rows["met"].tolist() == pytest.approx([0.6, 0.6, 0.0])
    assert rows["access"].isna().all()
    assert verdicts(rows) == [Verdict.ENOUGH, Verdict.ENOUGH, Verdict.FIRST]
    other = standing(found.with_weights([0.4, 0.6]))
    assert verdicts(other)[:2] == [Verdict.BETWEEN, Verdict.BETWEEN]


def test_groups_are_means_by_people() -> None:
    rows = standing(assessed(), "health", pd.Series(["North", "North", "South"]))
    assert list(rows["key"]) == ["North", "South"]
    assert rows["people"].tolist() == [400.0, 600.0]
    assert rows["areas"].tolist() == [2, 1]
    each = standing(assessed(), "health")
    mean = np.average(each["access"][:2], weights=[100, 300])
    assert rows["access"].iloc[0] == pytest.approx(mean)
    assert average_gap(rows) == pytest.approx(average_gap(each))


@pytest.mark.parametrize(
    ("groups", "said"),
    [
        (["North", "North", "South"], [Verdict.ENOUGH, Verdict.NO_DATA]),
        (["One", "One", "One"], [Verdict.ENOUGH]),
    ],
)
def test_a_group_with_data_for_few_of_its_people_is_no_data(
    groups: list[str], said: list[Verdict]
) -> None:
    values = pd.DataFrame(
        {"indicator_id": "ill", "area_code": ["a", "b"], "value": [1.0, 2.0],
         "source_id": "s1", "row_number": [1, 2]}
    )  # fmt: skip
    people = areas_of(("a", 0, 0, 100), ("b", 600, 0, 600), ("c", 9_000, 0, 600))
    found = assessed(areas=people, indicator_values=values)
    rows = standing(found, "health", pd.Series(groups))
    assert verdicts(rows) == said
    assert math.isnan(rows["gap"].iloc[-1]) == (said[-1] == Verdict.NO_DATA)


def test_an_area_without_people_is_no_data_and_never_zero() -> None:
    areas = AREAS.assign(people=[100.0, np.nan, 600.0])
    rows = standing(assessed(areas=areas), ALL)
    assert verdicts(rows)[1] == Verdict.NO_DATA
    assert rows.loc[1, ["need", "gap", "met"]].isna().all()
    assert rows.loc[1, "known"] == 0


def test_ranks_by_gap_and_by_how_much_is_met() -> None:
    rows = pd.DataFrame(
        {
            "key": list("abcde"),
            "need": [0.9, 0.2, 0.5, 0.6, 0.6],
            "access": [1.0, 2.0, 2.0, 0.0, 0.0],
            "target": 1.0,
            "gap": [0.0, 0.0, 0.0, 0.3, 0.6],
            "met": 1.0,
            "verdict": [Verdict.ENOUGH] * 3 + [Verdict.FIRST] * 2,
        }
    )
    assert list(ranked(rows, Verdict.FIRST)["key"]) == ["e", "d"]
    assert list(ranked(rows, Verdict.ENOUGH)["key"]) == ["c", "b", "a"]
    assert times_target(rows).tolist() == [1.0, 2.0, 2.0, 0.0, 0.0]


def test_people_by_verdict_add_up() -> None:
    shares = people_by_verdict(standing(assessed(), "health"))
    assert shares.to_dict() == pytest.approx(
        {"enough": 0.4, "between": 0.0, "first": 0.6, "no data": 0.0}
    )


def test_an_unknown_outcome_is_a_fault() -> None:
    with pytest.raises(NotFoundError):
        standing(assessed(), "wealth")


def test_no_data_anywhere_has_no_average() -> None:
    rows = standing(assessed(an_outcome(expressed_by=())), ALL)
    assert verdicts(rows) == [Verdict.NO_DATA] * 3
    assert math.isnan(average_gap(rows))


def test_areas_in_part_stand_together_by_that_part_of_their_people() -> None:
    row = together(assessed(), {"b": 0.5, "c": 1.0}, "health")
    assert row["gap"] == pytest.approx(600 * NEED_C / 750)
    assert row["verdict"] == Verdict.FIRST
    assert (row["rank"], row["ranked"]) == (2, 3)
    alone = standing(assessed(), "health").iloc[2]
    assert together(assessed(), {"c"}, "health")["gap"] == alone["gap"]


def test_areas_that_are_not_there_have_no_data() -> None:
    row = together(assessed(), {"nobody"})
    assert row["verdict"] == Verdict.NO_DATA
    assert math.isnan(row["rank"])
    assert firmness(assessed(), {"nobody"}).ranks == (0, 0)


def test_it_is_firm_where_every_way_of_counting_agrees() -> None:
    alike = assessed(an_outcome("Health", 0.75), an_outcome("Care", 0.25))
    found = firmness(alike, {"c"})
    assert (found.verdict, found.ways, found.agree) == (Verdict.FIRST, 4, 4)
    assert found.firm
    assert found.otherwise == ()
    assert found.ranks == (1, 1)


def test_it_is_not_firm_where_one_outcome_decides_and_that_one_is_named() -> None:
    back = (Expression(indicator="ill", direction=Direction.HIGH_IS_GOOD),)
    rest = an_outcome("Rest", 0.25, expressed_by=back, served_by=())
    split = assessed(an_outcome("Health", 0.75), rest)
    found = firmness(split, {"a"})
    assert (found.ways, found.agree) == (4, 2)
    assert not found.firm
    assert found.otherwise == ("Health",)
    assert found.ranks == (1, 2)
    assert firmness(split, {"a"}, [split]).ways == 5


def test_with_one_outcome_there_is_one_way_and_nothing_is_called_firm() -> None:
    found = firmness(assessed(), {"c"})
    assert found.ways == 1
    assert not found.firm


def test_what_nobody_has_figures_of_is_not_called_met() -> None:
    found = assessed(
        an_outcome("Health", 0.4),
        an_outcome("Faith", 0.2, served_by=(Serving(category="faith-place"),)),
        an_outcome("Voice", 0.4, expressed_by=(), served_by=()),
    )
    rows = standing(found)
    assert found.totals["weight_covered"].tolist() == pytest.approx([0.6] * 3)
    assert rows["met"].tolist() == pytest.approx([0.4, 0.4, 0.0])
    assert verdicts(rows)[:2] == [Verdict.BETWEEN, Verdict.BETWEEN]


def test_half_of_what_matters_is_not_most_of_it() -> None:
    found = assessed(
        an_outcome("Health", 0.5), an_outcome("Voice", 0.5, expressed_by=(), served_by=())
    )
    rows = standing(found)
    assert rows["met"].tolist() == pytest.approx([0.5, 0.5, 0.0])
    assert Verdict.ENOUGH not in verdicts(rows)
    assert together(found, {"a"})["verdict"] == Verdict.BETWEEN
    grouped = standing(found, ALL, pd.Series(["North", "North", "South"]))
    assert Verdict.ENOUGH not in verdicts(grouped)
