"""See where places and needs match well, and where they do not."""

import streamlit as st

from components import frame, rooms, session
from components.gaps import controls, differ, empty, outcomes, said, why
from components.gaps import story as gap_story
from sharedground import access
from sharedground.words import say

work = session.current()
access.require(access.Role.READER)


def body() -> None:
    chosen = controls.choose(work)
    if chosen.whose.heard:
        differ.where(work, chosen)
        return
    gap_story.what_serves(work, chosen)
    st.space("xsmall")
    left, right = st.columns([7, 5], gap="large")
    with left:
        if empty.any_need(chosen):
            gap_story.enough(chosen)
            gap_story.may_need_more(work, chosen)
    with right:
        gap_story.on_a_map(work, chosen)
    gap_story.table(work, chosen)
    said.boundary(work, chosen)
    st.space("small")
    outcomes.outcome_by_outcome(work, chosen)
    st.space("small")
    outcomes.what_is_left(chosen)
    st.space("small")
    said.missing(work, chosen)
    why.why_this_number(work, chosen)


with frame.page(
    say("Strengths and gaps"),
    say("For each area we compare what is within reach with how much people there may need."),
    place=work.place,
):
    if empty.ready(work):
        with rooms.among("gaps"):
            body()
