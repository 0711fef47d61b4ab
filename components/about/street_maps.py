"""Street maps from the internet: which visitors may switch on, and adding one."""

from __future__ import annotations

from typing import Final

import streamlit as st

from components import parts, plain_table, session
from components.frame import plain_markdown
from components.session import Workspace
from sharedground.access import Role, require
from sharedground.errors import SharedGroundError
from sharedground.model.street_map import (
    LONGEST_CREDIT,
    LONGEST_NAME,
    LONGEST_URL,
    OPENSTREETMAP,
    street_map,
)
from sharedground.store.street_maps import add_street_map, remove_street_map
from sharedground.words import say

EXAMPLE: Final = "https://tiles.example.org/{z}/{x}/{y}.png"
"""How the address of a street map's pictures looks."""


def draw(work: Workspace) -> None:
    """Draw the street maps there are, and let officers add or take away one."""
    require(Role.OFFICER)
    chosen = work.view.holdings.street_maps
    title = say("Street maps from the internet")
    st.space("small")
    parts.heading(
        title,
        say("Nothing is fetched until a visitor switches one on. Then the site it comes from sees "
            "which part of the map they look at."),
    )  # fmt: skip
    rows = [[one.name, one.site.removeprefix("https://"), one.credit]
            for one in (OPENSTREETMAP, *chosen)]  # fmt: skip
    plain_table.draw([say("Street map"), say("Comes from"), say("Written on the map")], rows, title)
    with st.container(key="look-at-streets", gap=None):
        with st.expander(say("Add a street map"), type="compact"):
            _add(work)
        if chosen:
            with st.expander(say("Take a street map away"), type="compact"):
                _remove(work, [one.name for one in chosen])


def _add(work: Workspace) -> None:
    with st.form(f"streets-{work.place.revision}", border=False):
        name = st.text_input(say("Name of the street map"), max_chars=LONGEST_NAME)
        url = st.text_input(
            say("Address of its pictures"), max_chars=LONGEST_URL,
            placeholder=EXAMPLE,
        )  # fmt: skip
        credit = st.text_input(say("Whose map it is"), max_chars=LONGEST_CREDIT)
        save = st.form_submit_button(say("Add this street map"))
    if not save:
        return
    engine, place_id = session.writable(work)
    try:
        add_street_map(engine, place_id, street_map(name, url, credit))
    except SharedGroundError as error:
        st.error(plain_markdown(error.message))
        return
    session.say_next(say("Saved. It can be chosen on the map."))
    st.rerun()


def _remove(work: Workspace, names: list[str]) -> None:
    name = st.selectbox(say("Which street map?"), names, key="streets-gone")
    if st.button(say("Take it away"), key="streets-go"):
        engine, place_id = session.writable(work)
        remove_street_map(engine, place_id, name)
        session.say_next(say("{name} is taken away.", name=name))
        st.rerun()
