"""What this place has, what its people need, and where to go next."""

import streamlit as st

from components import frame, parts, session, weighed
from components.check import suggestions
from components.frame import plain_markdown
from components.start import facts, search, steps
from sharedground import access
from sharedground.words import say

work = session.current()
access.require(access.Role.READER)


def hello() -> None:
    message = session.take_message()
    if message:
        st.success(plain_markdown(message))
    suggestions.link_to_waiting(work)
    facts.picker(work)
    weighed.other(work)
    facts.vision(work)
    if len(work.view.areas):
        search.draw(work)
    steps.own_place(work)


left, right = st.columns([7, 5], gap="large")
with (
    left,
    frame.page(
        say("What {place} has, and what its people need", place=work.place.name),
        say(
            "See the places and groups that help people live well, find what is near you, and "
            "work out together what is missing."
        ),
        place=work.place,
    ),
):
    hello()
with right:
    if len(work.view.areas):
        facts.dot_map(work)
    else:
        steps.draw(work)
parts.key_figures(facts.figures(work))
if len(work.view.areas):
    steps.draw(work)
st.space("small")
facts.doors(work)
