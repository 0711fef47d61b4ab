"""Several files as a list: what each was taken for, how it stands, and saving all that is ready."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import streamlit as st

from components import menu, parts, session
from components.frame import plain_markdown
from components.parts import safe_html
from components.session import Workspace
from components.upload import choose, same_source, working
from components.upload.batch import Batch, Entry, State, save_all, standing, with_rows
from components.upload.draft import (
    KIND_NAMES,
    kept_quiet_in_words,
    of_kind,
    twice_in_words,
    understood,
)
from components.upload.task import Stop, Task
from sharedground.intake.people_list import LISTED
from sharedground.model.place import Kind
from sharedground.watch import Job
from sharedground.words import later_many, say, say_many

SHOWN: Final = 30
"""Files of one group that are shown at a time."""

GROUPS: Final[dict[State, tuple[str, str]]] = {
    State.ASKS: later_many("{n} file needs an answer", "{n} files need an answer"),
    State.REFUSED: later_many(
        "{n} file cannot be used as it is", "{n} files cannot be used as they are"
    ),
    State.WAITS: later_many("{n} file waits for areas", "{n} files wait for areas"),
    State.READY: later_many("{n} file is ready", "{n} files are ready"),
    State.UNREAD: later_many("{n} file is not read yet", "{n} files are not read yet"),
    State.SAVED: later_many("{n} file is saved", "{n} files are saved"),
}  # fmt: skip
"""Groups of files as they stand, in the order in which a person needs them."""


def draw(work: Workspace, batch: Batch) -> None:
    """Draw the list and what can be done with all of it."""
    parts.heading(finding(batch), _under(batch))
    _buttons(work, batch)
    same_source.draw(batch)
    for state in GROUPS:
        _group(work, batch, state)


def finding(batch: Batch) -> str:
    """Return how many files there are and how many are ready, as a heading."""
    every, saved = len(batch.entries), batch.count(State.SAVED)
    if saved == every:
        return say("All {n} files are saved", n=every)
    if saved:
        return say("{saved} of {n} files are saved", saved=saved, n=every)
    ready = len(batch.to_save)
    if ready > batch.count(State.READY):
        return say("{every} files. {n} can be saved, areas first", every=every, n=ready)
    if ready == every:
        return say("{n} files. All are ready to save", n=every)
    if not ready:
        return say("{n} files. None is ready to save yet", n=every)
    return say_many("{every} files. {n} is ready to save", "{every} files. {n} are ready to save",
                    ready, every=every)  # fmt: skip


def _under(batch: Batch) -> str:
    if batch.count(State.SAVED) == len(batch.entries):
        return ""
    return say("Look at any of them first. What was saved stays saved, whatever you do next.")


def _buttons(work: Workspace, batch: Batch) -> None:
    ready = len(batch.to_save)
    with st.container(horizontal=True):
        if ready and st.button(
            _save_label(batch, ready), type="primary", key="upload-save-all",
        ):  # fmt: skip
            _save_all(work, batch)
        if unread := batch.count(State.UNREAD):
            label = say_many("Read the file that is left", "Read the {n} files that are left",
                             unread)  # fmt: skip
            if st.button(label, key="upload-read-rest"):
                choose.read_several(work, batch)
        if batch.count(State.SAVED) == len(batch.entries):
            menu.link("map", say("See the map"))
        if st.button(say("Choose other files"), key="upload-others"):
            choose.another()
            st.rerun()


def _save_label(batch: Batch, ready: int) -> str:
    if ready > batch.count(State.READY):
        return say("Save {n} files, areas first", n=ready)
    return say_many("Save the file that needs no answer", "Save the {n} files that need no answer",
                    ready)  # fmt: skip


def _group(work: Workspace, batch: Batch, state: State) -> None:
    places = [n for n, entry in enumerate(batch.entries) if entry.state is state]
    if not places:
        return
    st.space("small")
    parts.heading(say_many(*GROUPS[state], len(places)), level=3)
    page = 1
    with st.container(key=f"files-{state}", gap=None):
        if len(places) > SHOWN:
            page = st.pagination(-(-len(places) // SHOWN), key=f"upload-files-{state}-page")
        for at in places[(page - 1) * SHOWN : page * SHOWN]:
            _row(work, batch, at)


def _row(work: Workspace, batch: Batch, at: int) -> None:
    entry = batch.entries[at]
    with st.container(key=f"file-{at}"):
        what, kind, look = st.columns([6, 4, 2], vertical_alignment="center")
        with what:
            st.html(row_html(entry))
        if entry.state in (State.SAVED, State.UNREAD):
            return
        with kind:
            if not is_unreadable(entry):
                _kind(work, batch, at)
        with look:
            label = say("Answer") if entry.state is State.ASKS else say("Look")
            # the name is in the label for those who hear the button without its row
            if st.button(label, key=f"upload-look-{at}", width="stretch",
                         help=say("Look at {name}", name=plain_markdown(entry.name))):  # fmt: skip
                choose.look_at(work, batch, at)


def row_html(entry: Entry) -> str:
    """Return the HTML of a file's name and how it stands."""
    return (
        f'<div class="sp-file"><b>{safe_html(entry.name)}</b>'
        f"<small>{safe_html(standing_in_words(entry))}</small></div>"
    )


