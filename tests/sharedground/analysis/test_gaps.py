import numpy as np
import pytest
import shapely

from sharedground.analysis.assessment import TABLE
from sharedground.model.outcome import Direction, Expression, Serving
from sharedground.model.vision import Vision
from tests.sharedground.analysis.small_place import (
    ACCESS_A,
    ACCESS_B,
    AREAS,
    ASSETS,
    INDICATORS,
    VALUES,
    an_outcome,
    areas_of,
    assessed,
    assets_of,
    indicators_of,
    of,
    values_of,
)

ILL = (Expression(indicator="ill"),)


def approx(*values):
    return pytest.approx(list(values), nan_ok=True)


def test_need_access_and_gap_by_hand():
    found = assessed(an_outcome(target=10.0))
    assert of(found, "Health", "need") == approx(0.05, 0.25, 0.70)
    assert of(found, "Health", "access") == approx(ACCESS_A, ACCESS_B, 0)
    assert of(found, "Health", "gap") == approx(
        0.05 * (1 - ACCESS_A / 10), 0.25 * (1 - ACCESS_B / 10), 0.70
    )
    assert of(found, "Health", "state") == ["ok"] * 3


def test_the_default_target_is_mean_access_of_the_people():
    found = assessed()
    assert of(found, "Health", "target") == approx(2, 2, 2)  # two places for 1,000 people
    assert of(found, "Health", "gap") == approx(0, 0, 0.70)
    facts = found.outcomes.iloc[0]
    assert facts["target_is_default"]
    assert facts["mean_access"] == pytest.approx(2)


def test_a_stated_target_is_used():
    found = assessed(an_outcome(target=8.0))
    assert of(found, "Health", "target") == [8, 8, 8]
    assert not found.outcomes.iloc[0]["target_is_default"]


def test_no_asset_in_reach_is_access_0_and_the_whole_need():
    found = assessed()
    row = found.table[(found.table["area_code"] == "c") & (found.table["outcome"] == "Health")]
    assert row[["access", "state"]].to_numpy().tolist() == [[0, "ok"]]
    assert row["gap"].tolist() == row["need"].tolist()


def test_each_area_once_per_outcome_and_once_as_all_in_order():
    found = assessed(an_outcome("Health", 0.5), an_outcome("Care", 0.5))
    assert tuple(found.table.columns) == TABLE
    assert list(zip(found.table["area_code"], found.table["outcome"], strict=True)) == [
        (area, outcome) for area in "abc" for outcome in ("Health", "Care", "ALL")
    ]
    assert of(found, "ALL", "area_name") == ["Name of a", "Name of b", "Name of c"]
    assert of(found, "ALL", "people") == [100, 300, 600]


def test_half_strength_counts_as_half_a_place():
    helps = an_outcome(served_by=(Serving(category="gp-surgery", strength=1),), target=10.0)
    assert of(assessed(helps), "Health", "access") == approx(ACCESS_A / 2, ACCESS_B / 2, 0)


def test_strength_0_does_not_serve():
    nothing = an_outcome(served_by=(Serving(category="gp-surgery", strength=0),))
    assert of(assessed(nothing), "Health", "state") == ["nothing serves this outcome"] * 3


def test_a_category_named_twice_counts_once_at_its_greater_strength():
    twice = an_outcome(
        served_by=(
            Serving(category="gp-surgery", strength=2),
            Serving(category="gp-surgery", strength=1),
        )
    )
    assert of(assessed(twice), "Health", "access") == approx(ACCESS_A, ACCESS_B, 0)


def test_categories_of_one_outcome_add_up_and_others_stay_out():
    assets = assets_of(
        ("g1", "gp-surgery", 0, 0, np.nan),
        ("p1", "pharmacy", 600, 0, np.nan),
        ("l1", "library", 0, 0, np.nan),
    )
    both = an_outcome(served_by=(Serving(category="gp-surgery"), Serving(category="pharmacy")))
    assert of(assessed(both, assets=assets), "Health", "access") == approx(ACCESS_A, ACCESS_B, 0)


