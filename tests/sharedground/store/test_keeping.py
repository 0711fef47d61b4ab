"""An upload is kept whole, once, and never in part."""

from __future__ import annotations

import threading

import pandas as pd
import pytest
import sqlalchemy as sa
from sqlalchemy.engine import Engine

from sharedground.access import Actor, Role, acting_as
from sharedground.errors import NotAllowedError, NotFoundError, SharedGroundError
from sharedground.model.place import Kind, Place
from sharedground.store import edits, keeping, loading, places, schema
from tests.builders import (
    a_site,
    an_asset,
    an_assets_upload,
    an_upload,
    some_areas,
    some_people,
)


@pytest.fixture
def place(engine: Engine) -> Place:
    return places.new_place(engine, "Testville")


def keep_areas(engine: Engine, place: Place, n: int = 3) -> None:
    upload = an_upload(Kind.AREAS, {"areas": some_areas(n)}, rows=n)
    keeping.keep(engine, place.place_id, upload, metric_crs="EPSG:27700")


def test_what_was_kept_is_read_back(engine: Engine, place: Place) -> None:
    keep_areas(engine, place)
    people = an_upload(Kind.POPULATION, {"population": some_people([10, float("nan"), 30])})
    keeping.keep(engine, place.place_id, people)
    keeping.keep(engine, place.place_id, an_assets_upload([an_asset("a", "s")], [a_site("s")]))
    held = loading.load(engine, place.place_id)
    assert held.place.metric_crs == "EPSG:27700"
    assert held.areas.geometry.iloc[0].equals(some_areas(1).geometry.iloc[0])
    assert held.population["people"].isna().tolist() == [False, True, False]
    assert held.located_assets()[["name", "lon", "precision"]].values.tolist() == [
        ["Asset a", -2.295, "exact"]
    ]
    assert held.assets["capacity"].isna().all()


def test_each_write_makes_one_revision_and_one_line_in_the_journal(
    engine: Engine, place: Place
) -> None:
    keep_areas(engine, place)
    assert places.revision_of(engine, place.place_id) == place.revision + 1
    journal = loading.journal_of(engine, place.place_id)
    assert journal["action"].tolist() == ["add areas", "new place"]
    assert journal["actor"].tolist() == ["Olwen", "Olwen"]


def test_keeping_the_same_import_twice_changes_nothing(engine: Engine, place: Place) -> None:
    upload = an_assets_upload([an_asset("a", "s")], [a_site("s")])
    first = keeping.keep(engine, place.place_id, upload)
    before = places.revision_of(engine, place.place_id)
    again = keeping.keep(engine, place.place_id, upload)
    assert (first.already, again.already) == (False, True)
    assert places.revision_of(engine, place.place_id) == before
    assert len(loading.load(engine, place.place_id).assets) == 1


def test_the_same_file_read_the_same_way_is_kept_once(engine: Engine, place: Place) -> None:
    for _ in range(2):
        upload = an_assets_upload([an_asset("a", "s")], [a_site("s")])
        kept = keeping.keep(engine, place.place_id, upload)
    assert kept.already
    assert len(loading.load(engine, place.place_id).sources) == 1


def test_the_same_file_read_in_another_way_replaces_its_former_reading(
    engine: Engine, place: Place
) -> None:
    keeping.keep(engine, place.place_id, an_assets_upload([an_asset("a", "s")], [a_site("s")]))
    better = an_assets_upload(
        [an_asset("b", "s2", source_id="better")],
        [a_site("s2", source_id="better")],
        reading='{"category": "park"}',
    )
    kept = keeping.keep(engine, place.place_id, better)
    held = loading.load(engine, place.place_id)
    assert kept.replaced
    assert held.assets["asset_id"].tolist() == ["b"]
    assert held.sites["site_id"].tolist() == ["s2"]
    assert [source.source_id for source in held.sources] == ["better"]


def test_a_second_set_of_areas_is_refused_unless_it_replaces_the_first(
    engine: Engine, place: Place
) -> None:
    keep_areas(engine, place, 3)
    other = an_upload(Kind.AREAS, {"areas": some_areas(2, "new")}, content=b"other", rows=2)
    with pytest.raises(SharedGroundError, match="already has 3 areas") as refused:
        keeping.keep(engine, place.place_id, other)
    assert refused.value.code == "areas.present"
    keeping.keep(engine, place.place_id, other, replace_areas=True, metric_crs="EPSG:27700")
    assert len(loading.load(engine, place.place_id).areas) == 2


