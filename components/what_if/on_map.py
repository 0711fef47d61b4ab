"""Where new places would be, and who comes into reach: a map, its key and its list."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

import numpy as np
import pandas as pd
import streamlit as st
from numpy.typing import NDArray

from components import cached, theme
from components.map import layers
from components.map import places as map_places
from components.parts import safe_html
from components.session import Workspace
from sharedground import what_if_words
from sharedground.scenarios import Effect
from sharedground.words import later, say

Point = tuple[float, float]

NONE, HAS, NEW = 3, 4, 6
"""Classes of the "gap" scale: none in reach, one in reach today, newly in reach."""

LOST: Final = 1
_NO_DATA: Final = -1
_MOST: Final = 80
_NAMES: Final = {
    NEW: later("Newly in reach"), HAS: later("Has one in reach today"),
    NONE: later("None in reach"), LOST: later("None left"),
}  # fmt: skip


def classes_of(areas: pd.DataFrame) -> NDArray[np.int64]:
    """Return the class of each area: rows of `Effect.areas`."""
    classes = np.where(areas["had"], HAS, NONE)
    classes = np.where(areas["gains"], NEW, np.where(areas["loses"], LOST, classes))
    unknown = areas["people"].isna() | ~areas["known"]
    return np.where(unknown, _NO_DATA, classes).astype(np.int64)


def draw(
    work: Workspace,
    shown: pd.DataFrame,
    spots: Sequence[Point],
    classes: NDArray[np.int64] | None,
    told: str,
    points: Callable[[], None] | None = None,
) -> None:
    """Draw the map and its key.

    Parameters
    ----------
    shown
        The places to draw: rows of `places.numbered`.
    spots
        (lon, lat) of the numbered spots.
    told
        What it shows, for those who do not see it.
    points
        Called at each click while a click means a point.
    """
    layer = layers.Layer(
        places=shown.assign(inside=True), chosen=np.empty(0, dtype=np.int64), classes=classes,
        scale="gap", spots=tuple(spots), told=told,
    )  # fmt: skip
    layers.draw(work.view, cached.area_labels(work.view), layer, map_key(work), points=points)
    if classes is not None:
        st.html(_key_html(classes))


def of_effect(work: Workspace, found: Effect) -> None:
    """Draw what a scenario opens and closes, and who comes into reach or would have none left."""
    every = map_places.numbered(work.view)
    shown = every[every["asset_id"].isin(found.scenario.touched) & every["lon"].notna()]
    alt = say("Map of {place}. {finding}", place=work.place.name,
              finding=what_if_words.reach_sentence(found))  # fmt: skip
    moves = found.gained or found.lost
    draw(work, shown, [(one.lon, one.lat) for one in found.scenario.openings],
         classes_of(found.areas) if moves else None, alt)  # fmt: skip


def map_key(work: Workspace) -> str:
    """Return what the map of this place is called among the widgets."""
    return f"what-if-map-{work.place.place_id}"


def of_kind(work: Workspace, category: str) -> pd.DataFrame:
    """Return the places of a kind, or none where so many would hide who comes into reach."""
    every = map_places.numbered(work.view)
    found = every[(every["category"] == category) & every["lon"].notna()]
    return found if len(found) <= _MOST else found.head(0)


def _key_html(classes: NDArray[np.int64]) -> str:
    item = "display:inline-flex;align-items:center;gap:.4rem"
    fills = theme.scale("gap", theme.mode())
    shown = [code for code in _NAMES if (classes == code).any()]
    items = "".join(
        f'<span style="{item}"><i style="background:{fills[code]};border:1px solid '
        f'var(--sp-control)"></i>{safe_html(say(_NAMES[code]))}</span>'
        for code in shown
    )
    if (classes == _NO_DATA).any():
        items += (
            f'<span style="{item}"><i class="sp-nodata" style="margin:0"></i>'
            f"{safe_html(say('No data'))}</span>"
        )
    return f'<div class="sp-ramp" style="column-gap:1.2rem">{items}</div>'


def numbered_list(rows: Sequence[tuple[str, str]], label: str) -> None:
    """Draw the list beside the map: a number, a name, and what it brings."""
    items = "".join(
        f'<li><span class="sp-number">{n}</span><b>{safe_html(name)}</b>'
        f"<small>{safe_html(small)}</small></li>"
        for n, (name, small) in enumerate(rows, start=1)
    )
    style = (
        "<style>.sg-sites .sp-number{grid-row:1/3;margin:0;width:26px;height:26px;"
        "line-height:26px;background:var(--sp-ink)}</style>"
    )
    st.html(style)
    st.html(f'<ol class="sp-list sg-sites" aria-label="{safe_html(label)}">{items}</ol>')
