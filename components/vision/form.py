"""Changing a vision together: words, points, figures, kinds of place and distances."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from components import parts, session
from components.frame import plain_markdown
from components.session import Workspace
from components.vision import aims, links, weights
from components.vision import draft as drafts
from components.vision import show as vision_show
from components.vision.draft import Draft
from sharedground.analysis.default_vision import expressions
from sharedground.errors import StaleError
from sharedground.model.outcome import SUGGESTIONS
from sharedground.model.vision import Vision, VisionState
from sharedground.store import visions
from sharedground.words import say

Change = Callable[[Draft], Draft]

_BLANK = ""


def newest(work: Workspace) -> Vision:
    """Return the version that a change follows: the latest saved, whichever is in use."""
    return work.view.holdings.newest_vision or work.vision


def open_draft(draft: Draft | None) -> None:
    """Start or end changing; the widgets start anew."""
    session.keep_draft(draft)
    session.renew("vision")
    st.rerun()


def form(work: Workspace, draft: Draft) -> None:
    """Draw the editor, and save when asked. Nothing is saved before that."""
    if draft.opened.version != newest(work).version:
        _conflict(work, draft)
        return
    parts.heading(say("Change this vision"), say("Nothing is saved until you press Save."))
    key = f"vision-{session.epoch('vision')}"
    actions: list[Change] = []
    draft, beside = _steps(work, draft, key, actions)
    if actions:
        open_draft(actions[0](draft))
    session.keep_draft(draft)
    with beside:
        weights.effect(work.view, work.in_use, draft)
    _finish(work, draft, key)


def _steps(
    work: Workspace, draft: Draft, key: str, actions: list[Change]
) -> tuple[Draft, DeltaGenerator]:
    """Draw the six steps; return the draft they show, and the room beside the points."""
    tabs = st.tabs([
        say("1 Points"), say("2 Outcomes"), say("3 How need shows"), say("4 What serves it"),
        say("5 How far"), say("6 Goals"),
    ], default=None if draft.outcomes else say("2 Outcomes"))  # fmt: skip
    left, beside = tabs[0].columns([7, 5], gap="large")
    with left:
        draft = _points(draft, key, actions)
    with tabs[1]:
        draft = _outcomes(draft, work, key, actions)
    with tabs[2]:
        draft = links.signs(draft, work.view, key)
    with tabs[3]:
        draft = links.grid(draft, work.view, key)
        draft = links.capacity(draft, work.view, key)
    with tabs[4]:
        draft = links.reach(draft, weights.assessed(work.view, draft.trial()), key)
    with tabs[5]:
        draft = aims.draw(draft, work.view.holdings, key, actions)
    return draft, beside


def _points(draft: Draft, key: str, actions: list[Change]) -> Draft:
    """Draw the points and how many are shared; never rescale without being asked."""
    if not draft.outcomes:
        parts.note(say("There are no outcomes yet. Add one under 2 Outcomes."))
        return draft
    draft = weights.points(draft, key)
    parts.heading(drafts.points_in_words(draft.total), level=3)
    if draft.total != drafts.ALL_POINTS and st.button(say("Scale to 100"), key=f"{key}-scale"):
        actions.append(drafts.scaled)
    return draft


def _outcomes(draft: Draft, work: Workspace, key: str, actions: list[Change]) -> Draft:
    title = st.text_input(say("Title"), draft.title, max_chars=120, key=f"{key}-title")
    statement = st.text_area(
        say("What will be true here? One or two sentences."),
        draft.statement, max_chars=600, key=f"{key}-statement",
    )  # fmt: skip
    draft = replace(draft, title=title.strip(), statement=statement.strip())
    parts.note(drafts.counted(len(draft.outcomes)))
    for index in range(len(draft.outcomes)):
        draft = _outcome(draft, index, key, actions)
    _add(draft, work, key, actions)
    return draft


def _outcome(draft: Draft, index: int, key: str, actions: list[Change]) -> Draft:
    outcome, last = draft.outcomes[index], len(draft.outcomes) - 1
    key = f"{key}-{outcome.code}"
    naming, reasons, order = st.columns([4, 5, 3], vertical_alignment="bottom")
    name = naming.text_input(
        say("Outcome {n}", n=index + 1), outcome.name, max_chars=80, key=f"{key}-name"
    )
    why = reasons.text_input(
        say("Why outcome {n} matters", n=index + 1), outcome.why, max_chars=600, key=f"{key}-why"
    )
    with order, st.container(horizontal=True):
        if st.button(say("Up"), key=f"{key}-up", disabled=index == 0):
            actions.append(partial(drafts.moved, index=index, step=-1))
        if st.button(say("Down"), key=f"{key}-down", disabled=index == last):
            actions.append(partial(drafts.moved, index=index, step=1))
        if st.button(say("Take out"), key=f"{key}-out"):
            actions.append(partial(drafts.without, index=index))
    return drafts.with_outcome(draft, index, name=" ".join(name.split()), why=why.strip())


def _add(draft: Draft, work: Workspace, key: str, actions: list[Change]) -> None:
    names = {item.code: say(item.name) for item in SUGGESTIONS}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        code = st.selectbox(
            say("Add an outcome"),
            [_BLANK, *drafts.not_yet_used(draft)],
            format_func=lambda code: names.get(code, say("One of our own")),
            key=f"{key}-add",
        )
        pressed = st.button(say("Add"), key=f"{key}-add-go", icon=":material/add:")
    if pressed and code == _BLANK:
        actions.append(drafts.with_blank)
    elif pressed:
        figures = expressions(work.view.holdings.indicators).get(code, ())
        actions.append(partial(drafts.with_suggestion, code=code, expressed_by=figures))


def _finish(work: Workspace, draft: Draft, key: str) -> None:
    """Draw the foot: the reason, save, or stop."""
    st.space("small")
    shared = draft.total == drafts.ALL_POINTS
    parts.heading(say("Save for everyone"), "" if shared else drafts.points_in_words(draft.total))
    draft = _reason(draft, key)
    with st.container(horizontal=True):
        save = st.button(
            say("Save as version {n}", n=draft.opened.version + 1), type="primary",
            key=f"{key}-save",
        )  # fmt: skip
        stop = st.button(say("Stop, and keep nothing"), key=f"{key}-stop")
    if stop:
        open_draft(None)
    if not save:
        return
    faults = drafts.faults(draft)
    for fault in faults:
        st.warning(plain_markdown(fault))
    if not faults:
        _save(work, draft, draft.opened.version)


def _reason(draft: Draft, key: str) -> Draft:
    """Ask why the vision is changed; what is typed stays with the draft."""
    reason = st.text_input(
        say("Why this change? Everyone can read this."), draft.reason, max_chars=300,
        key=f"{key}-reason",
    )  # fmt: skip
    draft = replace(draft, reason=reason)
    session.keep_draft(draft)
    return draft


def _save(work: Workspace, draft: Draft, opened_from: int) -> None:
    engine, place_id = session.writable(work)
    try:
        kept = visions.save_vision(
            engine,
            place_id,
            draft.vision(),
            opened_from=opened_from,
            reason=draft.reason.strip(),
        )
    except StaleError:
        # The next run finds the newer version and shows both.
        st.rerun()
    session.say_next(say("Saved as version {n}.", n=kept.version))
    # While another version stays in use, whoever saved this one looks at it.
    agreed = any(one.state is VisionState.AGREED for one in work.view.holdings.visions)
    session.to_address("version", str(kept.version) if agreed else "")
    open_draft(None)


def _conflict(work: Workspace, draft: Draft) -> None:
    """Show both versions when someone else saved first; nothing is overwritten."""
    theirs, yours = newest(work), draft
    parts.heading(
        say("Someone saved version {n} while you worked", n=theirs.version),
        say("You started from version {n}. Nothing was overwritten.", n=yours.opened.version)
        if yours.opened.version
        else say("You started from the first draft. Nothing was overwritten."),
    )
    left, right = st.columns(2, gap="large")
    with left:
        parts.heading(say("Their version {n}", n=theirs.version), level=3)
        vision_show.compared(theirs)
    with right:
        parts.heading(say("Yours, not saved"), level=3)
        vision_show.compared(yours.trial().model_copy(
            update={"title": yours.title, "statement": yours.statement}
        ))  # fmt: skip
    draft = _reason(draft, f"conflict-{theirs.version}")
    with st.container(horizontal=True):
        keep = st.button(say("Keep theirs"))
        mine = st.button(say("Save mine as the next version"), type="primary")
    if keep:
        session.say_next(say("Version {n} stays.", n=theirs.version))
        open_draft(None)
    if mine:
        faults = drafts.faults(draft)
        if faults:
            session.say_next(faults[0])
            open_draft(replace(draft, opened=theirs))
        usual = say("Saved after version {n} by someone else", n=theirs.version)
        _save(work, replace(draft, reason=draft.reason.strip() or usual), theirs.version)