def test_a_failure_half_way_keeps_nothing(engine: Engine, place: Place) -> None:
    twice = an_assets_upload([an_asset("a", "s"), an_asset("a", "s")], [a_site("s")])
    before = places.revision_of(engine, place.place_id)
    with pytest.raises(sa.exc.IntegrityError):
        keeping.keep(engine, place.place_id, twice)
    held = loading.load(engine, place.place_id)
    assert (len(held.assets), len(held.sites), len(held.sources)) == (0, 0, 0)
    assert places.revision_of(engine, place.place_id) == before


def test_services_of_two_files_share_one_site(engine: Engine, place: Place) -> None:
    keeping.keep(engine, place.place_id, an_assets_upload([an_asset("a", "s")], [a_site("s")]))
    second = an_assets_upload(
        [an_asset("b", "s", source_id="two")], [a_site("s", source_id="two")], content=b"two"
    )
    keeping.keep(engine, place.place_id, second)
    held = loading.load(engine, place.place_id)
    assert (len(held.sites), len(held.located_assets())) == (1, 2)


WAITING = {"lon": float("nan"), "lat": float("nan"), "precision": "none", "placed_by": ""}


def some_postcodes(**points: tuple[float, float]) -> keeping.Upload:
    rows = [(code.replace("_", " "), lon, lat, "codes") for code, (lon, lat) in points.items()]
    codes = pd.DataFrame(rows, columns=["postcode", "lon", "lat", "source_id"])
    return an_upload(Kind.POSTCODES, {"postcodes": codes})


def test_postcodes_added_later_place_waiting_assets_and_say_how_many(
    engine: Engine, place: Place
) -> None:
    sites = [a_site("s", postcode="ZQ1 2UG", **WAITING), a_site("t", postcode="ZQ1 1AA", **WAITING)]
    assets = [an_asset("a", "s"), an_asset("b", "s"), an_asset("c", "t")]
    keeping.keep(engine, place.place_id, an_assets_upload(assets, sites))
    kept = keeping.keep(engine, place.place_id, some_postcodes(ZQ1_2UG=(-2.3, 53.41)))
    located = loading.load(engine, place.place_id).located_assets().set_index("asset_id")
    assert kept.placed_later == 2
    assert located["precision"].to_dict() == {"a": "exact", "b": "exact", "c": "none"}
    assert located.loc["a", "lon"] == -2.3


def how_placed(engine: Engine, place: Place) -> dict[str, tuple[str, str]]:
    sites = loading.load(engine, place.place_id).sites
    pairs = zip(sites["precision"], sites["placed_by"], strict=True)
    return dict(zip(sites["site_id"], pairs, strict=True))


def test_places_kept_before_code_point_was_there_are_placed_by_it(
    engine: Engine, place: Place
) -> None:
    waiting = {"old": "M33 2DQ", "half": "M33", "gone": "M33 9ZZ", "north": "BT1 5GS", "none": ""}
    sites = [a_site(name, postcode=code, **WAITING) for name, code in waiting.items()]
    assets = [an_asset(name, name) for name in waiting]
    keeping.keep(engine, place.place_id, an_assets_upload(assets, sites))
    assert how_placed(engine, place) == {
        "old": ("exact", "postcode (Code-Point Open)"),
        "half": ("approximate", "outward code (Code-Point Open)"),
        "gone": ("approximate", "outward code (Code-Point Open)"),
        "north": ("none", ""),
        "none": ("none", ""),
    }


def test_postcodes_that_are_loaded_win_whenever_they_come(engine: Engine, place: Place) -> None:
    ours = {"precision": "exact", "placed_by": "postcode (Code-Point Open)"}
    sites = [
        a_site("placed", postcode="M33 2DQ", **ours),
        a_site("waits", postcode="M33 2DQ", **WAITING),
        a_site("mapped", postcode="M33 2DQ", precision="exact", placed_by="coordinates"),
        a_site("half", postcode="M33", **WAITING),
    ]
    assets = [an_asset(site["site_id"], site["site_id"]) for site in sites]
    keeping.keep(engine, place.place_id, an_assets_upload(assets, sites))
    loaded = some_postcodes(M33_2DQ=(-2.5, 53.5), M33=(-2.6, 53.6))
    assert keeping.keep(engine, place.place_id, loaded).placed_later == 0
    assert how_placed(engine, place) == {
        "placed": ("exact", "postcode"),
        "waits": ("exact", "postcode"),
        "mapped": ("exact", "coordinates"),
        "half": ("approximate", "outward code"),
    }
    lon = loading.load(engine, place.place_id).sites.set_index("site_id")["lon"]
    assert (lon["placed"], lon["waits"], lon["half"]) == (-2.5, -2.5, -2.6)


