"""A map of a step on the page: the same picture as in the one file, its key in large letters."""

from __future__ import annotations

import streamlit as st

from components.meet import exhibits
from sharedground.figures.exhibits import Map
from sharedground.figures.svg import svg_text


def draw(shown: Map, name: str) -> None:  # noqa: ARG001
    """Draw a map that can be zoomed, and its key below it."""
    st.image(svg_text(shown.figure()), width="stretch")
    key = exhibits.key(shown)
    if key:
        st.html(key)
