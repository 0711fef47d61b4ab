"""Which places of a view fit what is asked for: by kind, words, time, area, or near a point."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import numpy as np
import pandas as pd
from pyproj import Geod
from sqlalchemy.engine import Engine

from sharedground import code_point
from sharedground.analysis import gazetteer, opening, opening_times, walking
from sharedground.analysis.choosing import OPEN, UNKNOWN, Facet, Mask, fits, serving, with_traits
from sharedground.analysis.freshness import freshness
from sharedground.analysis.within import area_positions
from sharedground.intake.values import postcode
from sharedground.model.category import BY_CODE, OTHER
from sharedground.model.vision import Vision
from sharedground.store import loading
from sharedground.views import View
from sharedground.words import say

NOW: Final = "now"
_POSTCODE: Final = re.compile(r"[A-Z]{1,2}[0-9][A-Z0-9]? ?[0-9][A-Z]{2}")
_EARTH: Final = Geod(ellps="WGS84")

NEARBY_KM: Final = 30.0
"""Further away than this, a postcode is of another part of the country."""


def numbered(view: View, labels: pd.DataFrame, today: dt.date) -> pd.DataFrame:
    """Return every place of the view, by name, never to be changed.

    Adds `number` (its row in `view.assets`), `area_code` and `label` of the area it lies in
    ("" when in none or not known), when it was last checked: `freshness` with "check_" before each
    name, `searched` for `has_words`, and `choosing.with_traits`. `lon` and `lat` are degrees, NaN
    where not known.

    Parameters
    ----------
    labels
        As from `surroundings.area_labels`.
    today
        The day that a check is told from.
    """
    assets = view.assets
    lon, lat = (assets[c].to_numpy(dtype=float, na_value=np.nan) for c in ("lon", "lat"))
    at = area_positions(view.areas, lon, lat)
    codes = np.append(labels["area_code"].to_numpy(object), "")
    names = np.append(labels["label"].to_numpy(object), "")
    fresh = freshness(assets, view.holdings.sources, today)
    named = (
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
    return named.assign(searched=_searched(named))


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


def as_postcode(words: str) -> str | None:
    """Return words as a full postcode of the United Kingdom, or None if they are not one."""
    tight = re.sub(r"\s+", "", words).upper()
    spaced = f"{tight[:-3]} {tight[-3:]}"
    return spaced if _POSTCODE.fullmatch(spaced) else None


def masks(
    assets: pd.DataFrame, chosen: Mapping[Facet, Sequence[str]], vision: Vision, *,
    words: str = "", within: int = 0, unsaid: bool = False,
) -> dict[str, Mask]:  # fmt: skip
    """Return which places fit each thing that is asked for, the area apart.

    Parameters
    ----------
    assets
        As from `numbered`, with `open_state` if a time is asked for and `minutes` on foot.
    within
        Minutes on foot, 0 for any.
    unsaid
        With a time, places that do not say when they are open are asked for too.
    """
    serves = serving(vision)
    found = {}
    for facet, values in chosen.items():
        if facet is Facet.OPEN:
            values = (OPEN, UNKNOWN) if unsaid else (OPEN,)
        found[facet.value] = fits(assets, facet, values, serves)
    if words:
        found["words"] = has_words(assets, words)
    if within:
        found["within"] = (assets["minutes"] <= within).to_numpy(bool)
    return found


def now_in(view: View, timezone: str | None = None) -> dt.datetime:
    """Return what time it is in a place, a made-up one too: British time in Britain.

    Parameters
    ----------
    timezone
        Of whoever asks, where the place does not tell; that of this machine if None.
    """
    british = view.holdings.place.metric_crs == code_point.BRITISH_GRID
    name = "Europe/London" if british else timezone
    try:
        return dt.datetime.now(ZoneInfo(name)) if name else dt.datetime.now().astimezone()
    except (ZoneInfoNotFoundError, ValueError):
        return dt.datetime.now(dt.UTC)


def moment(view: View, day: str, part: str, now: dt.datetime) -> opening_times.Moment:
    """Return the moment that is asked about: `NOW`, or a day of the week and a part of it."""
    west, south, east, north = view.areas.total_bounds
    lon, lat = float(west + east) / 2, float(south + north) / 2
    if day == NOW:
        return opening_times.moment_at(now, lon, lat)
    return opening_times.moment_on(int(day), part, now, lon, lat)


def opened(places: pd.DataFrame, at: opening_times.Moment) -> pd.DataFrame:
    """Return places with `open_state` at a moment."""
    told = opening.states(places["schedules"].astype(str), at)
    return places.assign(open_state=np.asarray(told, dtype=object))


def kind_name(code: str) -> str:
    """Return what people call a kind of place."""
    return say(BY_CODE.get(code, BY_CODE[OTHER]).name)


def has_words(assets: pd.DataFrame, words: str) -> np.ndarray:
    """Say for each place whether every word is in its name, kind, address or organisation."""
    text = assets["searched"] if "searched" in assets else _searched(assets)
    keep = np.ones(len(assets), dtype=bool)
    for word in gazetteer.folded(words).split():
        keep &= text.str.contains(gazetteer.pattern(word), regex=True).to_numpy()
    return keep


def _searched(assets: pd.DataFrame) -> pd.Series:
    """Return all that words are looked for in, of each place, in small letters."""
    text = assets["category"].map(kind_name).astype(str)
    for name in ("name", "organization", "address", "postcode", "label"):
        text = text + " " + assets[name].fillna("").astype(str)
    return pd.Series([gazetteer.folded(each) for each in text], index=assets.index, dtype=str)
