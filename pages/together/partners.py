"""See who is involved, what they bring, and what it serves."""

import streamlit as st

from components import frame, parts, session, weighed
from components.partners import facts, listing
from components.session import Workspace
from sharedground import access
from sharedground.access import Role
from sharedground.words import say


def _nobody(others: list[tuple[str, int]], nobody: int) -> None:
    parts.empty_state(
        say("No partners yet"),
        say("Partners are the organisations that work for this place. Add a list of their names."),
        [("add-data", say("Add a list of partners"))],
    )
    st.space("medium")
    listing.not_yet(others, nobody)


def _body(work: Workspace) -> None:
    table = facts.facts(work.view, work.vision)
    others = facts.not_yet_partners(work.view)
    nobody = facts.without_provider(work.view)
    outcomes = [outcome.name for outcome in work.vision.outcomes]
    if table.empty:
        _nobody(others, nobody)
        return
    weighed.draw(work, weighs=False)
    row = listing.chosen(table)
    if row is not None:
        listing.detail(row, work, outcomes)
        return
    listing.figures(table, work.view, len(others))
    st.space("small")
    left, right = st.columns([7, 5], gap="large")
    with left:
        parts.heading(listing.finding(table, len(outcomes)))
        listing.listing(table, outcomes)
    with right:
        listing.not_yet(others, nobody)
        listing.sources(work.view.holdings.sources)
    st.space("medium")
    listing.together(facts.by_outcome(work.view, work.vision, table))


session.begin()
access.require(Role.READER)
work = session.current()
with frame.page(
    say("Who is involved"),
    say("The partners here, the places they run, and what those places serve."),
    place=work.place,
):
    _body(work)
