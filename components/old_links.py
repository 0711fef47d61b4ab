"""Links that name what is not here (any more): said in a sentence, with what is nearest."""

from __future__ import annotations

from typing import Final

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from components import session
from components.parts import safe_html
from sharedground.words import later, say

_WHAT: Final = {
    "place": later("a place"), "area": later("an area"), "outcome": later("an outcome"),
    "scenario": later("a scenario"), "round": later("a round"), "story": later("a story"),
    "colour": later("a figure"), "kind": later("a kind of place"), "step": later("a step"),
    "partner": later("a partner"), "version": later("a version"),
}  # fmt: skip


def place() -> DeltaGenerator:
    """Keep the place at the top of a page for what is known only at its end."""
    return st.container(key="old-links")


def draw(spot: DeltaGenerator) -> None:
    """Say at the top of the page what its address named in vain."""
    told = [_sentence(name, *found) for name, found in session.all_not_here().items()]
    if told:
        items = "".join(f"<p>{safe_html(one)}</p>" for one in told)
        spot.html(f'<div class="sp-old-link" role="status">{items}</div>')


def _sentence(name: str, told: str, nearest: str) -> str:
    if name not in _WHAT:
        said = say("This link asks for something that is not here: “{told}”.", told=told)
    elif name in ("place", "round", "story", "scenario"):  # named by an id that says nothing
        said = say("This link names {what} that is not here any more.", what=say(_WHAT[name]))
    else:
        said = say("This link names {what} that is not here: “{told}”.", what=say(_WHAT[name]),
                   told=told)  # fmt: skip
    if nearest:
        return f"{said} {say('Nearest to it: {name}.', name=nearest)}"
    return f"{said} {say('You see the page without it.')}"
