"""What a reader chose of who is reached: the whole vision, an outcome, or a kind of place."""

from __future__ import annotations

import streamlit as st

from components import cached, coded, counted
from components.session import Workspace
from sharedground.analysis.assessment import ALL
from sharedground.analysis.by_kind import vision_of_kinds
from sharedground.fair import Fair
from sharedground.words import say

_KINDS = "kinds"


def choose(work: Workspace) -> Fair:
    """Draw the choices above the charts and return the answer to what was chosen."""
    with (
        st.container(key="filters"),
        st.container(horizontal=True, vertical_alignment="bottom"),
    ):
        names = {"outcomes": say("Outcomes"), _KINDS: say("Kinds of place")}
        kinds = _kinds(work)
        by_kind = bool(kinds) and coded.segments(say("Look at"), names, "by") == _KINDS
        if by_kind:
            asked = coded.select(say("Kind of place"), kinds, "kind", width=320)
        else:
            asked = coded.select(say("Outcome"), _outcomes(work), "outcome", width=320)
        counting = counted.choose(work)
    counted.said(work, counting)
    with st.spinner(say("Adding up who is reached.")):
        return cached.fair_of(work.view, work.vision, counting, asked, kind=by_kind)


def _outcomes(work: Workspace) -> dict[str, str]:
    return {ALL: say("All outcomes")} | {one.code: one.name for one in work.vision.outcomes}


def _kinds(work: Workspace) -> dict[str, str]:
    """Return the kinds that serve the vision and of which a place is on the map, by name."""
    placed = work.view.located[["lon", "lat"]].notna().all(axis=1)
    there = set(work.view.located.loc[placed, "category"])
    kinds = [one for one in vision_of_kinds(work.vision).outcomes if one.code in there]
    return {one.code: one.name for one in sorted(kinds, key=lambda one: one.name)}
