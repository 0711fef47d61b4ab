"""What the colours of the map mean; a click on one leaves only its areas and their places."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

import numpy as np
import pandas as pd
import streamlit as st

from components import session, theme
from components.frame import plain_markdown
from components.map import colour as map_colour
from components.map.colour import Colouring, limits, sentence
from components.map.filters import Asked
from sharedground.analysis.classes import NO_DATA, Shade
from sharedground.analysis.pairing import THIRDS, Pair
from sharedground.words import decimal, say, say_many

_KEY, _OF, _DRAWN = "shade", "shade-of", "legend"
_MOST: Final = 9
"""Classes: three of need by three of what is in reach."""


def chosen(shown: Colouring | None, asked: Asked) -> int | None:
    """Return the class that alone is asked for, kept in the page's address; None for all.

    It is let go when the colours come to mean something else.
    """
    meaning = (asked.colour, shown.cut.value) if shown else None
    session.from_address(_KEY, _KEY, _number)
    if session.remembered(_OF) not in (None, meaning):
        session.choose_in(_KEY, None)  # no widget holds it
    session.remember(_OF, meaning)
    number = session.chosen_in(_KEY)
    if shown is None or number not in shown.classes:
        number = None
    session.to_address(_KEY, "" if number is None else str(number))
    return number


def _number(told: str) -> int | None:
    return int(told) if told in {str(number) for number in range(NO_DATA, _MOST)} else None


def narrowed(
    asked: Asked, shown: Colouring | None, only: int | None, labels: pd.DataFrame
) -> Asked:
    """Return what is asked for, left to the areas of one class of the colours."""
    if shown is None or only is None:
        return asked
    codes = frozenset(labels["area_code"][shown.classes == only])
    title = _areas_in_words(shown, only)
    if not asked.whole:
        title = say("{areas} in {place}", areas=title, place=asked.title)
    kept = tuple(code for code in asked.codes if code in codes)
    return replace(asked, only=codes, codes=kept, title=title)


def _areas_in_words(shown: Colouring, number: int) -> str:
    if number == NO_DATA:
        return say("areas with no data")
    if shown.together is not None:
        one, other = divmod(number, THIRDS)
        return say("areas with {need} and {places}", need=say(map_colour.NEEDS[one]),
                   places=say(map_colour.REACHED[other]))  # fmt: skip
    figures = limits(shown.cut_up.shades)[number]
    if shown.scale == "places":
        return say("areas with {figures} people", figures=figures)
    return say("areas with a need of {figures}", figures=figures)


def chip(shown: Colouring | None, only: int | None) -> None:
    """Draw a button that takes the choice of a colour away, where there is one."""
    box = st.container(horizontal=True, key="chips-shade")  # always: what follows stays in place
    if shown is None or only is None:
        return
    name = sentence(_areas_in_words(shown, only))
    n = int((shown.classes == only).sum())
    with box:
        st.button(
            say("{name} ({n})", name=plain_markdown(name), n=n), icon=":material/close:",
            icon_position="right", key="without-shade", on_click=let_go,
            help=say("Take this filter away: {name}", name=plain_markdown(name)),
        )  # fmt: skip


def let_go() -> None:
    """Show the areas of every class again. For callbacks."""
    session.choose_in(_KEY, None)


def draw(shown: Colouring, only: int | None) -> None:
    """Draw the classes with their figures and how many areas each has, as buttons."""
    component = st.components.v2.component(
        "legend",
        js=(theme.ASSETS / "legend.js").read_text("utf-8"),
        css=(theme.ASSETS / "legend.css").read_text("utf-8"),
    )
    with st.container(key="legend-box"):
        component(key=_DRAWN, data=told(shown, only, theme.mode()), on_picked_change=_take)


def _take() -> None:
    """Choose the class that was clicked, or let it go where it was the one. For callbacks."""
    found: Any = session.chosen_in(_DRAWN)
    number = (found or {}).get("picked")
    if isinstance(number, int):
        session.choose_in(_KEY, None if session.chosen_in(_KEY) == number else number)


def told(shown: Colouring, only: int | None, look: theme.Mode) -> dict[str, Any]:
    """Return what the legend says: for legend.js."""
    if shown.together is not None:
        return _told_of_both(shown, shown.together, only, look)
    fills, figures = theme.scale(shown.scale, look), limits(shown.cut_up.shades)
    steps = [
        {"n": one.number, "fill": fills[one.number], "says": figures[one.number],
         "count": _count(one.areas), "pressed": one.number == only}
        for one in shown.cut_up.shades
    ]  # fmt: skip
    return _about(shown) | {
        "low": shown.low, "high": shown.high,
        "steps": steps + _no_data(shown.cut_up.missing, only),
    }  # fmt: skip


def _about(shown: Colouring) -> dict[str, Any]:
    return {
        "title": say("What the colours mean: {title}", title=shown.title),
        "hint": say("Choose a colour to see only its areas."),
    }


def _no_data(missing: int, only: int | None) -> list[dict[str, Any]]:
    if not missing:
        return []
    return [{"n": NO_DATA, "fill": "", "says": say("No data"), "count": _count(missing),
             "pressed": only == NO_DATA}]  # fmt: skip


def _told_of_both(
    shown: Colouring, both: Pair, only: int | None, look: theme.Mode
) -> dict[str, Any]:
    """Return what the legend says of need and places: a table, the most need first."""
    fills, counts = theme.scale(shown.scale, look), both.counts
    rows = []
    for need in reversed(range(THIRDS)):
        cells = []
        for reached in range(THIRDS):
            number, n = THIRDS * need + reached, int(counts[need, reached])
            cells.append(
                {"n": number, "fill": fills[number], "ink": theme.ink_on(fills[number], look),
                 "inside": decimal(n), "empty": n == 0, "pressed": number == only,
                 "name": f"{sentence(map_colour.both_in_words(number))}: {_count(n)}"}
            )  # fmt: skip
        rows.append({"head": _head(map_colour.NEEDS[need], both.need, need), "cells": cells})
    heads = [_head(map_colour.REACHED[n], both.reached, n) for n in range(THIRDS)]
    return _about(shown) | {
        "caption": say("How many areas have which figures. Down: {need}. Across: {reached}.",
                       need=shown.column, reached=shown.reached_column),
        "heads": heads, "rows": rows, "steps": _no_data(both.missing, only),
    }  # fmt: skip


def _head(name: str, shades: tuple[Shade, ...], number: int) -> dict[str, str]:
    return {"says": sentence(say(name)), "from": limits(shades).get(number, "")}


def _count(areas: int) -> str:
    return say_many("{n} area", "{n} areas", areas)


def faint(shown: Colouring, only: int | None) -> np.ndarray:
    """Say which areas are drawn faint, because another class is asked for."""
    return np.zeros(len(shown.classes), bool) if only is None else shown.classes != only
