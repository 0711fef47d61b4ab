"""What was just said of a place, with a way to take it back at once."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from components import session
from components.frame import plain_markdown
from components.session import Workspace
from sharedground.store import edits
from sharedground.words import say

_LAST = "last-check"


def done(work: Workspace, message: str, edit_ids: Sequence[str]) -> None:
    """Load the page again, with a message and an offer to take these edits back."""
    session.remember(_LAST, (work.place.place_id, message, list(edit_ids)) if edit_ids else None)
    if not edit_ids:
        session.say_next(message)
    st.rerun()


def draw(work: Workspace) -> None:
    """Draw what was said last in this place; it stays until something else is said."""
    place_id, message, edit_ids = session.remembered(_LAST) or ("", "", [])
    if not edit_ids or place_id != work.place.place_id:
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        st.success(plain_markdown(message))
        back = st.button(say("Take that back"), icon=":material/undo:", key="undo-last")
    if back:
        engine, place_id = session.writable(work)
        session.remember(_LAST, None)
        edits.undo_edits(engine, place_id, edit_ids)
        session.say_next(say("Taken back: it is as it was before."))
        st.rerun()
