"""Partners to be read: the list, one of them, and what they serve together."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil
from typing import Any, Final

import pandas as pd
import streamlit as st

from components import parts, people, plain_table, session
from components.frame import plain_markdown
from components.partners import facts
from components.parts import Figure, PlaceRow
from components.session import Workspace
from components.vision.serves import kind_name, listed
from sharedground.access import Role
from sharedground.model.place import Kind, Source
from sharedground.views import View
from sharedground.withheld import partners_for_everyone
from sharedground.words import decimal, say, say_many

A_PAGE: Final = 15
"""Partners shown at a time."""

PLACES_SHOWN: Final = 60
_ANY: Final = ""


def figures(table: pd.DataFrame, view: View, others: int) -> None:
    """Draw the key figures of the partners."""
    active = int((table["places"] > 0).sum())
    linked = int(table["places"].sum())
    share = say("of {n} places listed", n=len(view.assets))
    parts.key_figures(
        [
            Figure(say("Partners"), decimal(len(table)), say("organisations known here")),
            Figure(say("With places listed"), decimal(active), say("run at least one place")),
            Figure(say("Places they run"), decimal(linked), share),
            Figure(
                say("Named, not yet partners"), decimal(others), say("named in lists of places")
            ),
        ]
    )


def finding(table: pd.DataFrame, outcomes: int) -> str:
    """Return the heading: how much of the vision the partners' places serve."""
    served = {name for serves in table["serves"] for name in serves}
    if not served:
        return say("No partner is linked to a place yet")
    if len(served) == outcomes:
        return say("Together, partners serve every outcome of our vision")
    return say("Together, partners serve {n} of {all} outcomes", n=len(served), all=outcomes)


def chosen(table: pd.DataFrame) -> pd.Series[Any] | None:
    """Return the partner of the address, if there is one."""
    asked = table[table["partner_id"] == st.query_params.get("partner", "")]
    return None if asked.empty else asked.iloc[0]


def listing(table: pd.DataFrame, outcomes: list[str]) -> None:
    """Draw the search, then the partners a page at a time; pressing a name opens it."""
    text, kind, outcome = _filters(table, outcomes)
    found = facts.matching(table, text, kind, outcome)
    parts.heading(say_many("{n} partner", "{n} partners", len(found)), level=3)
    if found.empty:
        parts.note(say("No partner matches. Try fewer words, or another kind."))
        return
    pages = ceil(len(found) / A_PAGE)
    page = 1
    place = st.container()
    if pages > 1:
        page = st.pagination(pages, key=f"partners-page-{text}-{kind}-{outcome}")
    with place, st.container(key="partner-rows", gap=None):
        for _, row in found.iloc[(page - 1) * A_PAGE : page * A_PAGE].iterrows():
            _row(row)


def _filters(table: pd.DataFrame, outcomes: list[str]) -> tuple[str, str, str]:
    kinds = sorted(set(table["partner_kind"]) - {""}, key=str.casefold)
    session.check_bound("kind", {one: one.capitalize() for one in kinds})
    session.check_bound("serves", {one: one for one in outcomes})
    with st.container(horizontal=True, vertical_alignment="bottom", key="filters"):
        text = st.text_input(
            say("Find a partner"), key="q", bind="query-params", width=220, max_chars=100,
            placeholder=say("Like food or youth"),
        )  # fmt: skip
        kind = st.selectbox(
            say("Kind"), [_ANY, *kinds], key="kind", bind="query-params", width=180,
            format_func=lambda value: value.capitalize() or say("Any kind"),
        )  # fmt: skip
        outcome = st.selectbox(
            say("Serves"), [_ANY, *outcomes], key="serves", bind="query-params", width=220,
            format_func=lambda value: value or say("Any outcome"),
        )  # fmt: skip
    return text or "", kind or "", outcome or ""


def _row(row: pd.Series[Any]) -> None:
    partner = str(row["partner_id"])
    with st.container(key=f"partner-{partner}", gap=None):
        if st.button(plain_markdown(str(row["name"])), key=f"open-{partner}", type="tertiary"):
            st.query_params["partner"] = partner
            st.rerun()
        places = say_many("{n} place", "{n} places", int(str(row["places"])))
        small = facts.small_line(row)
        parts.note(f"{places}. {small}" if small else f"{places}.")


def detail(row: pd.Series[Any], work: Workspace, outcomes: list[str]) -> None:
    """Draw one partner: what it does, how to reach it, what it serves, and its places."""
    if st.button(say("All partners"), icon=":material/arrow_back:", key="partner-back"):
        del st.query_params["partner"]
        st.rerun()
    parts.heading(str(row["name"]), str(row["description"]))
    kind = str(row["partner_kind"]).capitalize()
    numbers = facts.numbers_in_words(str(row["external_identifiers"]))
    about = ". ".join(text for text in (kind, *numbers) if text)
    if about:
        parts.note(about)
    _contact(row, work)
    serves: tuple[str, ...] = row["serves"]
    if serves:
        lines = [say("Its places serve {names}.", names=listed(list(serves)))]
        parts.strong(say("What it brings"), lines)
    elif outcomes:
        parts.note(say("None of its listed places serves an outcome of the vision yet."))
    _places(str(row["partner_id"]), work.view)


