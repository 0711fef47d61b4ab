"""Keeping what was tried, by a name."""

from __future__ import annotations

import streamlit as st

from components import parts, session
from components.frame import plain_markdown
from components.session import Workspace
from sharedground.access import Role
from sharedground.errors import SharedGroundError
from sharedground.model.scenario import LONGEST_NAME, Scenario
from sharedground.store import scenarios
from sharedground.words import say

KEPT = "what-if-kept"
"""The part of the page that says what was kept or deleted."""


def form(work: Workspace, scenario: Scenario, key: str) -> None:
    """Draw the form that keeps a scenario; nothing for those who only read."""
    if not scenario.actions or not work.role.may(Role.PARTICIPANT):
        return
    turn = session.epoch(KEPT)
    with st.container(key=f"what-if-keep-{key}"):
        parts.heading(
            say("Keep this as a scenario"),
            say("Then you can set it beside others and come back to it."),
            level=3,
        )
        with st.container(horizontal=True, vertical_alignment="bottom"):
            name = st.text_input(
                say("Name"), placeholder=scenario.name, max_chars=LONGEST_NAME,
                key=f"what-if-name-{key}-{turn}", width=320,
            )  # fmt: skip
            pressed = st.button(say("Keep it"), key=f"what-if-save-{key}",
                                icon=":material/bookmark_add:")  # fmt: skip
        if pressed:
            _save(work, scenario, str(name or "").strip() or scenario.name)


def _save(work: Workspace, scenario: Scenario, name: str) -> None:
    try:
        named = scenarios.named(scenario, name)
        engine, place_id = session.writable(work)
        kept = scenarios.save(engine, place_id, named)
    except SharedGroundError as error:
        st.warning(plain_markdown(error.message))
        return
    session.renew(KEPT)
    session.say_next(say("{name} is kept. You find it under “Kept scenarios”.", name=kept.name),
                     KEPT)  # fmt: skip
    st.rerun()


def message() -> None:
    """Draw what the former run kept or deleted."""
    told = session.take_message(KEPT)
    if told:
        st.success(plain_markdown(told))
