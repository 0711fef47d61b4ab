"""How a place is cut into areas: what each way holds, and which one the sums are for."""

from __future__ import annotations

from typing import Any

import streamlit as st

from components import parts, plain_table, session
from components.session import Workspace
from components.upload.outlines import LEVELS, described
from sharedground import area_figures
from sharedground.access import Role, require
from sharedground.model.place import AreaSet, Level
from sharedground.store import area_sets
from sharedground.words import decimal, say, say_many


def draw(work: Workspace) -> None:
    """Draw the area sets, where there are several; officers may choose and name them."""
    held = work.view.holdings
    if held.main_set is None or not held.other_sets or held.areas.empty:
        return
    rows = area_figures.sets_report(held)
    st.space("small")
    parts.heading(
        say_many("This place is cut into areas in {n} way", "This place is cut into areas in {n} "
                 "ways", len(rows)),
        say("Each way has figures of its own. The sums are worked out for {name}.",
            name=held.main_set.name),
    )  # fmt: skip
    headings = [
        say("Areas"),
        say("Size"),
        say("How many"),
        say("Year"),
        say("Figures"),
        say("People"),
    ]
    plain_table.draw(headings, [_row(one) for one in rows], say("Ways of cutting the place"))
    if work.role.may(Role.OFFICER):
        _desk(work)


def _row(one: dict[str, Any]) -> list[object]:
    name = one["name"]
    if one["main"]:
        name = say("{name} (the sums are for these)", name=name)
    return [
        name, say(LEVELS[Level(one["level"])]), one["areas"],
        str(one["vintage"] or say("not known")), figures_in_words(one),
        decimal(one['people']) if one["people"] else say("No data"),
    ]  # fmt: skip


def figures_in_words(one: dict[str, Any]) -> str:
    """Return how many figures a set has, and how many of them have estimates."""
    count = decimal(one["indicators"])
    if not one["estimated"]:
        return count
    return say("{n}, of which {estimated} hold estimates", n=count, estimated=one["estimated"])


def _desk(work: Workspace) -> None:
    """Let officers say which set the sums are for, and what a set is called."""
    require(Role.OFFICER)
    held = work.view.holdings
    sets = [one for one in (held.main_set, *(each.about for each in held.other_sets)) if one]
    with st.container(key="look-at-sets", gap=None):
        with st.expander(say("Work the sums out for other areas"), type="compact"):
            _choose_main(work, sets)
        with st.expander(say("Say what areas are called"), type="compact"):
            _describe(work, sets)


def _choose_main(work: Workspace, sets: list[AreaSet]) -> None:
    names = {one.set_id: one.name for one in sets}
    with st.form("main-set", border=False):
        chosen = st.selectbox(
            say("Areas for the sums"), list(names), format_func=names.__getitem__
        )  # fmt: skip
        parts.note(say("Only figures that are given for these areas take part in the sums."))
        reason = st.text_input(say("Why? It is kept in the history."), max_chars=300)
        save = st.form_submit_button(say("Use these areas"))
    if save:
        engine, place_id = session.writable(work)
        made = area_sets.make_main(engine, place_id, chosen, reason=reason.strip())
        session.say_next(say("The sums are worked out for {name} now.", name=made.name))
        st.rerun()


def _describe(work: Workspace, sets: list[AreaSet]) -> None:
    names = {one.set_id: one.name for one in sets}
    chosen = st.selectbox(
        say("Which areas?"), list(names), format_func=names.__getitem__, key="set-described"
    )  # fmt: skip
    now = next(one for one in sets if one.set_id == chosen)
    with st.form(f"set-{chosen}-{work.place.revision}", border=False):
        said = described(now, f"set-{chosen}-{work.place.revision}")
        save = st.form_submit_button(say("Save these names"))
    if save:
        engine, place_id = session.writable(work)
        area_sets.describe_set(
            engine, place_id, chosen, name=said.name, level=said.level, vintage=said.vintage
        )
        session.say_next(say("Saved."))
        st.rerun()