def test_outcomes_may_have_different_reaches():
    found = assessed(
        an_outcome("Near", 0.5, reach_m=300.0), an_outcome("Far", 0.5, reach_m=1_200.0)
    )
    assert of(found, "Near", "access") == approx(10, 1_000 / 300, 0)
    assert of(found, "Far", "access") == approx(ACCESS_A, ACCESS_B, 0)


def test_capacity_counts_only_where_the_vision_says_so():
    assets = ASSETS.assign(capacity=[100.0, 300.0])
    by_size = an_outcome(
        "Sized", 0.5, served_by=(Serving(category="gp-surgery", use_capacity=True),)
    )
    found = assessed(an_outcome("Plain", 0.5), by_size, assets=assets)
    r1, r2 = 1_000 / 304, 1_000 / 368
    assert of(found, "Plain", "access") == approx(ACCESS_A, ACCESS_B, 0)
    assert of(found, "Sized", "access") == approx(
        0.5 * r1 + 0.68 * 1.5 * r2, 0.68 * 0.5 * r1 + 1.5 * r2, 0
    )


def test_missing_people_is_no_data_and_not_0():
    areas = AREAS.assign(people=[100.0, np.nan, 600.0])
    found = assessed(areas=areas)
    assert of(found, "Health", "state") == ["ok", "no data", "ok"]
    row = found.table[(found.table["area_code"] == "b")]
    assert row[["need", "access", "gap", "people"]].isna().all().all()
    assert of(found, "ALL", "state") == ["ok", "no data", "ok"]
    assert found.outcomes.iloc[0]["areas_with_need"] == 2
    # Two places, shared by the people who are known: 100 in reach of both, 600 of neither.
    assert of(found, "Health", "access")[0] == pytest.approx(1_000 * (1 / 100 + 0.68 / 68))


def test_a_missing_figure_is_no_data_for_that_outcome_only():
    indicators = indicators_of(
        ("ill", "Illness", 2021, "value", "high-is-bad"),
        ("poor", "Poverty", 2021, "value", "high-is-bad"),
    )
    values = values_of(ill={"a": 1, "c": 3}, poor={"a": 1, "b": 2, "c": 3})
    found = assessed(
        an_outcome("Health", 0.4),
        an_outcome("Money", 0.6, expressed_by=(Expression(indicator="Poverty"),)),
        indicators=indicators,
        indicator_values=values,
    )
    assert of(found, "Health", "state") == ["ok", "no data", "ok"]
    assert of(found, "Health", "access")[1] == pytest.approx(ACCESS_B)
    assert of(found, "Health", "weight_covered") == [0.4, 0, 0.4]
    assert of(found, "ALL", "weight_covered") == approx(1, 0.6, 1)
    assert of(found, "ALL", "need")[1] == pytest.approx(of(found, "Money", "need")[1])
    assert of(found, "ALL", "state") == ["ok"] * 3


def test_an_outcome_needs_all_of_its_figures():
    indicators = indicators_of(
        ("ill", "Illness", 2021, "value", "high-is-bad"),
        ("well", "Feels well", 2021, "value", "high-is-good"),
    )
    values = values_of(ill={"a": 1, "b": 2, "c": 3}, well={"a": 1, "c": 3})
    both = an_outcome(expressed_by=(*ILL, Expression(indicator="well")))
    found = assessed(both, indicators=indicators, indicator_values=values)
    people_with_both = 700
    assert of(found, "Health", "need") == approx(
        (0.05 + 1 - 50 / people_with_both) / 2, np.nan, (0.70 + 300 / people_with_both) / 2
    )


def test_the_total_is_the_weighted_mean_of_outcomes_with_data():
    swapped = (Expression(indicator="ill", direction=Direction.HIGH_IS_GOOD),)
    found = assessed(
        an_outcome("Health", 0.25, target=10.0),
        an_outcome("Other", 0.75, target=20.0, expressed_by=swapped),
    )
    health, other = (np.array(of(found, name, "gap")) for name in ("Health", "Other"))
    assert of(found, "ALL", "gap") == pytest.approx(0.25 * health + 0.75 * other)
    assert of(found, "ALL", "need") == approx(0.75 - 0.5 * 0.05, 0.75 - 0.5 * 0.25, 0.4)
    assert np.isnan(of(found, "ALL", "access")).all()
    assert np.isnan(of(found, "ALL", "target")).all()
    assert of(found, "ALL", "weight") == [1, 1, 1]


