"""What the words in the search box mean: a postcode, a street, an area, or a slip of one."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Final

import pandas as pd
import streamlit as st

from components import parts, session
from components.frame import plain_markdown
from components.map.facets import kind_name, kinds_present
from components.map.filters import as_postcode
from sharedground.analysis import gazetteer
from sharedground.analysis.gazetteer import Spread
from sharedground.intake.category import category_of
from sharedground.views import View
from sharedground.words import say

_ROOM: Final = 0.003
"""Degrees around a street that is but one point: about 300 m."""


@st.cache_resource(max_entries=12, show_spinner=False)
def _names(
    key: tuple[object, ...],  # noqa: ARG001
    _view: View,
    _labels: pd.DataFrame,
) -> dict[str, Spread]:
    """Return streets and areas by their plain name; an area's name comes before a street's."""
    bounds = _view.areas.geometry.bounds.to_numpy()
    found = gazetteer.streets(_view.assets)
    for column in ("label", "group"):
        named = _labels[column].astype(str)
        for name, rows in named[named != ""].groupby(named).groups.items():
            at = bounds[_labels.index.get_indexer(rows)]
            box = (*at[:, :2].min(axis=0), *at[:, 2:].max(axis=0))
            found[gazetteer.plain(str(name))] = Spread(str(name), *map(float, box))
    return found


def named(view: View, labels: pd.DataFrame, words: str) -> Spread | None:
    """Return the street or area that the words name, if they do."""
    return _names(view.key, view, labels).get(gazetteer.plain(words)) if words else None


def no_such(view: View, labels: pd.DataFrame, every: pd.DataFrame, words: str) -> None:
    """Say what became of words that nothing is called by: an unknown postcode, or a slip."""
    if not words:
        return
    if as_postcode(words):
        parts.note(say("We do not know the postcode {words}. Check the letter O and the number 0.",
                       words=words))  # fmt: skip
        return
    spreads = [one.name for one in _names(view.key, view, labels).values()]
    kinds = [kind_name(code) for code in kinds_present(every)]
    close = gazetteer.alike(words, [*kinds, *spreads, *every["name"].astype(str)])
    meant = [kind_name(code) for code in kinds_present(every) if code == category_of(words)]
    close = list(dict.fromkeys([*meant, *close]))
    if close:
        parts.note("", say("Did you mean:"))
        with st.container(horizontal=True, key="mean"):
            for number, name in enumerate(close):
                st.button(plain_markdown(name), key=f"mean-{number}", on_click=_find(name))


def _find(name: str) -> Callable[[], None]:
    return partial(session.choose_in, "find", name)


def box_around(spread: Spread) -> tuple[float, float, float, float]:
    """Return the box of a street or area with some room around, for the map."""
    west, south, east, north = spread.box
    room = max(0.15 * max(east - west, north - south), _ROOM)
    return west - room, south - room, east + room, north + room
