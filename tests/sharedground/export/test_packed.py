"""Points and outlines as few bytes, each within a metre of where it was."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry import MultiPolygon, Polygon, box

from sharedground.export import packed

TOWN = (-2.5, 53.3, -2.2, 53.5)
COUNTRY = (-6.4, 49.9, 1.8, 55.8)


def scattered(n: int, extent: tuple[float, float, float, float]) -> tuple[np.ndarray, np.ndarray]:
    random = np.random.default_rng(1)
    west, south, east, north = extent
    return random.uniform(west, east, n), random.uniform(south, north, n)


def metres_off(lon: np.ndarray, lat: np.ndarray, found: dict[str, np.ndarray]) -> float:
    x = (found["lon"] - lon) * np.cos(np.radians(lat)) * 111_320
    y = (found["lat"] - lat) * 111_320
    return float(max(np.abs(x).max(), np.abs(y).max()))


@pytest.mark.parametrize(
    ("extent", "bytes_each"), [(TOWN, 5), (COUNTRY, 7)], ids=["town", "country"]
)
def test_a_point_takes_5_bytes_in_a_town_and_7_in_a_country_and_lies_within_a_metre(
    extent: tuple[float, float, float, float], bytes_each: int
) -> None:
    lon, lat = scattered(10_000, extent)
    layer = packed.pack_points(lon, lat, np.arange(10_000) % 255)
    found = packed.unpack(layer)
    assert metres_off(lon, lat, found) < 1.0
    assert packed.step_m(layer) <= 2.0
    assert (found["kind"] == np.arange(10_000) % 255).all()
    assert abs(len(layer) / 10_000 - bytes_each) < 0.05


def test_a_layer_of_130_km_still_takes_5_bytes() -> None:
    lon, lat = scattered(1_000, (-3.0, 53.0, -1.05, 54.17))
    layer = packed.pack_points(lon, lat, np.zeros(1_000, int))
    assert packed.head_of(layer)["bits"] == 16
    assert metres_off(lon, lat, packed.unpack(layer)) < 1.0


def test_a_point_without_a_place_keeps_its_turn() -> None:
    layer = packed.pack_points(
        np.array([-2.3, np.nan, -2.2]), np.array([53.4, 53.4, 53.5]), np.array([3, 4, 5])
    )
    assert packed.unpack(layer)["kind"].tolist() == [3, packed.NOWHERE, 5]


def test_no_points_and_one_point_can_be_packed() -> None:
    none = packed.unpack(packed.pack_points(np.empty(0), np.empty(0), np.empty(0, int)))
    assert none["n"] == 0
    assert none["kind"].tolist() == []
    one = packed.unpack(packed.pack_points(np.array([7.5]), np.array([-3.25]), np.array([0])))
    assert (one["lon"].tolist(), one["lat"].tolist()) == ([7.5], [-3.25])


@pytest.mark.parametrize("kind", [-1, 255])
def test_a_kind_that_does_not_fit_a_byte_is_refused(kind: int) -> None:
    with pytest.raises(ValueError, match="0 to 254"):
        packed.pack_points(np.zeros(1), np.zeros(1), np.array([kind]))


def test_holes_and_parts_of_areas_stay() -> None:
    ring = Polygon(box(0, 0, 4, 4).exterior.coords, [box(1, 1, 2, 2).exterior.coords])
    both = MultiPolygon([ring, box(5, 5, 6, 6)])
    found = packed.unpack(packed.pack_shapes(np.array([box(8, 8, 9, 9), None, both], object)))
    assert found["counts"].tolist() == [1, 0, 3]
    assert found["sizes"].tolist() == [4, 4, 4, 4]
    back = shapely.linearrings(list(zip(found["lon"][4:8], found["lat"][4:8], strict=True)))
    assert shapely.Polygon(back).equals_exact(box(0, 0, 4, 4), 1e-4) or shapely.Polygon(
        back
    ).normalize().equals_exact(box(0, 0, 4, 4).normalize(), 1e-4)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(st.floats(-180, 180), st.floats(-85, 85), st.integers(0, 254)), max_size=40)
)
def test_whatever_points_there_are_none_moves_by_more_than_half_a_step(
    points: list[tuple[float, float, int]],
) -> None:
    lon, lat, kind = (np.array(c) for c in zip(*points, strict=True)) if points else ([],) * 3
    layer = packed.pack_points(
        np.asarray(lon, float), np.asarray(lat, float), np.asarray(kind, int)
    )
    found = packed.unpack(layer)
    assert found["kind"].tolist() == list(kind)
    if points:
        west, south, east, north = found["box"]
        most = 2 ** found["bits"] - 1
        assert np.abs(found["lon"] - lon).max() <= (east - west) / most * 0.501 + 1e-12
        assert np.abs(found["lat"] - lat).max() <= (north - south) / most * 0.501 + 1e-12


def test_a_mask_has_its_first_item_in_the_lowest_bit() -> None:
    assert packed.pack_bits(np.array([True, False, True] + [False] * 6 + [True])) == b"\x05\x02"
