"""The places to check next, each with one press: still right, changed, or gone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, Final

import numpy as np
import pandas as pd
import streamlit as st

from components import cached, parts, session
from components.check import edit, last, take, words
from components.frame import plain_markdown
from components.map import places
from components.map.filters import kind_name
from components.parts import safe_html
from components.session import Workspace
from sharedground import worklist
from sharedground.access import Role
from sharedground.analysis.freshness import FRESH_MONTHS, Freshness
from sharedground.surroundings import groups_of
from sharedground.words import decimal, say, say_many

SHOWN: Final = 20
_STYLE: Final = """<style>
.sg-check{display:grid;grid-template-columns:34px minmax(0,1fr);gap:.1rem .7rem;align-items:center}
.sg-check b{font-weight:600;line-height:1.25;overflow-wrap:anywhere}
.sg-check small{grid-column:2;color:var(--sp-muted);font-size:.85rem;overflow-wrap:anywhere}
.sg-check .sp-icon{grid-row:1/4}
[class*="st-key-check-row"]{border-bottom:1px solid var(--sp-line);padding-bottom:.6rem}
</style>"""


def draw(work: Workspace) -> None:
    """Draw how fresh the lists are, and the places to check next."""
    found = cached.worklist(work.view, work.vision)
    total = len(work.view.assets)
    _figures(found, total)
    if work.place.fictional:
        parts.note(say("In this made-up town it is always July 2025, so that some lists are new."))
    st.space("small")
    if found.empty:
        span = words.span(FRESH_MONTHS)
        parts.heading(say("Everything was checked in the last {span}", span=span))
        return
    mine = asked(work, found)
    shown = mine.head(SHOWN)
    if mine.empty:
        parts.note(say("None of these is old. Choose another organisation or part."))
        return
    parts.heading(
        say_many("Please check this place", "Please check these {n} places", len(shown)),
        say("Those checked longest ago come first, then those that matter most for the vision."),
    )
    if work.role.may(Role.PARTICIPANT):
        st.html(_STYLE)
        for row in shown.to_dict("records"):
            _row(work, {str(name): value for name, value in row.items()})
    else:
        _list(shown)
        parts.note(say("To say what is still right, ask an officer to let you take part."))
    _take(work, mine)
    _closed(work)


def _figures(found: pd.DataFrame, total: int) -> None:
    counts = found["state"].value_counts()
    fresh = total - len(found)
    shares = {Freshness.FRESH: fresh} | {
        state: int(counts.get(state.value, 0))
        for state in (Freshness.AGEING, Freshness.STALE, Freshness.UNKNOWN)
    }
    parts.key_figures(
        parts.Figure(words.state(state), decimal(n), say("of {total} places", total=decimal(total)))
        for state, n in shares.items()
    )


def asked(work: Workspace, found: pd.DataFrame) -> pd.DataFrame:
    """Let a person look only at the places of one organisation, or in one part of the place."""
    where = _parts(work).reindex(found["asset_id"]).fillna("").to_numpy()
    with st.container(horizontal=True):
        runs = _one_of(say("Run by"), say("Anyone"), found["organization"], "check-runs")
        part = _one_of(say("Where"), say("All of {place}", place=work.place.name),
                       pd.Series(where, dtype=object), "check-where")  # fmt: skip
    keep = np.ones(len(found), dtype=bool)
    if runs:
        keep &= (found["organization"] == runs).to_numpy()
    if part:
        keep &= where == part
    return found[keep]


def _parts(work: Workspace) -> pd.Series:
    """Return the neighbourhood (else the area) of each asset, by its id."""
    if work.view.areas.empty:
        return pd.Series(dtype=object)
    labels = cached.area_labels(work.view)
    names = dict(zip(labels["area_code"], groups_of(labels), strict=True))
    placed = places.numbered(work.view)
    return placed.set_index("asset_id")["area_code"].map(names)


def _one_of(label: str, every: str, names: pd.Series, key: str) -> str:
    """Let a person choose one of the names, most frequent first; "" is all of them."""
    counts = names.replace("", pd.NA).dropna().value_counts()
    if len(counts) < 2:
        return ""
    return str(st.selectbox(
        label, ["", *counts.index], key=key, bind="query-params", width=320,
        format_func=lambda name: every if name == ""
        else say("{name} ({n})", name=plain_markdown(str(name)), n=counts.get(name, 0)),
    ) or "")  # fmt: skip


def _row(work: Workspace, row: Mapping[str, Any]) -> None:
    """Draw one place with its three answers."""
    asset_id, name = str(row["asset_id"]), plain_markdown(str(row["name"]))
    with st.container(key=f"check-row-{asset_id}"):
        left, right = st.columns([7, 5], vertical_alignment="center")
        with left:
            _what(row)
        with right, st.container(horizontal=True, horizontal_alignment="right"):
            right_now = st.button(say("Still right"), icon=":material/check:",
                                  key=f"right-{asset_id}", help=name)  # fmt: skip
            with st.popover(say("Changed"), key=f"changed-{asset_id}", on_change="rerun") as box:
                if box.open:
                    edit.form(work, _whole(work, asset_id), f"edit-{asset_id}")
            gone = st.button(say("Gone"), icon=":material/close:", key=f"gone-{asset_id}",
                             help=name)  # fmt: skip
    if right_now:
        _still_right(work, asset_id, str(row["name"]))
    if gone:
        _gone(work, asset_id, str(row["name"]))


def _what(row: Mapping[str, Any]) -> None:
    code = str(row["category"])
    st.html(f"<style>{parts.theme.icon_css([code], parts.theme.mode())}</style>")
    small = ", ".join(str(p) for p in (kind_name(code), row["address"], row["postcode"]) if p)
    age = words.ago(row["months"])
    when = f"{worklist.checked(row)} {age[:1].upper()}{age[1:]}." if age else worklist.checked(row)
    st.html(
        f'<div class="sg-check"><span class="sp-icon {parts.theme.category_class(code)}"></span>'
        f"<b>{safe_html(row['name'])}</b><small>{safe_html(small)}</small>"
        f"<small>{safe_html(when)}</small></div>"
    )


def _whole(work: Workspace, asset_id: str) -> Mapping[str, Any]:
    every = work.view.every_asset
    row: dict[str, Any] = every[every["asset_id"] == asset_id].iloc[0].to_dict()
    return row


def _still_right(work: Workspace, asset_id: str, name: str) -> None:
    engine, place_id = session.writable(work)
    made = worklist.confirm(engine, place_id, [asset_id], dt.datetime.now(dt.UTC).date())
    last.done(work, say("{name}: still right, as of today. Thank you.", name=name), made)


def _gone(work: Workspace, asset_id: str, name: str) -> None:
    engine, place_id = session.writable(work)
    made = worklist.gone(engine, place_id, asset_id)
    told = say("{name} is gone: it is on no map and in no sum now.", name=name)
    last.done(work, told if made else edit.told(name, done=False), made)


def _list(shown: pd.DataFrame) -> None:
    rows = [
        parts.PlaceRow(
            row["category"], row["name"], worklist.checked(row), words.ago(row["months"])
        )
        for row in shown.to_dict("records")
    ]
    parts.place_list(rows, say("Places to check"), scroll=False)


def _take(work: Workspace, mine: pd.DataFrame) -> None:
    """Offer the list as a file, and a letter to the organisation whose places it holds."""
    with st.container(horizontal=True, vertical_alignment="center"):
        take.downloads(work, mine)
        one = set(mine["organization"])
        if len(one) == 1 and "" not in one:
            with st.popover(say("A letter to send"), icon=":material/mail:"):
                text = worklist.letter(one.pop(), mine["name"], work.place.name)
                st.code(text, language=None, wrap_lines=True)


def _closed(work: Workspace) -> None:
    """List what is closed or gone, with a way to take that back."""
    closed = work.view.closed
    if closed.empty or not work.role.may(Role.OFFICER):
        return
    st.space("small")
    title = say_many("{n} place is closed or gone", "{n} places are closed or gone", len(closed))
    with st.expander(title):
        parts.note(say("They are kept, and counted nowhere."))
        for row in closed.head(60).to_dict("records"):
            asset_id = str(row["asset_id"])
            left, right = st.columns([7, 5], vertical_alignment="center")
            with left:
                st.html(f"<b>{safe_html(row['name'])}</b>")
            with right:
                back = st.button(say("It is open after all"), key=f"open-{asset_id}")
            if back:
                engine, place_id = session.writable(work)
                worklist.change(engine, place_id, asset_id, {"status": "active"},
                                was={"status": str(row["status"])})  # fmt: skip
                session.say_next(say("{name} is back on the map.", name=row["name"]))
                st.rerun()