def standing_in_words(entry: Entry) -> str:
    """Return how a file stands: its rows, what it asks, or why it cannot be used."""
    state, report = entry.state, entry.report
    if state is State.SAVED:
        return entry.saved
    if state is State.UNREAD or entry.waiting is None:
        return say("Not read.")
    if report is None:
        refusal = entry.waiting.refusal
        whole = is_unreadable(entry) or entry.waiting.refusal_code == LISTED
        return refusal if whole else first_sentence(refusal)
    rows = say_many("{n} row.", "{n} rows.", report.read)
    if report.kept != report.read:
        rows = say("{rows} {kept} ready.", rows=rows, kept=report.kept)
    before = [say("Read as the last one like it.")] if entry.waiting.remembered else []
    asked = [question.words for question in entry.questions]
    quiet = [*kept_quiet_in_words(report), *twice_in_words(report)]
    return " ".join([rows, *asked, *quiet, *before])


def is_unreadable(entry: Entry) -> bool:
    """Say whether a file could not be opened at all, so that it holds nothing that can be said."""
    return entry.report is None and entry.waiting is not None and entry.waiting.raw is None


def first_sentence(text: str) -> str:
    """Return the first sentence of a refusal: the rest is told where the file is looked at."""
    first, end, _ = text.partition(". ")
    return f"{first}." if end else text


def _kind(work: Workspace, batch: Batch, at: int) -> None:
    """Let a person say what a file holds; it is read as that at once."""
    entry = batch.entries[at]
    chosen = st.selectbox(
        say("What {name} holds", name=plain_markdown(entry.name)), list(KIND_NAMES),
        index=list(KIND_NAMES).index(entry.kind), label_visibility="collapsed",
        format_func=lambda each: say(KIND_NAMES[each]),
        key=f"upload-kind-{session.epoch(choose.FILE)}-{at}-{entry.kind}",
    )  # fmt: skip
    if chosen is not entry.kind and entry.waiting is not None:
        _read_as(work, batch, at, chosen)


def _read_as(work: Workspace, batch: Batch, at: int, kind: Kind) -> None:
    entry = batch.entries[at]
    assert entry.waiting is not None
    now = of_kind(entry.waiting, kind)
    waiting = working.in_place(
        work, say("Reading {name} again", name=entry.name),
        lambda watch: understood(with_rows(replace(entry, waiting=now), watch), work.engine, watch),
    )  # fmt: skip
    session.keep_batch(batch.with_entry(at, standing(entry, waiting, work.engine)))
    st.rerun()


def _save_all(work: Workspace, batch: Batch) -> None:
    """Save all that is ready; a stop takes effect between two files, and is told in words."""
    with st.spinner(say("Starting.")):
        engine, place_id = session.writable(work)
    ready, done = batch.to_save, list[Entry]()
    job = Job(lambda watch: save_all(ready, engine, place_id, watch, done))

    def finish(stopped: bool) -> None:
        now = {id(entry.parts): entry for entry in done}
        entries = tuple(now.get(id(entry.parts), entry) for entry in batch.entries)
        session.keep_batch(replace(batch, entries=entries))
        saved = sum(bool(entry.saved) for entry in done)
        session.say_next(saved_in_words(saved, len(ready) - saved, stopped=stopped))
        job.result()

    heading = say_many("Saving {n} file", "Saving {n} files", len(ready))
    working.start(Task(place_id, job, heading, finish, Stop.BETWEEN_FILES))


def saved_in_words(saved: int, left: int, *, stopped: bool) -> str:
    """Return what saving several files did; what it left, and why."""
    words = [say("Stopped.")] if stopped else []
    if saved:
        words.append(
            say_many("{n} file is saved and stays saved.", "{n} files are saved and stay saved.",
                     saved) if stopped or left else
            say_many("{n} file is saved.", "{n} files are saved.", saved)
        )  # fmt: skip
    if left:
        words.append(say_many("{n} is not saved yet.", "{n} are not saved yet.", left))
    return " ".join(words)
