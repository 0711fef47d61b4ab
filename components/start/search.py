"""Find a postcode or a name from the first page, and open the map there."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

import streamlit as st

from components import cached, menu
from components.frame import plain_markdown
from components.map import filters
from components.map import places as map_places
from components.session import Workspace
from sharedground.words import say

_LIKE_A_POSTCODE: Final = re.compile(r"[A-Z]{1,2}[0-9O][A-Z0-9]? ?[0-9O][A-Z]{2}", re.IGNORECASE)
"""Also with the letter O where a number stands: a slip that many lists have."""


class Found(NamedTuple):
    """Where to go: the settings of the map, or why there is nowhere to go."""

    settings: dict[str, str]
    problem: str = ""


def draw(work: Workspace) -> None:
    """Draw the search box; go to the map when something is found."""
    with (
        st.form("search", border=False),
        st.container(horizontal=True, vertical_alignment="bottom"),
    ):
        words = st.text_input(
            say("Postcode or place name"), placeholder=_example(work), max_chars=80
        )
        asked = st.form_submit_button(say("Find"), type="primary")
    if not asked:
        return
    found = look_up(work, words or "")
    if found.problem:
        st.warning(plain_markdown(found.problem))
    else:
        menu.go("map", **found.settings)


def look_up(work: Workspace, words: str) -> Found:
    """Return what these words mean: an area, a postcode, or places by name."""
    wanted = " ".join(words.split())
    if not wanted:
        return Found({}, say("Write a postcode or a name first."))
    area = _area(work, wanted)
    if area:
        return Found({"area": area})
    if map_places.found_postcode(work.engine, work.view, wanted):
        return Found({"find": wanted})
    if _listed(work, wanted):
        return Found({"find": wanted})
    if _LIKE_A_POSTCODE.fullmatch(wanted):
        return Found({}, say("We could not find {words}. Check the letter O and the number 0.",
                             words=wanted))  # fmt: skip
    return Found(
        {},
        say("Nothing here is called {words}. Try a neighbourhood, the name of a place, or a "
            "full postcode.", words=wanted),
    )  # fmt: skip


def _area(work: Workspace, wanted: str) -> str:
    """Return the name, as the map lists it, of the area that is called so; "" if none is."""
    if work.view.areas.empty:
        return ""
    names = filters.area_names(work.place.name, cached.area_labels(work.view))
    plain = wanted.casefold()
    for code, name in names.items():
        if plain in (name.casefold(), code.partition(":")[2].casefold()):
            return name
    return ""


def _listed(work: Workspace, wanted: str) -> bool:
    assets = work.view.assets
    return any(
        assets[column].fillna("").str.contains(wanted, case=False, regex=False).any()
        for column in ("name", "organization", "address")
    )


def _example(work: Workspace) -> str:
    groups = (
        [g for g in cached.area_labels(work.view)["group"] if g] if len(work.view.areas) else []
    )
    return say("Like {name}", name=min(groups, key=len)) if groups else ""
