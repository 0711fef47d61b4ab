"""Write down what was decided while everybody looks: a short form, and what it recorded."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any, Final

import streamlit as st

from components import cached, parts, session
from components.frame import plain_markdown
from components.meet import decision_list
from components.session import Workspace
from sharedground import decisions_words
from sharedground.access import Role
from sharedground.errors import SharedGroundError
from sharedground.model.decision import LONGEST_WORDS, Decision, DecisionKind, new_id
from sharedground.store import decisions, meetings
from sharedground.words import later, say

_FORM: Final = "record"
_ID: Final = "record-id"
_TAKEN: Final = "record-taken-back"
_SHOWN: Final = 5
_MOST_AREAS: Final = 3_000
"""Of more areas nobody finds one in a list: it is written down in words."""

_DAYS: Final = {"": later("No day"), "14": later("In 2 weeks"), "30": later("In a month"),
                "91": later("In 3 months"), "day": later("On a day")}  # fmt: skip
_ASKED: Final = {
    DecisionKind.DECISION: later("What did we decide?"),
    DecisionKind.COMMITMENT: later("What will be done?"),
    DecisionKind.DISAGREEMENT: later("What do we not agree on?"),
}
_WHO: Final = {
    DecisionKind.DECISION: later("Who decided or carries it? Choose partners, or type a name"),
    DecisionKind.COMMITMENT: later("Who promised it? Choose partners, or type a name"),
    DecisionKind.DISAGREEMENT: later("Who sees it differently? Choose partners, or type a name"),
}


def draw(work: Workspace, meeting_id: str = "", *, listed: bool = True) -> None:
    """Draw the form, and below it what was recorded last, to change or take back.

    Parameters
    ----------
    meeting_id
        Of a meeting; "" for the one that goes on, if any.
    listed
        False where the page lists it anyway.
    """
    if not work.role.may(Role.PARTICIPANT):
        return
    now = meetings.going_on(work.view.holdings.meetings)
    meeting_id = meeting_id or (now.meeting_id if now is not None else "")
    with st.container(key="record-form"):
        told = _ask(work, meeting_id)
    if told is not None:
        _record(work, told)
    decision_list.said(_FORM)
    _undo(work)
    if listed:
        _just_recorded(work, meeting_id)


def _ask(work: Workspace, meeting_id: str) -> dict[str, Any] | None:
    """Draw the fields and return what they say once it is to be recorded."""
    n = session.epoch(_FORM)
    kinds = list(DecisionKind)
    kind = st.segmented_control(
        say("What is it?"), kinds, default=DecisionKind.DECISION, required=True,
        format_func=lambda one: say(decisions_words.KINDS[one]), key="record-kind",
    ) or DecisionKind.DECISION  # fmt: skip
    words = st.text_area(
        say(_ASKED[kind]), max_chars=LONGEST_WORDS, height=96, key=f"record-words-{n}"
    )
    said = fields(work, kind, None, f"new-{n}")
    if not st.button(say("Record it"), type="primary", key=f"record-go-{n}"):
        return None
    return said | {"decision_id": _form_id(n), "kind": kind, "words": words,
                   "meeting_id": meeting_id}  # fmt: skip


def _form_id(n: int) -> str:
    """Return the id of what this form records, the same however often it is sent."""
    held = session.remembered(_ID)
    if held is None or held[0] != n:
        held = (n, new_id())
        session.remember(_ID, held)
    return str(held[1])


def fields(
    work: Workspace, kind: DecisionKind, before: Decision | None, key: str
) -> dict[str, Any]:
    """Draw who, by when, which outcome and which area; return what they say.

    Parameters
    ----------
    before
        What they say first; None for nothing.
    """
    names = sorted({*work.view.holdings.partners["name"], *(before.who if before else ())},
                   key=str.casefold)  # fmt: skip
    who = st.multiselect(
        say(_WHO[kind]), names, default=list(before.who) if before else [],
        accept_new_options=True, placeholder=say("Choose or type"), wrap=True, key=f"who-{key}",
    )  # fmt: skip
    said: dict[str, Any] = {"who": tuple(str(one) for one in who), "by_when": None}
    if kind is DecisionKind.COMMITMENT:
        said["by_when"] = _by_when(before, key)
    left, right = st.columns(2)
    with left:
        said |= _outcome(work, before, key)
    with right:
        said |= _area(work, before, key)
    return said


def _by_when(before: Decision | None, key: str) -> dt.date | None:
    had = before.by_when if before is not None else None
    today = dt.datetime.now(dt.UTC).date()
    chosen = st.segmented_control(
        say("By when?"), list(_DAYS), default="day" if had else "", required=True,
        format_func=lambda one: say(_DAYS[one]), key=f"when-{key}",
    )  # fmt: skip
    if chosen == "day":
        picked = st.date_input(say("Which day?"), had or today + dt.timedelta(days=7),
                               format="DD/MM/YYYY", key=f"day-{key}")  # fmt: skip
        return picked if isinstance(picked, dt.date) else None
    return today + dt.timedelta(days=int(chosen)) if chosen else None


def _outcome(work: Workspace, before: Decision | None, key: str) -> dict[str, str]:
    names = {one.code: one.name for one in work.vision.outcomes}
    if before is not None and before.outcome:
        names.setdefault(before.outcome, before.outcome_name or before.outcome)
    code = _one_of(say("For which outcome?"), names, before.outcome if before else "",
                   f"outcome-{key}")  # fmt: skip
    return {"outcome": code, "outcome_name": names.get(code, "")}


def _area(work: Workspace, before: Decision | None, key: str) -> dict[str, str]:
    names = _areas(work)
    had = before.area if before is not None else ""
    if len(names) > _MOST_AREAS:
        told = st.text_input(say("For which area?"), before.area_name if before else "",
                             key=f"area-{key}", max_chars=200)  # fmt: skip
        return {"area": told, "area_name": told}
    if had and before is not None:
        names.setdefault(had, before.area_name or had)
    code = _one_of(say("For which area?"), names, had, f"area-{key}")
    return {"area": code, "area_name": names.get(code, "")}


def _areas(work: Workspace) -> dict[str, str]:
    """Return what wards or neighbourhoods, then areas, are called, by name or code."""
    labels = cached.area_labels(work.view)
    groups = sorted(set(labels["group"]) - {""}, key=str.casefold)
    return {one: one for one in groups} | cached.area_calls(work.view)


def _one_of(label: str, names: Mapping[str, str], had: str, key: str) -> str:
    options = ["", *names]
    none = say("Not for one alone")
    picked = st.selectbox(
        label, options, index=options.index(had) if had in options else 0, key=key,
        format_func=lambda code: names.get(code, none) if code else none,
    )  # fmt: skip
    return str(picked or "")


def _record(work: Workspace, told: dict[str, Any]) -> None:
    def write() -> str:
        made = decisions.checked(told)
        engine, place_id = session.writable(work)
        kept = decisions.save(engine, place_id, made)
        session.renew(_FORM)
        session.remember(_TAKEN, None)
        return say("Recorded: {words}", words=kept.words)

    carry_out(write)


def carry_out(write: Callable[[], str], where: str = _FORM) -> None:
    """Write to the store, then draw the page anew with what was done; a fault is said here."""
    try:
        done = write()
    except SharedGroundError as error:
        st.warning(plain_markdown(error.message))
        return
    session.say_next(done, where)
    st.rerun()


def _undo(work: Workspace) -> None:
    """Offer to bring back what was taken back last."""
    gone = session.remembered(_TAKEN)
    if gone is None:
        return
    if st.button(say("Bring it back"), icon=":material/undo:", key=f"bring-back-{gone}"):

        def write() -> str:
            engine, place_id = session.writable(work)
            decisions.bring_back(engine, place_id, str(gone))
            session.remember(_TAKEN, None)
            return say("It is back.")

        carry_out(write)


def _just_recorded(work: Workspace, meeting_id: str) -> None:
    """Draw what this meeting, or without one today, has recorded; the newest first.

    The room reads along: what is listed names nobody but partners.
    """
    today = dt.datetime.now(dt.UTC).date()
    every = decisions.of_place(work.engine, work.place.place_id)
    mine = [one for one in every
            if (one.meeting_id == meeting_id if meeting_id else one.made_on == today)]  # fmt: skip
    if not mine:
        return
    public = cached.view(work.engine, work.place, Role.READER).holdings.decisions
    shown = {one.decision_id: one for one in public}
    parts.heading(say("Recorded at this meeting") if meeting_id else say("Recorded today"), level=3)
    for one in list(reversed(mine))[:_SHOWN]:
        with st.container(key=f"recorded-{one.decision_id}"):
            decision_list.item(shown.get(one.decision_id, one), today, show_kind=True)
            with st.container(horizontal=True):
                change(work, one)
                take_back(work, one)
    if len(mine) > _SHOWN:
        parts.note(say("{n} more are on the page Decisions.", n=len(mine) - _SHOWN))


def change(work: Workspace, seen: Decision) -> None:
    """Draw a button that opens a decision to be changed."""
    key = f"{seen.decision_id}-{session.epoch(seen.decision_id)}"
    with st.popover(say("Change"), icon=":material/edit:", key=f"change-{key}"):
        words = st.text_area(say(_ASKED[seen.kind]), seen.words, max_chars=LONGEST_WORDS,
                             key=f"change-words-{key}")  # fmt: skip
        said = fields(work, seen.kind, seen, f"change-{key}")
        if st.button(say("Save the change"), type="primary", key=f"change-go-{key}"):

            def write() -> str:
                engine, place_id = session.writable(work)
                decisions.amend(engine, place_id, seen, said | {"words": words})
                session.renew(seen.decision_id)
                return say("Changed.")

            carry_out(write)


def take_back(work: Workspace, seen: Decision) -> None:
    """Draw a button that takes a decision back; it can be brought back."""
    if st.button(say("Take back"), icon=":material/undo:", key=f"withdraw-{seen.decision_id}"):

        def write() -> str:
            engine, place_id = session.writable(work)
            decisions.take_back(engine, place_id, seen.decision_id)
            session.remember(_TAKEN, seen.decision_id)
            return say("Taken back: {words}", words=seen.words)

        carry_out(write)
