"""What the map is sent: figures only, thin outlines, and addresses on this server."""

import json
import re

import geopandas as gpd
import numpy as np
import pytest
import shapely
from shapely.geometry import MultiPolygon, Polygon, box

from components import theme
from components.map import layers, packing
from sharedground.model.street_map import OPENSTREETMAP
from tests.builders import some_areas

MAP_JS = theme.ASSETS / "map" / "map.js"


def test_text_goes_as_numbers_and_comes_back_whole() -> None:
    name = "Café `${x}` <img> {{'x'}} 🌳"
    points = packing.code_points(name)
    assert "".join(chr(point) for point in points) == name
    assert re.fullmatch(r"[\d, \[\]]+", json.dumps(points))


def test_rings_keep_holes_and_every_part() -> None:
    hole = Polygon([(0, 0), (4, 0), (4, 4), (0, 4)], [[(1, 1), (2, 1), (2, 2), (1, 2)]])
    found = layers.rings(MultiPolygon([hole, box(9, 9, 10, 10)]))
    assert [len(part) for part in found] == [2, 1]
    assert MultiPolygon([Polygon(p[0], p[1:]) for p in found]).area == 15 + 1


def wavy(left: float) -> Polygon:
    """Return a square whose right side has 2,000 small teeth; its neighbour has them at left."""
    y = np.linspace(0, 1, 2_000)
    x = 1 + 0.0001 * (np.arange(2_000) % 2)
    side = list(zip(x, y, strict=True))
    ends = [(left, 1), (left, 0)]
    return Polygon([*side, *ends])


def test_thin_outlines_have_fewer_points_and_still_meet() -> None:
    areas = some_areas(2)[["area_code", "area_name"]]
    full = gpd.GeoDataFrame(areas, geometry=[wavy(0), wavy(2)], crs="EPSG:4326")
    assert shapely.coverage_is_valid(full.geometry.to_numpy())
    thin = layers.simplified(full)
    assert shapely.get_num_coordinates(thin.geometry.to_numpy()).sum() < 400  # of 4,004
    assert thin.geometry.iloc[0].intersection(thin.geometry.iloc[1]).area == 0
    assert thin.union_all().area == pytest.approx(full.union_all().area, rel=1e-3)


def test_outlines_that_overlap_are_thinned_too_and_none_is_lost() -> None:
    areas = some_areas(2)[["area_code", "area_name"]]
    full = gpd.GeoDataFrame(areas, geometry=[box(0, 0, 2, 2), box(1, 1, 3, 3)], crs="EPSG:4326")
    thin = layers.simplified(full)
    assert not thin.geometry.is_empty.any()
    assert list(thin["area_code"]) == list(areas["area_code"])


def test_bounds_are_south_west_and_north_east() -> None:
    assert layers.bounds(np.array([-2.3, 53.4, -2.2, 53.5])) == [[53.4, -2.3], [53.5, -2.2]]


def test_addresses_are_ours_and_change_with_the_file() -> None:
    address = layers._address("map.css")
    assert re.fullmatch(r"\.\./\.\./assets/map/map\.css\?v=[0-9a-f]{12}", address)


def test_the_script_never_writes_a_name_as_markup() -> None:
    script = MAP_JS.read_text("utf-8")
    for act in ("innerHTML", "outerHTML", "insertAdjacentHTML", "bindPopup", "bindTooltip",
                "divIcon", "document.write", "eval("):  # fmt: skip
        assert act not in script


def test_the_only_address_of_another_site_is_the_streets() -> None:
    sent = MAP_JS.read_text("utf-8") + (theme.ASSETS / "map" / "map.css").read_text("utf-8")
    assert set(re.findall(r"https?://[^/\"']+", sent)) == {"http://www.w3.org"}
    assert OPENSTREETMAP.url.startswith("https://tile.openstreetmap.org/")
