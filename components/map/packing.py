"""Places and areas in numbers: fetched once by address, then filtered by a mask of a few bytes."""

from __future__ import annotations

import base64
from collections.abc import Sized
from dataclasses import dataclass
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


@dataclass(frozen=True)
class Packed:
    """The places of a view as a layer.

    Parameters
    ----------
    codes
        The categories by their number.
    kinds, placed
        Shape (places,): the number of each place's category, and whether it has a location.
    """

    layer: bytes
    codes: tuple[str, ...]
    kinds: NDArray[np.int64]
    placed: NDArray[np.bool_]


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
    packed = _points(view.key, view)
    rows = places["number"].to_numpy(np.int64)
    inside, stale = (places[column].to_numpy(bool) for column in ("inside", "stale"))
    state: dict[str, Any] = {
        "url": address(view, packed.layer),
        "found": mask_of(view, packed, rows),
        "inside": None if inside.all() else mask_of(view, packed, rows[inside]),
        "faded": None,
    }
    if stale.any():
        everything = {"kinds": list(range(len(packed.codes)))}
        state["faded"] = mask_of(view, packed, rows[stale]) or everything
    return state, list(packed.codes)


def mask_of(view: View, packed: Packed, rows: NDArray[np.int64]) -> dict[str, Any] | None:
    """Return the shortest way to say which places are meant: all, some kinds, or bit by bit."""
    found = np.zeros(len(packed.kinds), dtype=bool)
    found[rows] = True
    found &= packed.placed
    if found.sum() == packed.placed.sum():
        return None
    counts, every = (np.bincount(packed.kinds[some], minlength=len(packed.codes))
                     for some in (found, packed.placed))  # fmt: skip
    if (counts[counts > 0] == every[counts > 0]).all():
        return {"kinds": np.flatnonzero(counts).tolist()}
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
def _points(key: tuple[object, ...], _view: View) -> Packed:  # noqa: ARG001
    codes = tuple(sorted(set(_view.assets["category"])))[:255]
    order = {code: number for number, code in enumerate(codes)}
    lon, lat = (_view.assets[c].to_numpy(dtype=float, na_value=np.nan) for c in ("lon", "lat"))
    kinds = _view.assets["category"].map(order).fillna(0).to_numpy(np.int64)
    return Packed(pack_points(lon, lat, kinds), codes, kinds, np.isfinite(lon))


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
