"""The place itself on the pages: further outlines, codes that did not join, estimates on a yes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from shapely.geometry import box, mapping
from sqlalchemy.engine import Engine
from streamlit.testing.v1 import AppTest

from sharedground import workflow
from sharedground.access import acting_as
from sharedground.model.outcome import Direction
from sharedground.model.place import Kind
from sharedground.store import loading
from tests.pages import data_town
from tests.pages.data_town import OFFICER, by_label, words
from tests.pages.test_add import press, uploaded

OLD = ["E01000001", "E01000002"]
NEW = ["E01000001", "E01000003", "E01000004"]
"""The second of the old areas is now two."""


def outlines(codes: list[str], edges: list[float]) -> bytes:
    features = [
        {
            "type": "Feature",
            "properties": {"LSOA code": code, "LSOA name": f"Sale {code[-1]}"},
            "geometry": mapping(box(-2.3 + one, 53.4, -2.3 + other, 53.41)),
        }
        for code, one, other in zip(codes, edges, edges[1:], strict=False)
    ]
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


OF_2011 = outlines(OLD, [0, 0.02, 0.04])
OF_2021 = outlines(NEW, [0, 0.02, 0.03, 0.04])
WARD = outlines(["E05000001"], [0, 0.04]).replace(b"LSOA", b"Ward")
PEOPLE_2021 = b"code,people\nE01000001,90\nE01000003,300\nE01000004,101\n"
CHANGED = b"LSOA21CD,LSOA11CD\nE01000003,E01000002\nE01000004,E01000002\n"
FIGURES_2011 = b"code,Unemployment rate,Zebra index\nE01000001,3,1\nE01000002,5,2\n"


@pytest.fixture
def engine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Engine:
    return data_town.new_store(monkeypatch, tmp_path)


def a_town(engine: Engine, *files: tuple[Kind, str, bytes]) -> str:
    """Make a place; outlines after the first are further ones."""
    place_id = data_town.a_town(engine, {})
    with acting_as(OFFICER):
        for number, (kind, name, content) in enumerate(files):
            read = workflow.preview(engine, place_id, kind, name, content)
            workflow.keep(engine, place_id, read, beside=kind is Kind.AREAS and number > 0)
    return place_id


def test_further_outlines_stand_beside_with_the_name_that_a_person_gives(engine: Engine) -> None:
    place_id = a_town(engine, (Kind.AREAS, "lsoa_2011.geojson", OF_2011))
    app = uploaded(data_town.page("add"), "ward_2023.geojson", WARD)
    question = by_label(app.radio, "This place has areas already. What are the new ones?")
    assert by_label(app.button, "Use this row").disabled
    app = question.set_value(question.options[0]).run()
    name = by_label(app.text_input, "What are these areas called?")
    assert name.value == "Wards 2023"
    name.input("Our wards")
    app = press(app, "Use this row")
    assert not app.exception
    held = loading.load(engine, place_id)
    assert held.main_set is not None
    assert (held.main_set.name, len(held.areas)) == ("LSOA 2011", 2)
    [ward] = held.other_sets
    assert (ward.about.name, ward.about.vintage, len(ward.areas)) == ("Our wards", 2023, 1)


def test_outlines_may_take_the_place_of_a_set_beside_the_main_one(engine: Engine) -> None:
    place_id = a_town(
        engine, (Kind.AREAS, "lsoa_2011.geojson", OF_2011), (Kind.AREAS, "ward_2023.geojson", WARD)
    )
    newer = outlines(["E05000008", "E05000009"], [0, 0.02, 0.04]).replace(b"LSOA", b"Ward")
    app = uploaded(data_town.page("add"), "ward_2026.geojson", newer)
    question = by_label(app.radio, "This place has areas already. What are the new ones?")
    assert question.options[-1] == "They take the place of Wards 2023 (1 area)."
    app = press(question.set_value(question.options[-1]).run(), "Use these 2 rows")
    held = loading.load(engine, place_id)
    [ward] = held.other_sets
    assert (ward.about.name, len(ward.areas), len(held.areas)) == ("Wards 2026", 2, 2)


def test_codes_that_did_not_join_are_listed_and_a_table_brings_them_home(engine: Engine) -> None:
    place_id = a_town(engine, (Kind.AREAS, "lsoa_2011.geojson", OF_2011))
    app = uploaded(data_town.page("add"), "people.csv", PEOPLE_2021)
    read = words(app)
    assert "1 of 2 areas have a figure 2 codes in the file are not among them." in read
    titles = [each.label for each in app.expander]
    assert "Codes in the file that are not in this place (2)" in titles
    assert "Areas without a figure: no data (1)" in titles
    assert not app.data_editor
    app = app.file_uploader[0].upload("changed.csv", CHANGED, "").run()
    assert not app.exception
    assert "2 of 2 areas have a figure Read through the table changed.csv." in words(app)
    app = press(app, "Use these 3 rows")
    assert "People in 2 areas added" in app.success[0].value
    people = loading.load(engine, place_id).population.set_index("area_code")["people"]
    assert people.to_dict() == {"E01000001": 90, "E01000002": 401}


def test_a_table_that_does_not_help_says_so_and_can_be_left_out(engine: Engine) -> None:
    a_town(engine, (Kind.AREAS, "lsoa_2011.geojson", OF_2011))
    other = PEOPLE_2021.replace(b"E0100000", b"E0109999")
    app = uploaded(data_town.page("add"), "people.csv", other)
    assert "The codes did not join" in words(app)
    app = app.file_uploader[0].upload("x.csv", b"a,b\n1,2\n", "").run()
    assert "The table does not help" in words(app)
    app = press(app, "Read it without this table")
    assert "The codes did not join" in words(app)


def test_a_person_says_which_areas_figures_are_for(engine: Engine) -> None:
    place_id = a_town(
        engine, (Kind.AREAS, "lsoa_2011.geojson", OF_2011),
        (Kind.AREAS, "lsoa_2021.geojson", OF_2021),
    )  # fmt: skip
    app = uploaded(data_town.page("add"), "people.csv", PEOPLE_2021)
    assert "LSOA 2021: 3 of 3 areas have a figure." in words(app)
    box_ = by_label(app.selectbox, "Areas")
    assert box_.options == ["As the codes say", "LSOA 2011", "LSOA 2021"]
    app = box_.select_index(1).run()
    assert "1 of 2 areas have a figure" in words(app)
    press(app, "Use this row")
    held = loading.load(engine, place_id)
    assert held.population["people"].tolist() == [90]


def test_figures_of_larger_areas_are_said_to_stay_with_them(engine: Engine) -> None:
    a_town(engine, (Kind.AREAS, "lsoa_2011.geojson", OF_2011),
           (Kind.AREAS, "ward_2023.geojson", WARD))  # fmt: skip
    app = uploaded(data_town.page("add"), "w.csv",
                   b"ward,Crime rate\nE05000001,7\n")  # fmt: skip
    assert "They are not spread to smaller areas" in words(app)


@pytest.fixture
def two_years(engine: Engine) -> str:
    return a_town(
        engine, (Kind.AREAS, "lsoa_2021.geojson", OF_2021),
        (Kind.AREAS, "lsoa_2011.geojson", OF_2011),
        (Kind.INDICATORS, "need.csv", FIGURES_2011),
    )  # fmt: skip


def test_figures_are_shared_out_only_when_a_person_agrees_and_stay_marked(
    engine: Engine, two_years: str
) -> None:
    app = data_town.page("about")
    read = words(app)
    assert "This place is cut into areas in 2 ways" in read
    assert "1 list is for other areas than the sums" in read
    app = by_label(app.toggle, "Show what the figures would be").set_value(True).run()
    assert "2 areas have figures of old areas that do not lie wholly in them." in words(app)
    assert by_label(app.button, "Keep the estimates").disabled
    assert loading.load(engine, two_years).indicators.empty
    agree = by_label(app.checkbox, "Yes, share these figures out by area, as an estimate")
    app = press(agree.check().run(), "Keep the estimates")
    assert "In 2 areas they stay marked as estimates." in app.success[0].value
    held = loading.load(engine, two_years)
    assert set(held.estimates["area_code"]) == set(NEW[1:])
    read = words(app)
    assert "Estimates: carried over from other areas." in read
    assert "of which 2 hold estimates" in read
    assert "is for other areas than the sums" not in read


def test_a_table_may_decide_how_figures_are_shared_out(engine: Engine, two_years: str) -> None:
    app = data_town.page("about")
    table = b"LSOA11CD,LSOA21CD\nE01000001,E01000001\nE01000002,E01000003\n"
    by_file = [each for each in app.file_uploader if each.label.startswith("Table of old")]
    app = by_file[0].upload("fit.csv", table, "").run()
    assert "2 of 3 areas have a figure" in words(app)
    agree = by_label(app.checkbox, "Yes, share these figures out by this table, as an estimate")
    press(agree.check().run(), "Keep the estimates")
    assert set(loading.load(engine, two_years).indicator_values["area_code"]) == set(NEW[:2])


def test_the_sums_can_be_worked_out_for_other_areas(engine: Engine, two_years: str) -> None:
    app = data_town.page("about")
    by_label(app.selectbox, "Areas for the sums").select_index(1)
    app = press(app, "Use these areas")
    assert "The sums are worked out for LSOA 2011 now." in app.success[0].value
    held = loading.load(engine, two_years)
    assert held.main_set is not None
    assert held.main_set.name == "LSOA 2011"


def test_areas_are_given_another_name_and_year(engine: Engine, two_years: str) -> None:
    app = data_town.page("about")
    by_label(app.text_input, "What are these areas called?").input("Small areas")
    by_label(app.number_input, "Year of their bounds").set_value(2022)
    app = press(app, "Save these names")
    held = loading.load(engine, two_years)
    assert held.main_set is not None
    assert (held.main_set.name, held.main_set.vintage) == ("Small areas", 2022)


def test_whether_a_high_number_is_bad_is_said_later_and_changed(
    engine: Engine, two_years: str
) -> None:
    app = data_town.page("about")
    assert "Nobody has said it of 1 figure yet" in words(app)
    by_label(app.get("button_group"), "Zebra index").set_value(Direction.HIGH_IS_GOOD)
    app = press(app, "Save the answers")
    assert "1 answer saved." in app.success[0].value
    assert "It is said of every figure. You can change it." in words(app)

    def ways() -> dict[str, str]:
        [other] = loading.load(engine, two_years).other_sets
        return other.indicators.set_index("name")["direction"].to_dict()

    assert ways()["Zebra index"] == "high-is-good"
    app = by_label(app.selectbox, "Figure").select_index(1).run()
    answer = by_label(app.get("button_group"), "Is a high figure bad?")
    assert answer.value == Direction.HIGH_IS_GOOD
    answer.set_value(Direction.HIGH_IS_BAD)
    press(app, "Save this answer")
    assert ways()["Zebra index"] == "high-is-bad"


def test_readers_see_the_ways_of_cutting_and_change_nothing(
    engine: Engine, two_years: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SHAREDGROUND_LOCAL_ROLE", "reader")
    app: AppTest = data_town.page("about")
    assert "This place is cut into areas in 2 ways" in words(app)
    assert not [button for button in app.button if button.label.startswith(("Use", "Save", "Keep"))]
    assert not app.file_uploader
