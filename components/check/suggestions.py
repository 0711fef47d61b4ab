"""What people suggest: each approved as it is, mended first, or turned down with a reason."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import numpy as np
import pandas as pd
import streamlit as st

from components import cached, menu, parts, place_sketch, session, told
from components.check import decided, edit
from components.frame import plain_markdown
from components.map.filters import area_names, kind_name
from components.parts import safe_html
from components.session import Workspace
from sharedground import suggesting
from sharedground.access import Role
from sharedground.analysis.within import area_positions
from sharedground.errors import SharedGroundError
from sharedground.model.category import CATEGORIES
from sharedground.model.placing import AREA
from sharedground.store import suggestions
from sharedground.words import later, say, say_many

SHOWN: Final = 20
_WHY: Final = (
    later("It is on the map already."),
    later("It is not in this place."),
    later("It names a person."),
    later("We cannot check it."),
)
_FIELDS: Final = (
    ("category", later("Kind of place")), ("address", later("Address")),
    ("postcode", later("Postcode")), ("schedules", later("Open")),
    ("organization", later("Run by")), ("url", later("Website")),
)  # fmt: skip
_TEXTS: Final = (
    ("name", later("Name")), ("address", later("Address")), ("postcode", later("Postcode")),
    ("schedules", later("When is it open?")), ("organization", later("Who runs it?")),
    ("url", later("Website")),
)  # fmt: skip
_STYLE: Final = """<style>
[class*="st-key-suggested"]{border-top:2px solid var(--sp-ink);padding-top:.7rem}
.sg-told{display:grid;grid-template-columns:auto minmax(0,1fr);gap:.25rem 1rem;line-height:1.45}
.sg-told{margin:.5rem 0!important;padding:0!important;font-size:.95rem}
.sg-told dt{color:var(--sp-muted);margin:0!important}
.sg-told dd{margin:0!important;padding:0!important;overflow-wrap:anywhere}
.sg-quote{margin:.4rem 0 0;font-size:1.05rem;line-height:1.5;max-width:60ch;overflow-wrap:anywhere}
</style>"""


def link_to_waiting(work: Workspace) -> None:
    """Tell officers how many suggestions wait, with the way there."""
    n = len(_waiting(work)) if work.role.may(Role.OFFICER) else 0
    if n:
        menu.link("check", say_many("{n} suggestion waits for you",
                                    "{n} suggestions wait for you", n))  # fmt: skip


def _waiting(work: Workspace) -> pd.DataFrame:
    said = work.view.holdings.suggestions
    waiting: pd.DataFrame = said[said["state"] == "waiting"]
    return waiting


def draw(work: Workspace) -> None:
    """Draw what waits, for officers, and how it is decided, for all."""
    waiting = _waiting(work)
    if len(waiting) and work.role.may(Role.OFFICER):
        st.html(_STYLE)
        parts.heading(
            say_many("{n} suggestion waits for you", "{n} suggestions wait for you", len(waiting)),
            say("Those that wait longest come first. Others see nothing until you approve it."),
        )
        for row in waiting.iloc[::-1].head(SHOWN).to_dict("records"):
            _one(work, {str(name): value for name, value in row.items()})
        if len(waiting) > SHOWN:
            parts.note(say("The next ones show when these are decided."))
    decided.draw(work)
    st.space("small")


def _one(work: Workspace, row: Mapping[str, Any]) -> None:
    """Draw one suggestion with the three answers."""
    listed = _listed(work, row)
    with st.container(key=f"suggested-{row['suggestion_id']}"):
        left, right = st.columns([8, 4], gap="large")
        with left:
            parts.heading(told.title(row, work.view), level=3)
            _facts(work, row, listed)
            with st.container(horizontal=True):
                _answers(work, row, listed)
        with right:
            _spot(work, row, listed)


def _answers(work: Workspace, row: Mapping[str, Any], listed: Mapping[str, Any]) -> None:
    """Draw the three answers; a correction that is told in words only has to be made first."""
    key, body = str(row["suggestion_id"]), row["body"]
    only_words = row["kind"] == "correction" and not body.get("changes")
    if not only_words and st.button(say("Approve"), icon=":material/check:", type="primary",
                                    key=f"approve-{key}"):  # fmt: skip
        _approve(work, key, dict(body))
    label = say("Make the change") if only_words else say("Mend, then approve")
    with st.popover(label, key=f"mend-{key}", on_change="rerun") as box:
        mended = _mend(row, listed, key) if box.open else None
    with st.popover(say("Turn down"), key=f"down-{key}", on_change="rerun") as box:
        answer = _why(key) if box.open else ""
    if mended is not None:
        _approve(work, key, mended)
    if answer:
        engine, place_id = session.writable(work)
        suggestions.turn_down(engine, place_id, key, answer=answer)
        session.say_next(say("Turned down. The person sees why."))
        st.rerun()


def _listed(work: Workspace, row: Mapping[str, Any]) -> dict[str, Any]:
    """Return the place that a correction is of, as it is listed now; {} without one."""
    every = work.view.every_asset
    found = every[every["asset_id"] == row["thing_id"]] if row["thing_id"] else every.head(0)
    return {str(name): value for name, value in found.iloc[0].items()} if len(found) else {}


def _point(row: Mapping[str, Any], listed: Mapping[str, Any]) -> tuple[float, float] | None:
    body = row["body"]
    at = (body.get("lon"), body.get("lat")) if "lon" in body else (listed.get("lon"),
                                                                   listed.get("lat"))  # fmt: skip
    both = tuple(float("nan") if each is None else float(each) for each in at)
    return (both[0], both[1]) if np.isfinite(both).all() else None


def _facts(work: Workspace, row: Mapping[str, Any], listed: Mapping[str, Any]) -> None:
    body = row["body"]
    if body.get("note"):
        st.html(f'<p class="sg-quote">“{safe_html(body["note"])}”</p>')
    facts = []
    for field, value in (body.get("changes") or {}).items():
        was = edit.as_text(listed.get(field)) or say("not stated")
        becomes = say("{now}, instead of {was}", now=value or say("nothing"), was=was)
        facts.append((say(edit.FIELDS.get(field, field)), becomes))
    point = _point(row, {})
    if point:
        roughly = body.get("placed_by") == AREA
        labels = cached.area_labels(work.view)
        where = suggesting.place_in_words(work.view, labels, *point, roughly=roughly)
        if roughly:
            where = say("somewhere {where}", where=where)
        facts.append((say("Where"), where))
    for field, label in _FIELDS:
        if body.get(field):
            value = kind_name(body[field]) if field == "category" else body[field]
            facts.append((say(label), str(value)))
    who = told.from_whom(str(body.get("partner_id", "")), work.view)
    facts.append((say("From"), say("{who} ({name}), {date}", who=who, name=row["made_by"],
                                   date=told.on(row["made_at"]))))  # fmt: skip
    if row["kind"] == "place":
        alike = suggesting.may_be(work.view, str(body.get("name", "")), point)
        if len(alike):
            names = "; ".join(str(name) for name in alike["name"])
            facts.append((say("Listed already, with a name like it"), names))
    items = "".join(f"<dt>{safe_html(a)}</dt><dd>{safe_html(b)}</dd>" for a, b in facts)
    st.html(f'<dl class="sg-told">{items}</dl>')


def _spot(work: Workspace, row: Mapping[str, Any], listed: Mapping[str, Any]) -> None:
    """Draw where it is on a small map, with the way to the large one."""
    point = _point(row, listed)
    if point is None or work.view.areas.empty:
        return
    labels = cached.area_labels(work.view)
    where = suggesting.place_in_words(work.view, labels, *point)
    place_sketch.spot(work.view, point, say("Where it is: {where}.", where=where))
    at = area_positions(work.view.areas, np.array([point[0]]), np.array([point[1]]))[0]
    if at < 0:
        return
    group, code = (str(labels[name].iloc[at]) for name in ("group", "area_code"))
    names = area_names(work.place.name, labels)
    name = names.get(f"group:{group}") or names.get(f"area:{code}", "")
    menu.link("map", plain_markdown(say("See {area} on the map", area=name)), area=name)


def _mend(row: Mapping[str, Any], listed: Mapping[str, Any], key: str) -> dict[str, Any] | None:
    """Draw the suggestion as a form; return it as mended once it is sent."""
    body = dict(row["body"])
    with st.form(f"mend-form-{key}", border=False):
        if row["kind"] == "correction":
            wanted = {**listed, **(body.get("changes") or {})}
            given = edit.fields(wanted, f"m-{key}") if listed else {}
            body["changes"] = edit.changed(listed, given)
            body["was"] = {name: edit.as_text(listed[name]) for name in body["changes"]}
        else:
            body |= _mended(row, key)
        if row["kind"] != "correction":
            label = say("What they say. Everyone will see it.")
            body["note"] = st.text_area(label, body.get("note", ""), height=90, key=f"m-note-{key}")
        sent = st.form_submit_button(say("Approve it so"), type="primary")
    return body if sent else None


def _mended(row: Mapping[str, Any], key: str) -> dict[str, str]:
    body = row["body"]
    given = {}
    if row["kind"] == "place":
        for field, label in _TEXTS:
            words = st.text_input(say(label), body.get(field, ""), key=f"m-{field}-{key}")
            given[field] = str(words).strip()
    codes = ["", *(each.code for each in CATEGORIES)]
    now = str(body.get("category") or "")
    given["category"] = str(st.selectbox(
        say("Kind of place"), codes, index=codes.index(now) if now in codes else 0,
        format_func=lambda each: kind_name(each) if each else say("Not sure"),
        key=f"m-category-{key}",
    ) or "")  # fmt: skip
    return given


def _why(key: str) -> str:
    """Ask why a suggestion is turned down; "" until it is sent."""
    with st.form(f"down-form-{key}", border=False):
        reasons = [say(each) for each in _WHY]
        other = say("Something else")
        picked = st.radio(say("Why?"), [*reasons, other], key=f"why-{key}")
        own = st.text_input(say("In your own words. The person sees it."), max_chars=300,
                            key=f"own-{key}")  # fmt: skip
        sent = st.form_submit_button(say("Turn it down"), type="primary")
    if not sent:
        return ""
    given = own.strip() if picked == other else f"{picked} {own.strip()}".strip()
    if not given:
        st.warning(say("Say why in one sentence."))
    return given


def _approve(work: Workspace, suggestion_id: str, body: dict[str, Any]) -> None:
    engine, place_id = session.writable(work)
    try:
        suggestions.approve(engine, place_id, suggestion_id, body=body)
    except SharedGroundError as error:
        st.warning(plain_markdown(error.message))
        return
    session.say_next(say("Approved. You can take it back under “What was decided”."))
    st.rerun()
