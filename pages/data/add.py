"""Add a list of places, partners or figures, and see how it was read."""

import streamlit as st

from components import frame, parts, session
from components.session import Workspace
from components.take import templates, whole
from components.upload import (
    choose,
    columns,
    council,
    duplicates,
    first,
    mend,
    personal,
    questions,
    stands_on,
)
from components.upload import report as upload_report
from components.upload import save as upload_save
from components.upload import steps as upload_steps
from components.upload.draft import Waiting, of_table
from sharedground import access
from sharedground.access import Role
from sharedground.model.place import Kind
from sharedground.words import say


def _begin(work: Workspace) -> tuple[Waiting | None, int]:
    """Ask what to add. What is here already stands beside it until a file is looked at."""
    waits = session.pending(work.place.place_id)
    if waits is not None:
        left, right = st.columns(2, gap="large")
        with left:
            kind = choose.kind_of_file(waits.kind)
        with right:
            return choose.waiting_for(work, kind)
    steps = upload_steps.steps_for(work.engine, work.view.holdings)
    left, right = st.columns([7, 5], gap="large")
    with right:
        parts.heading(say("What this place has"))
        upload_steps.draw(steps)
    with left:
        parts.heading(say("Add a file"))
        kind = choose.kind_of_file(upload_steps.next_kind(steps) or Kind.ASSETS)
        found = choose.waiting_for(work, kind)
        council.draw(work, kind)
        templates.for_kind(work, kind)
        whole.draw_open()
        return found


def _look(work: Workspace, waiting: Waiting, left: int) -> None:
    """Show how the file was read, let it be changed, and save it."""
    key = f"upload-{session.epoch(choose.FILE)}"
    preview = waiting.preview
    if preview is None:
        upload_report.refused(waiting)
    else:
        upload_report.draw(preview, key)
    stands_on.draw(work, waiting, key)
    mend.draw(work, waiting, key)
    if preview is not None:
        first.draw(preview)
    if waiting.raw is not None:
        changed = duplicates.draw(work, _change(waiting, key), key)
        if changed.options != waiting.options:
            choose.settle(work, changed)
            st.rerun()
    if preview is None:
        upload_save.other(key)
        return
    waiting = upload_save.told(work, waiting, key)
    upload_save.draw(work, waiting, left, key)


def _change(waiting: Waiting, key: str) -> Waiting:
    """Draw everything about the reading that a person may change."""
    st.space("small")
    parts.heading(say("How we read it"), upload_report.reading_in_words(waiting))
    waiting = questions.sheet(waiting, key)
    report = of_table(waiting, questions.looked_at(waiting, key))
    waiting = columns.draw(waiting, report, key)
    if waiting.preview is not None:
        waiting = questions.category(waiting, waiting.preview.report, key)
        waiting = questions.directions(waiting, waiting.preview, key)
        waiting = personal.draw(waiting, key)
    return waiting


session.begin()
access.require(Role.READER)
work = session.current()
with frame.page(
    say("Add data"),
    say(
        "Choose a spreadsheet or map file. You see how every row was read before anything is saved."
    ),
    place=work.place,
):
    upload_save.message()
    if work.role.may(Role.OFFICER):
        waiting, left = _begin(work)
        if waiting is not None:
            _look(work, waiting, left)
    else:
        upload_steps.for_readers(work.view.holdings)
