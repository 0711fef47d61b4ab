"""Which area a place lies in."""

import geopandas as gpd
import numpy as np
from shapely.geometry import box

from sharedground.analysis.within import area_positions

AREAS = gpd.GeoDataFrame(geometry=[box(0, 0, 1, 1), box(1, 0, 2, 1)], crs="EPSG:4326")


def found(*points: tuple[float, float]) -> list[int]:
    lon, lat = (np.array(each, dtype=float) for each in zip(*points, strict=True))
    return area_positions(AREAS, lon, lat).tolist()


def test_inside_outside_and_not_known() -> None:
    assert found((0.5, 0.5), (1.5, 0.5), (5, 5), (np.nan, np.nan), (0.5, np.nan)) == [
        0, 1, -1, -1, -1,
    ]  # fmt: skip


def test_a_point_on_a_border_belongs_to_the_first_of_its_areas() -> None:
    assert found((1, 0.5)) == [0]


def test_no_points() -> None:
    assert area_positions(AREAS, np.array([]), np.array([])).tolist() == []
