"""What people say is missing, beside the figures."""

from __future__ import annotations

import streamlit as st

from components import cached, lacking
from components.gaps.controls import Chosen
from components.parts import note
from components.session import Workspace
from sharedground.analysis import story
from sharedground.words import say, say_many


def boundary(work: Workspace, chosen: Chosen) -> None:
    """Say which areas lie near the boundary, and whose people from beyond it are counted."""
    name, areas = cached.around(work.view)
    if areas:
        note(
            say_many("People of {n} area around this place are counted among those who share its "
                     "places ({name}).",
                     "People of {n} areas around this place are counted among those who share its "
                     "places ({name}).", areas, name=name),
            say("Beyond the boundary:"),
        )  # fmt: skip
    edge = story.edge_sentence(chosen.small)
    if edge:
        note(edge, say("Near the boundary:"))


def missing(work: Workspace, chosen: Chosen) -> None:
    """Draw what people say is missing; with one outcome chosen, only what would serve it."""
    found = lacking.found(work)
    under = say("People who live or work here told us. It is in none of the figures above.")
    if chosen.name:
        outcome = next(one for one in chosen.found.vision.outcomes if one.code == chosen.outcome)
        serving = {one.category for one in outcome.served_by if float(one.strength) > 0}
        found = found[found["category"].isin(serving)]
        under = say("It would serve {outcome}. It is in none of the figures above.",
                    outcome=chosen.name)  # fmt: skip
    if len(found):
        lacking.listed(work, found, under, level=2)
        st.space("small")
