"""One file looked at: how good it is, what needs an answer, how it was read, and saving it."""

from __future__ import annotations

import streamlit as st

from components import parts, session
from components.session import Workspace
from components.upload import (
    choose,
    columns,
    compare,
    duplicates,
    first,
    ground,
    kind,
    kinds_of_place,
    mend,
    opening,
    personal,
    questions,
    report,
    save,
    stands_on,
    streets,
    working,
)
from components.upload.draft import Waiting, of_table
from sharedground.model.place import Kind
from sharedground.words import say
from sharedground.workflow import Preview


def draw(work: Workspace, waiting: Waiting) -> None:
    """Show how good it is, then what needs an answer, then how it was read, then save it."""
    key = f"upload-{session.epoch(working.LOOK)}"
    save.back(work, waiting, key)
    preview = waiting.preview
    if preview is None:
        report.refused(waiting)
        insisted = personal.insist(waiting, key)
        if insisted is not waiting:
            choose.settle(work, insisted)
            st.rerun()
    else:
        report.counts(preview.report)
        parts.jump(say("All is well? Go down to save it."), save.ANCHOR)
    waiting = compare.draw(work, waiting, key)
    changed = kind.draw(waiting, key) if waiting.raw is not None else waiting
    if preview is not None:
        changed = kinds_of_place.ask(changed, preview.report, key)
        changed = questions.directions(changed, preview, key)
        changed = personal.draw(changed, key)
        changed = duplicates.draw(work, changed, key)
        report.draw(preview, key)
    stands_on.draw(work, waiting, key)
    mend.draw(work, waiting, key)
    if preview is not None:
        _what_it_brings(work, preview)
    if waiting.raw is not None:
        with st.container(key="how-read", gap=None):
            changed = _how_it_was_read(changed, key)
    if changed is not waiting:
        choose.settle(work, changed)
        st.rerun()
    if preview is None:
        save.other(key)
        return
    waiting = save.told(work, waiting, f"{key}-{preview.updates[:8]}")
    save.draw(work, waiting, key)


def _what_it_brings(work: Workspace, preview: Preview) -> None:
    if preview.kind is Kind.STREETS:
        streets.draw(work, preview)
    elif preview.kind is Kind.BACKGROUND:
        ground.draw(preview)
    else:
        first.draw(preview)


def _how_it_was_read(waiting: Waiting, key: str) -> Waiting:
    """Draw everything about the reading that a person may change."""
    label = say("See how it was read, and change it")
    with st.expander(label, expanded=waiting.preview is None, type="compact", key=f"{key}-how"):
        parts.note(report.reading_in_words(waiting))
        waiting = questions.sheet(waiting, key)
        looked_at = questions.looked_at(waiting, key)
        waiting = opening.draw(waiting, looked_at, key)
        read = of_table(waiting, looked_at)
        parts.heading(say("Which column is which"), level=3)
        waiting = columns.draw(waiting, read, key)
        if waiting.preview is not None:
            waiting = kinds_of_place.draw(waiting, waiting.preview.report, key)
    return waiting
