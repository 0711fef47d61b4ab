"""The page Check: each place can be said to be right, changed or gone, by those who may."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy.engine import Engine

from sharedground import check_sheet, worklist
from sharedground.access import Role
from sharedground.export.table import csv_bytes
from sharedground.model.place import Kind
from sharedground.store import loading
from sharedground.store.suggestions import CORRECTABLE
from sharedground.views import View, view_for
from tests.builders import a_vision
from tests.pages import data_town
from tests.pages.data_town import PEOPLE, areas_geojson, words
from tests.sharedground.test_worklist import LISTED, TODAY

FULL = {Kind.AREAS: areas_geojson(), Kind.POPULATION: PEOPLE, Kind.ASSETS: LISTED}


@pytest.fixture
def engine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Engine:
    return data_town.new_store(monkeypatch, tmp_path)


def seen(engine: Engine, place_id: str) -> View:
    return view_for(loading.load(engine, place_id), Role.OFFICER)


def key(view: View, name: str) -> str:
    return str(view.every_asset.set_index("name").loc[name, "asset_id"])


def test_one_press_says_that_a_place_is_still_right(engine: Engine) -> None:
    place_id = data_town.a_town(engine, FULL)
    old = key(seen(engine, place_id), "Old library")
    app = data_town.page("check")
    assert "Please check these 5 places" in words(app)
    app.button(key=f"right-{old}").click().run()
    assert not app.exception
    assert "Old library: still right, as of today. Thank you." in words(app)
    assert "Please check these 4 places" in words(app)
    assert seen(engine, place_id).assets.set_index("asset_id").loc[old, "assurer"] == "local"


def test_an_answer_can_be_taken_back_at_once_by_whoever_gave_it(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    place_id = data_town.a_town(engine, FULL)
    monkeypatch.setenv("SHAREDGROUND_LOCAL_ROLE", "participant")
    before = loading.load(engine, place_id).assets
    app = data_town.page("check")
    app.button(key=f"right-{key(seen(engine, place_id), 'Old library')}").click().run()
    app.button(key="undo-last").click().run()
    assert not app.exception
    assert "Taken back" in words(app)
    assert "Please check these 5 places" in words(app)
    assert loading.load(engine, place_id).assets.equals(before)
    assert "undo-last" not in [each.key for each in app.button]


def test_only_the_places_of_one_organisation_can_be_looked_at(engine: Engine) -> None:
    data_town.a_town(engine, FULL)
    app = data_town.page("check")
    app.selectbox(key="check-runs").set_value("Ann").run()
    assert "Please check these 2 places" in words(app)
    assert "Far library" not in words(app)


def test_what_is_gone_can_be_brought_back(engine: Engine) -> None:
    place_id = data_town.a_town(engine, FULL)
    pub = key(seen(engine, place_id), "Old pub")
    app = data_town.page("check")
    app.button(key=f"gone-{pub}").click().run()
    assert "1 place is closed or gone" in " ".join(each.label for each in app.expander)
    assert seen(engine, place_id).closed["name"].tolist() == ["Old pub"]
    app.button(key=f"open-{pub}").click().run()
    assert not app.exception
    assert seen(engine, place_id).closed.empty


def test_a_participant_is_told_that_an_officer_will_look(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    place_id = data_town.a_town(engine, FULL)
    monkeypatch.setenv("SHAREDGROUND_LOCAL_ROLE", "participant")
    app = data_town.page("check")
    app.button(key=f"gone-{key(seen(engine, place_id), 'Old pub')}").click().run()
    assert "Old pub: thank you. An officer will look at it." in words(app)
    assert seen(engine, place_id).closed.empty


def test_a_reader_sees_the_list_and_no_buttons(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    data_town.a_town(engine, FULL)
    monkeypatch.setenv("SHAREDGROUND_LOCAL_ROLE", "reader")
    app = data_town.page("check")
    assert "Old pub" in words(app)
    assert [b.label for b in app.button if not str(b.key).startswith("language-")] == []


def test_the_form_of_those_who_take_part_offers_just_what_may_be_suggested(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    place_id = data_town.a_town(engine, FULL)
    monkeypatch.setenv("SHAREDGROUND_LOCAL_ROLE", "participant")
    pub = key(seen(engine, place_id), "Old pub")
    app = data_town.page("check")
    app.session_state[f"changed-{pub}"] = True
    app.run()
    begin = f"edit-{pub}-"
    asked = {str(each.key).removeprefix(begin) for each in (*app.text_input, *app.selectbox)
             if str(each.key).startswith(begin)}  # fmt: skip
    assert asked == {*CORRECTABLE, "reason"}


def test_a_sheet_is_given_back_looked_at_saved_at_once_and_taken_back(engine: Engine) -> None:
    place_id = data_town.a_town(engine, FULL)
    view = seen(engine, place_id)
    rows = check_sheet.table(view, worklist.worklist(view, a_vision(), TODAY))
    rows = rows.set_index("Name", drop=False)
    rows.loc["Park", check_sheet.FOUND] = "Still right"
    rows.loc["Old pub", check_sheet.FOUND] = "Gone"
    rows.loc["Hall", "Opening times"] = "<b>Fridays</b>"
    rows.loc["Far library", check_sheet.FOUND] = "who knows"
    app = data_town.page("check")
    app.segmented_control(key="check-look").set_value("By sheet").run()
    app.file_uploader[0].upload("list.csv", b"a,b\n1,2\n", "text/csv").run()
    assert "list.csv is not a sheet of places to check" in words(app)
    app.file_uploader[0].upload("back.csv", csv_bytes(rows), "text/csv").run()
    told = words(app)
    assert "5 rows. Nothing is saved yet." in told
    assert "Still right 1" in told
    assert "who knows We do not know what this means. Choose Still right" in told
    assert "Opening times not stated <b>Fridays</b>" in told
    assert seen(engine, place_id).holdings.edits.empty
    app.button(key="sheet-save").click().run()
    assert "back.csv is saved: 1 still right, 1 changed, 1 gone." in words(app)
    assert seen(engine, place_id).closed["name"].tolist() == ["Old pub"]
    app.button(key="undo-last").click().run()
    assert not app.exception
    assert seen(engine, place_id).holdings.edits.empty


def test_a_place_without_lists_says_what_to_do(engine: Engine) -> None:
    data_town.a_town(engine, {})
    assert "Nothing to check yet" in words(data_town.page("check"))
