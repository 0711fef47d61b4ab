import numpy as np
import pytest

from sharedground.errors import NotFoundError
from sharedground.model.outcome import Direction, Expression, Serving
from tests.sharedground.analysis.small_place import (
    ACCESS_A,
    an_outcome,
    assessed,
    assets_of,
    of,
)

TWO = (
    an_outcome("Health", 0.5, target=10.0),
    an_outcome(
        "Money",
        0.5,
        target=20.0,
        expressed_by=(Expression(indicator="ill", direction=Direction.HIGH_IS_GOOD),),
    ),
)


def test_other_weights_give_what_a_new_assessment_gives():
    again = assessed(
        TWO[0].model_copy(update={"weight": 0.9}), TWO[1].model_copy(update={"weight": 0.1})
    )
    assert assessed(*TWO).with_weights([9, 1]).table.equals(again.table)


def test_other_weights_leave_the_first_assessment_alone():
    first = assessed(*TWO)
    before = first.table.copy()
    first.with_weights([1, 0])
    assert first.table.equals(before)


def test_weights_of_0_give_no_total():
    assert of(assessed(*TWO).with_weights([0, 0]), "ALL", "state") == ["no data"] * 3


@pytest.mark.parametrize("weights", [[1], [1, -1], [1, np.nan], [np.inf, 1]])
def test_weights_that_cannot_be_used_are_refused(weights):
    with pytest.raises(ValueError):  # noqa: PT011 - two kinds of message, one for the caller
        assessed(*TWO).with_weights(weights)


def test_totals_are_the_all_rows_of_the_table():
    found = assessed(*TWO)
    rows = found.table[found.table["outcome"] == "ALL"].reset_index(drop=True)
    assert rows.equals(found.totals)


def test_outcomes_say_what_stands_behind_them():
    facts = assessed(*TWO).outcomes
    assert facts["code"].tolist() == ["health", "money"]
    assert facts["indicators"].tolist() == [("Illness",), ("Illness",)]
    assert facts["years"].tolist() == [(2021,), (2021,)]
    assert facts["source_ids"].tolist() == [("s1",), ("s1",)]
    assert facts["assets"].tolist() == [2, 2]
    assert facts["assets_in_reach"].tolist() == [2, 2]
    assert facts["reach_m"].tolist() == [1_200, 1_200]
    assert facts["reasons"].tolist() == [(), ()]


MIXED = assets_of(
    ("g1", "gp-surgery", 0, 0, np.nan),
    ("l1", "library", 0, 0, np.nan),
    ("x1", "bus-stop", 0, 0, np.nan),
    ("x2", "bus-stop", 600, 0, np.nan),
    ("o1", "other", 0, 0, np.nan),
)


def test_categories_that_serve_no_outcome():
    found = assessed(assets=MIXED[MIXED["category"] != "library"])
    unused = found.unused_categories
    assert unused.to_numpy().tolist() == [["bus-stop", 2], ["other", 1]]


def test_each_asset_with_its_outcomes():
    served_by = (Serving(category="library"), Serving(category="gp-surgery", strength=1))
    reads = an_outcome("Reading", 0.5, served_by=served_by)
    found = assessed(an_outcome("Health", 0.5), reads, assets=MIXED)
    listed = found.asset_outcomes[["asset_id", "outcome", "strength"]].to_numpy().tolist()
    assert sorted(listed) == [["g1", "Health", 2], ["g1", "Reading", 1], ["l1", "Reading", 2]]


def test_why_lists_the_assets_and_adds_up_to_the_access():
    why = assessed().why("a", "Health")
    assert why.figures["access"] == pytest.approx(ACCESS_A)
    assert why.reach_m == 1_200
    assert why.assets["asset_id"].tolist() == ["g1", "g2"]
    assert why.assets["distance_m"].tolist() == [0, 600]
    assert why.assets["band"].tolist() == [1, 2]
    assert why.assets["band_weight"].tolist() == [1, 0.68]
    assert why.assets["people_sharing"].tolist() == pytest.approx([304, 368])
    assert why.assets["ratio"].tolist() == pytest.approx([1_000 / 304, 1_000 / 368])
    assert why.assets["adds"].sum() == pytest.approx(ACCESS_A)


def test_why_leaves_out_assets_that_serve_other_outcomes():
    reads = an_outcome("Reading", 0.5, served_by=(Serving(category="library", strength=1),))
    found = assessed(an_outcome("Health", 0.5), reads, assets=MIXED)
    why = found.why("b", "Reading")
    assert why.assets["asset_id"].tolist() == ["l1"]
    assert why.assets["adds"].sum() == pytest.approx(of(found, "Reading", "access")[1])


def test_why_with_capacity_adds_up_too():
    sized = an_outcome(served_by=(Serving(category="gp-surgery", use_capacity=True),))
    assets = assets_of(("g1", "gp-surgery", 0, 0, 10), ("g2", "gp-surgery", 600, 0, 90))
    found = assessed(sized, assets=assets)
    why = found.why("b", "health")
    assert why.assets.set_index("asset_id")["supply"].to_dict() == {"g1": 0.2, "g2": 1.8}
    assert why.assets["adds"].sum() == pytest.approx(of(found, "Health", "access")[1])


def test_why_names_the_figures_of_need_and_their_rows():
    (row,) = assessed().why("b", "Health").indicators.to_dict("records")
    assert row["value"] == 2
    assert row["percentile"] == pytest.approx(0.25)
    assert (row["name"], row["year"], row["direction"]) == ("Illness", 2021, "high-is-bad")
    assert (row["source_id"], row["row_number"]) == ("s1", 2)


def test_why_of_an_area_where_nothing_is_in_reach():
    why = assessed().why("c", "Health")
    assert why.assets.empty
    assert why.figures["access"] == 0


def test_why_of_an_indicator_that_is_not_there():
    found = assessed(an_outcome(expressed_by=(Expression(indicator="Rain"),)))
    (row,) = found.why("a", "Health").indicators.to_dict("records")
    assert row["name"] == "Rain"
    assert np.isnan(row["value"])
    assert "Rain" in row["reason"]


@pytest.mark.parametrize(("area", "outcome"), [("zz", "Health"), ("a", "Joy")])
def test_why_of_what_is_not_there(area, outcome):
    with pytest.raises(NotFoundError):
        assessed().why(area, outcome)
