"""Every upload is a version of its list, and undoing restores the former one exactly."""

from __future__ import annotations

from dataclasses import fields, replace

import pandas as pd
import pytest
from sqlalchemy.engine import Engine

from sharedground.access import Actor, Role, acting_as
from sharedground.errors import NotAllowedError, NotFoundError, StaleError
from sharedground.model.place import Kind, Place
from sharedground.store import edits, keeping, loading, pairs, places, versions
from sharedground.store.holdings import Holdings
from tests.builders import a_site, an_asset, an_assets_upload, an_upload, some_areas


@pytest.fixture
def place(engine: Engine) -> Place:
    return places.new_place(engine, "Testville")


def listed(source: str, *names: str, updates: str = "", site: str = "s") -> keeping.Upload:
    """Return an upload of the list `source` that holds these assets, by id."""
    assets = [an_asset(name, site, source_id=source) for name in names]
    upload = an_assets_upload(assets, [a_site(site, source_id=source)], content=source.encode())
    return replace(upload, updates=updates)


def assert_same(one: Holdings, other: Holdings) -> None:
    """Fail unless all tables are equal."""
    for field in fields(Holdings):
        before, after = getattr(one, field.name), getattr(other, field.name)
        if isinstance(before, pd.DataFrame):
            pd.testing.assert_frame_equal(pd.DataFrame(before), pd.DataFrame(after))
        elif field.name not in ("place", "data_revision"):
            assert before == after, field.name


def test_a_new_version_takes_over_and_the_former_one_stays(engine: Engine, place: Place) -> None:
    keeping.keep(engine, place.place_id, listed("one", "a", "b"))
    kept = keeping.keep(engine, place.place_id, listed("two", "b", "c", updates="one"))
    held = loading.load(engine, place.place_id)
    assert kept.replaced
    assert held.assets["asset_id"].tolist() == ["b", "c"]
    history = versions.versions_of(engine, place.place_id, held.sources[0].list_id)
    assert history[["source_id", "live", "former_id"]].values.tolist() == [
        ["two", True, "one"],
        ["one", False, ""],
    ]


def test_undo_restores_the_former_version_exactly(engine: Engine, place: Place) -> None:
    keeping.keep(engine, place.place_id, listed("one", "a", "b"))
    keeping.keep(engine, place.place_id, listed("other", "x", site="t"))
    before = loading.load(engine, place.place_id)
    keeping.keep(engine, place.place_id, listed("two", "b", "c", updates="one"))
    assert versions.undo_upload(engine, place.place_id, "two", reason="wrong file") == "one"
    assert_same(before, loading.load(engine, place.place_id))
    journal = loading.journal_of(engine, place.place_id)
    assert journal.loc[0, ["action", "reason"]].tolist() == ["undo upload", "wrong file"]


def test_undoing_the_first_upload_leaves_nothing_of_it(engine: Engine, place: Place) -> None:
    before = loading.load(engine, place.place_id)
    keeping.keep(engine, place.place_id, listed("one", "a"))
    assert versions.undo_upload(engine, place.place_id, "one") == ""
    assert_same(before, loading.load(engine, place.place_id))


def test_what_was_undone_can_be_used_again(engine: Engine, place: Place) -> None:
    keeping.keep(engine, place.place_id, listed("one", "a"))
    keeping.keep(engine, place.place_id, listed("two", "b", updates="one"))
    newest = loading.load(engine, place.place_id)
    versions.undo_upload(engine, place.place_id, "two")
    versions.use_version(engine, place.place_id, "two")
    assert_same(newest, loading.load(engine, place.place_id))


def test_an_undone_upload_cannot_be_undone_again(engine: Engine, place: Place) -> None:
    keeping.keep(engine, place.place_id, listed("one", "a"))
    versions.undo_upload(engine, place.place_id, "one")
    with pytest.raises(NotFoundError) as refused:
        versions.undo_upload(engine, place.place_id, "one")
    assert refused.value.code == "source.gone"


