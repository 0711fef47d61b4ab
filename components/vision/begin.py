"""The ways into a vision: as it is, from ten outcomes, a blank page, a version or a file."""

from __future__ import annotations

from typing import Final

import streamlit as st

from components import coded, parts, session
from components.frame import plain_markdown
from components.parts import safe_html
from components.session import Workspace
from components.vision import draft as drafts
from components.vision.form import newest, open_draft
from sharedground import workflow
from sharedground.access import Role
from sharedground.analysis.default_vision import expressions
from sharedground.errors import SharedGroundError
from sharedground.model.outcome import SUGGESTIONS, Suggestion
from sharedground.model.vision import Vision
from sharedground.vision_words import brief
from sharedground.words import say

TEN, BLANK, EARLIER, FILE = "ten", "blank", "version", "file"
_USUAL: Final = ("O01", "O04", "O05", "O06", "O07", "O09", "O10")


def draw(work: Workspace) -> None:
    """Draw the ways into changing a vision; readers can take it away."""
    if not work.role.may(Role.PARTICIPANT):
        download(work.vision)
        return
    with st.container(horizontal=True, key="vision-ways"):
        change = st.button(say("Change this vision"), type="primary", icon=":material/edit:")
        download(work.vision)
    if change:
        open_draft(drafts.opened_from(work.place.place_id, newest(work), work.vision))
    with st.expander(say("Start another way")):
        _another(work)


def download(vision: Vision) -> None:
    """Draw a button that gives the vision as a file that can be taken elsewhere."""
    st.download_button(
        say("Download this vision"),
        workflow.vision_csv(vision),
        file_name=f"vision-{vision.version}.csv",
        mime="text/csv",
        icon=":material/download:",
        on_click="ignore",
    )


def _another(work: Workspace) -> None:
    names = {TEN: say("Our ten outcomes"), BLANK: say("A blank page")}
    if len(work.view.holdings.visions) > 1:
        names[EARLIER] = say("An earlier version")
    names[FILE] = say("A file")
    ways = {TEN: _ten, BLANK: _blank, EARLIER: _earlier, FILE: _upload}
    ways[coded.segments(say("Start from"), names, "start", wrap=True)](work)


def _ten(work: Workspace) -> None:
    parts.note(
        say("Choose five to seven: few enough to remember, enough to cover what matters. You can "
            "rename each of them later, and add your own.")
    )  # fmt: skip
    left, right = st.columns(2, gap="large")
    half = (len(SUGGESTIONS) + 1) // 2
    chosen = [
        item.code
        for at, item in enumerate(SUGGESTIONS)
        if _offered(item, left if at < half else right)
    ]
    st.html(f'<p class="sp-line"><b>{safe_html(drafts.counted(len(chosen)))}</b></p>')
    if st.button(say("Start with these"), key="vision-ten-go", disabled=not chosen):
        figures = expressions(work.view.holdings.indicators)
        draft = drafts.from_suggestions(_anew(work), chosen, figures)
        open_draft(draft)


def _offered(item: Suggestion, column: st.delta_generator.DeltaGenerator) -> bool:
    with column:
        picked = st.checkbox(say(item.name), item.code in _USUAL, key=f"vision-ten-{item.code}")
        st.html(
            f'<p class="sp-offered">{safe_html(say(item.why))}'
            f"<small>{safe_html(drafts.nearest(item))}</small></p>"
        )
    return bool(picked)


def _anew(work: Workspace) -> drafts.Draft:
    """Return a draft without outcomes."""
    title = say("A shared vision for {place}", place=work.place.name)[:120]
    blank = Vision(title=title)
    return drafts.opened_from(work.place.place_id, newest(work), blank)


def _blank(work: Workspace) -> None:
    parts.note(say("You name every outcome yourselves. What serves it and how need shows comes "
                   "after."))  # fmt: skip
    if st.button(say("Start with a blank page"), key="vision-blank-go"):
        open_draft(_anew(work))


def _earlier(work: Workspace) -> None:
    saved = work.view.holdings.visions
    names = {str(one.version): f"{brief(one)}: {one.title}" for one in reversed(saved)}
    told = st.selectbox(say("Which version?"), list(names), format_func=names.__getitem__,
                        key="vision-earlier")  # fmt: skip
    if st.button(say("Start with a copy of it"), key="vision-earlier-go"):
        body = next(one for one in saved if str(one.version) == told)
        open_draft(drafts.opened_from(work.place.place_id, newest(work), body))


def _upload(work: Workspace) -> None:
    epoch = session.epoch("vision-file")
    given = st.file_uploader(
        say("Choose a vision file (CSV or Excel)"), ["csv", "xlsx"], key=f"vision-file-{epoch}"
    )
    if given is None or not st.button(say("Read this file")):
        return
    try:
        read = workflow.read_vision(given.name, given.getvalue())
    except SharedGroundError as error:
        _say_faults(error)
        return
    session.renew("vision-file")
    session.say_next(
        say("We read {n} outcomes from {file}. Look at them, then save.",
            n=len(read.outcomes), file=given.name)
    )  # fmt: skip
    open_draft(drafts.opened_from(work.place.place_id, newest(work), read))


def _say_faults(error: SharedGroundError) -> None:
    """Say what is wrong with a vision file, row by row."""
    faults = error.details.get("faults") or ()
    if not isinstance(faults, tuple) or not faults:
        st.warning(plain_markdown(error.message))
        return
    parts.heading(say("This file was not used. {n} rows need a change.", n=len(faults)), level=3)
    lines = [
        say("Row {row}, {column}: {reason} {fix}", row=f.row, column=f.column, reason=f.reason,
            fix=f.fix)
        for f in faults
    ]  # fmt: skip
    st.html("<ul>" + "".join(f"<li>{parts.safe_html(line)}</li>" for line in lines) + "</ul>")
