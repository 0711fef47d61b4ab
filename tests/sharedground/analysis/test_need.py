import numpy as np
import pytest

from sharedground.analysis import need
from sharedground.model.outcome import Direction, Expression
from tests.sharedground.analysis.small_place import AREAS, indicators_of, values_of

BAD, GOOD = Direction.HIGH_IS_BAD, Direction.HIGH_IS_GOOD


def percentile(values, people, direction=BAD):
    found = need.percentile(np.array(values, float), np.array(people, float), direction)
    return found.tolist()


def test_share_of_people_with_less_need():
    assert percentile([1, 2, 3], [100, 300, 600]) == pytest.approx([0.05, 0.25, 0.70])


def test_ties_share_the_middle():
    assert percentile([1, 2, 2, 3], [1, 1, 1, 1]) == pytest.approx([1 / 8, 1 / 2, 1 / 2, 7 / 8])


def test_directions_mirror_each_other():
    bad = percentile([5, 1, 1, 9], [10, 20, 30, 40])
    good = percentile([5, 1, 1, 9], [10, 20, 30, 40], GOOD)
    assert good == pytest.approx([1 - share for share in bad])


def test_an_area_where_nobody_lives_has_a_place_among_the_others():
    assert percentile([1, 2, 3], [50, 0, 50]) == pytest.approx([0.25, 0.5, 0.75])


@pytest.mark.parametrize("people", [[0, 0], [np.nan, np.nan]])
def test_no_people_anywhere_is_no_data(people):
    assert np.isnan(percentile([1, 2], people)).all()


def test_no_data_stays_no_data_and_does_not_move_the_others():
    found = percentile([1, np.nan, 2, 3], [1, 1, np.nan, 1])
    assert found == pytest.approx([0.25, np.nan, np.nan, 0.75], nan_ok=True)


def test_one_area_is_in_the_middle():
    assert percentile([7], [123]) == [0.5]


def test_need_is_the_mean_of_indicators_where_all_are_known():
    found = need.combined(np.array([[0.2, 0.4], [0.2, np.nan]]))
    assert found.tolist() == pytest.approx([0.3, np.nan], nan_ok=True)
    assert np.isnan(need.combined(np.empty((2, 0)))).all()


TELLINGS = indicators_of(
    ("i1", "Crime", 2015, "score", ""),
    ("i2", "Crime", 2019, "decile", ""),
    ("i3", "Crime", 2019, "rank", ""),
    ("i4", " crime ", 2019, "score", "high-is-bad"),
    ("i5", "Crime", np.nan, "score", ""),
    ("crime", "Something else", 1999, "value", ""),
)


@pytest.mark.parametrize(
    ("asked", "found"), [("CRIME", "i4"), ("i2", "i2"), ("crime", "crime"), (" Crime ", "i4")]
)
def test_an_indicator_is_found_by_id_then_latest_and_most_telling_by_name(asked, found):
    row = need.find(TELLINGS, Expression(indicator=asked))
    assert row is not None
    assert row["indicator_id"] == found


def test_rank_comes_before_decile_and_the_latest_year_before_both():
    without_score = TELLINGS[TELLINGS["indicator_id"].isin(["i1", "i2", "i3"])]
    row = need.find(without_score, Expression(indicator="crime"))
    assert row is not None
    assert row["indicator_id"] == "i3"


def test_an_indicator_that_is_not_there():
    assert need.find(TELLINGS, Expression(indicator="Rain")) is None


def test_the_vision_says_the_direction_before_the_indicator_does():
    stated, silent = TELLINGS.iloc[3], TELLINGS.iloc[0]
    assert need.direction_of(Expression(indicator="x", direction=GOOD), stated) is GOOD
    assert need.direction_of(Expression(indicator="x"), stated) is BAD
    assert need.direction_of(Expression(indicator="x"), silent) is None


def test_values_follow_the_areas_and_the_last_of_several_counts():
    values = values_of(ill={"c": 3, "a": 1, "elsewhere": 9}, other={"b": 5})
    values.loc[len(values)] = ["ill", "a", 4.0, "s2", 77]
    found = need.aligned(values, "ill", AREAS["area_code"])
    assert found["value"].tolist() == pytest.approx([4, np.nan, 3], nan_ok=True)
    assert found["row_number"].tolist()[0] == 77


DOMAINS = indicators_of(
    ("income", "Income deprivation", 2019, "score", "high-is-bad"),
    ("income-rank", "Income deprivation", 2019, "rank", "high-is-good"),
    ("income-2015", "Income deprivation", 2015, "score", "high-is-bad"),
    ("children", "Income deprivation affecting children", 2019, "score", "high-is-bad"),
    ("health", "Health deprivation and disability", 2019, "score", "high-is-bad"),
)


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("Income", "income"),
        ("Income domain rank", "income-rank"),
        ("income score 2015", "income-2015"),
        ("Health and Disability", "health"),
        ("Income Deprivation Affecting Children Index", "children"),
    ],
)
def test_an_indicator_is_found_by_the_words_that_tell_it_from_others(asked, found):
    row = need.find(DOMAINS, Expression(indicator=asked))
    assert row is not None
    assert row["indicator_id"] == found


@pytest.mark.parametrize("asked", ["Income 1999", "Deprivation", "Score", "Older people", "and"])
def test_words_that_tell_nothing_or_something_else_find_nothing(asked):
    assert need.find(DOMAINS, Expression(indicator=asked)) is None