def _contact(row: pd.Series[Any], work: Workspace) -> None:
    link = facts.safe_link(str(row["url"]))
    if link:
        st.link_button(say("Open its website"), link, icon=":material/open_in_new:")
    officer = work.role.may(Role.OFFICER)
    reached = [str(row[name]) for name in ("email", "phone") if str(row[name])]
    if reached:
        shown = officer and not _is_published(row, work)
        lead = say("Contact, for officers only:") if shown else say("Contact:")
        parts.note(", ".join(reached), lead)
    kept_apart = people.contacts_of(work.view.holdings.contacts, "partner", str(row["partner_id"]))
    if kept_apart:
        parts.note(", ".join(kept_apart), say("People, for officers only:"))


def _is_published(row: pd.Series[Any], work: Workspace) -> bool:
    """Say whether everyone sees the contacts of a partner too."""
    public = partners_for_everyone(work.view.holdings)
    mine = public[public["partner_id"] == row["partner_id"]]
    return all(list(mine[name]) == [row[name]] for name in ("email", "phone"))


def _places(partner_id: str, view: View) -> None:
    mine = view.assets[view.assets["partner_id"] == partner_id].sort_values("name")
    if mine.empty:
        parts.empty_state(
            say("No places are listed under this name yet"),
            say("A list of places names who runs each in a column. Add one, or add that column."),
            [("add-data", say("Add a list of places"))],
        )
        return
    parts.heading(say_many("It runs {n} place listed here", "It runs {n} places listed here",
                           len(mine)))  # fmt: skip
    rows = [
        PlaceRow(
            str(item["category"]), str(item["name"]), kind_name(str(item["category"])),
            "" if item["precision"] in ("exact", "approximate") else say("no location"),
        )
        for _, item in mine.head(PLACES_SHOWN).iterrows()
    ]  # fmt: skip
    parts.place_list(rows, say("Places it runs"), scroll=len(rows) > 12)
    if len(mine) > PLACES_SHOWN:
        parts.note(say("The first {n} by name are shown.", n=PLACES_SHOWN))


def together(grid: pd.DataFrame) -> None:
    """Draw partners by outcomes: how many of their places serve each."""
    if grid.empty or grid.shape[1] == 0:
        return
    busiest = grid.sum(axis=0)
    parts.heading(
        say("{outcome} has most places run by partners", outcome=str(busiest.idxmax())),
        say_many(
            "The partner with most places. A place may serve more than one outcome.",
            "The {n} partners with most places. A place may serve more than one outcome.",
            len(grid),
        ),
    )
    none = say("none")
    rows = [
        [str(name), *(int(n) if n else none for n in row)]
        for name, row in zip(grid.index, grid.to_numpy(), strict=True)
    ]
    plain_table.draw(
        [say("Partner"), *map(str, grid.columns)], rows,
        say("Places of each partner that serve each outcome"), stack=False, dots=True,
    )  # fmt: skip
    csv = grid.rename_axis(say("Partner")).to_csv().encode("utf-8-sig")
    st.download_button(say("Download the table"), csv, "partners-and-outcomes.csv", "text/csv",
                       icon=":material/download:", on_click="ignore")  # fmt: skip


def not_yet(others: list[tuple[str, int]], nobody: int) -> None:
    """Draw who is named in lists of places and is not a partner yet."""
    if not others:
        return
    parts.heading(
        say_many("{n} more is named in the lists but not yet a partner",
                 "{n} more are named in the lists but not yet partners", len(others)),
        say("They already run places here. You could ask them to join."),
    )  # fmt: skip
    rows = [[name, count] for name, count in others[:A_PAGE]]
    plain_table.draw([say("Named in the lists"), say("Places")], rows, say("Not yet partners"),
                     stack=False)  # fmt: skip
    if len(others) > A_PAGE:
        parts.note(say("The {n} with most places are shown.", n=A_PAGE))
    if nobody:
        parts.note(say_many("{n} place names nobody who runs it.",
                            "{n} places name nobody who runs them.", nobody))  # fmt: skip


def sources(lists: Sequence[Source]) -> None:
    """Draw where the partners come from."""
    for line in facts.where_from(lists):
        parts.note(line)
    if any(facts.is_of_grants(source) for source in lists if source.kind is Kind.PARTNERS):
        parts.note(say("A grant is not a place, so grants alone put nothing on the map."))
