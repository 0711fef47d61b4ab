"""A place in metres: what lies around it takes part once its areas and people are loaded."""

from dataclasses import replace
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
from shapely import box

from sharedground.access import Role, acting_as, local_actor
from sharedground.grounds import ground
from sharedground.model.place import AreaSet, Level
from sharedground.store import loading
from sharedground.store.holdings import Holdings, SetHoldings
from sharedground.views import View, view_for
from tests.pages import gap_town


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Holdings:
    engine = gap_town.new_database(monkeypatch, tmp_path)
    with acting_as(local_actor()):
        return loading.load(engine, gap_town.fill(engine))


def beside(held: Holdings, *, level: Level, people: list[float]) -> Holdings:
    """The town with a set of two areas: its own first one, and one to the west of it."""
    assert held.main_set is not None
    areas = gpd.GeoDataFrame(
        {"area_code": ["E01000000", "w"], "area_name": ["own", "west"]},
        geometry=[box(-2.3, 53.4, -2.29, 53.41), box(-2.31, 53.4, -2.3, 53.41)], crs="EPSG:4326",
    )  # fmt: skip
    counts = pd.DataFrame({"area_code": ["E01000000", "w"][: len(people)], "people": people})
    figures = held.indicators[:0], held.indicator_values[:0], held.estimates
    about = AreaSet(set_id="x", name="Wider", level=level)
    return replace(held, other_sets=(SetHoldings(about, areas, counts, *figures),))


def view_of(held: Holdings) -> View:
    return view_for(held, Role.OFFICER)


def test_areas_of_the_same_size_outside_with_people_are_around(held: Holdings) -> None:
    assert held.main_set is not None
    found = ground(view_of(beside(held, level=held.main_set.level, people=[100.0, 700.0]))).around
    assert found is not None
    assert found.name == "Wider"
    assert found.areas[["area_code", "people"]].to_numpy().tolist() == [["w", 700.0]]


@pytest.mark.parametrize("people", [[100.0], []])
def test_without_their_people_they_are_not(held: Holdings, people: list[float]) -> None:
    assert held.main_set is not None
    assert ground(view_of(beside(held, level=held.main_set.level, people=people))).around is None


def test_larger_areas_are_not(held: Holdings) -> None:
    assert ground(view_of(beside(held, level=Level.DISTRICT, people=[1.0, 2.0]))).around is None
