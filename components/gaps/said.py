"""What people say is missing, beside the figures."""

from __future__ import annotations

import streamlit as st

from components import lacking
from components.gaps.controls import Chosen
from components.session import Workspace
from sharedground.words import say


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
