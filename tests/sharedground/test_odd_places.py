"""Places that are not like others: across 180 degrees, islands, mixed vintages, nobody anywhere."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
import shapely
from shapely.geometry import MultiPolygon, box, mapping

from sharedground import workflow
from sharedground.access import Role
from sharedground.analysis.assessment import Assessment
from sharedground.grounds import ground
from sharedground.model.counting import Counting, Decay
from sharedground.model.outcome import Expression, Outcome, Serving
from sharedground.model.place import Kind
from sharedground.model.vision import Vision
from sharedground.store import database, loading
from sharedground.views import View, view_for
from tests.pages.data_town import a_town

READS = Vision(
    title="v",
    outcomes=(
        Outcome(code="O1", name="Reading", weight=1.0, reach_m=3_000.0,
                expressed_by=(Expression(indicator="Out of work", direction="high-is-bad"),),
                served_by=(Serving(category="library"),)),
    ),
)  # fmt: skip


def outlines(**shapes: Any) -> bytes:
    features = [
        {"type": "Feature", "properties": {"area_code": code, "area_name": f"Name {code}"},
         "geometry": mapping(shape)}
        for code, shape in shapes.items()
    ]  # fmt: skip
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


def a_place(folder: Path, *, areas: bytes, people: dict[str, object], libraries: Any) -> View:
    engine = database.open_database(f"sqlite:///{folder / 'odd.sqlite'}")
    files = {
        Kind.AREAS: areas,
        Kind.POPULATION: _csv("area_code,people", people.items()),
        Kind.INDICATORS: _csv("area_code,Out of work",
                              [(code, n) for n, code in enumerate(people)]),
        Kind.ASSETS: _csv("Name,Category,lon,lat",
                          [(f"L{n}", "Library", *at) for n, at in enumerate(libraries)]),
    }  # fmt: skip
    return view_for(loading.load(engine, a_town(engine, files, "Odd")), Role.OFFICER)


def _csv(head: str, rows: Any) -> bytes:
    return "\n".join([head, *(",".join(map(str, row)) for row in rows)]).encode()


def metres_of(found: Assessment, code: str) -> list[float]:
    return [round(metres) for metres in found.why(code, "Reading").assets["distance_m"]]


WEST, EAST = (179.99, -16.8), (-179.99, -16.8)
APART_M = 2_131
"""Metres between the two, 0.02 degrees of longitude at 16.8 degrees south."""


def taveuni(folder: Path, west: Any = None) -> View:
    return a_place(
        folder,
        areas=outlines(
            W0001=west or box(179.98, -16.81, 180, -16.79), E0001=box(-180, -16.81, -179.98, -16.79)
        ),
        people={"W0001": 100, "E0001": 300},
        libraries=[WEST, EAST],
    )


def test_a_place_across_180_degrees_has_right_distances(tmp_path: Path) -> None:
    view = taveuni(tmp_path)
    assert view.holdings.place.metric_crs == "EPSG:32701"
    found = workflow.assessment(view, READS)
    assert metres_of(found, "W0001") == pytest.approx([0, 1.3 * APART_M], abs=4)
    assert metres_of(found, "E0001") == pytest.approx([0, 1.3 * APART_M], abs=4)
    assert found.access[:, 0] == pytest.approx(
        [1_000 * (0.22 / (100 + 0.22 * 300) + 1 / (300 + 0.22 * 100)),
         1_000 * (1 / (100 + 0.22 * 300) + 0.22 / (300 + 0.22 * 100))]
    )  # fmt: skip
    assert found.assets["outside"].tolist() == [False, False]


def test_180_degrees_is_no_border_of_a_place(tmp_path: Path) -> None:
    outline = ground(taveuni(tmp_path)).outline
    assert outline.geom_type == "Polygon"
    assert len(outline.interiors) == 0


def test_a_place_in_another_country_is_in_metres_of_its_own(tmp_path: Path) -> None:
    view = a_place(
        tmp_path,
        areas=outlines(A0001=box(2.30, 48.85, 2.32, 48.87), B0001=box(2.32, 48.85, 2.34, 48.87)),
        people={"A0001": 100, "B0001": 100},
        libraries=[(2.31, 48.86)],
    )
    assert view.holdings.place.metric_crs == "EPSG:32631"
    # 0.02 degrees of longitude at 48.86 degrees north are 1,467 m; UTM is up to 0.04 % off.
    found = workflow.assessment(view, READS)
    assert metres_of(found, "B0001") == pytest.approx([1.3 * 1_467], rel=1e-3)


def test_an_island_with_nothing_in_reach_has_access_0(tmp_path: Path) -> None:
    view = a_place(
        tmp_path,
        areas=outlines(
            A0001=box(-5.00, 50.00, -4.98, 50.02), B0001=box(-4.50, 50.00, -4.48, 50.02)
        ),
        people={"A0001": 100, "B0001": 100},
        libraries=[(-4.99, 50.01)],
    )
    found = workflow.assessment(view, READS)
    assert found.access[:, 0].tolist() == [10, 0]
    assert found.gap[1, 0] == found.need[1, 0] > 0
    assert found.state[:, 0].tolist()[1] != "no data"


def test_an_area_of_several_islands_stands_on_land(tmp_path: Path) -> None:
    islands = MultiPolygon([box(-5.00, 50.00, -4.98, 50.02), box(-4.80, 50.00, -4.79, 50.01)])
    view = a_place(
        tmp_path, areas=outlines(A0001=islands), people={"A0001": 100}, libraries=[(-4.99, 50.01)]
    )
    here = ground(view)
    point = shapely.Point(here.areas.loc[0, "x"], here.areas.loc[0, "y"])
    larger = max(shapely.get_parts(here.outline), key=lambda part: part.area)
    assert larger.contains(point)
    assert workflow.assessment(view, READS).access[0, 0] == 10


def test_areas_of_another_vintage_are_no_data_and_do_not_move_the_others(tmp_path: Path) -> None:
    areas = outlines(
        E01000001=box(-2.30, 53.40, -2.29, 53.41), E01000002=box(-2.29, 53.40, -2.28, 53.41),
        E01099999=box(-2.28, 53.40, -2.27, 53.41),
    )  # fmt: skip
    people = {"E01000001": 100, "E01000002": 300, "E01000003": 900}
    view = a_place(tmp_path, areas=areas, people=people, libraries=[(-2.295, 53.405)])
    found = workflow.assessment(view, READS)
    assert found.state[:, 0].tolist()[2] == "no data"
    assert np.isnan(found.access[2, 0])
    assert found.need[:2, 0] == pytest.approx([0.125, 0.625])


def test_an_area_that_is_listed_twice_is_one(tmp_path: Path) -> None:
    once = outlines(
        E01000001=box(-2.30, 53.40, -2.29, 53.41), E01000002=box(-2.28, 53.40, -2.27, 53.41)
    )
    both = json.loads(once)
    more = outlines(E01000001=box(-2.29, 53.40, -2.28, 53.41))
    both["features"] += json.loads(more)["features"]
    view = a_place(
        tmp_path,
        areas=json.dumps(both).encode(),
        people={"E01000001": 100, "E01000002": 100},
        libraries=[(-2.295, 53.405)],
    )
    found = workflow.assessment(view, READS)
    assert found.areas["area_code"].tolist() == ["E01000001", "E01000002"]
    assert ground(view).outline.area == pytest.approx(3 * 660 * 1_112, rel=0.02)


def test_where_nobody_lives_there_is_no_data(tmp_path: Path) -> None:
    view = a_place(
        tmp_path,
        areas=outlines(
            A0001=box(-2.30, 53.40, -2.29, 53.41), B0001=box(-2.29, 53.40, -2.28, 53.41)
        ),
        people={"A0001": 0, "B0001": 0},
        libraries=[(-2.295, 53.405)],
    )
    found = workflow.assessment(view, READS)
    assert found.state[:, 0].tolist() == ["no data", "no data"]
    assert np.isnan(found.target[0])
    assert set(found.totals["state"]) == {"no data"}


def test_the_shape_of_a_place_is_worked_out_once_for_all_ways_of_counting(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    view = taveuni(tmp_path)
    first = ground(view)
    monkeypatch.setattr(shapely, "union_all", lambda *_, **__: pytest.fail("joined again"))
    again = ground(view, Counting(decay=Decay.ONE, detour=1.1))
    assert again.outline is first.outline
    pd.testing.assert_frame_equal(again.areas, first.areas)
