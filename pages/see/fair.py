"""Compare what is in reach of people with much need and with little, and who covers whom."""

import streamlit as st

from components import frame, rooms, session
from components.fair import clusters, controls, covering, reached
from components.gaps import empty
from sharedground import access
from sharedground.words import say

work = session.current()
access.require(access.Role.READER)


def body() -> None:
    asked = controls.choose(work)
    reached.by_tenth(work, asked)
    st.space("small")
    reached.as_a_curve(work, asked)
    st.space("small")
    covering.by_partner(work, asked)
    st.space("small")
    clusters.where(work, asked)


with frame.page(
    say("Who is reached?"),
    say("Compare what is in reach of people with much need and with little."),
    place=work.place,
):
    if empty.ready(work):
        with rooms.among("fair"):
            body()
