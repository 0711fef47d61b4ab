"""Places of a file that may be here already: the first few side by side, before it is saved."""

from __future__ import annotations

from typing import Final

import pandas as pd
import streamlit as st

from components import pair, parts
from components.frame import plain_markdown
from components.session import Workspace
from components.upload.draft import Waiting, with_verdict
from sharedground import sameness
from sharedground.sameness import APART, OPEN, SAME, SAME_PLACE, Question
from sharedground.words import say, say_many
from sharedground.workflow import Preview

SHOWN: Final = 3
"""Pairs that are shown before saving; the rest wait on the page Check."""


def draw(work: Workspace, waiting: Waiting, key: str) -> Waiting:
    """Draw what was merged and what may be here already; return the file with what was said."""
    preview = waiting.preview
    if preview is None or preview.pairs.empty:
        return waiting
    said = set(waiting.options.verdicts)
    found = preview.pairs.assign(
        key=[" ".join(sorted(ends)) for ends in
             zip(preview.pairs["one"], preview.pairs["other"], strict=True)]
    )  # fmt: skip
    answered = found["key"].isin(said)
    merged = found[(found["verdict"] == SAME) & ~answered]
    waits = found[(found["verdict"] == OPEN) & ~answered]
    st.space("small")
    _heading(preview, len(waits), len(merged))
    for shown, asked in ((waits.head(SHOWN), True), (found[answered], False)):
        for question in _questions(work, preview, shown):
            waiting = _question(work, waiting, question, key, asked=asked)
    if len(waits) > SHOWN:
        parts.note(
            say_many("{n} more can wait. You find it on the page Check when the list is saved.",
                     "{n} more can wait. You find them on the page Check when the list is saved.",
                     len(waits) - SHOWN)
        )  # fmt: skip
    return _merged(work, waiting, preview, merged, key)


def _heading(preview: Preview, waits: int, merged: int) -> None:
    new = set(preview.frames["assets"]["asset_id"])
    found = preview.pairs[preview.pairs["verdict"] == OPEN]
    here = int(found.loc[~found["other"].isin(new), "one"].nunique())
    title = say_many("{n} looks like a place that is here already",
                     "{n} look like places that are here already", here)  # fmt: skip
    if not here and waits:
        title = say_many("{n} place may be in the file twice",
                         "{n} places may be in the file twice", waits)  # fmt: skip
    if not waits:
        title = say("Places that are here already") if merged else say("What you said")
    parts.heading(
        title,
        say("You may answer now or later. Nothing is lost, and every answer can be taken back."),
    )


def _questions(work: Workspace, preview: Preview, found: pd.DataFrame) -> list[Question]:
    return sameness.before_saving(work.engine, work.view.holdings, preview, found)


def _question(
    work: Workspace, waiting: Waiting, question: Question, key: str, *, asked: bool
) -> Waiting:
    """Draw one pair with the three answers, or with the answer and a way back."""
    name = question.key.replace(" ", "-")
    with st.container(key=f"duo-{key}-{name}"):
        if asked:
            pair.draw(question, work.view)
            verdict = pair.answers(question, f"say-{key}-{name}")
        else:
            verdict = _answered(question, f"{key}-{name}")
    return with_verdict(waiting, question.key, verdict) if verdict else waiting


def _answered(question: Question, key: str) -> str:
    said = {
        SAME: say("{names}: one place.", names=pair.heading_of(question)),
        SAME_PLACE: say("{names}: two services at one place.", names=pair.heading_of(question)),
        APART: say("{names}: both stay.", names=pair.heading_of(question)),
    }[question.verdict]
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(plain_markdown(said))
        back = st.button(say("Take that back"), icon=":material/undo:", key=f"back-{key}",
                         help=plain_markdown(pair.heading_of(question)))  # fmt: skip
    return OPEN if back else ""


def _merged(
    work: Workspace, waiting: Waiting, preview: Preview, merged: pd.DataFrame, key: str
) -> Waiting:
    """Show the rows that were merged without asking, each with a way to keep both."""
    if merged.empty:
        return waiting
    label = say_many("{n} row was merged without asking. See why.",
                     "{n} rows were merged without asking. See why.", len(merged))  # fmt: skip
    with st.expander(label, type="compact", on_change="rerun", key=f"{key}-merged") as box:
        if not box.open:
            return waiting
        page = 1
        if len(merged) > SHOWN:
            page = st.pagination(-(-len(merged) // SHOWN), key=f"{key}-merged-page")
        shown = merged.iloc[(page - 1) * SHOWN : page * SHOWN]
        for question in _questions(work, preview, shown):
            pair.draw(question, work.view)
            if st.button(say("Keep both"), icon=":material/call_split:",
                         key=f"part-{key}-{question.key.replace(' ', '-')}",
                         help=plain_markdown(pair.heading_of(question))):  # fmt: skip
                waiting = with_verdict(waiting, question.key, APART)
    return waiting