@pytest.mark.parametrize(("weight", "state"), [(0.5, "ok"), (0.49, "no data")])
def test_below_half_of_the_weights_the_total_is_no_data(weight, state):
    unknown = an_outcome("Unknown", 1 - weight, expressed_by=())
    found = assessed(an_outcome("Health", weight), unknown)
    assert of(found, "ALL", "state") == [state] * 3
    assert of(found, "ALL", "weight_covered") == approx(weight, weight, weight)
    assert np.isnan(of(found, "ALL", "gap")).all() == (state == "no data")


def test_five_tenths_are_half():
    known = [an_outcome(f"Known {n}", 0.1) for n in range(5)]
    unknown = [an_outcome(f"Unknown {n}", 0.1, expressed_by=()) for n in range(5)]
    assert of(assessed(*known, *unknown), "ALL", "state") == ["ok"] * 3


def test_an_outcome_of_weight_0_has_rows_and_does_not_count():
    found = assessed(
        an_outcome("Health", 1.0, target=10.0), an_outcome("Idle", 0.0, expressed_by=())
    )
    assert of(found, "Idle", "state") == ["no data"] * 3
    assert of(found, "ALL", "gap") == pytest.approx(of(found, "Health", "gap"))
    assert of(found, "ALL", "weight_covered") == [1, 1, 1]


def test_all_weights_0_is_no_total():
    found = assessed(an_outcome("Health", 0.0))
    assert of(found, "Health", "state") == ["ok"] * 3
    assert of(found, "ALL", "state") == ["no data"] * 3
    assert of(found, "ALL", "weight_covered") == [0, 0, 0]


def test_a_vision_without_outcomes_has_only_totals():
    found = assessed(vision=Vision(title="Empty"))
    assert found.table["outcome"].tolist() == ["ALL"] * 3
    assert set(found.table["state"]) == {"no data"}
    assert found.outcomes.empty


def test_nothing_serves_the_outcome():
    found = assessed(an_outcome(served_by=(Serving(category="library"),)))
    assert of(found, "Health", "state") == ["nothing serves this outcome"] * 3
    assert of(found, "Health", "access") == [0, 0, 0]
    assert np.isnan(of(found, "Health", "target")).all()
    assert of(found, "Health", "gap") == of(found, "Health", "need")
    assert found.outcomes.iloc[0]["nothing_serves"]
    assert of(found, "ALL", "state") == ["ok"] * 3


def test_what_nobody_here_can_reach_serves_nobody():
    far = ASSETS.assign(x=40_000.0)
    found = assessed(assets=far)
    assert of(found, "Health", "state") == ["nothing serves this outcome"] * 3
    assert found.outcomes[["assets", "assets_in_reach"]].to_numpy().tolist() == [[2, 0]]


def test_a_stated_target_stays_when_nothing_serves():
    found = assessed(an_outcome(target=3.0), assets=ASSETS.iloc[:0])
    assert of(found, "Health", "target") == [3, 3, 3]
    assert of(found, "Health", "gap") == of(found, "Health", "need")


def test_no_assets_at_all():
    found = assessed(assets=ASSETS.iloc[:0])
    assert of(found, "Health", "state") == ["nothing serves this outcome"] * 3
    assert found.asset_outcomes.empty


def test_nothing_serving_is_still_no_data_where_need_is_not_known():
    found = assessed(assets=ASSETS.iloc[:0], indicator_values=values_of(ill={"a": 1}))
    assert of(found, "Health", "state") == ["nothing serves this outcome", "no data", "no data"]


def test_assets_without_a_point_are_left_out():
    unplaced = assets_of(("g3", "gp-surgery", np.nan, np.nan, np.nan))
    found = assessed(assets=unplaced)
    assert found.outcomes.iloc[0]["assets"] == 0


