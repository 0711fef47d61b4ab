"""Published tables are read by their headings: right names, measures and directions, no people."""

from __future__ import annotations

import pandas as pd
import pytest

from sharedground.intake.context import Context, Intake, Options
from sharedground.intake.kind import guess_kinds
from sharedground.intake.read import read_file
from sharedground.intake.take import take_in
from sharedground.model.outcome import Direction
from sharedground.model.place import Kind
from tests.sharedground.intake import published

ENGLISH = [f"E0100{n:04d}" for n in range(8)]
WELSH = [f"W0100{n:04d}" for n in range(8)]
SCOTTISH = [f"S0100{n:04d}" for n in range(8)]
IRISH = [f"95AA{n:02d}S1" for n in range(8)]
WARDS = [f"E0500{n:04d}" for n in range(8)]
TOLD = ["name", "measure", "direction"]


def read(name: str, content: bytes, codes: list[str], **said: Direction) -> Intake:
    context = Context(areas={code: f"Area {n}" for n, code in enumerate(codes)})
    raw = read_file(name, content)
    assert guess_kinds(raw, context)[0] is Kind.INDICATORS
    options = Options(direction={key.replace("_", " "): way for key, way in said.items()})
    taken = take_in(Kind.INDICATORS, raw, "source", options, context)
    assert len(taken) == 1
    report = taken[0].report
    assert report.read == report.kept + report.merged + report.set_aside
    return taken[0]


def told(intake: Intake) -> dict[str, tuple[str, str]]:
    """Return measure and direction by name, of indicators whose names are unique."""
    frame = intake.frames["indicators"]
    return {row.name: (row.measure, row.direction) for row in frame[TOLD].itertuples(index=False)}


@pytest.mark.parametrize("year", [2015, 2019, 2025])
def test_file_7_of_the_index_of_deprivation(year: int) -> None:
    name = f"File_7_-_All_IoD{year}_Scores__Ranks__Deciles_and_Population_Denominators.csv"
    found = read(name, published.file_7(ENGLISH, year), ENGLISH)
    frame = found.frames["indicators"]
    assert len(frame) == 48, "16 domains and sub-domains, each with score, rank and decile"
    assert set(frame["year"]) == {float(year)}
    assert set(frame.loc[frame["measure"] == "score", "direction"]) == {"high-is-bad"}
    assert set(frame.loc[frame["measure"] != "score", "direction"]) == {"high-is-good"}
    names = set(frame["name"])
    assert {"Index of Multiple Deprivation", "Income deprivation", "Adult Skills Sub-domain",
            "Income deprivation affecting older people"} <= names  # fmt: skip
    assert not any("opulation" in each or "aged" in each for each in names)
    assert found.report.kept == 8
    assert not found.report.faults


@pytest.mark.parametrize("year", [2011, 2021])
def test_a_topic_summary_of_the_census_becomes_shares(year: int) -> None:
    found = read("census.csv", published.nomis_bulk(ENGLISH, year), ENGLISH)
    frame = found.frames["indicators"]
    assert [name.split(": ")[1] for name in frame["name"]] == [
        "Very good health", "Good health", "Fair health", "Bad health", "Very bad health",
    ]  # fmt: skip
    assert set(frame["year"]) == {float(year)}
    assert frame["direction"].tolist() == [
        "high-is-good", "high-is-good", "", "high-is-bad", "high-is-bad",
    ]  # fmt: skip
    assert frame["unit"].str.startswith("% of ").all()
    values = found.frames["indicator_values"]
    assert values.groupby("area_code")["value"].sum().round(9).eq(100).all()
    one = values[values["area_code"] == ENGLISH[0]].set_index("indicator_id")["value"]
    assert one.iloc[0] == pytest.approx(100 * 701 / (701 + 500 + 152 + 40 + 11))


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_a_query_of_nomis_is_read_below_its_title_rows(ending: str) -> None:
    content = published.nomis_query(ENGLISH)
    if ending == "xlsx":
        content = published.workbook({"Data": content})
    found = read(f"query.{ending}", content, ENGLISH)
    assert told(found) == {
        "No qualifications": ("value", "high-is-bad"),
        "Level 4 qualifications and above": ("value", "high-is-good"),
        "Other qualifications": ("value", ""),
    }
    assert set(found.frames["indicators"]["year"]) == {2021.0}
    assert (found.report.kept, found.report.set_aside) == (8, 1)
    asked = [fault for fault in found.report.faults if fault.code == "indicator.no_direction"]
    assert [fault.value for fault in asked] == ["Other qualifications"]


