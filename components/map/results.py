"""The list of what was found, or the ways out where nothing was."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from components.map import listing, near, nothing, where
from components.map.filters import Asked
from components.session import Workspace


def none_found(
    work: Workspace, labels: pd.DataFrame, located: pd.DataFrame, inside: pd.DataFrame,
    asked: Asked, *, here: bool,
) -> None:  # fmt: skip
    """Say what to try instead where nothing was found: above the map, to be seen on a phone.

    Parameters
    ----------
    located
        Every place with a location.
    inside
        Those that fit and lie in the area asked for.
    here
        Whether distances from a point are shown.
    """
    with st.container(key="none-found"):  # always: what follows stays in place
        if inside.empty:
            where.no_such(work.view, labels, located, asked.words)
            nothing.draw(located, asked, work.vision, near=here)


def draw(
    work: Workspace, located: pd.DataFrame, inside: pd.DataFrame, asked: Asked, *, here: bool
) -> None:  # fmt: skip
    """Draw the list, and what a filter could say nothing of; parameters as for `none_found`."""
    if asked.within and len(inside):
        listing.draw_near(inside)
    elif len(inside):
        listing.draw(inside, asked)
    if here:
        near.how_reckoned(work.place.detour_factor)
    nothing.silent(located, asked, work.vision, near=here)
