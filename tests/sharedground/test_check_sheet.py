"""The places to check as a sheet: what comes back is told row by row, and kept only then."""

from __future__ import annotations

import io
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import openpyxl
import pandas as pd
import pytest
from sqlalchemy.engine import Engine

from sharedground import check_sheet, workflow, worklist
from sharedground.access import Actor, Role, acting_as
from sharedground.check_sheet import FOUND, NOTE, REFERENCE, Answers, Group
from sharedground.errors import NotAllowedError, SharedGroundError, StaleError
from sharedground.intake.raw import RawFile, RawTable
from sharedground.intake.read import read_file
from sharedground.model.place import Kind
from sharedground.store import database, edits, loading
from sharedground.views import View, view_for
from sharedground.workflow_fixing import SheetForm
from tests.builders import a_vision
from tests.pages.data_town import OFFICER, PEOPLE, a_town, areas_geojson
from tests.sharedground.test_worklist import TODAY, seen

LISTED = (
    b"Name,Type,lon,lat,Last checked,Run by,Phone,Opening hours\n"
    b"Old library,Library,-2.294,53.405,2020-01-01,Council,0161 496 0000,=1+1\n"
    b"Far library,Library,-2.275,53.405,2020-01-01,Council,01614960001,Mondays\n"
    b"Old pub,Community centre,-2.295,53.405,2019-01-01,Ann,+44 161 496 0002,\n"
    b"Park,Park,-2.295,53.405,2025-06-01,Council,,\n"
    b"Hall,Community centre,-2.295,53.406,,Ann,,\n"
)
FORMS = pytest.mark.parametrize("form", list(SheetForm))
Fill = Callable[[pd.DataFrame], None]


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """Return a store and the place in it, made once; each test gets a copy."""
    path = tmp_path_factory.mktemp("town") / "store.sqlite"
    engine = database.open_database(f"sqlite:///{path}")
    files = {Kind.AREAS: areas_geojson(), Kind.POPULATION: PEOPLE, Kind.ASSETS: LISTED}
    place_id = a_town(engine, files)
    engine.dispose()
    return path, place_id


@pytest.fixture
def engine(town: tuple[Path, str], tmp_path: Path) -> Engine:
    for path in town[0].parent.glob("store.sqlite*"):
        shutil.copy(path, tmp_path / path.name)
    return database.open_database(f"sqlite:///{tmp_path / 'store.sqlite'}")


@pytest.fixture
def place_id(town: tuple[Path, str]) -> str:
    return town[1]


@pytest.fixture(autouse=True)
def officer() -> Iterator[None]:
    with acting_as(OFFICER):
        yield


def handed_out(view: View, form: SheetForm = SheetForm.XLSX) -> bytes:
    return check_sheet.sheet(view, worklist.worklist(view, a_vision(), TODAY), form)


def given_back(engine: Engine, place_id: str, fill: Fill, view: View | None = None) -> Answers:
    """Return what a sheet says that was filled in, read as its cells stand."""
    view = view or seen(engine, place_id)
    rows = check_sheet.table(view, worklist.worklist(view, a_vision(), TODAY))
    rows = rows.set_index("Name", drop=False)
    fill(rows)
    sheet = RawTable("Places", rows.reset_index(drop=True), np.arange(2, len(rows) + 2))
    return check_sheet.read_back(
        seen(engine, place_id), RawFile("back.xlsx", "0", "xlsx", (sheet,))
    )


def groups(answers: Answers) -> dict[str, str]:
    assert sum(answers.counts.values()) == len(answers.rows)
    return {row.name: row.group.value for row in answers.rows}


@FORMS
def test_a_sheet_that_nobody_filled_in_says_nothing(
    engine: Engine, place_id: str, form: SheetForm
) -> None:
    view = seen(engine, place_id)
    raw = read_file(f"out.{form.value}", handed_out(view, form))
    answers = check_sheet.read_back(view, raw)
    assert set(groups(answers).values()) == {"open"}
    assert [row.name for row in answers.rows] == [
        "Far library", "Old library", "Old pub", "Hall", "Park"]  # fmt: skip
    assert check_sheet.save(engine, place_id, answers) == []


