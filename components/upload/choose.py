"""Choosing files: they are read as soon as they are chosen, with progress in sight."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import streamlit as st

from components import session
from components.parts import safe_html
from components.session import Workspace
from components.upload import working
from components.upload.batch import (
    Batch,
    Entry,
    again,
    read_all,
    read_one,
    with_one_main,
    without_homes,
)
from components.upload.draft import Waiting, understood
from components.upload.task import Task
from sharedground.intake.read import Parts, group
from sharedground.watch import Job
from sharedground.words import say, say_many

FILE: Final = "upload-file"


def files(work: Workspace) -> None:
    """Ask for files; those that are chosen are read at once, whatever they hold.

    Every type is taken, so that none goes away unsaid: what cannot be read is refused in words.
    """
    chosen = st.file_uploader(
        say("Choose one file or several: spreadsheets or map files"), type=None,
        accept_multiple_files=True, key=f"upload-file-{session.epoch(FILE)}",
    )  # fmt: skip
    hint = say(
        "Excel, CSV, GeoJSON, GeoPackage, KML, shapefile and more, up to {size} MB each. You need "
        "not say what a file holds. Choose all the parts of a shapefile at once, or a ZIP of them.",
        size=st.get_option("server.maxUploadSize"),
    )
    st.html(f'<p class="sp-hint">{safe_html(hint)}</p>')
    if chosen:
        found = group((file.name, file.getvalue()) for file in chosen)
        session.renew(FILE)
        session.renew(working.LOOK)
        if len(found) == 1:
            _read_one(work, *found[0])
        read_several(
            work, Batch(work.place.place_id, tuple(Entry(name, parts) for name, parts in found))
        )


def _read_one(work: Workspace, name: str, parts: Parts) -> None:
    """Read a file and look at it."""
    place_id, engine = work.place.place_id, work.engine
    former = session.former(place_id)
    job = Job(lambda watch: read_one(place_id, name, parts, engine, watch, former))

    def finish(stopped: bool) -> None:
        waiting = None if stopped else working.result_of(job)
        if waiting is None:
            session.warn_next(say("Stopped. Nothing was saved."))
        session.keep_pending(waiting)

    working.start(Task(place_id, job, say("Reading your file"), finish))


def read_several(work: Workspace, batch: Batch) -> None:
    """Read those files of a batch that are not read yet, and show the list of all."""
    place_id, engine, done = batch.place_id, work.engine, list[Entry]()
    unread = [entry for entry in batch.entries if entry.waiting is None]
    read = [entry for entry in batch.entries if entry.waiting is not None]
    job = Job(lambda watch: read_all(unread, place_id, engine, watch, done))

    def finish(stopped: bool) -> None:
        if not stopped:
            job.result()
        now = [*read, *done, *unread[len(done) :]]
        if stopped:
            session.warn_next(_stopped_in_words(len(now), len(read) + len(done)))
        has_areas = not work.view.holdings.areas.empty
        entries = with_one_main(without_homes(now), has_areas=has_areas)
        session.keep_batch(replace(batch, entries=entries))

    heading = say_many("Reading your file", "Reading {n} files", len(unread))
    working.start(Task(place_id, job, heading, finish))


def _stopped_in_words(every: int, read: int) -> str:
    return say("Stopped. {read} of {n} files were read. Nothing was saved.", read=read, n=every)


def look_at(work: Workspace, batch: Batch, at: int) -> None:
    """Look at one of several files; it is read again if the place has changed since."""
    entry = batch.entries[at]
    job = Job(lambda watch: again(entry, work.engine, watch))

    def finish(stopped: bool) -> None:
        waiting = None if stopped else working.result_of(job)
        session.keep_pending(waiting)
        session.keep_batch(replace(batch, at=at if waiting else None))
        session.renew(working.LOOK)

    if job.wait(working.LOOK_EVERY):
        finish(stopped=False)
        st.rerun()
    working.start(Task(batch.place_id, job, say("Opening your file"), finish))


def settle(work: Workspace, waiting: Waiting) -> Waiting:
    """Read a changed upload again and hold the result."""
    waiting = working.in_place(
        work, say("Looking at every row again"),
        lambda watch: understood(waiting, work.engine, watch),
    )  # fmt: skip
    session.keep_pending(waiting)
    return waiting


def hold(waiting: Waiting) -> Waiting:
    """Hold an upload of which more was said, without reading it again."""
    session.keep_pending(waiting)
    return waiting


def another() -> None:
    """Let the waiting file go and start with an empty choice."""
    session.let_pending_go()
    session.keep_batch(None)
    session.renew(FILE)
    session.renew(working.LOOK)
