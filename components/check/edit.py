"""A small form that changes one place, and says what it was before."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, Final

import pandas as pd
import streamlit as st

from components import parts, session
from components.check import last
from components.frame import plain_markdown
from components.session import Workspace
from sharedground import worklist
from sharedground.access import Role
from sharedground.errors import SharedGroundError
from sharedground.model.category import BY_CODE, CATEGORIES
from sharedground.store import edits
from sharedground.words import day, later, say

_TEXTS: Final = (
    ("name", later("Name")),
    ("address", later("Address")),
    ("postcode", later("Postcode")),
    ("schedules", later("When is it open?")),
    ("organization", later("Who runs it?")),
    ("url", later("Website")),
    ("phone", later("Telephone")),
    ("email", later("E-mail")),
)
FIELDS: Final = dict(_TEXTS) | {
    "category": later("Kind of place"), "status": later("Open or closed"),
    "visibility": later("Who may see it"), "sensitive": later("Exact place stays private"),
    "assured_date": later("Last checked"), "assurer": later("Checked by"),
    "lon": later("Longitude"), "lat": later("Latitude"), "capacity": later("Capacity"),
    "description": later("Description"), "partner_id": later("Partner"),
    "cost_options": later("Cost"), "eligibility": later("Who for"),
    "accessibility": later("Access"), "contacts": later("Who sees its telephone and e-mail"),
}  # fmt: skip
_STATUS: Final = {
    "active": later("Open"),
    "temporarily closed": later("Closed for a while"),
    "inactive": later("Not running now"),
    "defunct": later("Gone"),
}
_CONTACTS: Final = {
    "": later("As its list says"),
    "public": later("Everyone"),
    "officers": later("Officers only"),
}
_SEEN: Final = {
    "public": later("Everyone"),
    "partners": later("Partners and officers"),
    "officers": later("Officers only"),
}


def beside(work: Workspace, place: pd.Series) -> None:
    """Draw, under a place's card, the ways to say that it is right or to change it."""
    if not work.role.may(Role.PARTICIPANT):
        return
    asset_id = str(place["asset_id"])
    with st.container(horizontal=True):
        right = st.button(say("Still right"), icon=":material/check:", key=f"right-{asset_id}")
        with st.popover(say("Something wrong?"), key=f"wrong-{asset_id}", on_change="rerun") as box:
            if box.open:
                form(work, {str(name): value for name, value in place.items()}, f"edit-{asset_id}")
                history(work, asset_id)
    if right:
        engine, place_id = session.writable(work)
        made = worklist.confirm(engine, place_id, [asset_id], dt.datetime.now(dt.UTC).date())
        told_ = say("{name}: still right, as of today. Thank you.", name=place["name"])
        last.done(work, told_, made)


def history(work: Workspace, asset_id: str) -> None:
    """Draw what people changed by hand in one place, with a way to take each back; for officers."""
    mine = work.view.holdings.edits
    mine = mine[(mine["thing"] == "asset") & (mine["thing_id"] == asset_id)]
    if mine.empty or not work.role.may(Role.OFFICER):
        return
    parts.heading(say("Changed by hand"), level=3)
    for row in mine.to_dict("records"):
        label = FIELDS.get(str(row["field"]), str(row["field"]))
        was = str(row["was"]) or say("not stated")
        parts.note(
            say("{was} became {now}. {who}, {when}. {why}", was=was,
                now=str(row["value"]) or say("not stated"), who=row["actor"],
                when=day(row["at"]), why=row["reason"]).strip(),
            f"{say(label)}:",
        )  # fmt: skip
        if st.button(say("Take this back"), key=f"undo-{row['edit_id']}"):
            engine, place_id = session.writable(work)
            edits.undo_edits(engine, place_id, [str(row["edit_id"])])
            session.say_next(say("Taken back: it is as the list says again."))
            st.rerun()


