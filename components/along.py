"""The street network on a page: what it is, and which areas it does not reach."""

from __future__ import annotations

import streamlit as st

from components import cached, coded, parts, plain_table
from components.session import Workspace
from sharedground import along_streets
from sharedground.along_streets import WHY, Covered
from sharedground.model.category import BY_CODE, OTHER
from sharedground.words import decimal, say, say_many

SHOWN = 200
"""Places that are named at most."""


def ask(work: Workspace) -> bool:
    """Ask whether to walk along the streets; False where the place has no network."""
    if work.view.holdings.street_network is None:
        return False
    return coded.switch(
        say("Along streets"), "streets",
        help=say("Ways on foot follow the streets that are loaded, instead of straight lines."),
    )  # fmt: skip


def covered(work: Workspace) -> None:
    """Say how far the streets reach, with the areas that are no data for it."""
    found = cached.covered(work.view)
    told = [along_streets.covered_in_words(found), along_streets.missed_assets_in_words(found)]
    parts.note(" ".join(filter(None, told)), say("Along streets:"))
    missed(work, found)


def missed(work: Workspace, found: Covered) -> None:
    """Draw the areas and the places that the streets do not reach, each with why."""
    if len(found.missed):
        label = say_many("The area that it does not reach", "The {n} areas that it does not reach",
                         len(found.missed))  # fmt: skip
        with st.expander(label):
            plain_table.draw([say("Area"), say("People"), say("Why")], areas_of(work, found), label)
    if len(found.missed_assets):
        label = say_many("The place that is not on it", "The {n} places that are not on it",
                         len(found.missed_assets))  # fmt: skip
        with st.expander(label):
            plain_table.draw([say("Place"), say("Kind"), say("Why")], places_of(work, found), label)


def areas_of(work: Workspace, found: Covered) -> list[list[object]]:
    """Return a row for each area that the streets do not reach."""
    labels = cached.area_labels(work.view).set_index("area_code")["label"]
    return [
        [labels.get(row.area_code, row.area_name),
         say("No data") if row.people != row.people else decimal(row.people), say(WHY[row.why])]
        for row in found.missed.itertuples()
    ]  # fmt: skip


def places_of(work: Workspace, found: Covered) -> list[list[object]]:
    """Return a row for each place that the streets do not reach; of very many the first."""
    names = work.view.assets.set_index("asset_id")["name"]
    return [
        [names.get(row.asset_id, ""), say(BY_CODE.get(row.category, BY_CODE[OTHER]).name),
         say(WHY[row.why])]
        for row in found.missed_assets.head(SHOWN).itertuples()
    ]  # fmt: skip


def described(work: Workspace) -> None:
    """Draw what network the place has: how much, how far it is joined, where it comes from."""
    if work.view.holdings.street_network is None:
        return
    told, found = along_streets.described(work.view.holdings), cached.covered(work.view)
    parts.heading(
        say("The streets people walk along"),
        along_streets.in_words(told.nodes, told.stretches, told.metres, told.joined),
    )
    name = told.source.title or told.source.file_name
    date = told.source.date or say("not stated")
    parts.note(
        " ".join([
            along_streets.covered_in_words(found), along_streets.missed_assets_in_words(found),
            say("It is from {name}. Date of the data: {date}.", name=name, date=date),
        ])
    )  # fmt: skip
    missed(work, found)
    st.space("small")