def test_an_update_of_a_list_that_has_changed_meanwhile_is_refused(
    engine: Engine, place: Place
) -> None:
    keeping.keep(engine, place.place_id, listed("one", "a"))
    keeping.keep(engine, place.place_id, listed("two", "b", updates="one"))
    with pytest.raises(StaleError) as refused:
        keeping.keep(engine, place.place_id, listed("three", "c", updates="one"))
    assert refused.value.code == "list.stale"
    assert loading.load(engine, place.place_id).assets["asset_id"].tolist() == ["b"]


def test_undoing_new_areas_brings_back_the_old_ones_and_their_crs(
    engine: Engine, place: Place
) -> None:
    first = an_upload(Kind.AREAS, {"areas": some_areas(3)}, rows=3)
    keeping.keep(engine, place.place_id, first, metric_crs="EPSG:27700")
    other = an_upload(Kind.AREAS, {"areas": some_areas(2, "new")}, content=b"new", rows=2)
    keeping.keep(engine, place.place_id, other, replace_areas=True, metric_crs="EPSG:32616")
    assert loading.load(engine, place.place_id).place.metric_crs == "EPSG:32616"
    versions.undo_upload(engine, place.place_id, "new")
    held = loading.load(engine, place.place_id)
    assert (len(held.areas), held.place.metric_crs) == (3, "EPSG:27700")
    versions.undo_upload(engine, place.place_id, "areas")
    assert loading.load(engine, place.place_id).place.metric_crs is None


def test_postcodes_that_are_undone_leave_their_places_waiting_again(
    engine: Engine, place: Place
) -> None:
    waiting = {"lon": float("nan"), "lat": float("nan"), "precision": "none", "placed_by": ""}
    site = a_site("s", postcode="M33 2UG", **waiting)
    keeping.keep(engine, place.place_id, an_assets_upload([an_asset("a", "s")], [site]))
    before = loading.load(engine, place.place_id)
    codes = pd.DataFrame(
        {"postcode": ["M33 2UG"], "lon": [-2.3], "lat": [53.41], "source_id": "codes"}
    )
    keeping.keep(engine, place.place_id, an_upload(Kind.POSTCODES, {"postcodes": codes}))
    assert loading.load(engine, place.place_id).sites["precision"].tolist() == ["exact"]
    versions.undo_upload(engine, place.place_id, "codes")
    assert_same(before, loading.load(engine, place.place_id))


def test_an_edit_lies_over_the_list_and_survives_its_next_version(
    engine: Engine, place: Place
) -> None:
    keeping.keep(engine, place.place_id, listed("one", "a"))
    changes = {"name": "The right name", "category": "park", "lon": "-2.29", "lat": "53.40"}
    edits.edit_thing(engine, place.place_id, "asset", "a", changes, was={"name": "Asset a"})
    keeping.keep(engine, place.place_id, listed("two", "a", updates="one"))
    located = loading.load(engine, place.place_id).located_assets().iloc[0]
    assert (located["name"], located["category"], located["asset_kind"]) == (
        "The right name", "park", "physical",
    )  # fmt: skip
    assert (located["lon"], located["placed_by"], located["precision"]) == (
        -2.29, "a person", "exact",
    )  # fmt: skip


def test_an_edit_moves_one_asset_and_not_its_neighbours_at_the_same_site(
    engine: Engine, place: Place
) -> None:
    keeping.keep(engine, place.place_id, listed("one", "a", "b"))
    edits.edit_thing(engine, place.place_id, "asset", "a", {"lon": "-2.29", "lat": "53.40"})
    located = loading.load(engine, place.place_id).located_assets().set_index("asset_id")
    assert located["lon"].to_dict() == {"a": -2.29, "b": -2.295}


def test_taking_an_edit_back_restores_what_the_list_says(engine: Engine, place: Place) -> None:
    keeping.keep(engine, place.place_id, listed("one", "a"))
    before = loading.load(engine, place.place_id)
    first = edits.edit_thing(engine, place.place_id, "asset", "a", {"name": "B"})
    second = edits.edit_thing(engine, place.place_id, "asset", "a", {"name": "C"})
    edits.undo_edits(engine, place.place_id, second)
    assert loading.load(engine, place.place_id).assets["name"].tolist() == ["B"]
    edits.undo_edits(engine, place.place_id, first)
    assert_same(before, loading.load(engine, place.place_id))
    with pytest.raises(NotFoundError):
        edits.undo_edits(engine, place.place_id, first)


