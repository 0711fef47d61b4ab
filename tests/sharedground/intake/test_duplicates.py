"""Rows of a file that are one are counted as merged, and can be parted; others are asked about."""

from __future__ import annotations

import pandas as pd
import pytest

from sharedground import workflow
from sharedground.access import Actor, Role, acting_as
from sharedground.intake.context import Options
from sharedground.intake.likeness import verdict_key
from sharedground.model.place import Kind
from sharedground.store import database, loading, pairs, places
from tests.builders import some_areas

HEAD = "Name,Kind,Address,Postcode,Phone,Latitude,Longitude\n"
SALE = 'Sale Library,Library,"1 Sale Waterside, Sale",M33 7ZF,0161 912 3189,53.4050,-2.2950\n'
HALE = 'Hale Library,Library,"25 Cecil Road, Hale",WA15 9NT,0161 912 3190,53.4090,-2.2850\n'
SALE_AGAIN = 'SALE LIBRARY,Library,"1 Sale Waterside, Sale",M33 7ZF,0161 9123189,53.40502,-2.2950\n'
URMSTON = "Urmston Library,Library,34 Golden Way,M41 0NA,0161 912 3191,53.4020,-2.2900\n"
NEAR_HALE = 'Hale Library,Library,"Leigh Road, Hale",WA15 9BG,,53.4100,-2.2850\n'


@pytest.fixture
def town(tmp_path):
    """Return the database and id of a place with areas, for an officer."""
    engine = database.open_database(f"sqlite:///{tmp_path / 'town.sqlite'}")
    outlines = tmp_path / "areas.geojson"
    some_areas(3)[["area_code", "area_name", "geometry"]].to_file(outlines, driver="GeoJSON")
    with acting_as(Actor(name="Olwen", role=Role.OFFICER)):
        place_id = places.new_place(engine, "Testville").place_id
        areas = workflow.preview(engine, place_id, Kind.AREAS, "a.geojson", outlines.read_bytes())
        workflow.keep(engine, place_id, areas)
        yield engine, place_id
    engine.dispose()


def read(town, text, name="list.csv", **options):
    """Preview a list of places."""
    engine, place_id = town
    return workflow.preview(
        engine, place_id, Kind.ASSETS, name, (HEAD + text).encode(), options=Options(**options)
    )


def add(town, text, name="list.csv", **options):
    """Preview and keep a list of places."""
    found = read(town, text, name, **options)
    workflow.keep(*town, found)
    return found


def adds_up(report):
    """Say whether every row is counted once, and every kept one placed and sorted once."""
    rows = report.kept + report.merged + report.set_aside
    placed = sum(report.placed.model_dump().values())
    sorted_ = sum(report.category.model_dump().values())
    return rows == report.read and placed == sorted_ == report.kept


def test_a_place_that_is_here_already_is_merged_and_the_rows_still_add_up(town):
    add(town, SALE + HALE)
    found = read(town, SALE_AGAIN + URMSTON, "other.csv")
    report = found.report
    assert (report.read, report.kept, report.merged) == (2, 1, 1)
    assert adds_up(report)
    assert report.facts["duplicates"] == {"merged": 1, "open": 0}
    assert "1 row is a place that is here already. It was merged with it." in report.sentences
    workflow.keep(*town, found)
    held = loading.load(*town)
    assert sorted(held.assets["name"]) == ["Hale Library", "Sale Library", "Urmston Library"]
    assert len(held.merged) == 2


def test_a_merged_row_says_why_and_what_it_is_one_with(town):
    known = add(town, SALE).frames["assets"]["asset_id"][0]
    records = read(town, SALE_AGAIN, "other.csv").intakes[0].frames["records"]
    assert records["fate"].tolist() == ["merged"]
    assert records["kept_as"].tolist() == [known]
    assert "the same telephone number" in records["reason"][0]


def test_rows_that_are_one_inside_a_file_are_merged_into_the_first(town):
    report = read(town, SALE + HALE + SALE_AGAIN).report
    assert (report.read, report.kept, report.merged) == (3, 2, 1)
    assert adds_up(report)


def test_a_place_that_may_be_here_already_is_kept_and_asked_about(town):
    add(town, HALE)
    found = read(town, NEAR_HALE, "other.csv")
    assert (found.report.kept, found.report.merged) == (1, 0)
    assert "1 looks like a place that is here already." in found.report.sentences
    assert found.pairs["verdict"].tolist() == ["open"]
    workflow.keep(*town, found)
    held = loading.load(*town)
    assert len(held.assets) == 2
    assert held.pairs["verdict"].tolist() == ["open"]


def test_a_row_that_is_like_two_places_here_is_told_of_once(town):
    add(town, HALE)
    add(town, NEAR_HALE, "other.csv")
    third = read(town, 'Hale Library,Library,"Elm Road, Hale",WA15 9AA,,53.4095,-2.2850\n', "c.csv")
    assert len(third.pairs) == 2
    assert "1 looks like a place that is here already." in third.report.sentences


def test_what_a_person_says_before_saving_is_kept_and_counted(town):
    add(town, HALE)
    one, other = read(town, NEAR_HALE, "other.csv").pairs.loc[0, ["one", "other"]]
    found = read(town, NEAR_HALE, "other.csv", verdicts={verdict_key(one, other): "same"})
    assert (found.report.kept, found.report.merged) == (0, 1)
    assert adds_up(found.report)
    workflow.keep(*town, found)
    assert len(loading.load(*town).assets) == 1


def test_a_merge_can_be_taken_back_and_both_are_there_again(town):
    add(town, SALE)
    found = add(town, SALE_AGAIN, "other.csv")
    assert len(loading.load(*town).assets) == 1
    pairs.decide(*town, *found.pairs.loc[0, ["one", "other"]], "apart")
    assert sorted(loading.load(*town).assets["name"]) == ["SALE LIBRARY", "Sale Library"]


def test_a_file_read_again_is_not_compared_with_itself(town):
    add(town, SALE + HALE)
    again = read(town, SALE + HALE, category="community-hub")
    assert again.pairs.empty
    assert again.report.kept == 2


def test_the_next_version_of_a_list_is_not_compared_with_the_former(town):
    former = add(town, SALE + HALE).source_id
    newer = (HEAD + SALE_AGAIN + HALE).encode()
    found = workflow.preview(*town, Kind.ASSETS, "newer.csv", newer, updates=former)
    assert found.report.kept == 2


def test_lists_of_partners_are_not_searched_for_places(town):
    engine, place_id = town
    found = workflow.preview(
        engine, place_id, Kind.PARTNERS, "p.csv", b"Organisation\nAge UK Trafford\n"
    )
    assert isinstance(found.pairs, pd.DataFrame)
    assert found.pairs.empty
