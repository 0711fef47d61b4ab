"""When no place fits all that was chosen: what to let go, and how many places each way gives."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pandas as pd
import streamlit as st

from components import menu, parts, session
from components.map import facets, legend
from components.map.facets import UNSAID, kind_name
from components.map.filters import WHOLE, Asked, masks
from sharedground.analysis.choosing import UNKNOWN, Facet, ways_out
from sharedground.model.vision import Vision
from sharedground.words import say, say_many

_MOST_WAYS = 3


def draw(located: pd.DataFrame, asked: Asked, vision: Vision, *, near: bool) -> None:
    """Say that nothing fits, and draw the nearest ways out as buttons."""
    what = say("No place fits all that you chose.")
    if set(asked.chosen) == {Facet.KIND} and not asked.words:
        kinds = ", ".join(kind_name(code) for code in asked.kinds[:3])
        what = say("None of these is listed in {area}: {kinds}.", area=asked.title, kinds=kinds)
    ways = ways_of(located, asked, vision, near=near)
    if ways:
        parts.note(say("This is the nearest you can get:"), what)
        for name, count in ways[:_MOST_WAYS]:
            st.button(_label(name, count, asked), key=f"way-{name}", on_click=_act(name))
        return
    parts.note(say("This may mean nobody has listed one yet. Choose more kinds or a larger area, "
                   "or add a place."), what)  # fmt: skip
    if not session.is_embedded():
        menu.link("add-data", say("Add a place"))


def ways_of(
    located: pd.DataFrame, asked: Asked, vision: Vision, *, near: bool
) -> list[tuple[str, int]]:  # fmt: skip
    """Return what alone can be let go, and how many places fit then, as `choosing.ways_out`."""
    every = masks(located, asked, vision, near=near)
    if not asked.whole and not near:
        every["area"] = asked.holds(located)
    if asked.only is not None:
        every["shade"] = asked.is_of_class(located)
    return ways_out(every)


def silent(located: pd.DataFrame, asked: Asked, vision: Vision, *, near: bool) -> None:
    """Say how many more places fit but do not say when they are open, and offer to show them."""
    if not asked.day or asked.unsaid:
        return
    every = masks(located, asked, vision, near=near)
    every[Facet.OPEN.value] = (located["open_state"] == UNKNOWN).to_numpy(bool)
    if not asked.whole and not near:
        every["area"] = asked.holds(located)
    every["shade"] = asked.is_of_class(located)
    fit = pd.DataFrame(every).all(axis=1)
    n = int(fit.sum())
    if not n:
        return
    parts.note(say_many("{n} more place does not say when it is open, or not in a way we can read. "
                        "It may be open too.",
                        "{n} more places do not say when they are open, or not in a way we can "
                        "read. They may be open too.", n))  # fmt: skip
    st.button(say("Show them too"), key="show-unsaid",
              on_click=partial(session.choose_in, UNSAID, True))  # fmt: skip


def _label(name: str, count: int, asked: Asked) -> str:
    if name == "words":
        return say_many("Any name: {n} place", "Any name: {n} places", count)
    if name == "within":
        return say_many("Any distance: {n} place", "Any distance: {n} places", count)
    if name == "area":
        return say_many("Everywhere: {n} place", "Everywhere: {n} places", count)
    if name == "shade":
        return say_many("Areas of every colour: {n} place", "Areas of every colour: {n} places",
                        count)  # fmt: skip
    facet = Facet(name)
    title = facets.title_of(facet)
    if facet is Facet.OPEN:
        title = facets.when_in_words(asked.day, asked.part)
    return say_many("Without the filter “{title}”: {n} place",
                    "Without the filter “{title}”: {n} places", count, title=title)  # fmt: skip


def _act(name: str) -> Callable[[], None]:
    if name == "words":
        return partial(session.choose_in, "find", "")
    if name == "within":
        return partial(session.choose_in, "within", 0)
    if name == "area":
        return partial(session.choose_in, "area", WHOLE)
    if name == "shade":
        return legend.let_go
    return partial(facets.let_go, Facet(name))