@pytest.mark.parametrize(
    ("field", "value"),
    [("lat", "91"), ("lon", "east"), ("category", "castle"), ("name", " "), ("sensitive", "x"),
     ("asset_id", "b"), ("status", "shut"), ("capacity", "nan"), ("description", "x" * 5_001)],
)  # fmt: skip
def test_an_edit_that_cannot_stand_is_refused_and_nothing_changes(
    engine: Engine, place: Place, field: str, value: str
) -> None:
    keeping.keep(engine, place.place_id, listed("one", "a"))
    before = loading.load(engine, place.place_id)
    with pytest.raises(Exception, match=r"cannot") as refused:
        edits.edit_thing(engine, place.place_id, "asset", "a", {field: value})
    assert getattr(refused.value, "code", "") in ("edit.value", "edit.field")
    assert_same(before, loading.load(engine, place.place_id))


def test_two_that_are_one_count_once_and_fill_each_other_in(engine: Engine, place: Place) -> None:
    one = an_asset("a", "s", phone="", url="https://a.example", external_identifiers="[]")
    other = an_asset("b", "t", source_id="two", phone="0161 496 0000", url="https://b.example",
                     external_identifiers='[{"scheme": "URN", "identifier": "7"}]')  # fmt: skip
    keeping.keep(engine, place.place_id, an_assets_upload([one], [a_site("s")]))
    second = an_assets_upload([other], [a_site("t", source_id="two")], content=b"two")
    known = pd.DataFrame(
        [("b", "a", "same", 0.97, ["name"])],
        columns=["one", "other", "verdict", "likeness", "evidence"],
    )
    keeping.keep(engine, place.place_id, replace(second, pairs=known))
    held = loading.load(engine, place.place_id)
    [asset] = held.assets.to_dict("records")
    assert (asset["asset_id"], asset["phone"], asset["url"]) == (
        "a", "0161 496 0000", "https://a.example",
    )  # fmt: skip
    assert asset["external_identifiers"] == '[{"scheme": "URN", "identifier": "7"}]'
    assert sorted(held.merged["asset_id"]) == ["a", "b"]
    assert set(held.merged["into"]) == {"a"}
    versions.undo_upload(engine, place.place_id, "assets")
    assert loading.load(engine, place.place_id).assets["asset_id"].tolist() == ["b"]


def test_a_person_decides_a_pair_and_can_take_it_back(engine: Engine, place: Place) -> None:
    keeping.keep(engine, place.place_id, listed("one", "a"))
    keeping.keep(engine, place.place_id, listed("two", "b", site="t"))
    before = loading.load(engine, place.place_id)
    pairs.decide(engine, place.place_id, "b", "a", "same")
    assert loading.load(engine, place.place_id).assets["asset_id"].tolist() == ["a"]
    pairs.decide(engine, place.place_id, "a", "b", "same place")
    held = loading.load(engine, place.place_id)
    assert (len(held.assets), held.assets["site_id"].nunique(), len(held.sites)) == (2, 1, 1)
    pairs.decide(engine, place.place_id, "a", "b", "apart")
    after = loading.load(engine, place.place_id)
    pd.testing.assert_frame_equal(before.assets, after.assets)


def test_what_a_person_decided_is_not_asked_again(engine: Engine, place: Place) -> None:
    keeping.keep(engine, place.place_id, listed("one", "a"))
    keeping.keep(engine, place.place_id, listed("two", "b", site="t"))
    pairs.decide(engine, place.place_id, "a", "b", "apart")
    again = pd.DataFrame(
        [("a", "b", "open", 0.8, [])], columns=["one", "other", "verdict", "likeness", "evidence"]
    )
    upload = replace(listed("three", "b", updates="two", site="t"), pairs=again)
    keeping.keep(engine, place.place_id, upload)
    assert loading.load(engine, place.place_id).pairs["verdict"].tolist() == ["apart"]


def found(one: str, other: str, verdict: str, likeness: float) -> pd.DataFrame:
    """Return a pair that an upload found."""
    columns = ["one", "other", "verdict", "likeness", "evidence"]
    return pd.DataFrame([(one, other, verdict, likeness, [])], columns=columns)


