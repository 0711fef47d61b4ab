"""Rows to fix leave a kept list as a sheet and come back as its next version, none lost."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner, Result
from sqlalchemy.engine import Engine

from sharedground import workflow, workflow_fixing
from sharedground.access import Actor, Role, acting_as
from sharedground.cli import main
from sharedground.errors import NotFoundError, SharedGroundError
from sharedground.export.workbook import Sheet, workbook_bytes
from sharedground.intake.context import Fix, Options, Ruling
from sharedground.intake.fixing import REFERENCE, TO_FIX
from sharedground.intake.read import read_file
from sharedground.model.outcome import Direction
from sharedground.model.place import Kind
from sharedground.store import database, loading, places, versions
from sharedground.workflow_fixing import SheetForm

OFFICER = Actor(name="Ada", role=Role.FACILITATOR)
LIST = (
    b"Name,Type,Postcode,Phone\r\n"
    b"Sale Library,Library,M33 7ZF,0161 912 3009\r\n"
    b",,,0161 496 0000\r\n"
    b"Hub,Community hub,not known,=1+1\r\n"
)
Run = Callable[..., Result]


@pytest.fixture
def engine(tmp_path: Path) -> Engine:
    return database.open_database(f"sqlite:///{tmp_path / 'fix.sqlite'}")


@pytest.fixture
def place_id(engine: Engine) -> str:
    with acting_as(OFFICER):
        made = places.new_place(engine, "Sale").place_id
        read = workflow.preview(
            engine, made, Kind.ASSETS, "groups.csv", LIST,
            options=Options(columns={"category": "Type"}),
            about=workflow.About("Groups", licence="CC0"),
        )  # fmt: skip
        workflow.keep(engine, made, read)
    return made


def sheet_of(engine: Engine, place_id: str, form: SheetForm = SheetForm.XLSX) -> bytes:
    source = workflow_fixing.source_named(engine, place_id, "Groups")
    found = workflow_fixing.open_again(engine, place_id, source)
    fixes = found.options.fixes
    return workflow_fixing.sheet_to_fix(found.raw, found.intakes, fixes, form, warnings=True)


def mended(content: bytes, **cells: str) -> bytes:
    """Write cells of the first row of a sheet, as a person would in a spreadsheet."""
    [sheet, _] = read_file("to fix.xlsx", content).tables
    rows = sheet.rows.copy()
    for heading, value in cells.items():
        rows.loc[0, heading] = value
    return workbook_bytes([Sheet(sheet.name, rows), Sheet("Help", lines=["x"])])


def test_a_mended_sheet_makes_a_new_version_of_its_list_with_every_row(
    engine: Engine, place_id: str
) -> None:
    with acting_as(OFFICER):
        back = mended(sheet_of(engine, place_id), Name="Knit and natter", Postcode="M33 2DQ")
        found = workflow_fixing.preview_mended(engine, place_id, read_file("back.xlsx", back))
        report = found.report
        assert (report.read, report.kept, report.merged, report.set_aside) == (3, 3, 0, 0)
        workflow.keep(engine, place_id, found)
    held = loading.load(engine, place_id)
    assert set(held.assets["name"]) == {"Sale Library", "Knit and natter", "Hub"}
    [source] = held.sources
    assert (source.title, source.licence, source.rows_kept) == ("Groups", "CC0", 3)
    every = versions.versions_of(engine, place_id, source.list_id)
    assert every["rows_kept"].tolist() == [3, 2]
    records = loading.records_of(engine, place_id, source.source_id)
    assert records["Name"].tolist() == ["Sale Library", "", "Hub"]
    with acting_as(OFFICER):
        versions.undo_upload(engine, place_id, source.source_id)
    assert len(loading.load(engine, place_id).assets) == 2


def test_a_list_can_be_mended_again_on_top_of_what_was_mended(
    engine: Engine, place_id: str
) -> None:
    with acting_as(OFFICER):
        # The row is kept then, and stays in the sheet until it has a location too.
        for cells in ({"Name": "Knit and natter"}, {"Postcode": "M33 2DQ"}):
            back = read_file("back.xlsx", mended(sheet_of(engine, place_id), **cells))
            found = workflow_fixing.preview_mended(engine, place_id, back)
            workflow.keep(engine, place_id, found)
            if "Name" in cells:
                assert found.options.fixes == (Fix("", 3, "Name", "Knit and natter"),)
    assert found.options.fixes == (
        Fix("", 3, "Name", "Knit and natter"), Fix("", 3, "Postcode", "M33 2DQ"),
    )  # fmt: skip


def test_sheets_that_change_nothing_or_are_of_elsewhere_are_refused_in_words(
    engine: Engine, place_id: str
) -> None:
    with acting_as(OFFICER):
        same = read_file("same.csv", sheet_of(engine, place_id, SheetForm.CSV))
        with pytest.raises(SharedGroundError) as refused:
            workflow_fixing.preview_mended(engine, place_id, same)
        assert refused.value.code == "fix.nothing"
        assert "same.csv changes nothing" in refused.value.message
        back = read_file("back.xlsx", mended(sheet_of(engine, place_id), Name="A"))
        with pytest.raises(SharedGroundError) as refused:
            workflow_fixing.changed_by(back, read_file("x.csv", b"Name\nA\n"))
        assert refused.value.code == "fix.other"
        other = places.new_place(engine, "Elsewhere").place_id
        with pytest.raises(NotFoundError) as missing:
            workflow_fixing.preview_mended(engine, other, back)
        assert missing.value.code == "fix.no_file"
        source = loading.load(engine, place_id).sources[0]
        versions.undo_upload(engine, place_id, source.source_id)
        with pytest.raises(SharedGroundError) as refused:
            workflow_fixing.preview_mended(engine, place_id, back)
        assert refused.value.code == "fix.newer"


def test_options_come_back_from_how_they_are_kept() -> None:
    options = Options(
        columns={"name": "N", "postcode": ""}, category="library", year=2024, table="S", title="T",
        direction={"A": Direction.HIGH_IS_GOOD}, fixes=(Fix("S", 3, "N", "x"),),
        categories={"wibble": "park"}, verdicts={"a b": "apart"}, lookup="ab",
        rulings=(Ruling("S", 3, "x", "y"),),
    )  # fmt: skip
    assert workflow_fixing.options_of(workflow.reading_of(options)) == options
    assert workflow_fixing.options_of("") == Options()
    assert workflow_fixing.options_of('{"from a newer version": 1}') == Options()


@pytest.fixture
def run(tmp_path: Path) -> Run:
    url = f"sqlite:///{tmp_path / 'fix.sqlite'}"

    def call(*words: object) -> Result:
        return CliRunner().invoke(main, ["--database", url, *map(str, words)])

    return call


def test_the_command_line_writes_the_sheet_and_takes_it_back(
    run: Run, place_id: str, tmp_path: Path
) -> None:
    out = tmp_path / "to-fix.xlsx"
    done = run("fix", "groups", "--out", out)
    assert done.exit_code == 0, done.output
    assert "1 row to fix" in done.output
    [sheet, _] = read_file("x.xlsx", out.read_bytes()).tables
    assert [sheet.rows.columns[0], sheet.rows.columns[-1]] == [TO_FIX, REFERENCE]
    out.write_bytes(mended(out.read_bytes(), Name="Knit and natter"))
    done = run("fix", "--in", out, "--json", "--reason", "Names came by phone")
    assert done.exit_code == 0, done.output
    report = json.loads(done.output)
    assert (report["read"], report["kept"], report["set_aside"]) == (3, 3, 0)
    again = run("fix", "--in", out)
    assert (again.exit_code, again.output) == (1, "to-fix.xlsx changes nothing. Its cells are as "
                                               "they were.\n")  # fmt: skip


def test_wrong_use_of_the_command_is_said(run: Run, place_id: str, tmp_path: Path) -> None:
    assert run("fix", "groups").exit_code == 2
    assert run("fix", "groups", "--out", tmp_path / "x.doc").exit_code == 2
    done = run("fix", "nothing", "--out", tmp_path / "x.csv")
    assert (done.exit_code, done.output) == (
        2, "There is no list called nothing here. Lists: Groups.\n",
    )  # fmt: skip


def test_rows_of_a_sheet_may_be_taken_out_of_it(engine: Engine, place_id: str) -> None:
    with acting_as(OFFICER):
        sheet = read_file("x.csv", sheet_of(engine, place_id, SheetForm.CSV)).tables[0].rows
        assert sheet["Name"].tolist() == ["", "Hub"]
        left = pd.DataFrame(sheet.iloc[1:]).assign(Postcode="M33 2DQ")
        back = read_file("y.csv", left.to_csv(index=False).encode())
        found = workflow_fixing.preview_mended(engine, place_id, back)
        assert (found.report.read, found.report.kept, found.report.set_aside) == (3, 2, 1)
