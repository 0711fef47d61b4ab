"""The next version of a list is known for what it is, and its things stay the ones they were."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy.engine import Engine

from sharedground import renewing, workflow
from sharedground.access import Actor, Role, acting_as
from sharedground.errors import NotFoundError, SharedGroundError
from sharedground.intake.context import Options
from sharedground.intake.renewal.lists import list_words, same_list_name
from sharedground.model.place import Kind
from sharedground.store import database, edits, loading, places, versions

OFFICER = Actor(name="Ada", role=Role.FACILITATOR)
HEAD = "Name,Type,Postcode,Phone\n"
SALE = "Sale Library,Library,M33 7ZF,0161 912 3009\n"
HALE = "Hale Library,Library,WA15 9NT,0161 912 3189\n"
COPPICE = "Coppice Library,Library,M33 4ND,0161 912 3560\n"
MARCH = HEAD + SALE + HALE + COPPICE
APRIL = HEAD + COPPICE + SALE.replace("3009", "9999") + "New Hub,Community hub,M33 2DQ,\n"


@pytest.fixture
def engine(tmp_path: Path) -> Engine:
    return database.open_database(f"sqlite:///{tmp_path / 'renew.sqlite'}")


@pytest.fixture
def place_id(engine: Engine) -> str:
    with acting_as(OFFICER):
        return places.new_place(engine, "Sale").place_id


def read(engine: Engine, place_id: str, text: str, name: str = "libraries.csv", *,
         kind: Kind = Kind.ASSETS, **how: object) -> workflow.Preview:  # fmt: skip
    with acting_as(OFFICER):
        return workflow.preview(engine, place_id, kind, name, text.encode(), **how)  # type: ignore[arg-type]


def add(engine: Engine, place_id: str, text: str, name: str = "libraries.csv",
        **how: object) -> workflow.Preview:  # fmt: skip
    with acting_as(OFFICER):
        found = read(engine, place_id, text, name, **how)  # type: ignore[arg-type]
        workflow.keep(engine, place_id, found)
    return found


def ids(engine: Engine, place_id: str) -> dict[str, str]:
    """Return the id of each asset in use by its name."""
    assets = loading.load(engine, place_id).assets
    assert not assets["asset_id"].duplicated().any()
    return dict(zip(assets["name"], assets["asset_id"], strict=True))


def test_ids_and_what_people_said_go_on_with_the_next_version(
    engine: Engine, place_id: str
) -> None:
    first = add(engine, place_id, MARCH, about=workflow.About("Libraries", licence="OGL"))
    before = ids(engine, place_id)
    with acting_as(OFFICER):
        said = {"assured_date": "2026-11-01", "assurer": "Ada", "phone": "by hand"}
        edits.edit_thing(engine, place_id, "asset", before["Sale Library"], said)
    second = add(engine, place_id, APRIL, "libraries_april.csv", updates=renewing.BEST_GUESS)
    assert second.updates == first.source_id
    after = ids(engine, place_id)
    assert set(after) == {"Sale Library", "Coppice Library", "New Hub"}
    assert after["Sale Library"] == before["Sale Library"]
    assert after["Coppice Library"] == before["Coppice Library"]
    held = loading.load(engine, place_id)
    sale = held.assets.set_index("name").loc["Sale Library"]
    assert (sale["assured_date"], sale["assurer"], sale["phone"]) == (
        "2026-11-01", "Ada", "by hand",
    )  # fmt: skip
    [source] = held.sources
    assert (source.title, source.licence, source.file_name) == (
        "Libraries", "OGL", "libraries_april.csv",
    )  # fmt: skip
    records = loading.kept_as_of(engine, place_id, second.source_id)
    assert set(records.values()) == set(after.values())


@pytest.mark.parametrize(
    ("name", "text", "how", "taken"),
    [
        ("libraries.csv", APRIL, renewing.IF_SURE, True),
        ("libraries_2026-04.csv", APRIL, renewing.IF_SURE, False),
        ("libraries_2026-04.csv", APRIL, renewing.BEST_GUESS, True),
        ("download (3).csv", APRIL, renewing.BEST_GUESS, True),
        ("download (3).csv", APRIL, "", False),
        ("libraries.csv", APRIL, renewing.NEW_LIST, False),
        ("libraries.csv", HEAD + "Another place,Park,M33 1AA,\n", renewing.BEST_GUESS, False),
        ("libraries.csv", HEAD + SALE, renewing.BEST_GUESS, False),
        ("shelves.csv", "Place name,Postal code\nSale Library,M33 7ZF\nHale Library,WA15 9NT\n",
         renewing.BEST_GUESS, False),
    ],
)  # fmt: skip
def test_a_file_is_taken_for_the_next_version_when_names_or_headings_and_rows_say_so(
    engine: Engine, place_id: str, name: str, text: str, how: str, taken: bool
) -> None:
    first = add(engine, place_id, MARCH)
    found = read(engine, place_id, text, name, updates=how)
    assert found.updates == (first.source_id if taken else "")
    assert [one.source.source_id for one in found.lists] == [first.source_id]


def test_the_same_file_again_changes_nothing_and_read_otherwise_keeps_its_ids(
    engine: Engine, place_id: str
) -> None:
    add(engine, place_id, MARCH, about=workflow.About("Libraries"))
    before, revision = ids(engine, place_id), places.revision_of(engine, place_id)
    add(engine, place_id, MARCH)
    assert places.revision_of(engine, place_id) == revision
    add(engine, place_id, MARCH, options=Options(category="community-hub"))
    assert ids(engine, place_id) == before
    assert set(loading.load(engine, place_id).assets["category"]) == {"community-hub"}
    assert len(loading.load(engine, place_id).sources) == 1


def test_a_file_that_was_undone_gets_its_ids_back(engine: Engine, place_id: str) -> None:
    first = add(engine, place_id, MARCH)
    second = add(engine, place_id, APRIL, updates=first.source_id)
    before = ids(engine, place_id)
    with acting_as(OFFICER):
        versions.take_away(engine, place_id, second.source_id)
    add(engine, place_id, APRIL)
    assert ids(engine, place_id) == before
    history = versions.versions_of(engine, place_id)
    assert history["list_id"].nunique() == 1
    assert history["live"].sum() == 1


def test_going_back_to_an_older_file_brings_its_own_ids_back(engine: Engine, place_id: str) -> None:
    first = add(engine, place_id, MARCH)
    before = ids(engine, place_id)
    second = add(engine, place_id, APRIL, updates=first.source_id)
    add(engine, place_id, MARCH, updates=second.source_id)
    assert ids(engine, place_id) == before


def test_the_same_file_as_a_further_list_has_ids_of_its_own(engine: Engine, place_id: str) -> None:
    first = add(engine, place_id, MARCH)
    add(engine, place_id, APRIL, updates=first.source_id)
    add(engine, place_id, MARCH, updates=renewing.NEW_LIST)
    held = loading.load(engine, place_id)
    assert len(held.sources) == 2
    every = [*held.assets["asset_id"], *held.merged["asset_id"]]
    assert held.assets["asset_id"].is_unique
    assert len(set(every)) == 6


def test_undo_restores_every_table_exactly(engine: Engine, place_id: str) -> None:
    add(engine, place_id, HEAD + SALE + "Sale West Hub,Community hub,M33 2DQ,\n", "others.csv")
    first = add(engine, place_id, MARCH)
    before = loading.load(engine, place_id)
    second = add(engine, place_id, APRIL, updates=first.source_id)
    with acting_as(OFFICER):
        versions.undo_upload(engine, place_id, second.source_id)
    after = loading.load(engine, place_id)
    for table in ("assets", "sites", "partners", "contacts", "merged", "pairs", "edits"):
        assert getattr(before, table).equals(getattr(after, table)), table
    assert before.sources == after.sources


def test_partners_that_only_the_former_version_brought_are_not_lost(
    engine: Engine, place_id: str
) -> None:
    text = "Organisation,Charity number\nOak Trust,77\nSale Pantry,\n"
    first = add(engine, place_id, text, "partners.csv", kind=Kind.PARTNERS)
    add(engine, place_id, "Organisation\nSale Pantry\n", "more.csv", kind=Kind.PARTNERS)
    before = loading.load(engine, place_id).partners.set_index("name")["partner_id"]
    text = text.replace("Oak Trust", "Elm Trust") + "New Group,\n"
    found = read(engine, place_id, text, "partners.csv", kind=Kind.PARTNERS,
                 updates=renewing.BEST_GUESS)  # fmt: skip
    assert found.updates == first.source_id
    with acting_as(OFFICER):
        workflow.keep(engine, place_id, found)
    after = loading.load(engine, place_id).partners.set_index("name")["partner_id"]
    assert sorted(after.index) == ["Elm Trust", "New Group", "Sale Pantry"]
    assert after["Elm Trust"] == before["Oak Trust"]
    assert after["Sale Pantry"] == before["Sale Pantry"]
    with acting_as(OFFICER):
        versions.take_away(engine, place_id, found.source_id)
    assert loading.load(engine, place_id).partners["name"].tolist() == ["Sale Pantry"]


def test_a_list_of_another_kind_or_that_is_gone_cannot_be_renewed(
    engine: Engine, place_id: str
) -> None:
    first = add(engine, place_id, MARCH)
    with pytest.raises(SharedGroundError) as refused:
        read(engine, place_id, "Organisation\nA\n", kind=Kind.PARTNERS, updates=first.source_id)
    assert refused.value.code == "list.other_kind"
    with pytest.raises(NotFoundError) as gone:
        read(engine, place_id, APRIL, updates="nowhere")
    assert gone.value.code == "source.gone"


def test_names_of_lists_are_the_same_whatever_their_date_or_state() -> None:
    assert list_words("Libraries_ARCHIVE 2024-03.csv") == "libraries"
    assert same_list_name(["libraries (2).xlsx"], ["Libraries"])
    assert not same_list_name(["food_banks.csv"], ["food_providers_2021.csv"])
    assert not same_list_name(["data.csv"], ["export.csv"])
