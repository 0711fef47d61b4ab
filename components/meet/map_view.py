"""A map of a step on the page: the same as in the one file, its key in large letters."""

from __future__ import annotations

import hashlib
import math
from functools import cache
from typing import Final

import streamlit as st

from components import theme
from sharedground.figures.exhibits import Map
from sharedground.one_file import figure_svg

_MEET: Final = theme.ASSETS / "meet"
_IN_A_ROW: Final = 3.5
"""How many entries of a key stand beside each other, about."""


@cache
def _script() -> str:
    return figure_svg.script(module=False) + (_MEET / "map.js").read_text("utf-8")


@cache
def _style() -> str:
    return figure_svg.style() + (_MEET / "map.css").read_text("utf-8")


def draw(shown: Map, name: str, mark: str = "") -> None:
    """Draw a map that can be zoomed and asked, and its key below it.

    Parameters
    ----------
    name
        Of the widget, one for each map of a page.
    mark
        The area that is marked, by its name; "" for none.
    """
    drawn = figure_svg.map_html(shown)
    component = st.components.v2.component(
        "stage-map", html="<div data-holder></div>", css=_style(), js=_script(),
        isolate_styles=False,
    )  # fmt: skip
    key = hashlib.sha256(drawn.encode()).hexdigest()[:16]
    rows = math.ceil(len(shown.key) / _IN_A_ROW)
    component(key=name, data={"html": drawn, "key": key, "mark": mark, "rows": rows})
