"""A place has several area sets: one for the sums, each with its own figures."""

from __future__ import annotations

from typing import Any

import geopandas as gpd
import pandas as pd
import pytest
from shapely.geometry import box
from sqlalchemy.engine import Engine

from sharedground.errors import NotFoundError, SharedGroundError
from sharedground.model.place import Kind, Level, Place
from sharedground.store import area_sets, keeping, loading, versions
from sharedground.store.places import new_place
from tests.builders import an_upload, some_areas, some_people


@pytest.fixture
def place(engine: Engine) -> Place:
    return new_place(engine, "Testville")


def _areas(
    engine: Engine, place: Place, frame: Any, name: str, *, beside: bool = False,
    replace: bool = False, set_id: str = "", crs: str = "EPSG:27700",
) -> keeping.Kept:  # fmt: skip
    upload = an_upload(Kind.AREAS, {"areas": frame}, rows=len(frame), content=name.encode())
    about = {"set_name": name, "level": Level.WARD.value, "vintage": 2023, "set_id": set_id}
    source = upload.source.model_copy(update=about)
    upload = keeping.Upload(**(vars(upload) | {"source": source, "beside": beside}))
    return keeping.keep(engine, place.place_id, upload, replace_areas=replace, metric_crs=crs)


def _wards(source_id: str = "wards", codes: tuple[str, ...] = ("W1", "W2")) -> gpd.GeoDataFrame:
    frame = some_areas(len(codes), source_id).assign(area_code=list(codes))
    shapes = [box(-2.3 + n / 50, 53.4, -2.28 + n / 50, 53.41) for n in range(len(codes))]
    return frame.assign(geometry=shapes)


def _people(
    engine: Engine, place: Place, codes: list[str], people: list[float], set_id: str, name: str
) -> None:
    frame = some_people(people, name).assign(area_code=codes)
    upload = an_upload(Kind.POPULATION, {"population": frame}, rows=len(codes),
                       content=name.encode())  # fmt: skip
    source = upload.source.model_copy(update={"set_id": set_id})
    keeping.keep(engine, place.place_id, keeping.Upload(**(vars(upload) | {"source": source})))


def _two(engine: Engine, place: Place) -> tuple[str, str]:
    _areas(engine, place, some_areas(3), "Small areas")
    _areas(engine, place, _wards(), "Wards 2023", beside=True, crs="EPSG:32630")
    main, other = area_sets.area_sets(engine, place.place_id)
    return main.set_id, other.set_id


def test_a_second_set_stands_beside_the_main_one(engine: Engine, place: Place) -> None:
    _two(engine, place)
    main, other = area_sets.area_sets(engine, place.place_id)
    assert (main.name, main.main, main.areas) == ("Small areas", True, 3)
    assert (other.name, other.main, other.areas) == ("Wards 2023", False, 2)
    assert (other.level, other.vintage) == (Level.WARD, 2023)
    held = loading.load(engine, place.place_id)
    assert held.areas["area_code"].tolist() == ["E01000000", "E01000001", "E01000002"]
    assert held.place.metric_crs == "EPSG:27700"
    assert [one.areas["area_code"].tolist() for one in held.other_sets] == [["W1", "W2"]]


def test_each_set_holds_its_own_figures(engine: Engine, place: Place) -> None:
    _, wards = _two(engine, place)
    codes = some_areas(3)["area_code"].tolist()
    _people(engine, place, codes, [1, 2, 3], "", "small")
    _people(engine, place, ["W1", "W2"], [10, 20], wards, "large")
    held = loading.load(engine, place.place_id)
    assert held.population["people"].tolist() == [1, 2, 3]
    assert held.other_sets[0].population["people"].tolist() == [10, 20]


def test_another_set_can_become_the_main_one_and_back(engine: Engine, place: Place) -> None:
    small, wards = _two(engine, place)
    codes = some_areas(3)["area_code"].tolist()
    _people(engine, place, codes, [1, 2, 3], "", "small")
    _people(engine, place, ["W1", "W2"], [10, 20], wards, "large")
    area_sets.make_main(engine, place.place_id, "wards 2023", reason="we speak of wards")
    held = loading.load(engine, place.place_id)
    assert held.main_set is not None
    assert held.main_set.name == "Wards 2023"
    assert held.areas["area_code"].tolist() == ["W1", "W2"]
    assert held.population["people"].tolist() == [10, 20]
    assert held.place.metric_crs == "EPSG:32630"
    assert held.other_sets[0].population["people"].tolist() == [1, 2, 3]
    journal = loading.journal_of(engine, place.place_id)
    assert journal["action"].iloc[0] == "main areas"
    assert journal["reason"].iloc[0] == "we speak of wards"
    area_sets.make_main(engine, place.place_id, small)
    back = loading.load(engine, place.place_id)
    assert back.population["people"].tolist() == [1, 2, 3]
    assert back.place.metric_crs == "EPSG:27700"