def test_the_sheet_has_a_list_to_pick_from_and_runs_nothing(engine: Engine, place_id: str) -> None:
    book = openpyxl.load_workbook(io.BytesIO(handed_out(seen(engine, place_id))))
    page = book.worksheets[0]
    assert [cell.value for cell in page[1]][:3] == ["Name", FOUND, "Kind of place"]
    picked = {str(rule.sqref).split(":")[0] for rule in page.data_validations.dataValidation}
    assert {"B2", "C2"} <= picked
    hours = next(cell for row in page.iter_rows() for cell in row if cell.value == "=1+1")
    assert hours.data_type == "s"
    assert b"'=1+1" in handed_out(seen(engine, place_id), SheetForm.CSV)


def test_every_row_falls_in_one_group_and_saving_keeps_it_all_at_once(
    engine: Engine, place_id: str
) -> None:
    def fill(rows: pd.DataFrame) -> None:
        rows.loc["Old library", FOUND] = "still right "
        rows.loc["Far library", [FOUND, "Opening times", NOTE]] = ["", "Fridays", "asked there"]
        rows.loc["Old pub", FOUND] = "Gone"
        rows.loc["Hall", FOUND] = "perhaps"

    before = loading.load(engine, place_id)
    answers = given_back(engine, place_id, fill)
    assert groups(answers) == {
        "Far library": "changed", "Old library": "right", "Old pub": "gone", "Hall": "unclear",
        "Park": "open"}  # fmt: skip
    [far] = answers.of(Group.CHANGED)
    assert check_sheet.as_told(far.changes[0]) == ("Opening times", "Mondays", "Fridays")
    [hall] = answers.of(Group.UNCLEAR)
    assert (hall.row, hall.column, hall.value) == (5, FOUND, "perhaps")
    assert "leave it empty" in hall.fix
    made = check_sheet.save(engine, place_id, answers)
    after = seen(engine, place_id)
    kept = after.every_asset.set_index("name")
    assert kept.loc["Far library", "schedules"] == "Fridays"
    assert kept.loc["Far library", "assurer"] == kept.loc["Old library", "assurer"] == OFFICER.name
    assert after.closed["name"].tolist() == ["Old pub"]
    assert kept.loc["Hall", "assured_date"] == ""
    assert "asked there" in set(after.holdings.edits["reason"])
    assert after.holdings.data_revision == before.data_revision + 1
    edits.undo_edits(engine, place_id, made)
    assert loading.load(engine, place_id).assets.equals(before.assets)


@pytest.mark.parametrize(
    ("name", "cells", "column", "words"),
    [("Hall", {FOUND: "Changed"}, FOUND, "No cell of this row is changed"),
     ("Hall", {NOTE: "nobody in"}, NOTE, "note and no answer"),
     ("Hall", {"Kind of place": "Castle"}, "Kind of place", "not on the list"),
     ("Hall", {"Open or closed": ""}, "Open or closed", "not on the list"),
     ("Hall", {"Name": ""}, "Name", "a name"),
     ("Hall", {FOUND: "Gone", "Kind of place": "?"}, "Kind of place", "not on the list"),
     ("Hall", {REFERENCE: "new"}, REFERENCE, "which place it is"),
     ("Hall", {REFERENCE: "x:" + "0" * 60}, REFERENCE, "not listed here now")],
)  # fmt: skip
def test_what_is_not_understood_is_told_with_its_row_column_and_what_to_do(
    engine: Engine, place_id: str, name: str, cells: dict[str, str], column: str, words: str
) -> None:
    def fill(rows: pd.DataFrame) -> None:
        for heading, cell in cells.items():
            rows.loc[name, heading] = cell

    [row] = given_back(engine, place_id, fill).of(Group.UNCLEAR)
    assert (row.row, row.column) == (5, column)
    assert words in row.problem
    assert row.fix


def test_a_note_is_shown_beside_what_was_not_understood(engine: Engine, place_id: str) -> None:
    def fill(rows: pd.DataFrame) -> None:
        rows.loc["Hall", [FOUND, NOTE]] = ["Changed", "new caretaker"]

    [row] = given_back(engine, place_id, fill).of(Group.UNCLEAR)
    assert row.says == "Changed. Note: new caretaker"


def test_a_place_that_is_in_the_sheet_twice_is_answered_once(engine: Engine, place_id: str) -> None:
    def fill(rows: pd.DataFrame) -> None:
        rows.loc["Park"] = rows.loc["Hall"]
        rows[FOUND] = "Gone"

    answers = given_back(engine, place_id, fill)
    assert answers.counts["gone"] == 4
    assert "row 5 already" in answers.of(Group.UNCLEAR)[0].problem


