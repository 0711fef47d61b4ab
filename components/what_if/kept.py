"""Kept scenarios: side by side, one looked at closely, taken away or deleted."""

from __future__ import annotations

import time
from typing import Final

import numpy as np
import streamlit as st

from components import counted, parts, plain_table, session
from components.frame import plain_markdown
from components.session import Workspace
from components.what_if import answers, keep, on_map, show
from sharedground import what_if_words
from sharedground.access import Role
from sharedground.errors import SharedGroundError
from sharedground.export.table import csv_bytes
from sharedground.model.scenario import Scenario
from sharedground.scenarios import Effect, Present
from sharedground.store import scenarios
from sharedground.words import day, say

_PATIENCE: Final = 0.4
_DELETED: Final = "what-if-deleted"


def draw(work: Workspace) -> None:
    """Draw all scenarios side by side, then the one that is chosen."""
    there = work.view.holdings.scenarios
    if not there:
        _undo(work)
        parts.empty_state(
            say("No scenario is kept here yet"),
            say("Try new places, a closure or longer hours, and keep what is worth talking about."),
        )
        return
    with st.container(key="filters", horizontal=True, vertical_alignment="bottom"):
        counting = counted.choose(work)
    counted.said(work, counting)
    now = answers.present(work.view, work.vision, counting)
    effects = _worked_out(now, there)
    _side_by_side(effects)
    st.space("small")
    _one(work, effects)


def _worked_out(now: Present, there: tuple[Scenario, ...]) -> list[Effect]:
    """Work out each scenario, and say how far it has come if that takes a while."""
    begun, place, found = time.monotonic(), st.empty(), []
    for done, one in enumerate(there):
        if time.monotonic() - begun > _PATIENCE:
            place.progress(done / len(there), text=plain_markdown(one.name))
        found.append(answers.effect(now, one))
    place.empty()
    return found


def _side_by_side(effects: list[Effect]) -> None:
    parts.heading(say("Side by side"), say("All by the data, the vision and the targets of today."))
    before = effects[0]
    rows = [(say("Today"), 0, 0, _gap(before.mean_before), before.first_before, 0)]
    rows += [
        (one.scenario.name, round(one.gained), round(one.lost), _gap(one.mean_after),
         one.first_after, round(one.most_need))
        for one in effects
    ]  # fmt: skip
    plain_table.draw(
        [say("Scenario"), say("People newly in reach"), say("People with none left"),
         say("Mean gap, of 100"), say("Areas that may need more first"),
         say("Newly in reach, where need is most")], rows,
        say("Scenarios side by side"),
    )  # fmt: skip
    st.download_button(
        say("Download the table"), lambda: csv_bytes(what_if_words.side_by_side(effects)),
        "scenarios.csv", "text/csv", icon=":material/download:", on_click="ignore",
        key="what-if-table",
    )  # fmt: skip


def _gap(mean: float) -> object:
    return say("No data") if np.isnan(mean) else round(100 * mean, 2)


def _one(work: Workspace, effects: list[Effect]) -> None:
    parts.heading(say("Look at one scenario"))
    names = {one.scenario.scenario_id: one.scenario.name for one in effects}
    session.from_address(
        "scenario", "what-if-scenario", lambda told: told if told in names else None
    )
    picked = st.selectbox(say("Scenario"), list(names), format_func=lambda one: names[one],
                          key="what-if-scenario", width=380)  # fmt: skip
    session.to_address("scenario", str(picked))
    found = next(one for one in effects if one.scenario.scenario_id == picked)
    scenario = found.scenario
    show.sentences([
        scenario.note, *what_if_words.actions(work.view, scenario),
        what_if_words.reach_sentence(found), what_if_words.unknown_sentence(found),
    ])  # fmt: skip
    if found.gained:
        on_map.of_effect(work, found)
        show.effect(work, found, "kept")
    else:
        show.effect(work, found, "kept", lambda: on_map.of_effect(work, found))
    _foot(work, scenario)


def _foot(work: Workspace, scenario: Scenario) -> None:
    """Say when it was kept, and let those who may delete it."""
    if scenario.date is not None:
        who = f", {scenario.by}" if scenario.by else ""
        parts.note(f"{day(scenario.date)}{who}", say("Kept:"))
    _undo(work)
    if work.role.may(Role.PARTICIPANT) and st.button(
        say("Delete this scenario"),
        icon=":material/delete:",
        key=f"what-if-delete-{scenario.scenario_id}",
    ):
        _delete(work, scenario)


def _delete(work: Workspace, scenario: Scenario) -> None:
    try:
        engine, place_id = session.writable(work)
        scenarios.delete(engine, place_id, scenario.scenario_id)
    except SharedGroundError as error:
        st.warning(plain_markdown(error.message))
        return
    session.remember(_DELETED, (scenario.scenario_id, scenario.name))
    st.rerun()


def _undo(work: Workspace) -> None:
    """Offer to bring back what was deleted last."""
    gone = session.remembered(_DELETED)
    if not gone:
        return
    scenario_id, name = gone
    with st.container(horizontal=True, vertical_alignment="center", key="what-if-undo"):
        st.success(plain_markdown(say("{name} is deleted.", name=name)))
        pressed = st.button(say("Bring it back"), icon=":material/undo:", key="what-if-restore")
    if not pressed:
        return
    session.remember(_DELETED, None)
    try:
        engine, place_id = session.writable(work)
        scenarios.restore(engine, place_id, str(scenario_id))
    except SharedGroundError as error:
        st.warning(plain_markdown(error.message))
        return
    session.say_next(say("{name} is back.", name=name), keep.KEPT)
    st.rerun()
