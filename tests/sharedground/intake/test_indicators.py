"""Figures of need, long or wide, become indicators with one value for each area."""

from __future__ import annotations

import pytest

from sharedground.errors import NothingUsableError
from sharedground.intake.context import Intake
from sharedground.intake.direction import direction_of, measure_of, way_told
from sharedground.model.outcome import Direction
from sharedground.model.place import Kind, Measure
from tests.sharedground.intake.tables import a_place, codes_of, table, take

CODES = [f"E0100600{n}" for n in range(1, 5)]
BAD, GOOD = Direction.HIGH_IS_BAD, Direction.HIGH_IS_GOOD


def figures_of(rows: list[dict[str, object]], **given: object) -> Intake:
    return take(Kind.INDICATORS, table(rows), **given)


def known(intake: Intake) -> dict[str, tuple[str, str]]:
    frame = intake.frames["indicators"]
    return {
        i: (m, d)
        for i, m, d in zip(frame["indicator_id"], frame["measure"], frame["direction"], strict=True)
    }


def values(intake: Intake, indicator: str) -> dict[str, float]:
    frame = intake.frames["indicator_values"]
    frame = frame[frame["indicator_id"] == indicator]
    return dict(zip(frame["area_code"], frame["value"], strict=True))


def test_a_long_file_of_domains_gives_scores_ranks_and_deciles_by_year() -> None:
    rows = [
        {"lsoa11cd": c, "index_domain": d, "decile": 8, "rank": 25719, "score": "12.731", "year": y}
        for c in CODES
        for d in ("Income", "Crime", "Employment")
        for y in (2015, 2019)
    ]
    intake = figures_of(rows)
    assert intake.report.kept == len(rows)
    assert len(known(intake)) == 3 * 3 * 2
    assert known(intake)["income-deprivation-score-2019"] == ("score", "high-is-bad")
    assert known(intake)["income-deprivation-rank-2015"] == ("rank", "high-is-good")
    assert known(intake)["crime-decile-2019"] == ("decile", "high-is-good")
    assert values(intake, "crime-score-2019") == dict.fromkeys(CODES, 12.731)


def test_one_year_may_be_asked_for_and_the_others_are_set_aside() -> None:
    rows = [
        {"code": c, "domain": d, "score": 1, "year": y}
        for c in CODES
        for d in ("Income", "Crime", "Employment")
        for y in (2015, 2019)
    ]
    intake = figures_of(rows, year=2019)
    assert set(known(intake)) == {
        "income-deprivation-score-2019",
        "crime-score-2019",
        "employment-deprivation-score-2019",
    }
    assert intake.report.set_aside == len(rows) / 2


def test_official_wide_headings_are_split_into_name_and_measure() -> None:
    rows = [
        {
            "LSOA code (2011)": c,
            "Index of Multiple Deprivation (IMD) Score": 9.5,
            "Index of Multiple Deprivation (IMD) Rank (where 1 is most deprived)": 7,
            "Income Score (rate)": 0.1,
            "Crime Decile (where 1 is most deprived 10% of LSOAs)": 4,
        }
        for c in CODES
    ]
    assert known(figures_of(rows)) == {
        "index-of-multiple-deprivation-score": ("score", "high-is-bad"),
        "index-of-multiple-deprivation-rank": ("rank", "high-is-good"),
        "income-deprivation-score": ("score", "high-is-bad"),
        "crime-decile": ("decile", "high-is-good"),
    }


def test_wide_numbers_with_commas_signs_and_years_are_read() -> None:
    rows = [
        {
            "Area Code": c,
            "Area Name": "n",
            "% Children in poverty 2022": "12.5%",
            "Median household income (£)": "32,100",
            "Life expectancy": "80.1",
        }
        for c in CODES
    ]
    intake = figures_of(rows)
    frame = intake.frames["indicators"].set_index("indicator_id")
    assert frame["direction"].tolist() == ["high-is-bad", "high-is-good", "high-is-good"]
    assert frame.loc["children-in-poverty-2022", ["year", "unit"]].tolist() == [2022, "%"]
    assert values(intake, "median-household-income") == dict.fromkeys(CODES, 32100)


def test_positions_sizes_ids_and_people_are_no_indicators() -> None:
    rows = [
        {
            "code": c,
            "shape_area": 4.6e7,
            "lon": -2.3,
            "lat": 53.4,
            "Population": 1500,
            "geoid": 17031842400 + n,
            "Unemployment": 5.5,
        }
        for n, c in enumerate(CODES)
    ]
    assert set(known(figures_of(rows))) == {"unemployment"}


def test_a_figure_nobody_can_tell_good_from_bad_asks_for_a_direction() -> None:
    rows = [{"code": c, "Blah": 3} for c in CODES]
    intake = figures_of(rows)
    assert known(intake) == {"blah": ("value", "")}
    [fault] = [f for f in intake.report.faults if f.code == "indicator.no_direction"]
    assert (fault.column, fault.fix) == ("Blah", "Say whether it is.")


