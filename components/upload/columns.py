"""Which column was taken for what, and why; any of it can be changed in place."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import streamlit as st

from components import parts
from components.parts import safe_html
from components.upload.draft import Waiting, with_column
from sharedground.intake.headings import FIELDS, said
from sharedground.model.place import Kind
from sharedground.model.report import Report
from sharedground.words import later, say

ASKED: Final[dict[Kind, tuple[str, ...]]] = {
    Kind.AREAS: ("area_code", "area_name"),
    Kind.POPULATION: ("area_code", "people"),
    Kind.INDICATORS: ("area_code",),
    Kind.LOOKUP: ("area_code",),
    Kind.POSTCODES: ("postcode", "lon", "lat"),
    Kind.PARTNERS: ("name", "partner_kind"),
    Kind.ASSETS: ("name", "category", "organization", "address", "postcode", "lon", "lat"),
    Kind.BACKGROUND: ("feature_class", "name"),
    Kind.STREETS: ("u", "v", "length_m", "node", "lon", "lat"),
}
"""Fields that are asked for even when no column was found for them."""

NAMES: Final[dict[str, str]] = {
    "identifier_local": later("number or code in this list"),
    "identifier_charity": later("charity number"),
    "identifier_company": later("company number"),
    "identifier_org": later("organisation identifier"),
    "address_number": later("house number"),
    "address_street": later("street"),
    "city": later("town"),
    "contact": later("phone or e-mail"),
    "eligibility": later("who it is for"),
    "category": later("kind of place"),
    "organization": later("who runs it"),
    "status": later("open or closed"),
    "visibility": later("who may see it"),
}
"""Plainer words than the names that reports and the command line use."""

NONE: Final = ""
ACROSS: Final = 3


def draw(waiting: Waiting, report: Report | None, key: str) -> Waiting:
    """Draw a choice of column for each field; return the upload with what was chosen.

    Parameters
    ----------
    report
        Of the sheet that is looked at; None when nothing could be used.
    """
    found = dict(report.columns if report else waiting.options.columns)
    why = report.why if report else {}
    known = [field.name for field in FIELDS.get(waiting.kind, ())]
    asked = [name for name in ASKED[waiting.kind] if name in known or name in found]
    others = [name for name in found if name in known and name not in asked]
    apart = [heading for name, heading in found.items() if name not in (*asked, *others)]
    waiting = _grid(waiting, asked, found, why, key)
    if apart:
        parts.note(", ".join(apart), say("Each of these columns was read as it is:"))
    rest = [name for name in known if name not in (*asked, *others)]
    with (
        st.container(key="more-columns", gap=None),
        st.expander(more_in_words(others), type="compact"),
    ):
        waiting = _grid(waiting, others, found, why, key)
        waiting = _one_more(waiting, rest, key)
        if report and report.unused:
            parts.note(", ".join(report.unused), say("Kept with each row, but not used:"))
    return waiting


def more_in_words(others: Sequence[str]) -> str:
    """Return the heading of the other columns: what they hold."""
    if not others:
        return say("Use another column")
    return say("Also used: {names}", names=", ".join(say(_words(name)) for name in others))


def _grid(
    waiting: Waiting, fields: Sequence[str], found: dict[str, str], why: dict[str, str], key: str
) -> Waiting:
    """Draw the choices side by side, in rows of three, so that a phone keeps their order."""
    for first in range(0, len(fields), ACROSS):
        places = st.columns(ACROSS, gap="medium")
        for place, field in zip(places, fields[first : first + ACROSS], strict=False):
            with place:
                waiting = _field(waiting, field, found.get(field, NONE), why.get(field, ""), key)
    return waiting


def name_of(field: str) -> str:
    """Return a field's name for a label: "Postcode", "UPRN"."""
    words = say(_words(field))
    return words[:1].upper() + words[1:]


def _words(field: str) -> str:
    return NAMES.get(field, said(field))


def _field(waiting: Waiting, field: str, now: str, why: str, key: str) -> Waiting:
    headings = waiting.headings()
    options = [NONE, *headings] if now in (NONE, *headings) else [NONE, now, *headings]
    # The key holds the present choice, so that a new reading starts the widget anew.
    chosen = st.selectbox(
        name_of(field), options, index=options.index(now), format_func=_heading_words,
        key=f"{key}-column-{field}-{now}",
    )  # fmt: skip
    st.html(f'<p class="sp-hint">{safe_html(why or _why(now))}</p>')
    return with_column(waiting, field, chosen) if chosen != now else waiting


def _why(heading: str) -> str:
    """Return why a column is used, where the file could not be read far enough to say more."""
    if heading:
        return say('You chose the column "{heading}".', heading=heading)
    return say("Choose its column, if the file has one.")


def _heading_words(heading: str) -> str:
    return heading or say("Not in this file")


def _one_more(waiting: Waiting, others: Sequence[str], key: str) -> Waiting:
    """Let a person say what one more column holds."""
    if not others:
        return waiting
    left, middle, right = st.columns(ACROSS, gap="medium", vertical_alignment="bottom")
    with left:
        field = st.selectbox(
            say("The file also holds"), others, format_func=name_of, key=f"{key}-more-field"
        )
    with middle:
        heading = st.selectbox(
            say("In the column"), waiting.headings(), index=None,
            placeholder=say("Choose a column"), key=f"{key}-more-heading-{field}",
        )  # fmt: skip
    with right:
        if st.button(say("Use this column"), key=f"{key}-more-go", disabled=heading is None):
            return with_column(waiting, field, str(heading))
    return waiting
