"""Long work with its progress in sight and a way to stop it; the page waits for it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, TypeVar

import streamlit as st

from components import parts, session
from components.frame import plain_markdown
from components.session import Workspace
from components.upload.task import Stop, Task, share_of, words_of
from sharedground.watch import Job, StoppedError, Watch
from sharedground.words import say

QUIET: Final = 0.8
"""Seconds that a change on the page may take before its progress is shown."""

LOOK_EVERY: Final = 0.15
"""Seconds between two looks at how far the work is; each is also where a press is noticed."""

CANCEL: Final = "upload-cancel"
LOOK: Final = "upload-look"
"""Widgets about the file that is looked at start anew when this is renewed."""

T = TypeVar("T")


def start(task: Task) -> None:
    """Begin long work and show the page again, which then waits for it."""
    session.keep_task(task)
    st.rerun()


def carry_on(work: Workspace) -> None:
    """Draw the work that is under way, if any, until it ends; then show the page again.

    Work inside a page ends here when the page was changed meanwhile. After Cancel the page shows
    what it showed before.
    """
    task = session.task(work.place.place_id)
    if task is None:
        return
    if task.in_place:
        task.job.watch.stop()
        session.keep_task(None)
        if session.chosen_in(CANCEL):
            session.renew(LOOK)
        return
    with st.container(key="working"):
        parts.heading(task.heading)
        bar = st.empty()
        stopped = task.stop is not Stop.NEVER and _cancel()
    if stopped:
        task.job.watch.stop()
    if not (stopped and task.stop is Stop.AT_ONCE):
        _until_done(task, bar)
    session.keep_task(None)
    task.finish(task.job.watch.stopping)
    st.rerun()


def in_place(work: Workspace, words: str, do: Callable[[Watch], T]) -> T:
    """Do something that is mostly quick, with progress at the foot of the page if it is not."""
    job = Job(do)
    if job.wait(QUIET):
        return job.result()
    task = Task(work.place.place_id, job, words, _nothing, in_place=True)
    session.keep_task(task)
    with st.bottom:
        bar = st.empty()
        _cancel()
    _until_done(task, bar)
    session.keep_task(None)
    bar.empty()
    return job.result()


def _nothing(stopped: bool) -> None:
    """Do nothing at the end: the page goes on by itself."""


def result_of(job: Job[T]) -> T | None:
    """Return what work came to, None when it was stopped."""
    try:
        return job.result()
    except StoppedError:
        return None


def _cancel() -> bool:
    return st.button(say("Cancel"), icon=":material/close:", key=CANCEL)


def _until_done(task: Task, bar: st.delta_generator.DeltaGenerator) -> None:
    while not task.job.wait(LOOK_EVERY):
        bar.progress(share_of(task), plain_markdown(words_of(task)))
