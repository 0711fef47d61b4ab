"""Agree what matters most here, and how we would see it."""

import streamlit as st

from components import frame, parts, rooms, session, weighed
from components.session import Workspace
from components.vision import begin, flow, form, show, state
from sharedground import access
from sharedground.access import Role
from sharedground.words import say


def _message() -> None:
    message = session.take_message()
    if message:
        st.success(frame.plain_markdown(message))


def _body(work: Workspace) -> None:
    weighed.other(work)
    show.head(work.vision, work.place)
    draft = session.draft(work.place.place_id)
    if draft is not None and work.role.may(Role.PARTICIPANT):
        st.space("small")
        form.form(work, draft)
        return
    state.draw(work)
    st.space("small")
    if work.vision.outcomes:
        show.weights(work.vision, work.view)
    else:
        parts.empty_state(
            say("No outcomes yet"),
            say("An outcome is something people here want to be true. Add the first together."),
        )
    begin.draw(work)
    if work.vision.outcomes:
        st.space("medium")
        show.what_serves_what(work.vision, work.view)
        st.space("medium")
        flow.draw(work.vision, work.view)
        show.other_lists(work.vision)


session.begin()
access.require(Role.READER)
work = session.current()
with (
    frame.page(
        say("What matters most to us"),
        say("What we want to be true here, how much each part counts, and what serves it."),
        place=work.place,
    ),
    rooms.among("vision"),
):
    _message()
    _body(work)
