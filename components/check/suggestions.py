"""What people suggest: a queue for officers, and a log of what was decided and why."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import pandas as pd
import streamlit as st

from components import cached, parts, session
from components.check.edit import FIELDS
from components.map.filters import kind_name
from components.map.suggest import STATES, title_of
from components.parts import safe_html
from components.session import Workspace
from sharedground import suggesting
from sharedground.access import Role
from sharedground.export.table import csv_bytes
from sharedground.model.category import CATEGORIES
from sharedground.store import suggestions
from sharedground.words import later, say, say_many

SHOWN: Final = 30
_KINDS: Final = {
    "place": later("A place we missed"),
    "correction": later("A correction"),
    "missing": later("Something an area lacks"),
}
_WHY: Final = (
    later("It is on the map already."),
    later("It is not in this place."),
    later("It names a person."),
    later("We cannot check it."),
)
_TOLD: Final = (
    ("category", later("Kind of place")), ("address", later("Address")),
    ("postcode", later("Postcode")), ("schedules", later("Open")),
    ("organization", later("Run by")), ("url", later("Website")), ("note", later("They say")),
)  # fmt: skip
_STYLE: Final = """<style>
[class*="st-key-suggested"]{border-top:2px solid var(--sp-ink);padding-top:.7rem}
</style>"""


def draw(work: Workspace) -> None:
    """Draw what waits, for officers, and the log, for those who take part."""
    if not work.role.may(Role.PARTICIPANT):
        return
    said = work.view.holdings.suggestions
    if work.role.may(Role.OFFICER):
        waiting = said[said["state"] == "waiting"]
        if len(waiting):
            st.html(_STYLE)
            parts.heading(
                say_many("{n} suggestion waits for you", "{n} suggestions wait for you",
                         len(waiting)),
                say("Nothing of it is shown to others until you approve it."),
            )  # fmt: skip
            for row in waiting.iloc[::-1].head(SHOWN).to_dict("records"):
                _one(work, {str(name): value for name, value in row.items()})
        _log(work, said[said["state"] != "waiting"])
        st.space("small")
        return
    decided = suggestions.decided(work.engine, work.place.place_id)
    _log(work, decided)


def _one(work: Workspace, row: Mapping[str, Any]) -> None:
    """Draw one suggestion with the three answers."""
    key = str(row["suggestion_id"])
    with st.container(key=f"suggested-{key}"):
        st.html(f'<h3 class="sp-h3">{safe_html(_title(work, row))}</h3>')
        _facts(work, row)
        with st.container(horizontal=True):
            approve = st.button(say("Approve"), icon=":material/check:", type="primary",
                                key=f"approve-{key}")  # fmt: skip
            with st.popover(say("Mend, then approve"), key=f"mend-{key}", on_change="rerun") as box:
                mended = _mend(row, key) if box.open else None
            with st.popover(say("Turn down"), key=f"down-{key}", on_change="rerun") as box:
                answer = _why(key) if box.open else None
    if approve:
        _approve(work, row, dict(row["body"]))
    if mended is not None:
        _approve(work, row, mended)
    if answer:
        engine, place_id = session.writable(work)
        suggestions.turn_down(engine, place_id, key, answer=answer)
        session.say_next(say("Turned down. The person sees why."))
        st.rerun()


def _title(work: Workspace, row: Mapping[str, Any]) -> str:
    kind = say(_KINDS.get(str(row["kind"]), str(row["kind"])))
    about = title_of(dict(row))
    if row["kind"] == "correction":
        every = work.view.every_asset
        named = every.loc[every["asset_id"] == row["thing_id"], "name"]
        about = str(named.iloc[0]) if len(named) else say("a place that is not listed now")
    return f"{kind}: {about}"


def _facts(work: Workspace, row: Mapping[str, Any]) -> None:
    body = row["body"]
    told = []
    if body.get("lon") is not None:
        labels = cached.area_labels(work.view)
        told.append((say("Where"), suggesting.place_in_words(work.view, labels, body["lon"],
                                                             body["lat"])))  # fmt: skip
    for field, label in _TOLD:
        if body.get(field):
            value = kind_name(body[field]) if field == "category" else str(body[field])
            told.append((say(label), value))
    for field, value in (body.get("changes") or {}).items():
        told.append((say(FIELDS.get(field, field)), say("should be: {value}", value=value)))
    told.append((say("From"), f"{row['made_by']}, {row['made_at']:%d %B %Y}"))
    items = "".join(f"<dt>{safe_html(a)}</dt><dd>{safe_html(b)}</dd>" for a, b in told)
    st.html(
        "<style>.sg-facts{display:grid;grid-template-columns:auto minmax(0,1fr);gap:.25rem 1rem;"
        "margin:.3rem 0!important;padding:0!important;font-size:.95rem;line-height:1.45}"
        ".sg-facts dt{color:var(--sp-muted)}.sg-facts dd{margin:0!important;padding:0!important;"
        f'overflow-wrap:anywhere}}</style><dl class="sg-facts">{items}</dl>'
    )
    if row["kind"] == "place":
        point = (body["lon"], body["lat"]) if body.get("lon") is not None else None
        alike = suggesting.may_be(work.view, str(body.get("name", "")), point)
        if len(alike):
            names = "; ".join(str(name) for name in alike["name"])
            parts.note(names, say("Listed already, with a name like it:"))


def _mend(row: Mapping[str, Any], key: str) -> dict[str, Any] | None:
    """Draw the suggestion as a form; return it as mended once it is sent."""
    body = dict(row["body"])
    with st.form(f"mend-form-{key}", border=False):
        if row["kind"] == "correction":
            body["changes"] = {
                field: st.text_input(say(FIELDS.get(field, field)), value, key=f"m-{field}-{key}")
                for field, value in (body.get("changes") or {}).items()
            }
        else:
            codes = ["", *(each.code for each in CATEGORIES)]
            now = str(body.get("category") or "")
            body["name"] = st.text_input(say("Name"), body.get("name", ""), key=f"m-name-{key}")
            body["category"] = st.selectbox(
                say("Kind of place"), codes, index=codes.index(now) if now in codes else 0,
                format_func=lambda each: kind_name(each) if each else say("Not sure"),
                key=f"m-category-{key}",
            )  # fmt: skip
            body["address"] = st.text_input(say("Address"), body.get("address", ""),
                                            key=f"m-address-{key}")  # fmt: skip
        body["note"] = st.text_area(say("What they say"), body.get("note", ""), height=90,
                                    key=f"m-note-{key}")  # fmt: skip
        sent = st.form_submit_button(say("Approve it so"), type="primary")
    return body if sent else None


def _why(key: str) -> str:
    """Ask why a suggestion is turned down; "" until it is sent."""
    with st.form(f"down-form-{key}", border=False):
        reasons = [say(each) for each in _WHY]
        picked = st.radio(say("Why?"), [*reasons, say("Something else")], key=f"why-{key}")
        own = st.text_input(say("In your words. The person sees it."), max_chars=300,
                            key=f"own-{key}")  # fmt: skip
        sent = st.form_submit_button(say("Turn it down"), type="primary")
    if not sent:
        return ""
    given = own.strip() if picked == say("Something else") else f"{picked} {own.strip()}".strip()
    if not given:
        st.warning(say("Say why in one sentence."))
    return given


def _approve(work: Workspace, row: Mapping[str, Any], body: dict[str, Any]) -> None:
    engine, place_id = session.writable(work)
    suggestions.approve(engine, place_id, str(row["suggestion_id"]), body=body)
    session.say_next(say("Approved. Everyone can see it now."))
    st.rerun()


def _log(work: Workspace, decided: pd.DataFrame) -> None:
    """Draw what was decided and why; names of people are for officers only."""
    if decided.empty:
        return
    officer = work.role.may(Role.OFFICER)
    title = say_many("{n} suggestion was decided", "{n} suggestions were decided", len(decided))
    with st.expander(title):
        parts.note(say("We turn down what is listed already, lies elsewhere, names a person, or "
                       "cannot be checked."), say("How we decide:"))  # fmt: skip
        for row in decided.head(SHOWN).to_dict("records"):
            told = say(STATES.get(str(row["state"]), str(row["state"])))
            who = f" {row['decided_by']}," if officer and row["decided_by"] else ""
            when = f"{row['decided_at']:%d %B %Y}." if row["decided_at"] is not None else ""
            parts.note(f"{told[:1].upper()}{told[1:]}.{who} {when} {row['answer']}".strip(),
                       f"{_title(work, row)}:")  # fmt: skip
            if officer and st.button(say("Look at it again"), key=f"again-{row['suggestion_id']}"):
                engine, place_id = session.writable(work)
                suggestions.reopen(engine, place_id, str(row["suggestion_id"]))
                session.say_next(say("It waits again, and what it had made is taken back."))
                st.rerun()
        st.download_button(say("Download the log"), csv_bytes(log_table(decided, officer=officer)),
                           "suggestions.csv", "text/csv", icon=":material/download:")  # fmt: skip


def log_table(decided: pd.DataFrame, *, officer: bool) -> pd.DataFrame:
    """Return the log as a table; names of people are for officers only."""
    rows = [
        {
            say("kind"): say(_KINDS.get(row["kind"], row["kind"])),
            say("about"): title_of(row),
            say("what they say"): row["body"].get("note", ""),
            say("decision"): say(STATES.get(row["state"], row["state"])),
            say("why"): row["answer"],
            say("date"): f"{row['decided_at']:%Y-%m-%d}" if row["decided_at"] is not None else "",
            **({say("from"): row["made_by"], say("decided by"): row["decided_by"]}
               if officer else {}),
        }
        for row in decided.to_dict("records")
    ]  # fmt: skip
    return pd.DataFrame(rows)
