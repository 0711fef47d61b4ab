"""Everything an officer does for Trafford, by one script, and what that makes."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy.engine import Engine

from sharedground.store import database, loading
from tests.real_data.test_places import Loaded, load

pytestmark = pytest.mark.real_data


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("whole")


@pytest.fixture(scope="module")
def whole(real_data: Path, folder: Path) -> Loaded:
    return load("load_trafford_whole.sh", real_data / "trafford", folder)


@pytest.fixture
def engine(whole: Loaded, folder: Path) -> Engine:
    return database.open_database(f"sqlite:///{folder / 'place.sqlite'}")


def test_every_row_of_every_file_is_accounted_for(whole: Loaded) -> None:
    assert len(whole.reports) > 30
    for report in whole.reports.values():
        assert report["read"] == report["kept"] + report["merged"] + report["set_aside"]


def test_people_of_2021_are_added_up_for_every_area_of_2011(whole: Loaded) -> None:
    people = whole.held.population
    assert len(people) == 138
    assert people["people"].notna().all()
    split = people.set_index("area_code").loc["E01006185", "people"]
    newer = next(one for one in whole.held.other_sets if one.about.name == "Small areas 2021")
    parts = newer.population.set_index("area_code").loc[["E01034000", "E01034001"], "people"]
    assert split == parts.sum()
    assert people["people"].sum() == newer.population["people"].sum()


def test_the_list_that_was_renewed_undone_and_renewed_again_is_as_the_newer_file(
    whole: Loaded, engine: Engine
) -> None:
    held = whole.held
    source = next(one for one in held.sources if one.file_name == "libraries.csv")
    names = set(held.assets.loc[held.assets["source_id"] == source.source_id, "name"])
    assert "Old Trafford Reading Room" in names
    assert "Timperley Library" not in names
    journal = loading.journal_of(engine, held.place.place_id)
    assert "Wrong month" in set(journal["reason"])


def test_the_mended_row_the_suggestion_and_the_check_are_there(whole: Loaded) -> None:
    located = whole.held.located_assets()
    assert "WA15 1HF" in set(located["postcode"])
    assert "WA154 1HF" not in set(located["postcode"])
    shed = located[located["name"] == "Broadheath Repair Shed"]
    assert len(shed) == 1
    assert shed[["lon", "lat"]].notna().all(axis=None)
    edited = whole.held.edits
    assert "assured_date" in set(edited["field"])


def test_the_gaps_of_every_area_are_known(whole: Loaded) -> None:
    every = whole.gaps[whole.gaps["outcome"] == "ALL"]
    assert len(every) == 138
    assert set(every["state"]) != {"no data"}
    assert every["gap"].notna().sum() == 138
