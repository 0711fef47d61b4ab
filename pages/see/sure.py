"""See how sure the ranking is: by other weights, counted in other ways, with moved figures."""

import streamlit as st

from components import frame, rooms, session
from components.gaps import empty
from components.sure import choose, noise, show, why
from sharedground import access
from sharedground.words import say

work = session.current()
access.require(access.Role.READER)


def body() -> None:
    asked = choose.choose(work)
    if not asked.sure.places:
        empty.no_need(asked.found.outcomes)
        return
    show.weights_tried(work, asked)
    st.space("small")
    show.other_ways(work, asked)
    st.space("small")
    noise.noise(asked)
    why.method(work, asked)


with frame.page(
    say("How sure are we?"),
    say("Some areas come out the same however it is counted. Others could go either way."),
    place=work.place,
):
    if empty.ready(work):
        with rooms.among("how-sure"):
            body()