def test_a_direction_that_a_person_gives_wins() -> None:
    rows = [{"code": c, "Blah": 3, "Poverty": 2} for c in CODES]
    said = {"blah": GOOD, "Poverty": GOOD}
    directions = {d for _, d in known(figures_of(rows, direction=said)).values()}
    assert directions == {"high-is-good"}


def test_counts_of_all_categories_become_shares_and_it_is_said() -> None:
    rows = [
        {
            "area_code": c,
            "indicator": "x" * 120,
            "general_health": h,
            "measure": "Count",
            "unit": "Persons",
            "value": n,
        }
        for c in CODES
        for h, n in (("Good health", 60), ("Fair health", 30), ("Bad health", 10))
    ]
    intake = figures_of(rows)
    assert values(intake, "good-health") == dict.fromkeys(CODES, 60)
    assert known(intake)["bad-health"] == ("value", "high-is-bad")
    assert intake.frames["indicators"]["unit"].unique().tolist() == ["% of persons"]
    assert any("add up to a whole" in sentence for sentence in intake.report.sentences)


def test_a_total_and_those_not_asked_are_no_categories_of_their_own() -> None:
    counts = (("Total", 90), ("Does not apply", 0), ("No car", 30), ("A car", 60))
    rows = [
        {"code": c, "Cars Code": k, "Cars": h, "Observation": n}
        for c in CODES
        for k, (h, n) in enumerate(counts)
    ]
    intake = figures_of(rows)
    assert values(intake, "no-car") == pytest.approx(dict.fromkeys(CODES, 100 / 3))
    assert set(known(intake)) == {"no-car", "a-car"}
    assert (intake.report.kept, intake.report.merged) == (8, 8)


def test_categories_inside_one_another_stay_counts() -> None:
    names = ("Lone parent", "Lone parent: employed", "Couple")
    rows = [
        {"code": c, "household": h, "unit": "Households", "value": 5} for c in CODES for h in names
    ]
    assert values(figures_of(rows), "couple") == dict.fromkeys(CODES, 5)


def test_percentages_are_preferred_where_both_are_given() -> None:
    rows = [
        {"code": c, "indicator": i, "measure": m, "value": n}
        for c in CODES
        for i in ("Smoking", "Obesity")
        for m, n in (("Count", 50), ("Percent", 5))
    ]
    intake = figures_of(rows)
    assert values(intake, "smoking") == dict.fromkeys(CODES, 5)
    assert intake.report.merged == 8


def test_a_column_of_directions_and_one_of_units_describe_and_do_not_name() -> None:
    figures = (
        ("Blah", "%", "high-is-good"),
        ("Recorded crime", "per 1,000 people", ""),
        ("Green space", "square metres", "Higher is better"),
        ("Poverty", "%", "RAG - Low is good"),
    )
    rows = [
        {"area_code": c, "indicator": i, "year": y, "value": n, "unit": u, "direction": d}
        for n, c in enumerate(CODES)
        for i, u, d in figures
        for y in (2023, 2024)
    ]
    intake = figures_of(rows)
    assert (intake.report.kept, intake.report.merged) == (len(rows), 0)
    assert known(intake) == {
        f"{name}-{year}": ("value", way)
        for year in (2023, 2024)
        for name, way in (
            ("blah", "high-is-good"),
            ("recorded-crime", "high-is-bad"),
            ("green-space", "high-is-good"),
            ("poverty", "high-is-bad"),
        )
    }
    frame = intake.frames["indicators"].set_index("indicator_id")
    assert frame["unit"]["recorded-crime-2024"] == "per 1,000 people"
    assert frame["unit"]["blah-2023"] == "%"
    assert set(frame["name"]) == {"Blah", "Recorded crime", "Green space", "Poverty"}


def test_units_that_tell_two_figures_of_one_name_apart_stay_in_the_name() -> None:
    rows = [
        {"code": c, "indicator": i, "unit": u, "value": n}
        for c in CODES
        for i in ("Smoking", "Obesity")
        for u, n in (("people", 50), ("per 1,000 people", 5))
    ]
    intake = figures_of(rows)
    assert values(intake, "smoking-per-1-000-people") == dict.fromkeys(CODES, 5)
    assert len(known(intake)) == 4


def test_the_direction_of_the_wind_is_not_which_way_is_bad() -> None:
    rows = [{"code": c, "Poverty": 3.5, "Direction": w} for c, w in zip(CODES, "NESW", strict=True)]
    assert known(figures_of(rows)) == {"poverty": ("value", "high-is-bad")}


@pytest.mark.parametrize(
    ("text", "way"),
    [
        ("high-is-bad", BAD), ("High is good", GOOD), ("lower is better", BAD),
        ("RAG - High is good", GOOD), ("low values are bad", GOOD), ("Bad", BAD),
        ("North", None), ("", None), ("BOB - Blue orange blue", None),
    ],
)  # fmt: skip
def test_the_ways_that_people_write_a_direction(text: str, way: Direction | None) -> None:
    assert way_told(text) is way


