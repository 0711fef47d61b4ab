"""The ranking as each partner would see it: who has which areas in the worst tenth."""

import time

import numpy as np
import pandas as pd
import pytest

from sharedground import partner_views, sureness
from sharedground import partner_views_words as in_words
from sharedground.analysis.assessment import ALL
from sharedground.analysis.standing import standing
from sharedground.analysis.weightings import among_worst, flips
from sharedground.errors import NotFoundError, SharedGroundError
from sharedground.partner_views import Common
from tests.sharedground.test_sureness import town


def table(**rows: dict[str, float]) -> pd.DataFrame:
    """Partners' shares, as `rounds.partner_weights` gives them."""
    given = pd.DataFrame.from_dict(rows, orient="index").fillna(0.0)
    given.index.name = "partner_id"
    return given.assign(name=[one.upper() for one in given.index])


BOTH = table(police={"health": 1.0, "money": 0.0}, nhs={"health": 0.0, "money": 1.0})


def seen(weights: pd.DataFrame = BOTH, **given):
    found = town()
    return partner_views.views(found, partner_views.voices(found.vision, weights), **given)


def test_a_partner_sees_the_ranking_of_its_own_weights() -> None:
    found = town()
    (police, _) = partner_views.voices(found.vision, BOTH)
    mine = partner_views.as_partner(found, police)
    only_health = standing(found, "health").set_index("key")["gap"]
    own = standing(mine, ALL).set_index("key")["gap"]
    assert own.tolist() == pytest.approx(only_health.tolist())


def test_all_in_all_out_and_where_they_differ() -> None:
    # a19 is worst for both; a18 second for illness, a01 second for poverty: two places each.
    found = seen()
    common = found.table.set_index("key")["common"]
    assert common["a19"] == Common.IN
    assert common["a18"] == common["a01"] == Common.DIFFER
    assert found.count(Common.OUT) == 17
    row = found.table["key"].tolist().index("a18")
    assert (found.those_in(row), found.those_out(row)) == (("POLICE",), ("NHS",))
    assert found.comparable
    assert found.places == 2


def test_counts_of_partners_add_up_for_every_area() -> None:
    rows = seen().table
    assert (rows["partners_in"] + rows["partners_out"] + rows["partners_without"] == 2).all()


def test_what_a_partner_changes_in_the_worst_tenth() -> None:
    rows = seen().by_partner().set_index("partner_id")
    assert rows.loc["police", "places"] == 2
    for one in rows.itertuples():
        assert one.same + len(one.come) == one.places == one.same + len(one.leave)


def test_the_worst_tenth_is_that_of_the_pages() -> None:
    found = town()
    table_ = sureness.sureness(found, sureness.PRIORS["near"]).table.set_index("key")
    shared = seen().table.set_index("key")["shared"]
    assert shared.to_dict() == table_["among"].to_dict()


def test_the_rule_is_the_one_that_says_which_outcome_decides() -> None:
    rng = np.random.default_rng(3)
    for _ in range(20):
        gap = rng.random((57, 4)).round(1)
        gap[rng.random(gap.shape) < 0.1] = np.nan
        weights = rng.dirichlet(np.ones(4))
        assert (among_worst(gap, weights).among[0] == flips(gap, weights).among).all()


def test_weights_that_are_no_weights_are_refused() -> None:
    with pytest.raises(ValueError, match="weights must be numbers"):
        among_worst(np.ones((3, 2)), np.array([[1.0, -0.1]]))


def test_points_on_outcomes_that_are_gone_are_said_and_the_rest_is_scaled() -> None:
    weights = table(police={"health": 0.3, "money": 0.1, "O99": 0.6})
    (one,) = partner_views.voices(town().vision, weights)
    assert one.weights.tolist() == pytest.approx([0.75, 0.25])
    assert one.lost == pytest.approx(0.6)
    assert one.gone == ("O99",)
    assert "60 % of its points" in in_words.limits(one)[0]


def test_a_partner_with_nothing_left_is_named_and_never_guessed() -> None:
    weights = table(police={"O99": 1.0}, nhs={"money": 1.0}, club={"health": 1.0})
    found = seen(weights)
    assert [one.partner_id for one in found.silent] == ["police"]
    assert len(found.voices) == 2
    assert any("POLICE gave no points" in text for text in in_words.sentences(found, ""))
    with pytest.raises(SharedGroundError) as no:
        partner_views.as_partner(town(), found.silent[0])
    assert no.value.code == "partner.no_weights"


