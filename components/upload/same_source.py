"""Where several files come from, said once for all of them."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from components import session
from components.upload.batch import Batch, Entry, State
from components.upload.draft import with_about
from components.upload.questions import licence_of
from sharedground.words import say, say_many
from sharedground.workflow import About


def draw(batch: Batch) -> None:
    """Offer to say once who publishes the files that are not saved yet, and under what licence."""
    left = [entry for entry in batch.entries if _can_be_told(entry)]
    if len(left) < 2:
        return
    with (
        st.expander(say("Where do they come from? Say it once for all"), type="compact"),
        st.form("upload-same-source", border=False),
    ):
        publisher_at, licence_at, date_at = st.columns(3, gap="medium")
        with publisher_at:
            publisher = st.text_input(say("Who publishes them"), max_chars=200)
        with licence_at:
            licence = licence_of("", "upload-same-licence")
        with date_at:
            date = st.text_input(say("Date of the data"), max_chars=60)
        label = say("Say this of {n} files", n=len(left))
        asked = st.form_submit_button(label, help=say("What a file says already stays."))
    told = About(publisher=publisher.strip(), licence=licence.strip(), date=date.strip())
    if asked and told != About():
        session.keep_batch(replace(batch, entries=tuple(_told(e, told) for e in batch.entries)))
        session.say_next(say_many("It is said of {n} file.", "It is said of {n} files.", len(left)))
        st.rerun()


def _can_be_told(entry: Entry) -> bool:
    return entry.waiting is not None and entry.state is not State.SAVED


def _told(entry: Entry, told: About) -> Entry:
    """Return a file with what is said of all, where nothing is said of it alone."""
    if entry.waiting is None or not _can_be_told(entry):
        return entry
    own = entry.waiting.about
    about = replace(
        own, publisher=own.publisher or told.publisher, licence=own.licence or told.licence,
        date=own.date or told.date,
    )  # fmt: skip
    return replace(entry, waiting=with_about(entry.waiting, about))