def form(work: Workspace, place: Mapping[str, Any], key: str, *, where: str = "") -> None:
    """Draw the form for one place, and save what was changed when it is sent.

    Parameters
    ----------
    place
        A row of `view.every_asset`.
    key
        Begins the keys of the form's fields.
    where
        The part of the page that says what became of it, as for `session.say_next`.
    """
    officer = work.role.may(Role.OFFICER)
    with st.form(f"{key}-form", border=False):
        given = fields(place, key)
        if officer:
            given["visibility"] = _choice(say("Who may see it?"), _SEEN, str(place["visibility"]),
                                          f"{key}-visibility")  # fmt: skip
            place = {**place, "contacts": _contacts_said(work, str(place["asset_id"]))}
            given["contacts"] = _choice(say("Who may see its telephone and e-mail?"), _CONTACTS,
                                        str(place["contacts"]), f"{key}-contacts")  # fmt: skip
            given["sensitive"] = as_text(st.checkbox(
                say("Its exact place must stay private, as with a refuge or a home"),
                bool(place["sensitive"]), key=f"{key}-sensitive",
            ))  # fmt: skip
        asked = say("How do you know?") if officer else say("In your own words, or how you know it")
        reason = st.text_input(asked, max_chars=300, key=f"{key}-reason")
        label = say("Save the change") if officer else say("Suggest the change")
        sent = st.form_submit_button(label, type="primary")
    if sent:
        _save(work, place, given, reason.strip(), where)


def fields(place: Mapping[str, Any], key: str) -> dict[str, str]:
    """Draw the fields of a place that anyone who takes part may change; return what they hold."""
    given = {
        name: st.text_input(say(label), str(place[name] or ""), key=f"{key}-{name}")
        for name, label in _TEXTS
    }
    given["category"] = _choice(say("Kind of place"), {c.code: c.name for c in CATEGORIES},
                                str(place["category"]), f"{key}-category")  # fmt: skip
    given["status"] = _choice(say("Is it open?"), _STATUS, str(place["status"]) or "active",
                              f"{key}-status")  # fmt: skip
    return given


def _contacts_said(work: Workspace, asset_id: str) -> str:
    """Return what a person said of who sees the contacts of a place, "" for nothing."""
    mine = work.view.holdings.edits
    mine = mine[(mine["thing_id"] == asset_id) & (mine["field"] == "contacts")]
    return str(mine["value"].iloc[0]) if len(mine) else ""


def _choice(label: str, options: Mapping[str, str], now: str, key: str) -> str:
    codes = list(options) if now in options else [now, *options]
    picked = st.selectbox(label, codes, index=codes.index(now), key=key,
                          format_func=lambda code: say(options.get(code, code)))  # fmt: skip
    return str(picked)


def as_text(value: object) -> str:
    """Return the value of a field as edits keep it."""
    return str(value).lower() if isinstance(value, bool) else str(value or "")


def changed(place: Mapping[str, Any], given: Mapping[str, str]) -> dict[str, str]:
    """Return what the fields of a form say otherwise than the place does."""
    return {
        name: value.strip() for name, value in given.items()
        if value.strip() != as_text(place[name]).strip() and not (
            name == "status" and value == "active" and not place["status"])
    }  # fmt: skip


def _save(
    work: Workspace, place: Mapping[str, Any], given: Mapping[str, str], reason: str, where: str
) -> None:
    changes = changed(place, given)
    in_words = reason and not work.role.may(Role.OFFICER)
    if not changes and not in_words:
        st.warning(say("Nothing is changed yet. Change a field first."))
        return
    was = {name: as_text(place[name]) for name in changes}
    engine, place_id = session.writable(work)
    try:
        made = worklist.change(
            engine, place_id, str(place["asset_id"]), changes, was=was, reason=reason
        )
    except SharedGroundError as error:
        st.warning(plain_markdown(error.message))
        return
    message = told(str(place["name"]), done=bool(made))
    if not where:
        last.done(work, message, made)
    session.say_next(message, where)
    session.renew(where)
    st.rerun()


def told(name: str, *, done: bool) -> str:
    """Return what became of a change."""
    if done:
        return say("{name}: saved.", name=name)
    return say("{name}: thank you. An officer will look at it.", name=name)


def kind_of(code: str) -> str:
    """Return what one place of a category is called."""
    return say(BY_CODE[code].one) if code in BY_CODE else plain_markdown(code)
