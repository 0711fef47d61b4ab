"""What to check next, and what an answer does."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from sqlalchemy.engine import Engine

from sharedground import workflow, worklist
from sharedground.access import Actor, Role, acting_as
from sharedground.analysis.freshness import freshness
from sharedground.errors import NotAllowedError, NotFoundError
from sharedground.model.counting import Counting
from sharedground.model.place import Kind
from sharedground.store import database, edits, loading
from sharedground.views import View, view_for
from tests.builders import a_vision
from tests.pages.data_town import OFFICER, PEOPLE, a_town, areas_geojson

TODAY = dt.date(2026, 11, 28)
LISTED = (
    b"Name,Type,lon,lat,Last checked,Run by\n"
    b"New library,Library,-2.295,53.405,2026-10-01,Council\n"
    b"Old library,Library,-2.294,53.405,2020-01-01,Council\n"
    b"Far library,Library,-2.275,53.405,2020-01-01,Council\n"
    b"Old pub,Community centre,-2.295,53.405,2019-01-01,Ann\n"
    b"Park,Park,-2.295,53.405,2025-06-01,Council\n"
    b"Hall,Community centre,-2.295,53.406,,Ann\n"
)
VISITOR = Actor(name="Vera", role=Role.READER)
NEIGHBOUR = Actor(name="Nia", role=Role.PARTICIPANT)


@pytest.fixture
def engine(tmp_path: Path) -> Engine:
    return database.open_database(f"sqlite:///{tmp_path / 'store.sqlite'}")


@pytest.fixture
def place_id(engine: Engine) -> str:
    files = {Kind.AREAS: areas_geojson(), Kind.POPULATION: PEOPLE, Kind.ASSETS: LISTED}
    return a_town(engine, files)


def seen(engine: Engine, place_id: str, role: Role = Role.OFFICER) -> View:
    return view_for(loading.load(engine, place_id), role)


def named(view: View, name: str) -> str:
    return str(view.every_asset.set_index("name").loc[name, "asset_id"])


def test_stale_places_come_first_then_those_nobody_dated_then_ageing_ones(
    engine: Engine, place_id: str
) -> None:
    found = worklist.worklist(seen(engine, place_id), a_vision(), TODAY)
    assert found["name"].tolist() == ["Far library", "Old library", "Old pub", "Hall", "Park"]
    assert found["state"].tolist() == ["stale"] * 3 + ["unknown", "ageing"]
    assert found.set_index("name")["others"].to_dict() == {
        "Far library": 0, "Old library": 1, "Old pub": 1, "Hall": 1, "Park": 0}  # fmt: skip


def test_what_serves_the_vision_directly_counts_its_weight_and_what_helps_half() -> None:
    assert worklist.served(a_vision()) == {"library": 0.75, "park": 0.25}


def test_still_right_is_as_of_today_by_whoever_said_so_and_can_be_taken_back(
    engine: Engine, place_id: str
) -> None:
    old = named(seen(engine, place_id), "Old library")
    before = loading.load(engine, place_id).assets
    with acting_as(NEIGHBOUR):
        worklist.confirm(engine, place_id, [old], TODAY)
    view = seen(engine, place_id)
    row = view.assets.set_index("asset_id").loc[old]
    assert (row["assured_date"], row["assurer"]) == ("2026-11-28", "Nia")
    assert "Old library" not in worklist.worklist(view, a_vision(), TODAY)["name"].tolist()
    made = view.holdings.edits["edit_id"].tolist()
    with acting_as(OFFICER):
        edits.undo_edits(engine, place_id, made)
    assert loading.load(engine, place_id).assets.equals(before)


def test_a_participant_takes_back_only_what_they_checked_themselves(
    engine: Engine, place_id: str
) -> None:
    park = named(seen(engine, place_id), "Park")
    with acting_as(OFFICER):
        by_officer = worklist.change(engine, place_id, park, {"name": "Green"})
        checked = worklist.confirm(engine, place_id, [park], TODAY)
    with acting_as(NEIGHBOUR):
        own = worklist.confirm(engine, place_id, [park], TODAY)
        for ids in (by_officer, checked, [*own, *checked]):
            with pytest.raises(NotFoundError):
                edits.undo_edits(engine, place_id, ids)
        edits.undo_edits(engine, place_id, own)
    row = seen(engine, place_id).assets.set_index("asset_id").loc[park]
    assert (row["name"], row["assurer"]) == ("Green", OFFICER.name)


def test_a_place_that_is_gone_is_kept_and_counted_nowhere(engine: Engine, place_id: str) -> None:
    view = seen(engine, place_id)
    with acting_as(OFFICER):
        assert worklist.gone(engine, place_id, named(view, "Old pub"), reason="boarded up")
    after = seen(engine, place_id)
    assert len(after.assets) == len(after.located) == 5
    assert after.closed["name"].tolist() == ["Old pub"]
    assert len(after.every_asset) == 6
    assert "Old pub" in workflow_names(after)


def workflow_names(view: View) -> list[str]:
    """Return the names in the export of a view."""
    from sharedground import exports

    content = exports.export(view, exports.What.ASSETS, exports.Form.CSV).content
    return [line.split(",")[1] for line in content.decode("utf-8-sig").splitlines()[1:]]


def test_a_participant_suggests_and_an_officer_decides(engine: Engine, place_id: str) -> None:
    view = seen(engine, place_id)
    with acting_as(NEIGHBOUR):
        assert not worklist.gone(engine, place_id, named(view, "Old pub"))
    after = seen(engine, place_id)
    assert after.closed.empty
    assert after.holdings.suggestions["state"].tolist() == ["waiting"]
    with acting_as(VISITOR), pytest.raises(NotAllowedError):
        worklist.confirm(engine, place_id, [named(view, "Park")], TODAY)


def test_a_change_by_an_officer_is_a_check_too(engine: Engine, place_id: str) -> None:
    old = named(seen(engine, place_id), "Old library")
    with acting_as(OFFICER):
        assert worklist.change(engine, place_id, old, {"name": "Sale Library"}, reason="rang them")
    view = seen(engine, place_id)
    row = view.assets.set_index("asset_id").loc[old]
    assert (row["name"], row["assurer"]) == ("Sale Library", OFFICER.name)
    state = freshness(view.assets, view.holdings.sources, dt.datetime.now(dt.UTC).date())["state"]
    assert state[view.assets["asset_id"] == old].tolist() == ["fresh"]


def test_gaps_can_leave_out_what_nobody_checked_for_long(engine: Engine, place_id: str) -> None:
    view = seen(engine, place_id)
    every = workflow.assessment(view, a_vision())
    fresh = workflow.assessment(view, a_vision(), Counting(fresh_months=12), today=TODAY)
    assert len(every.assets) == 6
    left = view.assets.set_index("asset_id").loc[fresh.assets["asset_id"], "name"]
    assert sorted(left) == ["Hall", "New library"]


def test_a_letter_names_every_place() -> None:
    text = worklist.letter("Council", ["Park", "Old library"], "Sale")
    assert "- Park\n- Old library" in text
