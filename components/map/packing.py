"""Places and areas in numbers: fetched once by address, then filtered by a mask of a few bytes."""

from __future__ import annotations

import base64
from collections.abc import Sized
from typing import Any, Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
import streamlit as st
from numpy.typing import NDArray

from components.server import layers as shelf
from sharedground.export.packed import pack_bits, pack_points, pack_shapes
from sharedground.views import View

MANY: Final = 999
"""Above this, places and areas come as packed layers; below, one by one with the page."""

MOST_NAMES: Final = 200
_INLINE: Final = 2_400
"""Bytes of a mask that go with the page; a longer one has an address of its own."""

_DETAIL: Final = 6_000
"""Outlines are simplified to the width of the place over this."""


def has_many(items: Sized) -> bool:
    """Say whether there are so many items that they come as a packed layer."""
    return len(items) > MANY


def points_state(view: View, places: pd.DataFrame) -> tuple[dict[str, Any], list[str]]:
    """Return what the map needs to show these places, and the categories by their number.

    Parameters
    ----------
    places
        The places found: `number` (row in `view.assets`), `category`, `inside` and `stale`.
    """
    layer, codes = _points(view.key, view)
    found = np.zeros(len(view.assets), dtype=bool)
    found[places["number"].to_numpy(np.int64)] = True
    state: dict[str, Any] = {
        "url": address(view, layer),
        "found": mask_of(view, found, codes),
        "inside": None,
        "faded": None,
    }
    if not places["inside"].all():
        inside = np.zeros(len(view.assets), dtype=bool)
        inside[places.loc[places["inside"], "number"].to_numpy(np.int64)] = True
        state["inside"] = mask_of(view, inside, codes)
    if places["stale"].any():
        stale = np.zeros(len(view.assets), dtype=bool)
        stale[places.loc[places["stale"], "number"].to_numpy(np.int64)] = True
        state["faded"] = mask_of(view, stale, codes) or {"kinds": list(range(len(codes)))}
    return state, list(codes)


def mask_of(view: View, found: NDArray[np.bool_], codes: tuple[str, ...]) -> dict[str, Any] | None:
    """Return the shortest way to say which places are meant: all, some kinds, or bit by bit."""
    placed = view.assets["lon"].notna().to_numpy()
    if found[placed].all():
        return None
    kinds = view.assets["category"].to_numpy(dtype=object)
    shown = [code for code in codes if code in set(kinds[found])]
    if (np.isin(kinds.astype(str), shown) & placed == found & placed).all():
        return {"kinds": [codes.index(code) for code in shown]}
    bits = pack_bits(found)
    if len(bits) <= _INLINE:
        return {"bits": base64.b64encode(bits).decode()}
    return {"url": address(view, bits)}


def areas_state(view: View, classes: NDArray[np.int64] | None) -> dict[str, Any]:
    """Return what the map needs to show these areas in these classes."""
    state: dict[str, Any] = {"url": address(view, _shapes(view.key, view)), "classes": None}
    if classes is not None:
        state["classes"] = address(view, classes.astype(np.int8).tobytes())
    return state


def address(view: View, layer: bytes) -> str:
    """Return where the map's frame fetches these bytes."""
    return f"../../{shelf.address(view.role, shelf.SHELF.put(layer))}"


@st.cache_resource(max_entries=12, show_spinner=False)
def _points(key: tuple[object, ...], _view: View) -> tuple[bytes, tuple[str, ...]]:  # noqa: ARG001
    codes = tuple(sorted(set(_view.assets["category"])))[:255]
    order = {code: number for number, code in enumerate(codes)}
    lon, lat = (_view.assets[c].to_numpy(dtype=float, na_value=np.nan) for c in ("lon", "lat"))
    kinds = _view.assets["category"].map(order).fillna(0).to_numpy(np.int64)
    return pack_points(lon, lat, kinds), codes


@st.cache_resource(max_entries=6, show_spinner=False)
def _shapes(key: tuple[object, ...], _view: View) -> bytes:  # noqa: ARG001
    return pack_shapes(thinned(_view.areas))


def thinned(areas: gpd.GeoDataFrame, detail: int = _DETAIL) -> NDArray[np.object_]:
    """Return outlines with fewer points, none lost, borders still shared where they were shared.

    Parameters
    ----------
    detail
        The shortest step that is kept is the width of the place over this.
    """
    west, south, east, north = areas.total_bounds
    step = max(east - west, north - south) / detail
    shapes = areas.geometry.to_numpy()
    if shapely.coverage_is_valid(shapes):
        thin = shapely.coverage_simplify(shapes, step)
    else:
        thin = shapely.simplify(shapes, step, preserve_topology=True)
    return np.where(shapely.is_empty(thin), shapes, thin)


def code_points(text: str) -> list[int]:
    """Return text as numbers, so that no character of it can act inside a script."""
    return [ord(letter) for letter in text]
