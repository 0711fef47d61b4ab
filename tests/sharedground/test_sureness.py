"""How sure a ranking is: shares over weightings, single outcomes, and other ways of counting."""

import numpy as np
import pandas as pd
import pytest

from sharedground import sureness
from sharedground.analysis.assessment import ALL
from sharedground.analysis.standing import standing
from sharedground.model.counting import Counting, Decay
from sharedground.model.outcome import Expression
from tests.sharedground.analysis.small_place import (
    an_outcome,
    areas_of,
    assessed,
    indicators_of,
    values_of,
)

CODES = [f"a{n:02d}" for n in range(20)]
AREAS = areas_of(*((code, 5_000.0 * n, 0, 100) for n, code in enumerate(CODES)))
INDICATORS = indicators_of(
    ("ill", "Illness", 2021, "value", "high-is-bad"),
    ("poor", "Poverty", 2021, "value", "high-is-bad"),
)
VALUES = values_of(
    ill={code: n for n, code in enumerate(CODES)},
    # a19 is worst for both, a18 second for illness and a01 second for poverty.
    poor={code: {"a19": 19, "a01": 18}.get(code, 0) for code in CODES},
)


def town(**given):
    outcomes = (
        an_outcome("Health", 0.5),
        an_outcome("Money", 0.5, expressed_by=(Expression(indicator="poor"),)),
    )
    plain = {"areas": AREAS, "indicators": INDICATORS, "indicator_values": VALUES}
    return assessed(*outcomes, **(plain | given))


def test_the_worst_of_all_is_always_there_and_the_second_by_how_we_weigh():
    found = sureness.sureness(town(), sureness.PRIORS["any"])
    table = found.table.set_index("key")
    assert found.places == 2
    assert table.loc["a19", "share"] == 1
    # a18 has the larger gap from a weight of illness of 0.475 / 1.325 on; all are as likely.
    assert table.loc["a18", "share"] == pytest.approx(1 - 0.475 / 1.325, abs=0.04)
    assert table.loc["a01", "share"] == pytest.approx(0.475 / 1.325, abs=0.04)
    assert (found.firm, found.open) == (1, 2)


def test_weights_close_to_ours_move_less():
    near = sureness.sureness(town(), sureness.PRIORS["near"]).table.set_index("key")
    wide = sureness.sureness(town(), sureness.PRIORS["any"]).table.set_index("key")
    spread = [(t["worst_rank"] - t["best_rank"]).mean() for t in (near, wide)]
    assert spread[0] < spread[1]


def test_ranks_and_gaps_are_those_of_the_assessment():
    found = town()
    table = sureness.sureness(found, sureness.PRIORS["around"]).table.set_index("key")
    gap = standing(found, ALL).set_index("key")["gap"]
    assert table["gap"].to_dict() == pytest.approx(gap.to_dict())
    assert table["rank"].tolist() == sorted(table["rank"])


def test_groups_are_ranked_like_areas():
    groups = pd.Series(["first"] * 10 + ["second"] * 10)
    found = sureness.sureness(town(), sureness.PRIORS["around"], groups)
    table = found.table.set_index("key")
    gap = standing(town(), ALL, groups).set_index("key")["gap"]
    assert table["gap"].to_dict() == pytest.approx(gap.to_dict())
    assert found.places == 1


def test_the_outcome_that_decides_is_named():
    table = sureness.sureness(town(), sureness.PRIORS["around"]).table.set_index("key")
    assert table.loc["a19", "flips"] == ()
    flipped = {key for key in table.index if table.loc[key, "flips"]}
    assert flipped & {"a18", "a01"}


def test_leaving_an_outcome_out_is_a_way_of_counting():
    told = sureness.changes(town(), [], lambda counting: town(counting=counting))
    assert [one.way for one in told] == ["Without Health", "Without Money"]
    without_health, without_money = told
    assert (without_health.come, without_health.leave) == (("a01",), ("a18",))
    assert without_health.likeness < 1
    assert without_money.same


def test_a_way_that_changes_nothing_says_so():
    told = sureness.change("the same", town(), town())
    assert told.same
    assert told.likeness == pytest.approx(1)
    assert len(told.stay) == 2


def test_no_data_has_no_share_and_comes_last():
    values = VALUES[~(VALUES["area_code"] == "a05")]
    table = sureness.sureness(town(indicator_values=values), sureness.PRIORS["around"]).table
    assert table.iloc[-1]["key"] == "a05"
    assert np.isnan(table.iloc[-1]["share"])


def test_no_data_at_all_is_no_place_in_the_worst():
    found = sureness.sureness(town(indicator_values=VALUES[:0]), sureness.PRIORS["around"])
    assert found.places == 0
    assert found.table["share"].isna().all()


def test_every_decay_has_a_name():
    assert set(sureness.decay_names()) == set(Decay)
    assert Counting().decay in sureness.decay_names()