def test_fingertips_keeps_sex_and_period_apart_and_hidden_figures_unknown() -> None:
    found = read("fingertips.csv", published.fingertips(WARDS), WARDS)
    frame = found.frames["indicators"]
    life = frame[frame["name"].str.startswith("Life expectancy")]
    assert sorted(zip(life["name"], life["year"], strict=True)) == [
        ("Life expectancy at birth: Female", 2021.0), ("Life expectancy at birth: Female", 2022.0),
        ("Life expectancy at birth: Male", 2021.0), ("Life expectancy at birth: Male", 2022.0),
    ]  # fmt: skip
    assert set(life["direction"]) == {"high-is-good"}
    obese = frame[frame["name"].str.contains("obesity")]
    assert set(obese["direction"]) == {"high-is-bad"}
    density = found.frames["indicator_values"]["indicator_id"].str.contains("density")
    assert found.frames["indicator_values"].loc[density, "value"].isna().all()
    assert (found.report.read, found.report.kept, found.report.set_aside) == (56, 48, 8)


def test_the_scottish_index_means_what_its_descriptions_say() -> None:
    found = read("simd2020v2.csv", published.simd(SCOTTISH), SCOTTISH)
    names = told(found)
    whole = "Scottish Index of Multiple Deprivation"
    assert names[whole] in {("rank", "high-is-good"), ("decile", "high-is-good")}
    assert names[f"{whole}: income domain"] == ("rank", "high-is-good")
    assert names["People who are income deprived, share"] == ("value", "high-is-bad")
    assert names["Premises without superfast broadband, share"] == ("value", "high-is-bad")
    assert names["Attainment of school leavers"] == ("value", "high-is-good")
    assert names["Drive time to a GP, minutes"] == ("value", "high-is-bad")
    assert not any("opulation" in name for name in names)
    assert not [f for f in found.report.faults if f.code == "indicator.no_direction"]
    hidden = [f for f in found.report.faults if f.code == "indicator.hidden"]
    assert not hidden, "a column with nothing but hidden cells is no figure"


@pytest.mark.parametrize(
    ("what", "measure", "direction"),
    [("ranks", "rank", "high-is-good"), ("scores", "score", "high-is-bad")],
)
def test_the_welsh_index_tells_ranks_from_scores_by_its_title(
    what: str, measure: str, direction: str
) -> None:
    found = read("wimd.csv", published.wimd(WELSH, what), WELSH)
    names = told(found)
    assert len(names) == 9
    assert set(names.values()) == {(measure, direction)}
    assert "Welsh Index of Multiple Deprivation: access to services" in names


def test_the_welsh_index_tells_ranks_from_scores_by_its_sheet() -> None:
    untitled = published.wimd(WELSH, "scores").split(b"\r\n", 2)[2]
    book = published.workbook({"WIMD_2019_ranks": untitled})
    found = read("wimd-2019-by-small-area.xlsx", book, WELSH)
    assert set(told(found).values()) == {("rank", "high-is-good")}


def test_the_measure_of_northern_ireland_is_ranks() -> None:
    found = read("NIMDM17_SOAresults.csv", published.nimdm(IRISH), IRISH)
    assert set(told(found).values()) == {("rank", "high-is-good")}
    assert len(told(found)) == 8


def test_what_a_person_says_wins_over_what_is_published() -> None:
    found = read("simd.csv", published.simd(SCOTTISH), SCOTTISH, crime_count=Direction.HIGH_IS_GOOD)
    assert told(found)["Recorded crimes"] == ("value", "high-is-good")


def test_a_count_above_its_total_stays_a_count() -> None:
    rows = [["geography code", "Total: All households", "No car", "Distance"]]
    rows += [[code, "100", "40", "2500"] for code in ENGLISH]
    found = read("cars.csv", published.sheet(rows), ENGLISH)
    frame = found.frames["indicators"].set_index("name")
    assert frame["unit"].to_dict() == {"No car": "% of all households", "Distance": ""}
    values = found.frames["indicator_values"].set_index("indicator_id")["value"]
    assert set(values.loc["no-car"]) == {40.0}
    assert set(values.loc["distance"]) == {2500.0}
    assert isinstance(values, pd.Series)
