import numpy as np
import pytest

from sharedground.analysis.default_vision import default_reach_m, default_vision, expressions
from sharedground.model.outcome import SUGGESTIONS, Direction
from tests.sharedground.analysis.small_place import indicators_of

BAD, GOOD = Direction.HIGH_IS_BAD, Direction.HIGH_IS_GOOD
DOMAINS_2019 = (
    "Barriers to Housing and Services", "Crime", "Education, Skills and Training", "Employment",
    "Health and Disability", "Income", "Income Deprivation Affecting Children",
    "Income Deprivation Affecting Older People", "Index of Multiple Deprivation",
    "Living Environment",
)  # fmt: skip


def index_of_deprivation(
    years=(2015, 2019), measures=("decile", "rank", "score"), domains=DOMAINS_2019
):
    return indicators_of(
        *[
            (f"{domain}/{year}/{measure}", domain, year, measure, "")
            for domain in domains
            for year in years
            for measure in measures
        ]
    )


def asked(indicators):
    return {
        code: [(one.indicator, one.direction) for one in several]
        for code, several in expressions(indicators).items()
    }


def test_domains_of_the_english_indices():
    assert asked(index_of_deprivation()) == {
        "O01": [("Income", BAD)],
        "O02": [("Employment", BAD)],
        "O03": [("Barriers to Housing and Services", BAD)],
        "O04": [("Health and Disability", BAD)],
        "O05": [("Education, Skills and Training", BAD)],
        "O06": [("Crime", BAD)],
        "O09": [("Living Environment", BAD)],
    }


@pytest.mark.parametrize("measure", ["rank", "decile"])
def test_a_low_rank_or_decile_is_most_deprived(measure):
    found = asked(index_of_deprivation(measures=(measure,)))
    assert {direction for several in found.values() for _, direction in several} == {GOOD}


def test_headings_of_the_wide_file_and_its_sub_domains():
    headings = (
        "Index of Multiple Deprivation (IMD) Score", "Income Score (rate)",
        "Income Rank (where 1 is most deprived)", "Employment Score (rate)",
        "Health Deprivation and Disability Score", "Crime Score",
        "Barriers to Housing and Services Score", "Living Environment Score",
        "Geographical Barriers Sub-domain Score", "Wider Barriers Sub-domain Score",
        "Indoors Sub-domain Score", "Outdoors Sub-domain Score",
    )  # fmt: skip
    found = asked(indicators_of(*[(str(i), h, 2025, "value", "") for i, h in enumerate(headings)]))
    assert found["O01"] == [("Income Score (rate)", BAD)]
    assert found["O04"] == [("Health Deprivation and Disability Score", BAD)]
    assert sorted(found["O03"]) == [
        ("Indoors Sub-domain Score", BAD),
        ("Wider Barriers Sub-domain Score", BAD),
    ]
    assert found["O09"] == [("Outdoors Sub-domain Score", BAD)]
    assert found["O10"] == [("Geographical Barriers Sub-domain Score", BAD)]


def test_the_composite_index_only_where_no_domain_is_loaded():
    alone = index_of_deprivation(domains=("Index of Multiple Deprivation",))
    assert asked(alone) == {"O01": [("Index of Multiple Deprivation", BAD)]}
    with_domain = index_of_deprivation(
        domains=("Index of Multiple Deprivation", "Barriers to Housing and Services")
    )
    assert asked(with_domain) == {"O03": [("Barriers to Housing and Services", BAD)]}


def test_income_alone_is_not_taken_for_the_domain():
    assert asked(indicators_of(("i", "Income", 2021, "value", ""))) == {}


def test_what_the_indicator_says_of_its_direction_is_left_to_it():
    table = index_of_deprivation(years=(2019,), measures=("score",)).assign(direction="high-is-bad")
    assert asked(table)["O01"] == [("Income", None)]


def test_figures_by_the_words_in_their_names_with_what_is_known_of_direction():
    found = asked(
        indicators_of(
            ("1", "Below Poverty Level", 2010, "value", ""),
            ("2", "Per Capita Income", 2010, "value", ""),
            ("3", "Unemployment rank", 2010, "rank", ""),
            ("4", "Voter turnout", np.nan, "value", "high-is-good"),
        )
    )
    assert found == {
        "O01": [("Below Poverty Level", BAD), ("Per Capita Income", GOOD)],
        "O02": [("Unemployment rank", None)],
        "O08": [("Voter turnout", None)],
    }


def test_at_most_three_figures_and_the_latest_share_of_each():
    table = indicators_of(
        ("old", "Unemployment", 2011, "value", ""),
        ("new", "Unemployment", 2021, "value", ""),
        ("count", "Unemployed people", 2021, "value", ""),
        *[(f"h{i}", name, 2021, "value", "") for i, name in enumerate(
            ["Bad health", "Life expectancy", "Diabetes", "Infant mortality", "Disability"])],
    )  # fmt: skip
    table.loc[table["indicator_id"] == "count", "unit"] = "People"
    found = asked(table)
    assert found["O02"] == [("Unemployment", BAD)]
    assert len(found["O04"]) == 3


def test_an_id_is_used_where_the_name_would_find_another():
    table = indicators_of(
        ("count", "Unemployed", 2021, "value", ""), ("share", "Unemployed", 2021, "value", "")
    ).assign(unit=["Persons", "%"])
    assert asked(table)["O02"] == [("share", BAD)]


def test_outcomes_with_figures_come_first_and_at_most_seven():
    vision = default_vision(
        index_of_deprivation(), ["library", "bus-stop"], 300, 1.3, place_name="Trafford"
    )
    assert [o.code for o in vision.outcomes] == ["O01", "O02", "O03", "O04", "O05", "O06", "O09"]
    assert sum(o.weight for o in vision.outcomes) == pytest.approx(1)
    assert len({o.weight for o in vision.outcomes}) == 1
    assert vision.version == 0
    assert "Trafford" in vision.title


def test_then_outcomes_that_loaded_places_serve_but_no_more_than_have_figures():
    table = indicators_of(("i", "Unemployment", 2021, "value", ""))
    vision = default_vision(table, ["library", "community-hub"], 300, 1.3)
    assert [o.code for o in vision.outcomes] == ["O02", "O01"]


def test_without_figures_the_outcomes_that_loaded_places_serve():
    vision = default_vision(indicators_of(), ["pharmacy"], 300, 1.3)
    assert [o.code for o in vision.outcomes] == ["O04", "O10"]
    assert vision.outcomes[0].expressed_by == ()


def test_with_nothing_loaded_there_is_something_to_start_from():
    vision = default_vision(indicators_of(), [], 0.0, 1.3)
    assert [o.code for o in vision.outcomes] == [s.code for s in SUGGESTIONS[:7]]


def test_everything_suggested_serves_whether_loaded_or_not():
    (health, _) = default_vision(indicators_of(), ["pharmacy"], 300, 1.3).outcomes
    suggested = next(s for s in SUGGESTIONS if s.code == "O04")
    assert {one.category: one.strength for one in health.served_by} == suggested.serves


@pytest.mark.parametrize(
    ("radius", "detour", "reach"),
    [(0, 1.3, 1_200), (300, 1.3, 1_200), (500, 1.3, 1_300), (1_000, 1.3, 2_600),
     (1_001, 1.3, 2_700), (1e6, 1.3, 100_000)],
)  # fmt: skip
def test_the_reach_grows_with_the_size_of_areas(radius, detour, reach):
    assert default_reach_m(radius, detour) == reach
