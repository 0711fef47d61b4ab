"""What the next version changes, and what undoing one does, is said before it is done."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy.engine import Engine

from sharedground import workflow, workflow_versions
from sharedground.access import Actor, Role, acting_as
from sharedground.errors import NotAllowedError
from sharedground.model.place import Kind
from sharedground.store import database, edits, loading, places, versions
from tests.pages.data_town import PEOPLE, areas_geojson
from tests.sharedground.test_renewing import APRIL, HEAD, MARCH

OFFICER = Actor(name="Ada", role=Role.FACILITATOR)


@pytest.fixture
def engine(tmp_path: Path) -> Engine:
    return database.open_database(f"sqlite:///{tmp_path / 'words.sqlite'}")


@pytest.fixture
def place_id(engine: Engine) -> str:
    with acting_as(OFFICER):
        return places.new_place(engine, "Sale").place_id


def add(
    engine: Engine, place_id: str, content: str | bytes, *, kind: Kind = Kind.ASSETS,
    updates: str = "",
) -> workflow.Preview:  # fmt: skip
    data = content.encode() if isinstance(content, str) else content
    name = "a.geojson" if kind is Kind.AREAS else "libraries.csv"
    with acting_as(OFFICER):
        found = workflow.preview(engine, place_id, kind, name, data, updates=updates)
        workflow.keep(engine, place_id, found, replace_areas=bool(updates))
    return found


def test_a_new_version_is_told_in_counts_and_fields_before_it_is_kept(
    engine: Engine, place_id: str
) -> None:
    first = add(engine, place_id, MARCH)
    with acting_as(OFFICER):
        sale = loading.load(engine, place_id).assets.set_index("name").loc["Sale Library"]
        edits.edit_thing(engine, place_id, "asset", str(sale["asset_id"]), {"phone": "0800"})
        read = workflow.preview(engine, place_id, Kind.ASSETS, "libraries.csv", APRIL.encode(),
                                updates=first.source_id)  # fmt: skip
        renewal = workflow_versions.renewal_of(engine, place_id, read)
    assert renewal is not None
    words = workflow_versions.counts_in_words(renewal.compared)
    assert words == "1 added, 1 changed, 1 gone, 1 the same."
    [(_, name, field, was, now)] = renewal.compared.changed.itertuples(index=False)
    assert (name, field, was, now) == ("Sale Library", "phone", "0161 912 3009", "0161 912 9999")
    assert renewal.by_hand[["name", "stays"]].values.tolist() == [["Sale Library", "0800"]]
    assert workflow_versions.change_in_words("phone", "", "1") == "Telephone: nothing → 1"


def test_what_is_gone_can_be_kept_and_counts_no_row(engine: Engine, place_id: str) -> None:
    first = add(engine, place_id, MARCH)
    before = loading.load(engine, place_id).assets.set_index("name")["asset_id"]
    with acting_as(OFFICER):
        read = workflow.preview(engine, place_id, Kind.ASSETS, "libraries.csv", APRIL.encode(),
                                updates=first.source_id)  # fmt: skip
        renewal = workflow_versions.renewal_of(engine, place_id, read)
        assert renewal is not None
        read = workflow_versions.keeping_gone(engine, place_id, read, renewal)
        workflow.keep(engine, place_id, read)
    held = loading.load(engine, place_id)
    after = held.assets.set_index("name")
    assert sorted(after.index) == ["Coppice Library", "Hale Library", "New Hub", "Sale Library"]
    assert after.loc["Hale Library", "asset_id"] == before["Hale Library"]
    assert after.loc["Hale Library", "row_number"] == 0
    assert held.located_assets().set_index("name").loc["Hale Library", "postcode"] == "WA15 9NT"
    assert [(one.rows_read, one.rows_kept) for one in held.sources] == [(3, 3)]


def test_a_list_of_its_own_is_not_compared(engine: Engine, place_id: str) -> None:
    with acting_as(OFFICER):
        read = workflow.preview(engine, place_id, Kind.ASSETS, "a.csv", MARCH.encode())
        assert workflow_versions.renewal_of(engine, place_id, read) is None


def test_what_undoing_does_is_said_and_done(engine: Engine, place_id: str) -> None:
    first = add(engine, place_id, MARCH)
    add(engine, place_id, APRIL, updates=first.source_id)
    [source] = loading.load(engine, place_id).sources
    with acting_as(OFFICER):
        said = workflow_versions.undone_in_words(engine, place_id, source)
        assert said[0].endswith("3 rows) comes back into use.")
        assert said[1] == "1 place will go, 1 place will come back, 1 place will read as before."
        versions.undo_upload(engine, place_id, source.source_id)
        [source] = loading.load(engine, place_id).sources
        said = workflow_versions.undone_in_words(engine, place_id, source)
        assert said[0] == (
            "libraries.csv is taken away: what its 3 rows brought is not shown any more."
        )
        newest = versions.version_at(engine, place_id, source.source_id)
        same = workflow_versions.used_in_words(engine, place_id, newest, source)
    assert same[1] == "Both versions say the same, so nothing that is shown changes."


def test_outlines_are_put_beside_those_they_would_replace(engine: Engine, place_id: str) -> None:
    add(engine, place_id, areas_geojson(3), kind=Kind.AREAS)
    with acting_as(OFFICER):
        read = workflow.preview(engine, place_id, Kind.AREAS, "new.geojson", areas_geojson(4))
        renewal = workflow_versions.renewal_of(engine, place_id, read)
    assert renewal is not None
    assert renewal.compared.counts == {"added": 1, "changed": 0, "gone": 0, "same": 3}


def test_figures_and_people_are_renewed_on_their_areas(engine: Engine, place_id: str) -> None:
    add(engine, place_id, areas_geojson(3), kind=Kind.AREAS)
    first = add(engine, place_id, PEOPLE, kind=Kind.POPULATION)
    with acting_as(OFFICER):
        newer = PEOPLE.replace(b"1500", b"1600") + b"E01000002,70\n"
        read = workflow.preview(engine, place_id, Kind.POPULATION, "libraries.csv", newer,
                                updates="guess")  # fmt: skip
        assert read.updates == first.source_id
        renewal = workflow_versions.renewal_of(engine, place_id, read)
        assert renewal is not None
        workflow.keep(engine, place_id, read)
    assert renewal.compared.more == ("All people: 2,700 before, 2,870 now.",)
    assert renewal.compared.changed["name"].tolist() == ["Sale 001"]
    assert loading.load(engine, place_id).population["people"].sum() == 2870


def test_only_officers_compare(engine: Engine, place_id: str) -> None:
    first = add(engine, place_id, HEAD + "Hub,Community hub,M33 2DQ,\n")
    with acting_as(Actor(name="p", role=Role.PARTICIPANT)), pytest.raises(NotAllowedError):
        workflow_versions.compare_versions(engine, place_id, first.source_id, first.source_id)
