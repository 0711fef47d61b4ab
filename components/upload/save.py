"""Saving an upload: what it will do is said before, and what it did after the commit."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import streamlit as st

from components import cached, menu, parts, session
from components.frame import plain_markdown
from components.session import Workspace
from components.upload import choose, compare, outlines, personal, working
from components.upload import questions as upload_questions
from components.upload.batch import standing
from components.upload.draft import Waiting, saved_in_words
from components.upload.outlines import Outlines
from components.upload.task import Stop, Task
from sharedground import workflow
from sharedground.errors import SharedGroundError
from sharedground.watch import Job
from sharedground.words import say, say_many

ANCHOR: Final = "save"
"""What a link on the page calls the heading over the button that saves."""


def message(work: Workspace) -> str:
    """Say what the last save did, with ways on; return what was said."""
    warned = session.take_warning()
    if warned:
        st.warning(plain_markdown(warned))
    said = session.take_message()
    if not said:
        return warned
    st.success(plain_markdown(said))
    if session.batch(work.place.place_id) is not None or not work.view.holdings.sources:
        return said
    with st.container(horizontal=True):
        menu.link("map", say("See the map"))
        menu.link("gaps", say("See strengths and gaps"))
        _twice(work)
        menu.link("about-data", say("See all sources, or take this back"))
    return said


def _twice(work: Workspace) -> None:
    """Lead to the places that may be here twice, if there are any."""
    if found := len(cached.waiting_pairs(work.view)):
        menu.link("check", say_many("See {n} pair that may be one place",
                                    "See {n} pairs that may be one place", found))  # fmt: skip


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


def draw(work: Workspace, waiting: Waiting, key: str) -> None:
    """Draw the last questions and the button, and save when it is pressed."""
    if waiting.preview is None:
        return
    report = waiting.preview.report
    st.space("small")
    does = _what_it_does(work, report.set_aside, report.merged)
    parts.heading(say("Save for everyone"), does, anchor=ANCHOR)
    reason = st.text_input(
        say("Why do you add this? It is kept in the history."), max_chars=300, key=f"{key}-reason"
    )
    told = outlines.ask(work, waiting, waiting.preview, key)
    if told.replace and (renewal := compare.renewal_of(work, told.preview)):
        compare.show(renewal, key)
    with st.container(horizontal=True):
        save = st.button(
            say_many("Use this row", "Use these {n} rows", report.kept or report.merged),
            type="primary", disabled=not told.ready or not (report.kept or report.merged),
            key=f"{key}-save",
        )  # fmt: skip
        other(key)
    if save:
        _save(work, waiting, reason.strip(), told, publish=personal.publishes(key))


def other(key: str) -> None:
    """Draw the button that lets this file go."""
    if st.button(say("Choose another file"), key=f"{key}-another"):
        choose.another()
        st.rerun()


def back(work: Workspace, waiting: Waiting, key: str) -> None:
    """Draw the way back to the list, where the file is one of several."""
    batch = session.batch(work.place.place_id)
    if batch is None or batch.at is None:
        return
    label = say("Back to the {n} files", n=len(batch.entries))
    if st.button(label, icon=":material/arrow_back:", key=f"{key}-back"):
        entry = standing(batch.entries[batch.at], waiting, work.engine)
        session.keep_batch(replace(batch.with_entry(batch.at, entry), at=None))
        session.keep_pending(None)
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
    work: Workspace, waiting: Waiting, reason: str, told: Outlines, *, publish: bool
) -> None:  # fmt: skip
    """Save the file; it is let go only after the commit."""
    with st.spinner(say("Starting.")):
        renewed = compare.saved(work, waiting, told.preview)
        accepted = compare.accepted(work, waiting, told.preview)
        engine, place_id = session.writable(work)
    job = Job(
        lambda _watch: workflow.keep(
            engine,
            place_id,
            accepted,
            reason=reason,
            replace_areas=told.replace,
            beside=told.beside,
            described=told.described,
            publish_contacts=publish,
        )
    )

    def finish(stopped: bool) -> None:  # noqa: ARG001  a commit cannot be stopped half way
        try:
            kept = job.result()
        except SharedGroundError as error:
            session.warn_next(error.message)
            return
        words = saved_in_words(waiting, kept, renewed)
        if publish and not told.preview.published and told.preview.report.personal.organisations:
            words += " " + say("Everyone sees the contacts of its organisations now.")
        session.say_next(words)
        session.keep_pending(None)
        _mark_saved(place_id, words)

    job.watch.name = waiting.name
    job.watch.words = say("saving {n} rows", n=told.preview.report.kept)
    if job.wait(working.QUIET):
        finish(stopped=False)
        st.rerun()
    working.start(Task(place_id, job, say("Saving your file"), finish, Stop.NEVER))


def _mark_saved(place_id: str, words: str) -> None:
    """Say in the list of several files that this one is saved, and show the list again."""
    batch = session.batch(place_id)
    if batch is not None and batch.at is not None:
        entry = replace(batch.entries[batch.at], saved=words)
        session.keep_batch(replace(batch.with_entry(batch.at, entry), at=None))