@pytest.mark.parametrize(("crs", "fictional"), [("EPSG:32616", False), ("EPSG:27700", True)])
def test_british_postcodes_are_for_real_places_in_britain_only(
    engine: Engine, crs: str, fictional: bool
) -> None:
    place = places.new_place(engine, "Elsewhere", fictional=fictional)
    areas = an_upload(Kind.AREAS, {"areas": some_areas(2, "new")}, rows=2)
    keeping.keep(engine, place.place_id, areas, metric_crs=crs)
    site = a_site("s", postcode="M33 2DQ", **WAITING)
    keeping.keep(engine, place.place_id, an_assets_upload([an_asset("a", "s")], [site]))
    assert how_placed(engine, place) == {"s": ("none", "")}


def test_a_postcode_that_a_person_corrects_moves_the_place(engine: Engine, place: Place) -> None:
    site = a_site("s", postcode="M33 2DQ", lon=-2.31, precision="exact", placed_by="postcode")
    keeping.keep(engine, place.place_id, an_assets_upload([an_asset("a", "s")], [site]))
    edits.edit_thing(engine, place.place_id, "asset", "a", {"postcode": "M32 0XA"}, was={})
    located = loading.load(engine, place.place_id).located_assets().iloc[0]
    assert (located["placed_by"], located["precision"]) == ("postcode (Code-Point Open)", "exact")
    assert located["lon"] == pytest.approx(-2.30, abs=0.02)
    assert located["lon"] != -2.31


def test_the_raw_upload_and_every_column_as_read_are_kept(engine: Engine, place: Place) -> None:
    upload = an_assets_upload([an_asset("a", "s")], [a_site("s")], content=b"Name\r\nx")
    keeping.keep(engine, place.place_id, upload)
    assert loading.upload_of(engine, place.place_id, "assets") == {"list.csv": b"Name\r\nx"}
    assert loading.records_of(engine, place.place_id, "assets")["Name"].tolist() == ["row 0"]


def test_the_population_that_covers_most_areas_is_used_and_never_mixed(
    engine: Engine, place: Place
) -> None:
    keep_areas(engine, place, 3)
    full = an_upload(Kind.POPULATION, {"population": some_people([1, 2, 3], "full", 2020)})
    part = an_upload(
        Kind.POPULATION, {"population": some_people([9, 9], "part", 2024)}, content=b"part"
    )
    for upload in (full, part):
        keeping.keep(engine, place.place_id, upload)
    assert loading.load(engine, place.place_id).population["people"].tolist() == [1, 2, 3]


def test_writers_at_the_same_time_follow_one_another(engine: Engine, place: Place) -> None:
    def write(n: int) -> None:
        with acting_as(Actor(name=f"writer {n}", role=Role.OFFICER)):
            upload = an_assets_upload(
                [an_asset(f"a{n}", f"s{n}", source_id=f"f{n}")],
                [a_site(f"s{n}", source_id=f"f{n}")],
                content=b"%d" % n,
            )
            keeping.keep(engine, place.place_id, upload)

    threads = [threading.Thread(target=write, args=(n,)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(loading.load(engine, place.place_id).assets) == 8
    assert places.revision_of(engine, place.place_id) == place.revision + 8


def test_a_reader_may_not_keep_anything(engine: Engine, place: Place) -> None:
    upload = an_assets_upload([an_asset("a", "s")], [a_site("s")])
    with acting_as(Actor(name="someone", role=Role.READER)), pytest.raises(NotAllowedError):
        keeping.keep(engine, place.place_id, upload)
    assert loading.load(engine, place.place_id).assets.empty


def test_writing_to_a_place_that_is_gone_says_so(engine: Engine) -> None:
    upload = an_assets_upload([an_asset("a", "s")], [a_site("s")])
    with pytest.raises(NotFoundError):
        keeping.keep(engine, "nowhere", upload)


def test_every_table_has_a_place() -> None:
    assert {name for name, table in schema.metadata.tables.items() if "place_id" not in table.c} \
        == set()  # fmt: skip


def test_going_back_to_a_former_reading_works(engine: Engine, place: Place) -> None:
    for turn, reading in enumerate(["first", "second", "first"]):
        source_id = f"turn {turn}"
        upload = an_assets_upload(
            [an_asset("a", "s", source_id=source_id, name=reading)],
            [a_site("s", source_id=source_id)],
            reading=reading,
        )
        assert not keeping.keep(engine, place.place_id, upload).already
    held = loading.load(engine, place.place_id)
    assert (held.assets["name"].tolist(), len(held.sources)) == (["first"], 1)
