"""Areas that nobody has looked at yet: officers say so, and can take it back."""

from __future__ import annotations

import streamlit as st

from components import cached, parts, session
from components.session import Workspace
from sharedground.access import Role, require
from sharedground.store.surveyed import set_surveyed
from sharedground.words import say, say_many


def draw(work: Workspace) -> None:
    """Let officers say of which areas nobody knows yet what is there."""
    require(Role.OFFICER)
    if work.view.areas.empty:
        return
    calls, now = cached.area_calls(work.view), sorted(work.view.holdings.unsurveyed)
    st.space("small")
    parts.heading(
        say("Has anybody looked at every area?"),
        say("An area with nothing listed counts as having none. If nobody has looked there yet, "
            "say so: then it is shown as no data."),
    )  # fmt: skip
    with st.form(f"surveyed-{work.place.revision}", border=False):
        chosen = st.multiselect(
            say("Areas that nobody has looked at yet"), list(calls),
            default=[code for code in now if code in calls], format_func=calls.__getitem__,
            placeholder=say("None"),
        )  # fmt: skip
        reason = st.text_input(
            say("Why has nobody looked, or who has? It is kept in the history."), max_chars=300
        )
        save = st.form_submit_button(say("Save this"))
    if save:
        _save(work, set(chosen), set(now) & set(calls), reason.strip())


def _save(work: Workspace, chosen: set[str], before: set[str], reason: str) -> None:
    engine, place_id = session.writable(work)
    changed = 0
    for codes, surveyed in ((chosen - before, False), (before - chosen, True)):
        if codes:
            changed += len(
                set_surveyed(engine, place_id, sorted(codes), surveyed=surveyed, reason=reason)
            )
    session.say_next(
        say_many("Saved for {n} area.", "Saved for {n} areas.", changed) if changed
        else say("It was so already.")
    )  # fmt: skip
    st.rerun()
