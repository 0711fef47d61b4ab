"""See where every figure comes from, and what is not stated."""

import streamlit as st

from components import along, cached, frame, parts, session
from components.about import (
    area_sets,
    carry,
    directions,
    missing,
    own_look,
    story,
    street_maps,
    surveyed,
    versions,
)
from components.about import sources as source_list
from components.session import Workspace
from components.take import exports, templates, whole
from sharedground import access
from sharedground.access import Role
from sharedground.store import loading
from sharedground.words import say


def _message() -> None:
    message = session.take_message()
    if message:
        st.success(frame.plain_markdown(message))


def _sources(work: Workspace) -> None:
    sources = work.view.holdings.sources
    if not sources:
        parts.empty_state(
            say("No lists yet"),
            say("Nobody has added a list to this place, so there is nothing to show or to check."),
            [("add-data", say("Add the first list"))],
        )
        return
    source_list.heading(sources)
    estimated = set(work.view.holdings.estimates["source_id"])
    source_list.draw(sources, work.role, estimated)
    source_list.built_in(work.view)


def _take(work: Workspace) -> None:
    """Draw what can be taken away: for officers also sheets to fill in and the whole place."""
    if work.view.holdings.sources:
        st.space("small")
        exports.draw(work)
    if work.role.may(Role.OFFICER):
        st.space("small")
        templates.draw(work)
        st.space("small")
        whole.draw_pack(work)


def _body(work: Workspace) -> None:
    if work.place.fictional:
        story.made_up()
    _sources(work)
    st.space("small")
    if len(work.view.areas):
        labels = cached.area_labels(work.view)
        missing.draw(missing.missing_of(work.view, labels), work.role)
    along.described(work)
    if work.role.may(Role.OFFICER):
        st.space("small")
        source_list.desk(work)
        versions.taken_away(work)
        own_look.draw()
    area_sets.draw(work)
    if work.role.may(Role.OFFICER):
        carry.draw(work)
        directions.draw(work)
        surveyed.draw(work)
    _take(work)
    st.space("small")
    if work.role.may(Role.OFFICER):
        street_maps.draw(work)
    st.space("small")
    story.methods(work.place)
    if work.role.may(Role.OFFICER):
        st.space("small")
        story.history(loading.journal_of(work.engine, work.place.place_id))


session.begin()
access.require(Role.READER)
work = session.current()
with frame.page(
    say("Where the numbers come from"),
    say("Every list we were given, with its source, date and licence."),
    place=work.place,
):
    _message()
    _body(work)
