"""How the figures are worked out in short, and what was done to the data and when."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from components import parts, plain_table
from components.parts import safe_html
from sharedground.model.place import Place
from sharedground.words import moment, say, significant

SHOWN = 30
"""Lines of history shown at once."""


def methods(place: Place) -> None:
    """Draw how need, access and gap come about, and what to keep in mind."""
    parts.heading(say("How we work the figures out"))
    factor = significant(place.detour_factor)
    terms = [
        (say("Need"), say(
            "For each outcome we line up the areas by its figures of need. An area's need is the "
            "share of people here who live in areas with less of it. It runs from 0 to 1.")),
        (say("What is in reach"), say(
            "Each place is shared among the people who can reach it. Near places count more than "
            "far ones: fully, then 0.68, then 0.22. The method is called E2SFCA (Luo and Qi, "
            "2009). The answer is places for each 1,000 people.")),
        (say("How far people go"), say(
            "We take the straight line times {factor}, because streets bend. That is an "
            "assumption: published values lie between about 1.2 and 1.5. Where a street network "
            "is loaded, ways can follow the streets instead.", factor=factor)),
        (say("Target"), say(
            "Where the vision states no target for an outcome, we take this place's own average. "
            "A target is a choice, not a fact.")),
        (say("Gap"), say(
            "Gap = need × (1 − reach ÷ target), and never below 0. This formula is our own. "
            "High need with little in reach gives a large gap.")),
        (say("Near the edge"), say(
            "Areas near the boundary may be served from outside. Where no places outside were "
            "loaded, we say so.")),
        (say("No data"), say(
            "When a figure or the number of people is missing, we say no data. We never count it "
            "as zero and never guess it.")),
        (say("Not listed"), say("Places that nobody has listed are not counted.")),
    ]  # fmt: skip
    st.html(terms_html(terms))


def terms_html(terms: list[tuple[str, str]]) -> str:
    """Return the HTML of a list of terms and what they mean."""
    items = "".join(
        f"<div><dt>{safe_html(term)}</dt><dd>{safe_html(meaning)}</dd></div>"
        for term, meaning in terms
    )
    return f'<dl class="sp-terms">{items}</dl>'


def made_up() -> None:
    """Say that the demo town and all its data are made up."""
    parts.strong(
        say("This place is made up"),
        [say("There is no such town. Its people, places, partners and figures were made for "
             "trying the app out. Do not use them for anything real.")],
        level=2,
    )  # fmt: skip


def history(journal: pd.DataFrame) -> None:
    """Draw what was done, newest first, by whom and why."""
    parts.heading(say("What was done, and when"), say("Nothing is taken out of this list."))
    rows: list[list[object]] = [
        [
            moment(pd.Timestamp(str(line.at))),
            _what(str(line.action), line.details),
            str(line.actor),
            str(line.reason) or say("not stated"),
        ]
        for line in journal.head(SHOWN).itertuples()
    ]
    headings = [say("When (UTC)"), say("What"), say("Who"), say("Why")]
    plain_table.draw(headings, rows, say("What was done, and when"))
    if len(journal) > SHOWN:
        parts.note(say("And {n} earlier entries.", n=len(journal) - SHOWN))


def _what(action: str, details: object) -> str:
    """Return what was done, with the file it was done with where there is one."""
    told = details if isinstance(details, dict) else {}
    file, done = told.get("file", ""), action_in_words(action)
    if action.startswith("add ") and told.get("former_id"):
        done = say("{done}, as a newer version", done=done)
    return say("{done}: {file}", done=done, file=file) if file else done


def action_in_words(action: str) -> str:
    """Return what a line of the journal means."""
    known = {
        "new place": say("The place was made"),
        "save vision": say("A version of the vision saved"),
        "propose vision": say("A version of the vision proposed"),
        "agree vision": say("A version of the vision agreed"),
        "withdraw vision": say("A version of the vision withdrawn"),
        "settings": say("Settings changed"),
        "describe source": say("Details of a list changed"),
        "add areas": say("Area outlines added"),
        "add population": say("Number of people added"),
        "add indicators": say("Figures of need added"),
        "add lookup": say("Names of wards or neighbourhoods added"),
        "add postcodes": say("Postcodes added"),
        "add partners": say("Partners added"),
        "add assets": say("Places and groups added"),
        "undo upload": say("An upload undone"),
        "use version": say("Another version of a list in use"),
        "take list away": say("A list taken away"),
        "record decision": say("Something decided or promised was recorded"),
        "change decision": say("What was recorded changed"),
        "decision state": say("Said what became of a promise or decision"),
        "take back decision": say("What was recorded taken back"),
        "bring back decision": say("What was taken back is recorded again"),
        "start meeting": say("A meeting began"),
        "change meeting": say("Details of a meeting changed"),
        "end meeting": say("A meeting ended"),
        "save story": say("A story for meetings saved"),
        "delete story": say("A story for meetings deleted"),
        "restore story": say("A story for meetings brought back"),
    }
    return known.get(action, action[:1].upper() + action[1:])
