"""Which areas figures are for, which codes did not join to them, and what can be done about it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

import streamlit as st

from components import parts, plain_table, session
from components.parts import safe_html
from components.session import Workspace
from components.upload import choose
from components.upload.draft import Waiting
from sharedground.area_figures import what_for
from sharedground.area_offers import is_larger
from sharedground.model.place import AreaSet, Kind
from sharedground.words import say, say_many
from sharedground.workflow import Preview

FIGURES: Final = (Kind.POPULATION, Kind.INDICATORS)
NO_JOIN: Final = ("areas.no_join",)
LOOKUP: Final = "upload-lookup"
TABLES: Final = ["csv", "tsv", "txt", "xlsx", "xls", "ods"]


def draw(work: Workspace, waiting: Waiting, key: str) -> None:
    """Draw the areas that figures are for, and what did not join; read anew what was changed."""
    if waiting.kind not in FIGURES or waiting.raw is None or work.view.areas.empty:
        return
    key = f"{key}-areas-{session.epoch(LOOKUP)}"
    changed = _which(work, waiting, key)
    preview = waiting.preview
    facts = preview.report.facts if preview else {}
    missing, left = int(facts.get("missing_count", 0)), int(facts.get("left_over", 0))
    if preview is not None:
        _for_the_sums(work, preview)
    if missing or left or waiting.refusal_code in NO_JOIN or waiting.lookup:
        changed = _did_not_join(changed, facts, key)
    if (changed.area_set, changed.lookup) != (waiting.area_set, waiting.lookup):
        choose.settle(work, changed)
        st.rerun()


def _which(work: Workspace, waiting: Waiting, key: str) -> Waiting:
    """Ask which areas the figures are for, where the place is cut in several ways."""
    held = work.view.holdings
    sets = [one for one in (held.main_set, *(each.about for each in held.other_sets)) if one]
    if len(sets) < 2 or waiting.lookup:
        return waiting
    names = {"": say("As the codes say"), **{one.set_id: one.name for one in sets}}
    found = ""
    if waiting.preview:
        joined = _joined(waiting.preview.report.facts)
        found = say("{name}: {joined}.", name=waiting.preview.area_set.name, joined=joined)
    st.space("small")
    parts.heading(say("Which areas are these figures for?"), found)
    chosen = st.selectbox(
        say("Areas"), list(names), index=list(names).index(waiting.area_set),
        format_func=names.__getitem__, key=f"{key}-set",
    )  # fmt: skip
    return replace(waiting, area_set=chosen)


def _for_the_sums(work: Workspace, preview: Preview) -> None:
    """Say what figures of other areas than the main ones are used for, and what for not."""
    held = work.view.holdings
    about, main = preview.area_set, held.main_set
    if main is None or about.set_id in ("", main.set_id) or preview.kind is not Kind.INDICATORS:
        return
    parts.note(say_of_other(work, about, main), say("For {name}.", name=about.name))


def say_of_other(work: Workspace, about: AreaSet, main: AreaSet) -> str:
    """Return what happens with figures that are for other areas than those of the sums."""
    held = work.view.holdings
    mine = next(one for one in held.other_sets if one.about.set_id == about.set_id)
    if is_larger(mine.areas, held.areas, about.level, main.level):
        return what_for(about, held)
    return say(
        "The sums are worked out for {main}, so these figures are only shown for now. Once they "
        "are saved, you can share them out to {main}, as an estimate, on the page About the data.",
        main=main.name,
    )  # fmt: skip


def _did_not_join(waiting: Waiting, facts: dict[str, Any], key: str) -> Waiting:
    """Say which codes did not join, list them, and offer a table that says what they are now."""
    st.space("small")
    parts.heading(*finding(facts, waiting.lookup[0] if waiting.lookup else ""), level=3)
    if facts.get("left_over") or facts.get("missing_count"):
        with st.container(key="look-at-codes", gap=None):
            _list(
                say("Codes in the file that are not in this place"),
                facts.get("left_over_codes", []),
                int(facts.get("left_over", 0)),
            )
            _list(
                say("Areas without a figure: no data"),
                facts.get("missing", []),
                int(facts.get("missing_count", 0)),
            )
    if waiting.lookup:
        if st.button(say("Read it without this table"), key=f"{key}-without"):
            return replace(waiting, lookup=None)
        return waiting
    if not facts.get("left_over") and waiting.preview is not None:
        return waiting
    return _offers(waiting, key)


def finding(facts: dict[str, Any], lookup: str = "") -> tuple[str, str]:
    """Return in words how many areas have a figure and how many codes did not join."""
    if lookup:
        read = say("Read through the table {name}.", name=lookup)
        if not facts:
            return say("The table does not help"), read
        return _joined(facts), read
    if not facts:
        return (
            say("The codes did not join"),
            say("They may be of another year. A table that says what each code became can help."),
        )
    left = int(facts.get("left_over", 0))
    if not left:
        return _joined(facts), say("No data does not mean zero.")
    return _joined(facts), say_many(
        "{n} code in the file is not one of them. Its rows are set aside, not lost.",
        "{n} codes in the file are not among them. Their rows are set aside, not lost.", left,
    )  # fmt: skip


def _joined(facts: dict[str, Any]) -> str:
    return say("{n} of {of} areas have a figure", n=int(facts.get("matched", 0)),
               of=int(facts.get("of", 0)))  # fmt: skip


def _list(title: str, codes: list[str], count: int) -> None:
    if not codes:
        return
    with st.expander(say("{title} ({n})", title=title, n=count), type="compact"):
        plain_table.draw([say("Code")], [[code] for code in codes], title)
        if count > len(codes):
            parts.note(say("And {n} more.", n=count - len(codes)))


def _offers(waiting: Waiting, key: str) -> Waiting:
    """Offer what can be done about codes of another year; leaving them is one of the ways."""
    ways = (
        say("Give us a table that says which area each code is now: a column of old codes and one "
            "of new codes. Those that changed are enough."),
        say("Or add the outlines of that year first, as further areas. Then the figures can be "
            "shared out by area, as an estimate."),
        say("Or leave it. Areas without a figure show no data."),
    )  # fmt: skip
    lead = safe_html(say("Is it another place? Then there is nothing to do. Is it another year?"))
    items = "".join(f"<li>{safe_html(way)}</li>" for way in ways)
    st.html(f'<p class="sp-fix">{lead}</p><ol class="sp-fix">{items}</ol>')
    table = st.file_uploader(
        say("Table of old and new codes"), type=TABLES, key=f"{key}-lookup"
    )  # fmt: skip
    if table is None:
        return waiting
    session.renew(LOOKUP)
    return replace(waiting, lookup=(table.name, table.getvalue()), area_set="")