def test_assets_outside_the_place_are_supply():
    outline = shapely.box(-3_000, -3_000, 300, 3_000)
    areas = areas_of(("a", 0, 0, 100), ("z", -2_000, 0, 100))
    outside = assets_of(("far", "gp-surgery", 600, 0, np.nan))
    found = assessed(areas=areas, outline=outline, assets=outside,
                     indicator_values=values_of(ill={"a": 1, "z": 2}))  # fmt: skip
    # Shared by the 100 people in reach, who count .68 twice over: 1,000 x .68 / 68.
    assert of(found, "Health", "access") == approx(10, 0)
    assert found.assets["outside"].tolist() == [True]
    # a reaches it, so its edge is covered; the reach of z crosses the border elsewhere.
    assert of(found, "Health", "state") == ["ok", "edge: may be served from outside"]


def test_edge_where_the_reach_crosses_the_border():
    outline = shapely.box(-1_000, -20_000, 50_000, 20_000)
    found = assessed(outline=outline, detour=1.0)
    assert of(found, "Health", "state") == ["edge: may be served from outside", "ok", "ok"]
    assert of(found, "ALL", "state") == ["edge: may be served from outside", "ok", "ok"]
    # Detour 1.3: the straight line is 923 m, short of the border at 1,000 m.
    assert of(assessed(outline=outline, detour=1.3), "Health", "state") == ["ok"] * 3


def test_an_outside_asset_that_does_not_serve_leaves_the_edge_open():
    outline = shapely.box(-1_000, -20_000, 50_000, 20_000)
    beyond = assets_of(("l1", "library", -1_050, 0, np.nan), *ASSETS.itertuples(index=False))
    reads = an_outcome("Reading", 0.5, served_by=(Serving(category="library"),))
    found = assessed(an_outcome("Health", 0.5), reads, outline=outline, assets=beyond)
    assert of(found, "Health", "state")[0] == "edge: may be served from outside"
    assert of(found, "Reading", "state")[0] == "ok"


def test_an_open_edge_of_an_outcome_without_weight_does_not_mark_the_total():
    outline = shapely.box(-1_000, -20_000, 50_000, 20_000)
    near = an_outcome("Near", 1.0, reach_m=900.0)
    found = assessed(near, an_outcome("Far", 0.0), outline=outline)
    assert of(found, "Far", "state")[0] == "edge: may be served from outside"
    assert of(found, "ALL", "state") == ["ok"] * 3


def test_one_area():
    areas = areas_of(("a", 0, 0, 500))
    found = assessed(areas=areas)
    assert of(found, "Health", "need") == [0.5]
    assert of(found, "Health", "access") == approx(4)  # two places for 500 people
    assert of(found, "Health", "gap") == [0]


def test_two_assets_on_one_spot_both_count():
    twice = assets_of(*[("g", "gp-surgery", 0, 0, np.nan)] * 2)
    found = assessed(an_outcome(reach_m=300.0), assets=twice)
    assert of(found, "Health", "access") == approx(20, 0, 0)


def test_two_areas_on_one_spot_share():
    areas = areas_of(("a", 0, 0, 100), ("b", 0, 0, 300))
    found = assessed(an_outcome(reach_m=300.0), areas=areas)
    assert of(found, "Health", "access") == approx(1_000 / 400, 1_000 / 400)


def test_an_area_where_nobody_lives_beside_a_place_only_it_reaches():
    areas = areas_of(("a", 0, 0, 0), ("b", 600, 0, 300), ("c", 9_000, 0, 600))
    found = assessed(an_outcome(reach_m=300.0), areas=areas)
    assert of(found, "Health", "state") == ["no data", "ok", "ok"]
    assert np.isnan(of(found, "Health", "access")[0])
    assert of(found, "Health", "access")[1] == pytest.approx(1_000 / 300)


def test_an_area_where_nobody_lives_with_nothing_in_reach_has_access_0():
    areas = areas_of(("a", 0, 0, 100), ("b", 600, 0, 300), ("c", 9_000, 0, 0))
    found = assessed(areas=areas)
    assert of(found, "Health", "access")[2] == 0
    assert of(found, "Health", "state")[2] == "ok"


def test_nobody_known_anywhere():
    found = assessed(areas=AREAS.assign(people=np.nan))
    assert set(found.table["state"]) == {"no data"}
    assert not found.outcomes.iloc[0]["nothing_serves"]
    assert np.isnan(found.outcomes.iloc[0]["target"])


