"""What stands under the map: what its colours mean, and what is drawn faint or small."""

from __future__ import annotations

from functools import partial

import pandas as pd
import streamlit as st

from components import menu, parts
from components.check import words
from components.map import colour as map_colour
from components.map import cutting, legend, signs, spread
from components.map.filters import Asked
from sharedground.analysis.freshness import STALE_MONTHS, Freshness
from sharedground.words import say, say_many


def draw(
    colour: map_colour.Colouring | None, labels: pd.DataFrame, of_all_kinds: pd.DataFrame,
    found: pd.DataFrame, asked: Asked, only: int | None = None, *, brief: bool = False,
) -> None:  # fmt: skip
    """Draw the meaning of colours and signs with the table, and why some places look otherwise.

    Parameters
    ----------
    of_all_kinds
        The places that fit whatever their kind, with `inside`.
    found
        Those on the map.
    only
        The class of the colours that alone is asked for.
    brief
        Only the meaning: no tables, no other pages.
    """
    if colour is not None:
        _of_colours(colour, labels, only, brief=brief)
    signs.draw(of_all_kinds, asked)
    if colour is not None and not brief:
        spread.draw(colour, labels, asked, legend.faint(colour, only))
        map_colour.table(colour, labels, "map.csv", partial(spread.pick, labels), only)
    stale = int((found["check_state"] == Freshness.STALE.value).sum())
    if stale:
        parts.note(say_many("{n} place is drawn faint: nobody has checked it for {length}.",
                            "{n} places are drawn faint: nobody has checked them for {length}.",
                            stale, length=words.length(STALE_MONTHS)))  # fmt: skip
        if not brief:
            menu.link("check", say("Help check them"))
    around = int((~found["inside"].astype(bool)).sum())
    if around:
        parts.note(say_many("{n} place of these kinds lies outside {area}: a small dot.",
                            "{n} places of these kinds lie outside {area}: small dots.",
                            around, area=asked.title))  # fmt: skip


def _of_colours(
    colour: map_colour.Colouring, labels: pd.DataFrame, only: int | None, *, brief: bool
) -> None:
    both = colour.together
    parts.heading(map_colour.finding(colour, labels),
                  map_colour.most_wanted_in_full(both, labels) if both else "")  # fmt: skip
    legend.draw(colour, only)
    with st.container(horizontal=True, key="legend-more"):
        parts.method(colour.steps, colour.source, colour.date)
        if both is None and not brief:
            cutting.draw(colour.cut)
