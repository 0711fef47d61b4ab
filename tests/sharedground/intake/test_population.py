"""One number of people for each area, however the table is laid out; no data is never 0."""

from __future__ import annotations

import pytest

from sharedground.errors import NothingUsableError
from sharedground.intake.context import Context, Intake
from sharedground.model.place import Kind
from tests.sharedground.intake.tables import a_place, codes_of, table, take

CODES = [f"E0100600{n}" for n in range(1, 5)]


def people_of(rows: list[dict[str, object]], **given: object) -> Intake:
    return take(Kind.POPULATION, table(rows), **given)


def counts(intake: Intake) -> dict[str, float]:
    frame = intake.frames["population"]
    return dict(zip(frame["area_code"], frame["people"], strict=True))


def test_the_row_for_all_persons_is_used_and_the_others_are_merged_into_it() -> None:
    rows = [
        {"area_code": c, "sex": s, "all_ages": n, "0": 3, "90+": 1}
        for c in CODES
        for s, n in (("Persons", 100), ("Females", 55), ("Males", 45))
    ]
    intake = people_of(rows)
    assert counts(intake) == dict.fromkeys(CODES, 100)
    assert (intake.report.kept, intake.report.merged) == (4, 8)
    assert intake.report.columns["people"] == "all_ages"


def test_females_and_males_are_added_up_where_nobody_did() -> None:
    rows = [{"code": c, "gender": s, "people": n} for c in CODES for s, n in (("F", 55), ("M", 45))]
    assert counts(people_of(rows)) == dict.fromkeys(CODES, 100)


def test_one_sex_alone_is_no_data() -> None:
    rows = [{"code": c, "sex": s, "people": 50} for c in CODES for s in ("Female", "Male")][:-1]
    intake = people_of(rows)
    assert set(counts(intake)) == set(CODES[:3])
    assert "population.one_sex" in codes_of(intake)
    assert intake.report.facts["missing"] == ["E01006004"]


def test_only_the_latest_year_is_used() -> None:
    rows = [
        {"code": c, "period": y, "people": n}
        for c in CODES
        for y, n in (("2023-06-30", 90), ("2024-06-30", 100))
    ]
    intake = people_of(rows)
    assert counts(intake) == dict.fromkeys(CODES, 100)
    assert intake.frames["population"]["year"].unique().tolist() == [2024]
    assert intake.report.set_aside == 4


def test_a_year_may_be_asked_for() -> None:
    rows = [{"code": c, "year": y, "people": y} for c in CODES for y in (2023, 2024)]
    assert counts(people_of(rows, year=2023)) == dict.fromkeys(CODES, 2023)


def test_the_heading_of_the_latest_year_is_used() -> None:
    rows = [{"code": c, "POP2010": 20, "POP2000": 10, "POPCH": -5} for c in CODES]
    intake = people_of(rows)
    assert intake.report.columns["people"] == "POP2010"
    assert intake.frames["population"]["year"].tolist() == [2010] * 4


def test_numbers_and_text_codes_join() -> None:
    place = a_place(areas={"1": "Rogers Park", "35": "Douglas"})
    intake = people_of([{"NID": "01", "pop": 5}, {"NID": "35.0", "pop": "18,238"}], context=place)
    assert counts(intake) == {"1": 5, "35": 18238}


def test_areas_of_elsewhere_are_set_aside_listed_and_counted() -> None:
    rows = [{"code": c, "people": 10} for c in (*CODES[:3], "E01034000", "E01034001", "E01034001")]
    intake = people_of(rows)
    facts = intake.report.facts
    assert (facts["matched"], facts["of"], facts["left_over"]) == (3, 4, 2)
    assert facts["left_over_codes"] == ["E01034000", "E01034001"]
    assert any("3 of 4" in sentence for sentence in intake.report.sentences)
    values = {f.value for f in intake.report.faults if f.code == "area.unknown"}
    assert values == {"E01034000", "E01034001"}


def test_a_blank_number_is_no_data_and_not_0() -> None:
    rows = [{"code": c, "people": n} for c, n in zip(CODES, ("10", "NA", "", "0"), strict=True)]
    intake = people_of(rows)
    assert counts(intake) == {CODES[0]: 10, CODES[3]: 0}
    assert intake.report.set_aside == 2


def test_single_years_of_age_are_added_up_only_where_no_total_is_given() -> None:
    rows = [{"code": c, **{str(age): 2 for age in range(91)}} for c in CODES]
    intake = people_of(rows)
    assert counts(intake) == dict.fromkeys(CODES, 182)
    assert "population.added_up" in codes_of(intake)


def test_smaller_units_are_added_up_to_the_areas_they_lie_in() -> None:
    rows = [{"geoid10": f"1703184{n:04d}", "Pop2014": 10, "area": CODES[n % 4]} for n in range(8)]
    intake = people_of(rows)
    assert counts(intake) == dict.fromkeys(CODES, 20)
    assert intake.report.merged == 4


def test_different_numbers_for_one_area_are_not_guessed_between() -> None:
    rows = [{"code": c, "people": 10} for c in CODES] + [{"code": CODES[0], "people": 11}]
    intake = people_of(rows)
    assert CODES[0] not in counts(intake)
    assert "population.several" in codes_of(intake)


def test_areas_are_joined_by_name_where_there_are_no_codes() -> None:
    rows = [{"Neighbourhood": n, "Population": 7} for n in ("northgate", "OLD MILL", "Riverside")]
    assert len(counts(people_of(rows))) == 3


def test_codes_of_another_year_are_not_joined_by_name() -> None:
    rows = [
        {"code": f"E0109900{n}", "name": name, "people": 5}
        for n, name in enumerate(("Northgate", "Old Mill"))
    ]
    with pytest.raises(NothingUsableError) as failure:
        people_of(rows)
    assert failure.value.code == "areas.no_join"
    assert "E01099000" in failure.value.message


def test_a_table_without_people_is_refused_with_its_headings() -> None:
    with pytest.raises(NothingUsableError, match="colour"):
        people_of([{"code": c, "colour": "red"} for c in CODES])


def test_areas_come_first() -> None:
    with pytest.raises(NothingUsableError) as failure:
        people_of([{"code": "E01006001", "people": 5}], context=Context(place_id="new"))
    assert failure.value.code == "areas.first"


def test_columns_of_males_and_females_are_added_up() -> None:
    intake = people_of([{"code": c, "Males": 45, "Females": 55} for c in CODES])
    assert counts(intake) == dict.fromkeys(CODES, 100)
    assert "population.added_up" in codes_of(intake)
