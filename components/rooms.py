"""Pages that belong together, and the row of links that leads round them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from components import counted, menu, session
from components.parts import safe_html
from sharedground.errors import SharedGroundError
from sharedground.words import say

ALONG: Final = ("place", "level", "round", "story", *counted.ADDRESS)
"""What the address says that goes along from page to page."""


@contextmanager
def among(here: str) -> Iterator[None]:
    """Draw a page of a family below the row of links to the others.

    The links are filled in last: by then the address says what was chosen in this very run, so
    that it goes along.

    Parameters
    ----------
    here
        The name of the page that is open: it is named, and no link.
    """
    if session.is_embedded():
        yield
        return
    row = st.container(key="rooms", horizontal=True, gap="medium")
    try:
        yield
    except SharedGroundError:
        _fill(row, here)
        raise
    _fill(row, here)


def _fill(row: DeltaGenerator, here: str) -> None:
    settings = session.kept_of_address(ALONG)
    with row:
        for door in menu.family_of(here):
            if door.name == here:
                title = safe_html(say(door.title))
                st.html(f'<p class="sp-here" aria-current="page">{title}</p>', width="content")
            else:
                menu.way(door, **settings)
