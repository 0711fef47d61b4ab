"""The page Decisions: promises by their day, decisions, and what is not agreed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Final

import streamlit as st

from components import coded, parts, session
from components.meet import decision_list, record_form
from components.session import Workspace
from sharedground import decisions_words
from sharedground.access import Role
from sharedground.export.table import csv_bytes
from sharedground.exports import slug
from sharedground.model.decision import (
    LONGEST_WORDS,
    MAY_BE,
    Decision,
    DecisionKind,
    DecisionState,
)
from sharedground.store import decisions
from sharedground.store import meetings as held_meetings
from sharedground.words import day, later, say, say_many

_MARKED: Final = "marked"
_AT_ONCE: Final = 20
_BECOMES: Final = {
    DecisionState.DONE: later("It is done"), DecisionState.NOT_DONE: later("It was not done"),
    DecisionState.DROPPED: later("We dropped it"), DecisionState.OPEN: later("It is open again"),
}  # fmt: skip
_SETTLED: Final = later("It is settled")


def draw(work: Workspace) -> None:
    """Draw the form for those who take part, then everything that is recorded."""
    every = _every(work)
    if work.role.may(Role.PARTICIPANT):
        _form(work, empty=not every)
    if not every:
        if not work.role.may(Role.PARTICIPANT):
            parts.empty_state(
                say("Nothing is recorded yet"),
                say("What is decided or promised at a meeting is listed here."),
                [("meeting", say("See what is shown at meetings"))],
            )
        return
    today = dt.datetime.now(dt.UTC).date()
    st.space("small")
    shown = _filtered(work, every)
    _counts(shown, today)
    decision_list.said(_MARKED)
    for kind in decisions_words.HEADINGS:
        _of_kind(work, kind, shown, today)
    st.space("small")
    _download(work, shown, today)


def _every(work: Workspace) -> tuple[Decision, ...]:
    if not work.role.may(Role.PARTICIPANT):
        return work.view.holdings.decisions
    return decisions.of_place(work.engine, work.place.place_id)


def _form(work: Workspace, *, empty: bool) -> None:
    going_on = held_meetings.going_on(work.view.holdings.meetings)
    title = say("Record something") if not empty else say("Record the first one")
    with st.expander(title, icon=":material/edit_note:", expanded=empty or going_on is not None):
        record_form.draw(work, listed=False)


def _filtered(work: Workspace, every: Sequence[Decision]) -> tuple[Decision, ...]:
    """Draw the filters that there is something to choose for; return what is left."""
    anyone, anything = say("Everybody"), say("Everything")
    who = {"": anyone} | {n: n for n in sorted({n for one in every for n in one.who},
                                               key=str.casefold)}  # fmt: skip
    outcome = {"": anything} | {one.outcome: one.outcome_name or one.outcome for one in every}
    area = {"": say("Everywhere")} | {one.area: one.area_name or one.area for one in every}
    area[""], outcome[""] = say("Everywhere"), anything
    titles = {one.meeting_id: say("{title}, {date}", title=one.title, date=day(one.held_on))
              for one in work.view.holdings.meetings}  # fmt: skip
    mine = {one.meeting_id for one in every}
    meeting = {"": say("Any meeting")} | {k: v for k, v in titles.items() if k in mine}
    asked = [(say("Who"), who, "who"), (say("Outcome"), outcome, "outcome"),
             (say("Where"), area, "where"), (say("Meeting"), meeting, "held")]  # fmt: skip
    told = {"who": "", "outcome": "", "where": "", "held": ""}
    if any(len(names) > 1 for _, names, _ in asked):
        with st.container(key="filters", horizontal=True, vertical_alignment="bottom"):
            for label, names, name in asked:
                if len(names) > 1:
                    told[name] = coded.select(label, names, name, width=240)
    return decisions_words.chosen(
        every, who=told["who"], outcome=told["outcome"], area=told["where"],
        meeting_id=told["held"],
    )  # fmt: skip


def _counts(shown: Sequence[Decision], today: dt.date) -> None:
    counted = decisions_words.tally(shown, today)
    open_ones = counted.disagreements
    not_agreed = say_many("{n} thing not agreed", "{n} things not agreed", open_ones)
    parts.key_figures(
        [
            parts.Figure(say("Promises open"), str(counted.waiting),
                         say("of {n} in all", n=counted.promises)),
            parts.Figure(say("Past their day"), str(counted.overdue),
                         say("and nobody has said that it is done")),
            parts.Figure(say("Promises kept"), str(counted.done),
                         say("{n} not done", n=counted.not_done)),
            parts.Figure(say("Decisions that hold"), str(counted.decisions),
                         not_agreed),
        ]
    )  # fmt: skip


def _of_kind(
    work: Workspace, kind: DecisionKind, shown: Sequence[Decision], today: dt.date
) -> None:
    mine = [one for one in decisions_words.in_order(shown, today) if one.kind is kind]
    if not mine:
        return
    st.space("small")
    parts.heading(say(decisions_words.HEADINGS[kind]))
    waiting = [one for one in mine if one.state is DecisionState.OPEN]
    closed = [one for one in mine if one.state is not DecisionState.OPEN]
    _items(work, waiting, today, f"open-{kind}")
    if closed:
        label = say("What is no longer open ({n})", n=len(closed))
        with st.expander(label, expanded=not waiting):
            _items(work, closed, today, f"closed-{kind}")


def _items(work: Workspace, listed: Sequence[Decision], today: dt.date, key: str) -> None:
    """Draw some at a time: each has buttons of its own."""
    rounds = session.epoch(key) + 1
    for one in listed[: rounds * _AT_ONCE]:
        with st.container(key=f"decision-{one.decision_id}"):
            decision_list.item(one, today)
            if work.role.may(Role.PARTICIPANT):
                with st.container(horizontal=True):
                    _mark(work, one)
                    record_form.change(work, one)
                    record_form.take_back(work, one)
    left = len(listed) - rounds * _AT_ONCE
    if left > 0 and st.button(say("Show {n} more", n=min(left, _AT_ONCE)), key=f"more-{key}"):
        session.renew(key)
        st.rerun()


def _mark(work: Workspace, seen: Decision) -> None:
    """Draw a button that opens what may have become of it."""
    states = [state for state in MAY_BE[seen.kind] if state is not seen.state]
    names = {state: say(_BECOMES[state]) for state in states}
    if seen.kind is DecisionKind.DISAGREEMENT:
        names |= {DecisionState.DONE: say(_SETTLED)} if DecisionState.DONE in states else {}
    key = f"{seen.decision_id}-{len(seen.log)}"
    with st.popover(say("What became of it?"), icon=":material/flag:", key=f"mark-{key}"):
        state = st.radio(say("What became of it?"), states, key=f"mark-state-{key}",
                         format_func=lambda one: names[one])  # fmt: skip
        words = st.text_input(say("A word on it"), max_chars=LONGEST_WORDS,
                              key=f"mark-words-{key}")  # fmt: skip
        if st.button(say("Save it"), type="primary", key=f"mark-go-{key}"):

            def write() -> str:
                engine, place_id = session.writable(work)
                decisions.set_state(engine, place_id, seen.decision_id, state, words)
                return say("Saved: {words}", words=seen.words)

            record_form.carry_out(write, _MARKED)


def _download(work: Workspace, shown: Sequence[Decision], today: dt.date) -> None:
    table = decisions_words.table(decisions_words.in_order(shown, today), today)
    st.download_button(
        say("Download the table"), csv_bytes(table), key="decisions-csv",
        file_name=f"{slug(work.place.name)}-decisions.csv", mime="text/csv",
        icon=":material/download:", on_click="ignore",
    )  # fmt: skip
    if work.role.may(Role.PARTICIPANT):
        parts.note(
            say("What you see and download here names people. Visitors, slides and handouts name "
                "partners only.")
        )  # fmt: skip
