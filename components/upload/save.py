"""Saving an upload: what it will do is said before, and what it did after the commit."""

from __future__ import annotations

import streamlit as st

from components import menu, parts, session
from components.frame import plain_markdown
from components.session import Workspace
from components.upload import choose, outlines, personal
from components.upload import questions as upload_questions
from components.upload.draft import Waiting, saved_in_words
from components.upload.outlines import Outlines
from sharedground import workflow
from sharedground.model.place import Kind
from sharedground.words import say, say_many

ONCE: tuple[Kind, ...] = (
    Kind.AREAS, Kind.POPULATION, Kind.INDICATORS, Kind.LOOKUP, Kind.POSTCODES
)  # fmt: skip
"""Kinds of which one file usually is enough, so that the next step is offered after it."""


def message() -> None:
    """Say what the last save did, with ways on."""
    said = session.take_message()
    if not said:
        return
    st.success(plain_markdown(said))
    with st.container(horizontal=True):
        menu.link("map", say("See the map"))
        menu.link("gaps", say("See strengths and gaps"))
        menu.link("about-data", say("See all sources"))


def told(work: Workspace, waiting: Waiting, key: str) -> Waiting:
    """Ask where the list comes from; a new title may change how places are sorted."""
    said = upload_questions.about(waiting, key)
    if said.preview is None:
        before = waiting.preview.report if waiting.preview else None
        said = choose.settle(work, said)
        if said.preview is None or said.preview.report != before:
            st.rerun()
    session.keep_pending(said)
    return said


def draw(work: Workspace, waiting: Waiting, left: int, key: str) -> None:
    """Draw the last questions and the button, and save when it is pressed."""
    if waiting.preview is None:
        return
    report = waiting.preview.report
    st.space("small")
    parts.heading(say("Save for everyone"), _what_it_does(work, report.set_aside, report.merged))
    reason = st.text_input(
        say("Why do you add this? It is kept in the history."), max_chars=300, key=f"{key}-reason"
    )
    told = outlines.ask(work, waiting, waiting.preview, key)
    with st.container(horizontal=True):
        save = st.button(
            say_many("Use this row", "Use these {n} rows", report.kept or report.merged),
            type="primary", disabled=not told.ready or not (report.kept or report.merged),
            key=f"{key}-save",
        )  # fmt: skip
        other(key)
    if save:
        _save(work, waiting, left, reason.strip(), told, publish=personal.publishes(key))


def other(key: str) -> None:
    """Draw the button that lets this file go."""
    if st.button(say("Choose another file"), key=f"{key}-another"):
        choose.another()
        st.rerun()


def _what_it_does(work: Workspace, set_aside: int, merged: int) -> str:
    words = [say("The file is kept as it came, with every row and column.")]
    if set_aside or merged:
        words.append(say("Rows set aside or merged are not lost: they stay in the file."))
    if work.is_demo:
        words.append(
            say("This is the demo town. It is copied to your own database first, so try freely.")
        )
    return " ".join(words)


def _save(
    work: Workspace, waiting: Waiting, left: int, reason: str, told: Outlines, *, publish: bool
) -> None:
    with st.spinner(say("Saving.")):
        engine, place_id = session.writable(work)
        kept = workflow.keep(
            engine,
            place_id,
            told.preview,
            reason=reason,
            replace_areas=told.replace,
            beside=told.beside,
            described=told.described,
            publish_contacts=publish,
        )
    session.say_next(saved_in_words(waiting, kept))
    session.keep_pending(None)
    if left <= 0:
        session.renew(choose.FILE)
        if waiting.kind in ONCE:
            session.renew(choose.KIND)
    st.rerun()
