"""The places of a view as the map needs them: numbered, with their area and distance."""

from __future__ import annotations

import numpy as np
import pandas as pd
import streamlit as st
from pyproj import Geod
from sqlalchemy.engine import Engine

from components import cached
from components.map.filters import as_postcode
from sharedground.analysis.within import area_positions
from sharedground.store import loading
from sharedground.views import View

_EARTH = Geod(ellps="WGS84")


@st.cache_resource(max_entries=12, show_spinner=False)
def _numbered(key: tuple[object, ...], _view: View, _labels: pd.DataFrame) -> pd.DataFrame:  # noqa: ARG001
    assets = _view.assets
    lon, lat = (assets[c].to_numpy(dtype=float, na_value=np.nan) for c in ("lon", "lat"))
    at = area_positions(_view.areas, lon, lat)
    codes = np.append(_labels["area_code"].to_numpy(object), "")
    names = np.append(_labels["label"].to_numpy(object), "")
    return assets.assign(
        number=np.arange(len(assets)), area_code=codes[at], label=names[at], lon=lon, lat=lat
    ).sort_values("name", key=lambda s: s.astype(str).str.casefold(), kind="stable")


def numbered(view: View) -> pd.DataFrame:
    """Return every place of the view, by name, never to be changed.

    Adds `number` (its row in `view.assets`), `area_code` and `label` of the area it lies in
    ("" when in none or not known). `lon` and `lat` are degrees, NaN where not known.
    """
    return _numbered(view.key, view, cached.area_labels(view))


def found_postcode(engine: Engine, place_id: str, words: str) -> tuple[str, float, float] | None:
    """Return (postcode, lon, lat) when the words are a postcode that the place has loaded."""
    if not any(letter.isdigit() for letter in words):
        return None
    wanted = [code for code in (as_postcode(words), words.upper().strip()) if code]
    found = loading.postcodes_of(engine, place_id, wanted)
    for code in wanted:
        if code in found:
            lon, lat = found[code][:2]
            return code, float(lon), float(lat)
    return None


def by_distance(places: pd.DataFrame, here: tuple[float, float] | None) -> pd.DataFrame:
    """Return places with `metres` in a straight line from (lon, lat), nearest first."""
    if here is None or places.empty:
        return places.assign(metres=np.nan)
    lon, lat = places["lon"].to_numpy(float), places["lat"].to_numpy(float)
    _, _, metres = _EARTH.inv(np.full_like(lon, here[0]), np.full_like(lat, here[1]), lon, lat)
    return places.assign(metres=metres).sort_values("metres", kind="stable")
