"""A map of a step on the page: the same picture as in the one file, its key in large letters."""

from __future__ import annotations

import hashlib
import math
from functools import cache
from pathlib import Path
from typing import Final

import streamlit as st

from components import theme
from components.meet import exhibits
from sharedground import one_file
from sharedground.figures.exhibits import Map
from sharedground.one_file.figure_svg import map_svg
from sharedground.words import say

_MEET: Final = theme.ASSETS / "meet"
_FIGURE: Final = Path(one_file.__file__).parent / "assets" / "figure.js"
_IN_A_ROW: Final = 3.5
"""How many entries of a key stand beside each other, about."""


@cache
def _script() -> str:
    return _FIGURE.read_text("utf-8") + (_MEET / "map.js").read_text("utf-8")


def draw(shown: Map, name: str, mark: str = "") -> None:
    """Draw a map that can be zoomed and asked, and its key below it.

    Parameters
    ----------
    name
        Of the widget, one for each map of a page.
    mark
        The area that is marked, by its name; "" for none.
    """
    svg = map_svg(shown, legend=False)
    component = st.components.v2.component(
        "stage-map", html='<div data-map=""></div>', css=(_MEET / "map.css").read_text("utf-8"),
        js=_script(), isolate_styles=False,
    )  # fmt: skip
    component(
        key=name,
        data={
            "svg": svg, "key": hashlib.sha256(svg.encode()).hexdigest()[:16], "mark": mark,
            "rows": math.ceil(len(shown.key) / _IN_A_ROW),
            "words": {
                "hint": say("Tap an area, or go through them with the arrow keys."),
                "closer": say("Zoom in"), "wider": say("Zoom out"), "whole": say("Show all"),
            },
        },
    )  # fmt: skip
    key = exhibits.key(shown)
    if key:
        st.html(key)