def test_an_outcome_that_nobody_was_asked_about_counts_nothing_and_is_named() -> None:
    (one,) = partner_views.voices(town().vision, table(police={"health": 1.0}))
    assert one.unasked == ("Money",)
    assert one.weights.tolist() == [1.0, 0.0]
    assert "Money" in in_words.limits(one)[0]


def test_an_area_without_data_for_one_partner_is_never_agreed_on() -> None:
    found = town()
    gap = found.gap.copy()
    gap[:3, 0] = np.nan
    blind = partner_views.views(
        type(found)(**{**vars(found), "gap": gap, "filled": None}),
        partner_views.voices(found.vision, BOTH),
    )
    common = blind.table.set_index("key")["common"]
    assert common["a00"] == common["a02"] == Common.NO_DATA
    assert common["a01"] == Common.NO_DATA  # in for one, no data for the other
    assert any("This does not mean zero." in text for text in in_words.sentences(blind, ""))


def test_a_partner_is_found_by_name_and_others_are_listed() -> None:
    heard = partner_views.voices(town().vision, BOTH)
    assert partner_views.voice_of(heard, "Nhs").partner_id == "nhs"
    with pytest.raises(NotFoundError, match="POLICE, NHS"):
        partner_views.voice_of(heard, "Fire")


def test_one_partner_alone_is_not_compared() -> None:
    found = seen(table(police={"health": 1.0}))
    assert not found.comparable
    assert in_words.heading(found, "") == "There is nothing to compare yet"


def test_the_table_for_scripts_names_who_has_it_in_and_who_not() -> None:
    rows = partner_views.as_table(seen(), {"a18": "Mill *Lane*"}).set_index("area")
    assert rows.loc["a18", "name"] == "Mill *Lane*"
    assert (rows.loc["a18", "in_for"], rows.loc["a18", "not_in_for"]) == ("POLICE", "NHS")


def test_wards_can_be_compared_too() -> None:
    found = town()
    groups = pd.Series([f"w{n // 5}" for n in range(20)])
    heard = partner_views.voices(found.vision, BOTH)
    told = partner_views.views(found, heard, groups)
    assert len(told.table) == 4
    assert told.places == 1
    text = in_words.lines(told, {})
    assert text[0].startswith("Partners")


def test_agreement_on_wards_alone_is_not_called_agreement() -> None:
    found = town()
    heard = partner_views.voices(found.vision, BOTH)
    small = partner_views.views(found, heard)
    groups = pd.Series(["all"] * 20)
    wards = partner_views.views(found, heard, groups)
    assert wards.count(Common.DIFFER) == 0
    text = in_words.lines(wards, {}, "ward", small)
    assert "differ on 2 small" in text[0]
    assert (
        "The tenth of 1 ward is 1 only. By small areas, partners agree on 1 and differ on 2."
        in (text)
    )


def test_tenths_of_unlike_size_are_explained() -> None:
    assert in_words.why_not_alike(seen()) == ""
    unlike = seen()
    unlike.among[0, :3] = True
    told = in_words.why_not_alike(unlike)
    assert told.startswith(f"“{unlike.by_partner()['same'].iloc[0]} of ")
    assert "no data by its weights" in told


def test_very_many_areas_take_no_time(record_property) -> None:
    found = town()
    n = 33_755
    rng = np.random.default_rng(0)
    big = type(found)(**{
        **vars(found), "filled": None, "gap": rng.random((n, 2)),
        "areas": pd.DataFrame({"area_code": [f"E{i}" for i in range(n)], "people": 1.0,
                               "area_name": ""}),
    })  # fmt: skip
    many = table(**{f"p{i}": {"health": i + 1.0, "money": 5.0} for i in range(12)})
    begun = time.perf_counter()
    told = partner_views.views(big, partner_views.voices(found.vision, many))
    took = time.perf_counter() - begun
    record_property("measured", f"12 partners over 33,755 areas: {1000 * took:.0f} ms")
    assert told.places == 3_376
    assert took < 2
