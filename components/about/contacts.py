"""Who sees the contacts of one list, and what of it is kept for officers."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from components import menu, parts, plain_table, session
from components.session import Workspace
from components.upload.personal import REASONS, SHOWN
from sharedground.access import Role, require
from sharedground.intake.personal import CLEARED
from sharedground.model.place import Kind, Source
from sharedground.store.versions import publish_contacts
from sharedground.words import say, say_many

HOLDS = (Kind.ASSETS, Kind.PARTNERS)


def draw(work: Workspace, source: Source) -> None:
    """Let officers show the contacts of a list's organisations to everyone, or hide them again."""
    require(Role.OFFICER)
    if source.kind not in HOLDS:
        return
    things = of_list(work, source)
    told = contacts_in(things)
    apart = people_of(work, source)
    sensitive = int(things.get("sensitive", pd.Series(dtype=bool)).astype(bool).sum())
    if not told and apart.empty and not sensitive:
        return
    st.space("small")
    parts.heading(say("Contacts and sensitive places"), level=3)
    if told:
        _publish(work, source, told)
    if sensitive:
        parts.note(
            say_many(
                "{n} place of this list is sensitive: everyone but officers sees it as a square of "
                "1 km.",
                "{n} places of this list are sensitive: everyone but officers sees them as squares "
                "of 1 km.", sensitive,
            )
        )  # fmt: skip
        menu.link("check", say("Change a place"))
    if len(apart):
        _apart(apart)


def of_list(work: Workspace, source: Source) -> pd.DataFrame:
    """Return the assets or partners that a list brings first."""
    held = work.view.holdings
    things = held.assets if source.kind is Kind.ASSETS else held.partners
    return things[things["source_id"] == source.source_id]


def contacts_in(things: pd.DataFrame) -> int:
    """Return how many numbers and mails of organisations there are, each counted once."""
    return len({str(value) for name in ("email", "phone") for value in things[name] if value})


def people_of(work: Workspace, source: Source) -> pd.DataFrame:
    """Return the contacts of people that a list brought."""
    contacts = work.view.holdings.contacts
    mine = contacts["source_id"] == source.source_id
    return contacts[mine & (contacts["why"] != CLEARED)].reset_index(drop=True)


def _publish(work: Workspace, source: Source, told: int) -> None:
    wanted = st.checkbox(
        say_many("Everyone sees the contact of the organisation in this list",
                 "Everyone sees the {n} contacts of organisations in this list", told),
        source.publish_contacts, key=f"publish-{source.source_id}-{work.place.revision}",
        help=say("Contacts of people stay with officers in any case."),
    )  # fmt: skip
    if wanted != source.publish_contacts:
        engine, place_id = session.writable(work)
        publish_contacts(engine, place_id, source.source_id, publish=wanted)
        session.say_next(
            say("Everyone sees the contacts of this list now.")
            if wanted
            else say("Only officers see the contacts of this list now.")
        )
        st.rerun()


def _apart(apart: pd.DataFrame) -> None:
    label = say_many(
        "See the contact of a person that only officers see",
        "See the {n} contacts of people that only officers see", len(apart),
    )  # fmt: skip
    with st.expander(label, type="compact"):
        rows = [
            [str(one.value), say("row {n}", n=str(one.row_number)),
             say(REASONS.get(str(one.why), ""))]
            for one in apart.head(SHOWN).itertuples()
        ]  # fmt: skip
        heads = [say("Kept for officers"), say("Where"), say("Why")]
        plain_table.draw(heads, rows, say("Contacts of people"))
        if len(apart) > SHOWN:
            parts.note(
                say("The first {n} are shown. An export for officers has all of them.", n=SHOWN)
            )
