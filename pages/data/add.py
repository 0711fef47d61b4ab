"""Add files: see what each holds and how it was read, answer what it asks, and save."""

import streamlit as st

from components import frame, parts, session
from components.session import Workspace
from components.take import templates, whole
from components.upload import (
    choose,
    columns,
    compare,
    council,
    duplicates,
    first,
    kind,
    kinds_of_place,
    listing,
    mend,
    opening,
    personal,
    questions,
    stands_on,
    working,
)
from components.upload import report as upload_report
from components.upload import save as upload_save
from components.upload import steps as upload_steps
from components.upload.draft import Waiting, of_table
from sharedground import access
from sharedground.access import Role
from sharedground.model.place import Kind
from sharedground.words import say


def _begin(work: Workspace) -> None:
    """Ask for files, beside what is here already."""
    steps = upload_steps.steps_for(work.engine, work.view.holdings)
    left, right = st.columns([7, 5], gap="large")
    with right:
        parts.heading(say("What this place has"))
        upload_steps.draw(steps)
    with left:
        parts.heading(say("Add files"))
        choose.files(work)
        following = upload_steps.next_kind(steps) or Kind.ASSETS
        council.draw(work, following)
        templates.to_begin_with(work, following)
        whole.draw_open()


def _look(work: Workspace, waiting: Waiting) -> None:
    """Show how good it is, then what needs an answer, then how it was read, then save it."""
    key = f"upload-{session.epoch(working.LOOK)}"
    upload_save.back(work, waiting, key)
    preview = waiting.preview
    if preview is None:
        upload_report.refused(waiting)
    else:
        upload_report.counts(preview.report)
    waiting = compare.draw(work, waiting, key)
    changed = kind.draw(waiting, key) if waiting.raw is not None else waiting
    if preview is not None:
        changed = kinds_of_place.ask(changed, preview.report, key)
        changed = questions.directions(changed, preview, key)
        changed = personal.draw(changed, key)
        changed = duplicates.draw(work, changed, key)
        upload_report.draw(preview, key)
    stands_on.draw(work, waiting, key)
    mend.draw(work, waiting, key)
    if preview is not None:
        first.draw(preview)
    if waiting.raw is not None:
        with st.container(key="how-read", gap=None):
            changed = _how_it_was_read(changed, key)
    if changed is not waiting:
        choose.settle(work, changed)
        st.rerun()
    if preview is None:
        upload_save.other(key)
        return
    waiting = upload_save.told(work, waiting, f"{key}-{preview.updates[:8]}")
    upload_save.draw(work, waiting, key)


def _how_it_was_read(waiting: Waiting, key: str) -> Waiting:
    """Draw everything about the reading that a person may change."""
    label = say("See how it was read, and change it")
    with st.expander(label, expanded=waiting.preview is None, type="compact", key=f"{key}-how"):
        parts.note(upload_report.reading_in_words(waiting))
        waiting = questions.sheet(waiting, key)
        looked_at = questions.looked_at(waiting, key)
        waiting = opening.draw(waiting, looked_at, key)
        report = of_table(waiting, looked_at)
        parts.heading(say("Which column is which"), level=3)
        waiting = columns.draw(waiting, report, key)
        if waiting.preview is not None:
            waiting = kinds_of_place.draw(waiting, waiting.preview.report, key)
    return waiting


session.begin()
access.require(Role.READER)
work = session.current()
waiting = session.pending(work.place.place_id)
batch = session.batch(work.place.place_id)
with frame.page(
    say("Add data"),
    say("Choose your files. You see how every row was read before anything is saved.")
    if waiting is None and batch is None
    else "",
    place=work.place,
):
    if work.role.may(Role.OFFICER):
        working.carry_on(work)
        upload_save.message(work)
        if waiting is not None:
            _look(work, waiting)
        elif batch is not None:
            listing.draw(work, batch)
        else:
            _begin(work)
    else:
        upload_steps.for_readers(work.view.holdings)
