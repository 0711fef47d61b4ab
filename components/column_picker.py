"""Which column was taken for what, and why; any of it can be changed in place."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import streamlit as st

from components import parts
from components.parts import safe_html
from components.upload_draft import Waiting, with_column
from sharedground.intake.headings import FIELDS, said
from sharedground.model.place import Kind
from sharedground.model.report import Report
from sharedground.words import say

ASKED: Final[dict[Kind, tuple[str, ...]]] = {
    Kind.AREAS: ("area_code", "area_name"),
    Kind.POPULATION: ("area_code", "people"),
    Kind.INDICATORS: ("area_code",),
    Kind.LOOKUP: ("area_code",),
    Kind.POSTCODES: ("postcode", "lon", "lat"),
    Kind.PARTNERS: ("name", "partner_kind"),
    Kind.ASSETS: ("name", "category", "organization", "address", "postcode", "lon", "lat"),
}
"""Fields that are asked for even when no column was found for them."""

NONE: Final = ""


def draw(waiting: Waiting, report: Report | None, key: str) -> Waiting:
    """Draw a choice of column for each field; return the upload with what was chosen.

    Parameters
    ----------
    report
        Of the sheet that is looked at; None when nothing could be used.
    """
    found = dict(report.columns if report else waiting.options.columns)
    why = report.why if report else {}
    fields = fields_to_show(waiting.kind, found)
    left, right = st.columns(2, gap="large")
    half = -(-len(fields) // 2)
    for number, field in enumerate(fields):
        with left if number < half else right:
            waiting = _field(waiting, field, found.get(field, NONE), why.get(field, ""), key)
    waiting = _one_more(waiting, fields, key)
    if report and report.unused:
        parts.note(", ".join(report.unused), say("Kept with each row, but not used:"))
    return waiting


def fields_to_show(kind: Kind, found: dict[str, str]) -> list[str]:
    """Return the fields asked for first, then the others that have a column."""
    known = {field.name for field in FIELDS.get(kind, ())}
    asked = [name for name in ASKED[kind] if name in known or name in found]
    return [*asked, *(name for name in found if name not in asked)]


def name_of(field: str) -> str:
    """Return a field's name for a label: "Postcode", "UPRN"."""
    words = say(said(field))
    return words[:1].upper() + words[1:]


def _field(waiting: Waiting, field: str, now: str, why: str, key: str) -> Waiting:
    headings = waiting.headings()
    options = [NONE, *headings] if now in (NONE, *headings) else [NONE, now, *headings]
    known = any(each.name == field for each in FIELDS.get(waiting.kind, ()))
    # The key holds the present choice, so that a new reading starts the widget anew.
    chosen = st.selectbox(
        name_of(field), options, index=options.index(now), format_func=_heading_words,
        key=f"{key}-column-{field}-{now}", disabled=not known,
    )  # fmt: skip
    st.html(f'<p class="sp-hint">{safe_html(why or say("No column was found for it."))}</p>')
    return with_column(waiting, field, chosen) if chosen != now else waiting


def _heading_words(heading: str) -> str:
    return heading or say("Not in this file")


def _one_more(waiting: Waiting, shown: Sequence[str], key: str) -> Waiting:
    """Let a person say what one more column holds."""
    others = [each.name for each in FIELDS.get(waiting.kind, ()) if each.name not in shown]
    if not others:
        return waiting
    with st.expander(say("The file holds more that we did not find")):
        field = st.selectbox(
            say("What is in the file?"), others, format_func=name_of, key=f"{key}-more-field"
        )
        heading = st.selectbox(
            say("In which column?"), waiting.headings(), index=None,
            placeholder=say("Choose a column"), key=f"{key}-more-heading-{field}",
        )  # fmt: skip
        if st.button(say("Use this column"), key=f"{key}-more-go", disabled=heading is None):
            return with_column(waiting, field, str(heading))
    return waiting