def test_pairs_that_an_upload_found_go_when_it_is_undone(engine: Engine, place: Place) -> None:
    keeping.keep(engine, place.place_id, listed("one", "a"))
    second = replace(listed("two", "b", site="t"), pairs=found("a", "b", "open", 0.7))
    keeping.keep(engine, place.place_id, second)
    before = loading.load(engine, place.place_id)
    assert before.pairs["likeness"].tolist() == [0.7]
    third = replace(listed("three", "b", updates="two", site="t"),
                    pairs=found("a", "b", "same", 0.999))  # fmt: skip
    keeping.keep(engine, place.place_id, third)
    assert loading.load(engine, place.place_id).assets["asset_id"].tolist() == ["a"]
    versions.undo_upload(engine, place.place_id, "three")
    assert_same(before, loading.load(engine, place.place_id))


def test_a_list_can_be_taken_away_and_used_again(engine: Engine, place: Place) -> None:
    keeping.keep(engine, place.place_id, listed("one", "a"))
    keeping.keep(engine, place.place_id, listed("two", "a", "b", updates="one"))
    newest = loading.load(engine, place.place_id)
    versions.take_away(engine, place.place_id, "two", reason="it closed")
    held = loading.load(engine, place.place_id)
    assert (len(held.assets), held.sources) == (0, ())
    assert loading.journal_of(engine, place.place_id).loc[0, "action"] == "take list away"
    with pytest.raises(NotFoundError):
        versions.take_away(engine, place.place_id, "two")
    versions.use_version(engine, place.place_id, "two")
    assert_same(newest, loading.load(engine, place.place_id))


def test_a_file_that_was_taken_away_goes_on_with_its_list_when_it_is_added_again(
    engine: Engine, place: Place
) -> None:
    keeping.keep(engine, place.place_id, listed("one", "a"))
    versions.undo_upload(engine, place.place_id, "one")
    again = listed("again", "a")
    same_file = again.source.model_copy(update={"sha256": b"one".hex()})
    keeping.keep(engine, place.place_id, replace(again, source=same_file))
    [source] = loading.load(engine, place.place_id).sources
    assert (source.source_id, source.list_id) == ("again", "one")


def test_a_further_list_of_the_same_file_leaves_the_first_one_in_use(
    engine: Engine, place: Place
) -> None:
    keeping.keep(engine, place.place_id, listed("one", "a"))
    other = listed("sheet two", "b", site="t")
    same_file = other.source.model_copy(update={"sha256": b"one".hex()})
    upload = replace(other, source=same_file, reading='{"table": "2"}', further=True)
    assert not keeping.keep(engine, place.place_id, upload).replaced
    held = loading.load(engine, place.place_id)
    assert held.assets["asset_id"].tolist() == ["a", "b"]
    assert [source.list_id for source in held.sources] == ["one", "sheet two"]


def test_the_rows_of_any_version_can_be_looked_at(engine: Engine, place: Place) -> None:
    keeping.keep(engine, place.place_id, listed("one", "a", "b"))
    keeping.keep(engine, place.place_id, listed("two", "b", updates="one"))
    former = loading.frames_of(engine, place.place_id, "one")
    assert sorted(former) == ["assets", "sites"]
    assert former["assets"]["asset_id"].tolist() == ["a", "b"]
    assert versions.version_at(engine, place.place_id, "one").file_name == "list.csv"
    assert loading.headings_of(engine, place.place_id) == {"two": {"name"}}
    assert loading.ids_elsewhere(engine, place.place_id, b"one".hex(), "another") == {"a", "b"}


def test_only_officers_may_undo_edit_and_decide(engine: Engine, place: Place) -> None:
    keeping.keep(engine, place.place_id, listed("one", "a"))
    with acting_as(Actor(name="p", role=Role.PARTICIPANT)):
        for write in (
            lambda: versions.undo_upload(engine, place.place_id, "one"),
            lambda: versions.take_away(engine, place.place_id, "one"),
            lambda: edits.edit_thing(engine, place.place_id, "asset", "a", {"name": "B"}),
            lambda: pairs.decide(engine, place.place_id, "a", "b", "same"),
        ):
            with pytest.raises(NotAllowedError):
                write()