def test_an_area_without_a_point_is_no_data():
    areas = areas_of(("a", np.nan, np.nan, 100), ("b", 600, 0, 300))
    found = assessed(areas=areas)
    assert of(found, "Health", "state") == ["no data", "ok"]


def test_a_direction_that_nobody_has_said_is_no_data_with_a_reason():
    silent = INDICATORS.assign(direction="")
    found = assessed(indicators=silent)
    assert of(found, "Health", "state") == ["no data"] * 3
    facts = found.outcomes.iloc[0]
    assert facts["no_indicator"]
    assert "Illness" in facts["reasons"][0]
    stated = an_outcome(expressed_by=(Expression(indicator="ill", direction="high-is-bad"),))
    assert of(assessed(stated, indicators=silent), "Health", "state") == ["ok"] * 3


def test_an_indicator_that_is_not_loaded_is_no_data_with_a_reason():
    found = assessed(an_outcome(expressed_by=(*ILL, Expression(indicator="<b>Rain</b>"))))
    assert of(found, "Health", "state") == ["no data"] * 3
    assert found.outcomes.iloc[0]["reasons"] == ("No figures called <b>Rain</b> are loaded.",)


def test_figures_of_other_areas_only_are_no_data_with_a_reason():
    found = assessed(indicator_values=values_of(ill={"x": 1, "y": 2}))
    assert of(found, "Health", "state") == ["no data"] * 3
    assert len(found.outcomes.iloc[0]["reasons"]) == 1


def test_an_outcome_without_an_indicator_is_no_data_with_a_reason():
    found = assessed(an_outcome(expressed_by=()))
    assert of(found, "Health", "state") == ["no data"] * 3
    assert found.outcomes.iloc[0]["no_indicator"]
    assert len(found.outcomes.iloc[0]["reasons"]) == 1


def test_what_goes_in_is_not_changed():
    areas, assets, values = AREAS.copy(), ASSETS.copy(), VALUES.copy()
    assessed(areas=areas, assets=assets, indicator_values=values)
    assert areas.equals(AREAS)
    assert assets.equals(ASSETS)
    assert values.equals(VALUES)


def test_rows_may_carry_any_index():
    found = assessed(
        areas=AREAS.set_index(np.array([7, 7, 3])), assets=ASSETS.set_index(np.array([5, 5]))
    )
    assert found.table.equals(assessed().table)


def test_two_areas_of_one_code_are_refused():
    twice = AREAS.assign(area_code=["a", "b", "a"])
    with pytest.raises(ValueError, match="'a' is there twice"):
        assessed(areas=twice)


@pytest.mark.parametrize("figure", [np.nan, np.inf, -np.inf])
def test_a_figure_that_is_no_number_is_no_data_and_does_not_move_the_others(figure):
    found = assessed(indicator_values=values_of(ill={"a": 1, "b": figure, "c": 3}))
    assert of(found, "Health", "state") == ["ok", "no data", "ok"]
    assert of(found, "Health", "need") == approx(50 / 700, np.nan, 400 / 700)


def test_an_indicator_without_any_number_is_no_data_with_a_reason():
    found = assessed(indicator_values=values_of(ill={"a": np.nan, "b": np.nan, "c": np.nan}))
    assert of(found, "Health", "state") == ["no data"] * 3
    assert "Illness" in found.outcomes.iloc[0]["reasons"][0]


def test_where_nobody_lives_at_all_nothing_can_be_said():
    found = assessed(areas=AREAS.assign(people=0.0))
    assert set(found.table["state"]) == {"no data"}
    assert found.table["gap"].isna().all()


def test_a_vintage_that_fits_no_area_is_no_data_for_all():
    other = values_of(ill={"E01A": 1, "E01B": 2})
    assert of(assessed(indicator_values=other), "Health", "state") == ["no data"] * 3


def test_no_areas_is_an_empty_table():
    found = assessed(areas=AREAS.iloc[:0])
    assert len(found.table) == 0
    assert found.outcomes.iloc[0]["areas_with_need"] == 0
