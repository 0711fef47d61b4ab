"""The background of a map as one layer: near where it was, joined, thinned and named."""

from __future__ import annotations

import numpy as np
import pandas as pd
import shapely
from shapely.geometry import LineString, Point, Polygon, box

from sharedground.export.ground import layer_of
from sharedground.export.packed import head_of, step_m, unpack
from sharedground.model.ground import ORDER, Ground

WEST, SOUTH = -3.0, 51.58


def things(*rows: tuple[Ground, str, shapely.Geometry]) -> pd.DataFrame:
    return pd.DataFrame(
        [{"ground": g.value, "name": n, "geometry": s} for g, n, s in rows], dtype=object
    )


def parts_of(layer: bytes) -> list[tuple[Ground, np.ndarray]]:
    found = unpack(layer)
    points = np.column_stack([found["lon"], found["lat"]])
    pieces = np.split(points, np.cumsum(found["sizes"])[:-1])
    return [(ORDER[k], piece) for k, piece in zip(found["kind"], pieces, strict=True)]


def test_every_corner_lies_within_a_metre_of_where_it_was() -> None:
    corners = [(WEST, SOUTH), (WEST + 0.2, SOUTH + 0.001), (WEST + 0.1, SOUTH + 0.12)]
    layer = layer_of(things((Ground.MAIN_ROAD, "", LineString(corners))))
    [(ground, points)] = parts_of(layer)
    assert ground is Ground.MAIN_ROAD
    off = (points - np.array(corners)) * [111_320 * np.cos(np.radians(SOUTH)), 111_320]
    assert np.abs(off).max() < 1.0
    assert step_m(layer) <= 2.0


def test_a_layer_of_a_country_is_told_in_finer_steps() -> None:
    far = LineString([(-6, 50), (1, 55), (-3, 58)])
    layer = layer_of(things((Ground.RIVER, "", far)))
    assert head_of(layer)["bits"] == 24
    [(_, points)] = parts_of(layer)
    assert np.abs(points - np.array(far.coords)).max() < 1e-5


def test_roads_of_one_class_are_joined_where_they_meet_and_lose_points_nobody_sees() -> None:
    xs = np.linspace(WEST, WEST + 0.1, 200)
    first = LineString([(x, SOUTH) for x in xs[:100]])
    second = LineString([(x, SOUTH) for x in xs[99:]])
    [(_, points)] = parts_of(
        layer_of(things((Ground.STREET, "", first), (Ground.STREET, "", second)))
    )
    assert len(points) == 2


def test_a_hole_turns_the_other_way_than_its_outline() -> None:
    island = box(WEST + 0.01, SOUTH + 0.01, WEST + 0.02, SOUTH + 0.02)
    lake = Polygon(box(WEST, SOUTH, WEST + 0.1, SOUTH + 0.1).exterior, [island.exterior])
    (_, outer), (_, hole) = parts_of(layer_of(things((Ground.WATER, "", lake))))
    turns = [shapely.is_ccw(shapely.linearrings(ring)) for ring in (outer, hole)]
    assert turns[0] != turns[1]


def test_names_have_a_spot_and_roads_a_direction_the_most_important_first() -> None:
    road = LineString([(WEST, SOUTH), (WEST + 0.01, SOUTH)])
    park = box(WEST, SOUTH, WEST + 0.01, SOUTH + 0.01)
    labels = head_of(layer_of(things(
        (Ground.GREEN, "Belle Vue <b>Park</b>", park), (Ground.STREET, "Hill Street", road),
        (Ground.TOWN, "Newport", Point(WEST, SOUTH)), (Ground.PATH, "Not written", road),
        (Ground.BUILT, "Nor this", park),
    )))["labels"]  # fmt: skip
    assert [label[5] for label in labels] == ["Newport", "Hill Street", "Belle Vue <b>Park</b>"]
    assert [ORDER[label[2]] for label in labels] == [Ground.TOWN, Ground.STREET, Ground.GREEN]
    assert abs(labels[1][3] - 692) < 5
    assert labels[1][4] == 0


def test_nothing_at_all_can_be_packed() -> None:
    nothing = pd.DataFrame({"ground": [], "name": [], "geometry": []}, dtype=object)
    assert unpack(layer_of(nothing))["n"] == 0