def test_two_sets_never_share_a_name(engine: Engine, place: Place) -> None:
    _, wards = _two(engine, place)
    with pytest.raises(SharedGroundError) as taken:
        _areas(engine, place, _wards("again"), "wards 2023", beside=True)
    assert taken.value.code == "set.name_taken"
    with pytest.raises(SharedGroundError) as renamed:
        area_sets.describe_set(
            engine, place.place_id, wards, name="Small Areas", level=Level.WARD, vintage=None
        )
    assert renamed.value.code == "set.name_taken"
    area_sets.describe_set(
        engine, place.place_id, wards, name="Wards", level=Level.OTHER, vintage=2022
    )
    other = area_sets.area_sets(engine, place.place_id)[1]
    assert (other.name, other.level, other.vintage) == ("Wards", Level.OTHER, 2022)


def test_areas_neither_beside_nor_replacing_are_refused(engine: Engine, place: Place) -> None:
    _areas(engine, place, some_areas(3), "Small areas")
    with pytest.raises(SharedGroundError) as present:
        _areas(engine, place, _wards(), "Wards 2023")
    assert present.value.code == "areas.present"
    assert len(area_sets.area_sets(engine, place.place_id)) == 1


def test_a_set_is_renewed_and_undone_by_itself(engine: Engine, place: Place) -> None:
    _, wards = _two(engine, place)
    _people(engine, place, ["W1", "W2"], [10, 20], wards, "large")
    kept = _areas(engine, place, _wards("new", ("W1", "W2", "W3")), "Wards 2024", replace=True,
                  set_id=wards)  # fmt: skip
    held = loading.load(engine, place.place_id)
    assert kept.replaced
    assert held.other_sets[0].about.name == "Wards 2024"
    assert len(held.other_sets[0].areas) == 3
    assert held.other_sets[0].population["people"].tolist() == [10, 20]
    assert len(held.areas) == 3
    versions.undo_upload(engine, place.place_id, kept.source_id)
    back = loading.load(engine, place.place_id)
    assert back.other_sets[0].about.name == "Wards 2023"
    assert len(back.other_sets[0].areas) == 2
    assert back.place.metric_crs == "EPSG:27700"


def test_undoing_a_second_set_leaves_the_main_one_alone(engine: Engine, place: Place) -> None:
    _areas(engine, place, some_areas(3), "Small areas")
    kept = _areas(engine, place, _wards(), "Wards 2023", beside=True)
    versions.undo_upload(engine, place.place_id, kept.source_id)
    held = loading.load(engine, place.place_id)
    assert held.other_sets == ()
    assert held.place.metric_crs == "EPSG:27700"
    assert len(held.areas) == 3


def test_areas_added_again_find_their_figures(engine: Engine, place: Place) -> None:
    kept = _areas(engine, place, some_areas(3), "Small areas")
    _people(engine, place, some_areas(3)["area_code"].tolist(), [1, 2, 3], "", "small")
    versions.undo_upload(engine, place.place_id, kept.source_id)
    assert loading.load(engine, place.place_id).areas.empty
    _areas(engine, place, some_areas(3, "again"), "Small areas again")
    held = loading.load(engine, place.place_id)
    assert held.population["people"].tolist() == [1, 2, 3]
    assert held.place.metric_crs == "EPSG:27700"


def test_a_set_that_is_not_there_is_said_with_those_that_are(engine: Engine, place: Place) -> None:
    _two(engine, place)
    with pytest.raises(NotFoundError) as unknown:
        area_sets.make_main(engine, place.place_id, "Parishes")
    assert unknown.value.code == "set.unknown"
    assert "Small areas, Wards 2023" in unknown.value.message


def test_estimates_are_kept_with_the_figures_they_mark(engine: Engine, place: Place) -> None:
    _two(engine, place)
    codes = some_areas(3)["area_code"].tolist()
    indicators = pd.DataFrame(
        [["claims", "Claims", 2023.0, "value", "high-is-bad", "", "made"]],
        columns=["indicator_id", "name", "year", "measure", "direction", "unit", "source_id"],
    )
    values = pd.DataFrame({"indicator_id": "claims", "area_code": codes, "value": [1.0, 2.0, 3.0],
                           "source_id": "made", "row_number": 0})  # fmt: skip
    estimates = pd.DataFrame({"indicator_id": "claims", "area_code": codes[:1], "moved": [0.25],
                              "source_id": "made"})  # fmt: skip
    upload = an_upload(
        Kind.INDICATORS,
        {"indicators": indicators, "indicator_values": values, "estimates": estimates},
    )
    kept = keeping.keep(engine, place.place_id, upload)
    held = loading.load(engine, place.place_id)
    assert held.estimates[["area_code", "moved"]].values.tolist() == [[codes[0], 0.25]]
    versions.undo_upload(engine, place.place_id, kept.source_id)
    assert loading.load(engine, place.place_id).estimates.empty
