"""Figures of other areas than the main ones: what they would be for these, kept only on a yes."""

from __future__ import annotations

import hashlib
from typing import Final

import streamlit as st
from sqlalchemy.engine import Engine

from components import parts, plain_table, session
from components.about.directions import figures_of
from components.frame import plain_markdown
from components.parts import safe_html
from components.session import Workspace
from sharedground import words, workflow_areas
from sharedground.access import Role, require
from sharedground.area_offers import Offer, offers
from sharedground.errors import SharedGroundError
from sharedground.model.place import Kind
from sharedground.words import decimal, say, say_many, significant
from sharedground.workflow_areas import CarryOver

SHOWN: Final = 12
"""Figures that are listed with what they would be."""

TABLES: Final = ["csv", "tsv", "txt", "xlsx", "xls", "ods"]


@st.cache_resource(max_entries=8, show_spinner=False)
def _preview(
    url: str, place_id: str, revision: int, source_id: str, digest: str,  # noqa: ARG001
    language: str,  # noqa: ARG001
    _engine: Engine, _lookup: tuple[str, bytes] | None,
) -> CarryOver:  # fmt: skip
    return workflow_areas.preview_carry_over(_engine, place_id, source_id, lookup=_lookup)


def draw(work: Workspace) -> None:
    """Offer each list that could be carried over to the areas of the sums, and has not been."""
    require(Role.OFFICER)
    found = offers(work.view.holdings)
    if not found:
        return
    st.space("small")
    parts.heading(
        say_many("{n} list is for other areas than the sums", "{n} lists are for other areas than "
                 "the sums", len(found)),
        say("Its figures are shown, but take no part. You can share them out, as an estimate. "
            "People are added up from whole areas only. Nothing is kept before you agree."),
    )  # fmt: skip
    with st.container(key="look-at-carry", gap=None):
        for offer in found:
            name = offer.source.title or offer.source.file_name
            title = say("{list}: from {old} to {new}", list=name, old=offer.old.name,
                        new=offer.new.name)  # fmt: skip
            with st.expander(plain_markdown(title), type="compact"):
                _offer(work, offer)


def _offer(work: Workspace, offer: Offer) -> None:
    key = f"carry-{offer.source.source_id}"
    table = st.file_uploader(
        say("Table of old and new codes, if you have one. Without it, the overlap of the outlines "
            "decides."), type=TABLES, key=f"{key}-lookup",
    )  # fmt: skip
    lookup = (table.name, table.getvalue()) if table else None
    if not lookup and not st.toggle(say("Show what the figures would be"), key=f"{key}-show"):
        return
    try:
        with st.spinner(say("Working out what each area would have.")):
            found = _worked_out(work, offer, lookup)
    except SharedGroundError as error:
        st.warning(plain_markdown(error.message))
        return
    _show(work, found)
    _agree(work, found, key, by_lookup=lookup is not None)


def _worked_out(
    work: Workspace, offer: Offer, lookup: tuple[str, bytes] | None
) -> CarryOver:  # fmt: skip
    url = work.engine.url.render_as_string(hide_password=True)
    digest = hashlib.sha256(lookup[1]).hexdigest() if lookup else ""
    return _preview(
        url, work.place.place_id, work.place.revision, offer.source.source_id, digest,
        words.language(), work.engine, lookup,
    )  # fmt: skip


def _show(work: Workspace, found: CarryOver) -> None:
    """Say what would become of the figures: how many areas have one, and what is an estimate."""
    said = [*found.report.sentences, *(fault.reason for fault in found.report.faults)]
    items = "".join(f"<li>{safe_html(sentence)}</li>" for sentence in said)
    st.html(f'<ul class="sp-missing">{items}</ul>')
    if found.source.kind is Kind.POPULATION:
        return
    values = found.frames["indicator_values"].groupby("indicator_id")["value"]
    low, high = values.min(), values.max()
    carried = [each for each in found.figures if each.areas]
    labels = figures_of(work.view.holdings).set_index("indicator_id")["label"]
    rows: list[list[object]] = [
        [labels[each.indicator_id], each.areas,
         say("{low} to {high}", low=_few(low[each.indicator_id]),
             high=_few(high[each.indicator_id])),
         f"{100 * each.moved:.1f}%"]
        for each in carried[:SHOWN]
    ]  # fmt: skip
    headings = [say("Figure"), say("Areas with it"), say("Lowest to highest"), say("Shared out")]
    plain_table.draw(headings, rows, say("What the figures would be"))
    if len(carried) > SHOWN:
        parts.note(say("And {n} more.", n=len(carried) - SHOWN))


def _few(value: float) -> str:
    """Write a number with three digits that tell."""
    return decimal(value) if abs(value) >= 1000 else significant(value, 3)


def _agree(work: Workspace, found: CarryOver, key: str, *, by_lookup: bool) -> None:
    people = found.source.kind is Kind.POPULATION
    agree = (
        say("Yes, use these numbers of people")
        if people
        else say("Yes, share these figures out by this table, as an estimate")
        if by_lookup
        else say("Yes, share these figures out by area, as an estimate")
    )
    agreed = st.checkbox(agree, key=f"{key}-agree")
    reason = st.text_input(say("Why? It is kept in the history."), max_chars=300, key=f"{key}-why")
    label = say("Keep the numbers of people") if people else say("Keep the estimates")
    if st.button(label, disabled=not agreed, key=f"{key}-keep"):
        engine, place_id = session.writable(work)
        workflow_areas.keep_carry_over(engine, place_id, found, reason=reason.strip())
        session.say_next(kept_in_words(found))
        st.rerun()


def kept_in_words(found: CarryOver) -> str:
    """Return what was kept, and for how many areas it stays marked as an estimate."""
    if found.source.kind is Kind.POPULATION:
        return say("The numbers of people are kept for {areas}.", areas=found.new.name)
    said = say("The figures are kept for {areas}.", areas=found.new.name)
    areas = int(found.report.facts["estimated"])
    if not areas:
        return said
    marked = say_many(
        "In {n} area they stay marked as estimates.",
        "In {n} areas they stay marked as estimates.", areas,
    )  # fmt: skip
    return f"{said} {marked}"
