"""Ask the room, live: people answer on their phones."""

import streamlit as st

from components import frame, parts, rooms, session
from components.agree import choose, closed, screen, start
from sharedground import access
from sharedground.access import Role
from sharedground.words import say

work = session.current()
access.require(Role.READER)


def body() -> None:
    asked = choose.of_address(work) or choose.latest_open(work)
    if asked is not None and asked.is_open:
        screen.draw(work, asked)
    elif asked is not None:
        closed.draw(work, asked)
    elif not work.view.holdings.rounds and not work.role.may(Role.FACILITATOR):
        parts.empty_state(
            say("The room has not been asked yet"),
            say("A facilitator starts a round; then everybody in the room answers by phone."),
        )
    if asked is not None:
        st.space("medium")
    if work.role.may(Role.FACILITATOR) and (asked is None or not asked.is_open):
        start.form(work)
        st.space("medium")
    start.others(work, asked)


with (
    frame.page(
        say("Ask the room"),
        say("People answer on their phones. You see who has answered, and later what they said."),
        place=work.place,
    ),
    rooms.among("live"),
):
    body()
