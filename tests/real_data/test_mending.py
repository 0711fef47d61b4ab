"""Real lists go out to be mended and come back; a short table brings left-over codes home."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy.engine import Engine

from sharedground import workflow, workflow_fixing, workflow_lookup
from sharedground.access import Actor, Role, acting_as
from sharedground.export.workbook import Sheet, workbook_bytes
from sharedground.intake.fixing import TO_FIX
from sharedground.intake.read import read_file
from sharedground.model.place import Kind
from sharedground.store import database, loading, places

pytestmark = pytest.mark.real_data
OFFICER = Actor(name="Olwen", role=Role.OFFICER)
CHANGED = b"LSOA21CD,LSOA11CD\nE01034000,E01006185\nE01034001,E01006185\n"


@pytest.fixture
def engine(tmp_path: Path) -> Engine:
    return database.open_database(f"sqlite:///{tmp_path / 'town.sqlite'}")


def added(engine: Engine, place_id: str, kind: Kind, path: Path) -> workflow.Preview:
    read = workflow.preview(engine, place_id, kind, path.name, path.read_bytes())
    workflow.keep(engine, place_id, read)
    return read


def test_a_list_of_608_rows_is_mended_in_a_sheet_and_none_is_lost(
    engine: Engine, real_data: Path
) -> None:
    folder = real_data / "trafford"
    with acting_as(OFFICER):
        place_id = places.new_place(engine, "Trafford").place_id
        added(engine, place_id, Kind.AREAS, folder / "areas/lsoa_2011.geojson")
        before = added(
            engine, place_id, Kind.ASSETS, folder / "assets/council_land_and_buildings.csv"
        )
        content = workflow_fixing.sheet_to_fix(before.raw, before.intakes, warnings=True)
        rows = read_file("x.xlsx", content).tables[0].rows
        assert len(rows) > 200
        part = rows[rows[TO_FIX].str.contains("first part of a postcode")].index
        assert len(part) == 207
        rows.loc[part[:10], "PostCode"] = "M33 7ZF"
        back = read_file("y.xlsx", workbook_bytes([Sheet("Rows to fix", rows)]))
        after = workflow_fixing.preview_mended(engine, place_id, back)
        assert len(after.options.fixes) == 10
        report = after.report
        assert (report.read, report.kept, report.merged, report.set_aside) == (608, 608, 0, 0)
        assert report.placed.exact == before.report.placed.exact + 10
        workflow.keep(engine, place_id, after)
    held = loading.load(engine, place_id)
    assert len(held.assets) == 608
    assert len([one for one in held.sources if one.kind is Kind.ASSETS]) == 1


def test_two_codes_that_are_left_over_come_home_by_a_table_of_two_rows(
    engine: Engine, real_data: Path
) -> None:
    folder = real_data / "trafford"
    path = folder / "need/population_mid2024_lsoa2021.csv"
    with acting_as(OFFICER):
        place_id = places.new_place(engine, "Trafford").place_id
        added(engine, place_id, Kind.AREAS, folder / "areas/lsoa_2011.geojson")
        alone = workflow.preview(engine, place_id, Kind.POPULATION, path.name, path.read_bytes())
        assert (alone.report.facts["matched"], alone.report.facts["of"]) == (137, 138)
        assert alone.report.facts["left_over_codes"] == ["E01034000", "E01034001"]
        assert alone.report.facts["missing"] == ["E01006185"]
        found = workflow_lookup.preview_by_lookup(
            engine, place_id, path.name, path.read_bytes(), ("changed.csv", CHANGED),
            kind=Kind.POPULATION,
        )  # fmt: skip
        workflow.keep(engine, place_id, found)
    report = found.report
    assert (report.read, report.kept, report.merged, report.set_aside) == (417, 139, 278, 0)
    people = loading.load(engine, place_id).population["people"]
    assert (len(people), people.sum()) == (138, 241_025)