def test_what_was_changed_here_meanwhile_is_told_and_not_overwritten(
    engine: Engine, place_id: str
) -> None:
    former = seen(engine, place_id)
    ids = former.every_asset.set_index("name")["asset_id"]
    for name, field, value in (("Far library", "schedules", "Sundays"),
                               ("Old library", "phone", "0161 496 9999"),
                               ("Old pub", "status", "defunct"),
                               ("Hall", "phone", "0161 496 7777")):  # fmt: skip
        worklist.change(engine, place_id, ids[name], {field: value})

    def fill(rows: pd.DataFrame) -> None:
        rows.loc["Far library", "Opening times"] = "Fridays"
        rows.loc["Old library", "Opening times"] = "Fridays"
        rows.loc["Old pub", FOUND] = "Still right"
        rows.loc["Hall", "Telephone"] = "0161 496 1111"

    answers = given_back(engine, place_id, fill, former)
    assert groups(answers) == {
        "Far library": "meanwhile", "Old library": "changed", "Old pub": "meanwhile",
        "Hall": "meanwhile", "Park": "open"}  # fmt: skip
    check_sheet.save(engine, place_id, answers)
    kept = seen(engine, place_id).every_asset.set_index("name")
    assert kept.loc[["Far library", "Old library"], "schedules"].tolist() == ["Sundays", "Fridays"]
    assert kept.loc[["Old library", "Hall"], "phone"].tolist() == [
        "0161 496 9999", "0161 496 7777"]  # fmt: skip
    assert kept.loc["Old pub", "status"] == "defunct"


def test_a_sheet_that_is_given_back_again_changes_nothing_more(
    engine: Engine, place_id: str
) -> None:
    former = seen(engine, place_id)

    def fill(rows: pd.DataFrame) -> None:
        rows.loc["Far library", [FOUND, "Opening times"]] = ["Changed", "Fridays"]
        rows.loc["Hall", [FOUND, "Telephone"]] = ["Changed", "0161 496 1111"]
        rows.loc["Old pub", FOUND] = "Gone"

    check_sheet.save(engine, place_id, given_back(engine, place_id, fill, former))
    again = given_back(engine, place_id, fill, former)
    assert groups(again) == {
        "Far library": "right", "Hall": "right", "Old pub": "meanwhile", "Old library": "open",
        "Park": "open"}  # fmt: skip
    assert again.of(Group.MEANWHILE)[0].problem == "It is gone here already."


def test_nothing_is_kept_when_the_place_changed_after_the_sheet_was_looked_at(
    engine: Engine, place_id: str
) -> None:
    def fill(rows: pd.DataFrame) -> None:
        rows[FOUND] = "Gone"

    answers = given_back(engine, place_id, fill)
    park = answers.rows[-1].asset_id
    worklist.change(engine, place_id, park, {"name": "Green"})
    with pytest.raises(StaleError) as late:
        check_sheet.save(engine, place_id, answers)
    assert late.value.code == "edit.newer"
    assert seen(engine, place_id).closed.empty


def test_a_sheet_is_never_added_as_a_list_of_new_places(engine: Engine, place_id: str) -> None:
    content = handed_out(seen(engine, place_id), SheetForm.CSV)
    with pytest.raises(SharedGroundError) as refused:
        workflow.preview(engine, place_id, Kind.ASSETS, "places-to-check.csv", content)
    assert refused.value.code == "check.sheet_here"


def test_a_spreadsheet_that_spoils_cells_changes_nothing(engine: Engine, place_id: str) -> None:
    def fill(rows: pd.DataFrame) -> None:
        rows.loc["Far library", "Telephone"] = "1614960001"
        rows.loc["Old pub", "Telephone"] = "'+44 161 496 0002"
        del rows["Website"], rows["Last checked"]

    assert set(groups(given_back(engine, place_id, fill)).values()) == {"open"}


def test_a_sheet_shows_what_its_reader_sees_and_only_officers_give_it_back(
    engine: Engine, place_id: str
) -> None:
    view = view_for(loading.load(engine, place_id), Role.READER)
    listed = worklist.worklist(view, a_vision(), TODAY)
    assert set(check_sheet.table(view, listed)["Telephone"]) == {""}

    def right(rows: pd.DataFrame) -> None:
        rows[FOUND] = "Still right"

    assert set(groups(given_back(engine, place_id, right, view)).values()) == {"right"}
    with acting_as(Actor(name="Nia", role=Role.PARTICIPANT)), pytest.raises(NotAllowedError):
        given_back(engine, place_id, right)
    with pytest.raises(SharedGroundError, match="not a sheet of places"):
        check_sheet.read_back(view, read_file("list.csv", LISTED))
