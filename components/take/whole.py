"""The whole place in one file: packed on one page, opened on another."""

from __future__ import annotations

import streamlit as st

from components import cached, parts, session
from components.frame import plain_markdown
from components.parts import safe_html
from components.session import Workspace
from sharedground.access import Role, acting_as, current, require
from sharedground.errors import SharedGroundError
from sharedground.exports import slug
from sharedground.partnership.pack import MEDIA_TYPE, Unpacked, pack, unpack
from sharedground.store import database
from sharedground.words import say

FILE = "partnership-file"


def draw_pack(work: Workspace) -> None:
    """Let officers take the whole place in one file."""
    require(Role.OFFICER)
    actor = current()
    parts.heading(
        say("The whole place in one file"),
        say("Another partnership, or another computer, opens it with every figure the same. It "
            "is for officers only: it holds true positions and contacts."),
    )  # fmt: skip
    whole = st.checkbox(
        say("Also the files as they came, contacts of people and who did what"),
        help=say("A copy to keep safe. Do not share it."), key="pack-whole",
    )  # fmt: skip

    def made() -> bytes:
        with acting_as(actor):
            return pack(work.engine, work.place.place_id, whole=whole).content

    ending = "whole-copy" if whole else "partnership"
    st.download_button(
        say("Download the partnership file"), made,
        file_name=f"{slug(work.place.name)}-{ending}.zip", mime=MEDIA_TYPE,
        icon=":material/download:", on_click="ignore", key=f"pack-{ending}",
    )  # fmt: skip


def draw_open() -> None:
    """Let officers open a partnership file as a place of its own."""
    require(Role.OFFICER)
    asked = st.checkbox(
        say("Open a partnership file instead"), key=f"{FILE}-asked-{session.epoch(FILE)}",
        help=say("A ZIP with a whole place, from the page About the data."),
    )  # fmt: skip
    if not asked:
        return
    chosen = st.file_uploader(say("Choose the partnership file"), type=["zip"],
                              key=f"{FILE}-{session.epoch(FILE)}")  # fmt: skip
    name = st.text_input(
        say("Another name for the place, if it is here already"), max_chars=80,
        key=f"{FILE}-name-{session.epoch(FILE)}",
    )  # fmt: skip
    if chosen is None or not st.button(say("Open it as a new place"), key=f"{FILE}-open"):
        return
    try:
        with st.spinner(say("Checking every file and working out every figure.")):
            store = cached.engine(database.default_url())
            opened = unpack(store, chosen.name, chosen.getvalue(), name=name)
    except SharedGroundError as refused:
        _say_refused(refused)
        return
    session.choose_place(opened.place.place_id)
    session.renew(FILE)
    session.say_next(_in_words(opened))
    st.rerun()


def _say_refused(refused: SharedGroundError) -> None:
    st.error(plain_markdown(refused.message))
    faults = refused.details.get("faults", ())
    listed = list(faults) if isinstance(faults, tuple) else []
    if len(listed) > 1:
        items = "".join(f"<li>{safe_html(fault.reason)}</li>" for fault in listed[:60])
        st.html(f'<ul class="sp-missing">{items}</ul>')


def _in_words(opened: Unpacked) -> str:
    ready = say("{name} is ready.", name=opened.place.name)
    if not opened.same:
        return ready + " " + say(
            "The figures worked out here are not the same as in the file. It may have been made "
            "by another version of Shared Ground."
        )  # fmt: skip
    if opened.figures:
        return ready + " " + say("Every figure is the same as where it came from.")
    return ready
