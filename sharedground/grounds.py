"""A place in metres: its areas, its assets and what lies around it, ready for the sums."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from pyproj import Transformer
from shapely.geometry.base import BaseGeometry

from sharedground import along_streets
from sharedground.analysis.around import Around
from sharedground.analysis.freshness import is_stale, today_in
from sharedground.analysis.gaps import Walk
from sharedground.analysis.memo import Memo, key
from sharedground.analysis.reach import Floats
from sharedground.analysis.streets import Along
from sharedground.errors import SharedGroundError
from sharedground.intake.crs import crosses_180
from sharedground.model.counting import USUAL, Counting
from sharedground.store.holdings import Holdings, SetHoldings
from sharedground.views import View
from sharedground.words import say

_SEAM_M: Final = 0.001
_SHAPES: Final = Memo(200_000_000)


@dataclass(frozen=True, eq=False)
class Ground:
    """What the sums of a place are worked out on, all in its metric CRS.

    Parameters
    ----------
    areas
        area_code, area_name, x, y (a point inside), people (NaN is no data), surveyed (False where
        nobody has looked what is there). Along streets an area
        that they do not reach has no x and y: what is in its reach is not known.
    outline
        The place; along streets only the areas that they reach, so that areas at the end of the
        network are told as at an edge.
    assets
        asset_id, category, capacity, times, x, y: those with a location.
    crs
        The place's metric CRS, such as "EPSG:27700".
    detour
        Street distance over straight line.
    around
        Areas around the place whose people share its assets, if any are loaded.
    walk
        How pairs in reach are found; None for the straight line times the detour factor.
    """

    areas: pd.DataFrame
    outline: BaseGeometry
    assets: pd.DataFrame
    crs: str
    detour: float
    around: Around | None = None
    walk: Walk | None = None


def ground(
    view: View,
    counting: Counting = USUAL,
    *,
    today: dt.date | None = None,
    located: pd.DataFrame | None = None,
) -> Ground:
    """Return the ground of a view.

    Parameters
    ----------
    counting
        Which assets are left out as stale, and how far it is on foot.
    today
        From when ages count; by default today in UTC, in the demo town its own day.
    located
        Assets instead of the view's own, in the columns of `View.located`, and `times`.

    Raises
    ------
    SharedGroundError
        "areas.none" when the place has no areas yet; "streets.none" when it is to be counted along
        streets, and the place has none.
    """
    holdings = view.holdings
    crs = holdings.place.metric_crs
    if holdings.areas.empty or crs is None:
        raise SharedGroundError(
            "areas.none",
            say("This place has no areas yet. Add their outlines on the page Add data."),
        )
    areas, shape = holdings.areas, _shape_of(holdings.areas, crs)
    people = holdings.population.set_index("area_code")["people"]
    assets = view.located if located is None else located
    if counting.fresh_months:
        assets = assets[~assets["asset_id"].isin(stale_ids(view, counting.fresh_months, today))]
    x, y, outline, walk = shape.x, shape.y, shape.outline, None
    if counting.streets:
        found = along_streets.streets_of(holdings)
        on = along_streets.reached(found, np.stack([x, y], axis=1))
        x, y = np.where(on, x, np.nan), np.where(on, y, np.nan)
        walk, outline = Along(found), _shape_of(areas[on], crs).outline
    detour = holdings.place.detour_factor if counting.detour is None else counting.detour
    return Ground(
        areas=pd.DataFrame(
            {
                "area_code": areas["area_code"],
                "area_name": areas["area_name"],
                "x": x,
                "y": y,
                "people": areas["area_code"].map(people).astype(float),
                "surveyed": ~areas["area_code"].isin(holdings.unsurveyed),
            }
        ),
        outline=outline,
        assets=in_metres(assets, crs),
        crs=crs,
        detour=detour,
        around=around_of(holdings, crs, shape.outline),
        walk=walk,
    )


@dataclass(frozen=True, eq=False)
class _Shape:
    """A point inside each area, and all of them together, in metres."""

    x: Floats
    y: Floats
    outline: BaseGeometry


def _shape_of(areas: gpd.GeoDataFrame, crs: str) -> _Shape:
    """Return the shape of areas; kept by the outlines, because joining very many takes seconds."""
    shapes = areas.geometry.to_numpy()
    about = key("shape", b"".join(shapely.to_wkb(shapes)), len(shapes), crs)

    def make() -> _Shape:
        metric = areas.geometry.to_crs(crs)
        points = metric.representative_point()
        # What the 180th meridian parts is joined: it is no border.
        seam = _SEAM_M if crosses_180(shapes) else None
        outline = shapely.union_all(metric.to_numpy(), grid_size=seam)
        return _Shape(np.asarray(points.x, float), np.asarray(points.y, float), outline)

    return _SHAPES.get(about, make)


def in_metres(located: pd.DataFrame, crs: str) -> pd.DataFrame:
    """Return the assets that have a location with x and y in metres.

    Parameters
    ----------
    located
        asset_id, category, capacity, lon, lat (EPSG:4326), and `times` if it is there.
    crs
        The place's metric CRS.
    """
    placed = located[located["lon"].notna() & located["lat"].notna()]
    there = Transformer.from_crs("EPSG:4326", crs, always_xy=True)
    x, y = there.transform(placed["lon"].to_numpy(float), placed["lat"].to_numpy(float))
    times = placed["times"].fillna(1.0).to_numpy(float) if "times" in placed else 1.0
    found = placed[["asset_id", "category", "capacity"]].assign(times=times, x=x, y=y)
    return found.reset_index(drop=True)


def stale_ids(view: View, months: int, today: dt.date | None = None) -> frozenset[str]:
    """Return the assets of a view that were last checked that many months ago or more."""
    when = today or today_in(view.holdings.place)
    stale = is_stale(view.assets, view.holdings.sources, when, months)
    return frozenset(view.assets.loc[stale, "asset_id"])


def around_of(holdings: Holdings, crs: str, outline: BaseGeometry) -> Around | None:
    """Return the areas around the place: those of another set, of the same size, with people.

    Parameters
    ----------
    outline
        The place, in `crs`. An area of which a point inside lies in the place is not around it.
    """
    level = holdings.main_set.level if holdings.main_set else None
    found = [
        around
        for one in holdings.other_sets
        if one.about.level == level and (around := _outside(one, crs, outline)) is not None
    ]
    return max(found, key=lambda around: len(around.areas), default=None)


def _outside(one: SetHoldings, crs: str, outline: BaseGeometry) -> Around | None:
    if one.population.empty or one.areas.empty:
        return None
    areas, shape = one.areas, _shape_of(one.areas, crs)
    people = areas["area_code"].map(one.population.set_index("area_code")["people"])
    shapely.prepare(outline)
    beyond = ~shapely.intersects_xy(outline, shape.x, shape.y)
    known = beyond & np.isfinite(people.to_numpy(dtype=float))
    if not known.any():
        return None
    table = pd.DataFrame(
        {"area_code": areas["area_code"], "x": shape.x, "y": shape.y,
         "people": people.astype(float)}
    )  # fmt: skip
    known_outline = _shape_of(areas[known], crs).outline
    return Around(table[known].reset_index(drop=True), known_outline, one.about.name)