def test_limits_of_confidence_and_denominators_are_no_indicators() -> None:
    rows = [
        {
            "Indicator Name": n,
            "Area Code": c,
            "Sex": "Persons",
            "Time period": "2021/22",
            "Value": 3.2,
            "Lower CI 95.0 limit": 1,
            "Upper CI 95.0 limit": 5,
            "Count": 30,
            "Denominator": 900,
        }
        for c in CODES
        for n in ("Obesity", "Smoking prevalence")
    ]
    assert set(known(figures_of(rows))) == {"obesity-2021", "smoking-prevalence-2021"}


def test_hidden_and_missing_figures_are_no_data() -> None:
    cells = ("5", "*", "NA", "0")
    rows = [{"code": c, "Poverty": n} for c, n in zip(CODES, cells, strict=True)]
    intake = figures_of(rows)
    assert {c: v for c, v in values(intake, "poverty").items() if v == v} == {
        CODES[0]: 5,
        CODES[3]: 0,
    }
    assert intake.report.set_aside == 2
    assert "indicator.hidden" in codes_of(intake)


def test_counts_of_smaller_units_are_added_up_and_rates_are_averaged() -> None:
    rows = [
        {
            "tract": f"1703184{n:04d}",
            "area": CODES[n % 4],
            "Poor people": 10 + n // 4,
            "Poverty rate": 5.0 + n // 4,
        }
        for n in range(8)
    ]
    intake = figures_of(rows)
    assert values(intake, "poor-people") == dict.fromkeys(CODES, 21)
    assert values(intake, "poverty-rate") == dict.fromkeys(CODES, 5.5)
    assert "indicator.several" in codes_of(intake)


def test_codes_of_another_year_are_refused_and_both_kinds_shown() -> None:
    with pytest.raises(NothingUsableError) as failure:
        figures_of([{"wd18cd": "E05000783", "Crime": 1.2}], context=a_place())
    assert "E05000783" in failure.value.message
    assert "E01006001" in failure.value.message


@pytest.mark.parametrize(
    ("name", "measure", "direction"),
    [
        ("Income deprivation", Measure.SCORE, BAD),
        ("Income deprivation", Measure.DECILE, GOOD),
        ("% below poverty level", Measure.VALUE, BAD),
        ("Unemployment rate", Measure.VALUE, BAD),
        ("Per capita income", Measure.VALUE, GOOD),
        ("Life expectancy at birth", Measure.VALUE, GOOD),
        ("Children in low income families", Measure.VALUE, BAD),
        ("Bad health", Measure.VALUE, BAD),
        ("Very good health", Measure.VALUE, GOOD),
        ("No qualifications", Measure.VALUE, BAD),
        ("Employment rate", Measure.VALUE, GOOD),
        ("Fair health", Measure.VALUE, None),
        ("Number of rooms", Measure.VALUE, None),
        ("Best view", Measure.RANK, None),
    ],
)
def test_which_way_is_bad_is_told_by_words(
    name: str, measure: Measure, direction: Direction | None
) -> None:
    assert direction_of(name, measure, name, {}) is direction


def test_a_heading_may_say_that_10_is_the_most_deprived() -> None:
    heading = "Deprivation decile (where 10 is most deprived)"
    assert direction_of("Deprivation", measure_of(heading), heading, {}) is BAD


def test_rows_that_say_score_or_rank_become_scores_and_ranks() -> None:
    names = ("a. Index of Multiple Deprivation (IMD)", "b. Income Deprivation Domain")
    rows = [
        {"FeatureCode": c, "DateCode": 2019, "Measurement": m, "Value": 3, "Indices": n}
        for c in CODES
        for m in ("Score", "Rank")
        for n in names
    ]
    assert known(figures_of(rows)) == {
        "index-of-multiple-deprivation-score-2019": ("score", "high-is-bad"),
        "income-deprivation-score-2019": ("score", "high-is-bad"),
        "index-of-multiple-deprivation-rank-2019": ("rank", "high-is-good"),
        "income-deprivation-rank-2019": ("rank", "high-is-good"),
    }


def test_the_months_of_a_year_are_added_up() -> None:
    rows = [
        {"ward": c, "Date": d, "Crime type": t, "Count": 4}
        for c in CODES
        for d in ("2023-01", "2023-02")
        for t in ("Burglary", "Robbery")
    ]
    intake = figures_of(rows)
    assert values(intake, "burglary-2023") == dict.fromkeys(CODES, 8)
    assert (intake.report.kept, intake.report.merged) == (8, 8)


def test_words_such_as_long_order_and_year_do_not_hide_a_figure() -> None:
    row = {"Long-term unemployed (%)": 3, "Public order offences": 5, "Year 6 obesity": 20}
    rows = [{"lsoa": c, **row} for c in CODES]
    directions = {i: d for i, (_, d) in known(figures_of(rows)).items()}
    assert directions == dict.fromkeys(
        ("long-term-unemployed", "public-order-offences", "year-6-obesity"), "high-is-bad"
    )
