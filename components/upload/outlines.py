"""What new outlines are for a place: its first areas, further ones, or the same ones drawn anew."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import streamlit as st

from components import parts
from components.session import Workspace
from components.upload.draft import Waiting
from sharedground.model.place import AreaSet, Kind, Level
from sharedground.words import later, say, say_many
from sharedground.workflow import Preview

BESIDE: Final = ""
FIRST_YEAR, LAST_YEAR = 1800, 2100

LEVELS: Final[dict[Level, str]] = {
    Level.SMALL: later("Small areas, such as LSOAs, data zones or tracts"),
    Level.NEIGHBOURHOOD: later("Neighbourhoods, such as MSOAs"),
    Level.WARD: later("Wards"),
    Level.LOCALITY: later("Localities"),
    Level.DISTRICT: later("Council areas"),
    Level.OTHER: later("Something else"),
}
"""How large areas are, in words, from the smallest."""


@dataclass(frozen=True)
class Outlines:
    """What a person said of outlines.

    Parameters
    ----------
    preview
        The upload, with the set that it renews.
    ready
        Whether all that must be known has been said.
    beside, replace
        As in `workflow.keep`.
    described
        What the areas are called, how large they are and of which year.
    """

    preview: Preview
    ready: bool = True
    beside: bool = False
    replace: bool = False
    described: AreaSet | None = None


def ask(work: Workspace, waiting: Waiting, preview: Preview, key: str) -> Outlines:
    """Ask what outlines are for; nothing is asked of other kinds of file."""
    if waiting.kind is not Kind.AREAS:
        return Outlines(preview)
    held = work.view.holdings
    sets = [one for one in (held.main_set, *(each.about for each in held.other_sets)) if one]
    sets = [one for one in sets if one.areas]
    same = preview.raw.sha256
    again = any(one.kind is Kind.AREAS and one.sha256 == same for one in held.sources)
    told = Outlines(preview)
    if sets and not again:
        told = _which(preview, sets, key)
    if again or not told.ready:
        return told
    return replace(told, described=described(preview.area_set, key))


def _which(preview: Preview, sets: list[AreaSet], key: str) -> Outlines:
    """Ask whether outlines stand beside those there are, or take the place of some."""
    main = sets[0]
    words = {BESIDE: say("Further areas, beside those that are here. The sums stay with {name}.",
                         name=main.name)}  # fmt: skip
    for one in sets:
        words[one.set_id] = say_many(
            "They take the place of {name} ({n} area).",
            "They take the place of {name} ({n} areas).", one.areas, name=one.name,
        )  # fmt: skip
    st.space("small")
    chosen = st.radio(
        say("This place has areas already. What are the new ones?"), list(words), index=None,
        format_func=words.__getitem__, key=f"{key}-outlines",
    )  # fmt: skip
    if chosen is None:
        return Outlines(preview, ready=False)
    if chosen == BESIDE:
        parts.note(
            say("Each way of cutting the place keeps its own figures. You can choose later which "
                "one the sums are for.")
        )  # fmt: skip
        return Outlines(preview, beside=True)
    parts.note(
        say("Figures and names stay where the codes are the same. The old outlines go, and can be "
            "brought back.")
    )  # fmt: skip
    of_set = next(one for one in sets if one.set_id == chosen)
    return Outlines(replace(preview, area_set=of_set), replace=True)


def described(found: AreaSet, key: str) -> AreaSet:
    """Ask what areas are called, how large they are and of which year; say what the file tells."""
    name_at, level_at, year_at = st.columns([5, 5, 2], gap="medium")
    with name_at:
        name = st.text_input(
            say("What are these areas called?"), found.name, max_chars=80, key=f"{key}-set-name"
        )
    with level_at:
        level = st.selectbox(
            say("How large are they?"), list(LEVELS), index=list(LEVELS).index(found.level),
            format_func=lambda one: say(LEVELS[one]), key=f"{key}-set-level",
        )  # fmt: skip
    with year_at:
        year = st.number_input(
            say("Year of their bounds"), FIRST_YEAR, LAST_YEAR, found.vintage, format="%d",
            placeholder=say("not known"), key=f"{key}-set-year",
        )  # fmt: skip
    return found.model_copy(
        update={"name": name.strip() or found.name, "level": level, "vintage": year}
    )
