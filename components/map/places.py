"""The places of a view as the map needs them: numbered, with their area and distance."""

from __future__ import annotations

import datetime as dt
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import numpy as np
import pandas as pd
import streamlit as st
from pyproj import Geod
from sqlalchemy.engine import Engine

from components import cached
from components.map.facets import NOW
from components.map.filters import as_postcode
from sharedground import code_point
from sharedground.analysis import opening, opening_times, walking
from sharedground.analysis.choosing import with_traits
from sharedground.analysis.freshness import freshness, today_in
from sharedground.analysis.within import area_positions
from sharedground.intake.values import postcode
from sharedground.store import loading
from sharedground.views import View

_EARTH = Geod(ellps="WGS84")

NEARBY_KM: Final = 30.0
"""Further away than this, a postcode is of another part of the country."""


@st.cache_resource(max_entries=12, show_spinner=False)
def _numbered(
    key: tuple[object, ...],  # noqa: ARG001
    today: dt.date,
    _view: View,
    _labels: pd.DataFrame,
) -> pd.DataFrame:
    assets = _view.assets
    lon, lat = (assets[c].to_numpy(dtype=float, na_value=np.nan) for c in ("lon", "lat"))
    at = area_positions(_view.areas, lon, lat)
    codes = np.append(_labels["area_code"].to_numpy(object), "")
    names = np.append(_labels["label"].to_numpy(object), "")
    fresh = freshness(assets, _view.holdings.sources, today)
    return (
        with_traits(assets)
        .assign(
            number=np.arange(len(assets)),
            area_code=codes[at],
            label=names[at],
            lon=lon,
            lat=lat,
            **{f"check_{name}": fresh[name] for name in fresh},
        )
        .sort_values("name", key=lambda s: s.astype(str).str.casefold(), kind="stable")
    )


def numbered(view: View) -> pd.DataFrame:
    """Return every place of the view, by name, never to be changed.

    Adds `number` (its row in `view.assets`), `area_code` and `label` of the area it lies in
    ("" when in none or not known), when it was last checked: `freshness` with "check_" before each
    name, and `choosing.with_traits`. `lon` and `lat` are degrees, NaN where not known.
    """
    today = today_in(view.holdings.place)
    return _numbered(view.key, today, view, cached.area_labels(view))


class Spot(NamedTuple):
    """A point by its name, such as a postcode, in degrees."""

    name: str
    lon: float
    lat: float

    @property
    def point(self) -> tuple[float, float]:
        """Longitude and latitude."""
        return self.lon, self.lat


def found_postcode(engine: Engine, view: View, words: str) -> Spot | None:
    """Return where a postcode lies: one that the place has loaded, or any of Great Britain.

    Half a postcode counts only near the place: "W3" may be a name elsewhere.
    """
    place = view.holdings.place
    if not any(letter.isdigit() for letter in words):
        return None
    wanted = list(dict.fromkeys([as_postcode(words) or "", postcode(words)]))
    loaded = loading.postcodes_of(engine, place.place_id, wanted)
    for code in wanted:
        if code in loaded:
            lon, lat = loaded[code][:2]
            return Spot(code, float(lon), float(lat))
    known = code_point.positions(wanted) if code_point.covers(place) else {}
    spots = [Spot(code, known[code].lon, known[code].lat) for code in wanted if code in known]
    return next((one for one in spots if " " in one.name or not is_far(view, one)), None)


def km_from(view: View, here: tuple[float, float]) -> float:
    """Return how far a point lies from the box around the areas, in kilometres."""
    west, south, east, north = view.areas.total_bounds
    lon, lat = min(max(here[0], west), east), min(max(here[1], south), north)
    return float(_EARTH.inv(*here, lon, lat)[2]) / 1000


def is_far(view: View, spot: Spot) -> bool:
    """Say whether a point is of another part of the country, where there is no map to show."""
    return km_from(view, spot.point) >= NEARBY_KM


def by_distance(
    places: pd.DataFrame, here: tuple[float, float] | None, detour: float
) -> pd.DataFrame:  # fmt: skip
    """Return places with how far they are from (lon, lat), nearest first.

    Adds `metres` in a straight line and `minutes` on foot, NaN without a point.
    """
    if here is None or places.empty:
        return places.assign(metres=np.nan, minutes=np.nan)
    lon, lat = places["lon"].to_numpy(float), places["lat"].to_numpy(float)
    _, _, metres = _EARTH.inv(np.full_like(lon, here[0]), np.full_like(lat, here[1]), lon, lat)
    found = places.assign(metres=metres, minutes=walking.minutes(metres, detour))
    return found.sort_values("metres", kind="stable")


def now_in(view: View) -> dt.datetime:
    """Return the time of day in a place: British time in Britain, else that of the visitor."""
    british = view.holdings.place.metric_crs == code_point.BRITISH_GRID
    name = "Europe/London" if british else st.context.timezone
    try:
        now = dt.datetime.now(ZoneInfo(name or "UTC"))
    except (ZoneInfoNotFoundError, ValueError):
        now = dt.datetime.now(dt.UTC)
    day = today_in(view.holdings.place) if view.holdings.place.fictional else now.date()
    return dt.datetime.combine(day, now.timetz())


def moment(view: View, day: str, part: str) -> opening_times.Moment:
    """Return the moment that is asked about: "now", or a day of the week and a part of it."""
    west, south, east, north = view.areas.total_bounds
    lon, lat, now = float(west + east) / 2, float(south + north) / 2, now_in(view)
    if day == NOW:
        return opening_times.moment_at(now, lon, lat)
    return opening_times.moment_on(int(day), part, now, lon, lat)


def opened(view: View, places: pd.DataFrame, day: str, part: str) -> pd.DataFrame:
    """Return places with `open_state` at a time, if one is asked about."""
    if not day:
        return places
    told = opening.states(places["schedules"].astype(str), moment(view, day, part))
    return places.assign(open_state=np.asarray(told, dtype=object))
