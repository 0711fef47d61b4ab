"""Saying what is missing or was left out: a form beside the map, and what became of it."""

from __future__ import annotations

from typing import Any, Final, NamedTuple

import pandas as pd
import streamlit as st

from components import menu, parts, session
from components.frame import plain_markdown
from components.map import layers, places
from components.map.filters import WHOLE, area_names, codes_of, kind_name
from components.session import Workspace
from sharedground import suggesting
from sharedground.access import Role, current
from sharedground.model.category import CATEGORIES
from sharedground.store import suggestions
from sharedground.words import later, say, say_many

OPEN: Final = "suggest-open"
_FORM: Final = "suggest-form"
_KINDS: Final = {
    "place": later("A place we missed"),
    "missing": later("Something this area lacks"),
}
STATES: Final = {
    "waiting": later("waits for an officer"),
    "approved": later("approved"),
    "turned down": later("turned down"),
}
_FIELDS: Final = (
    ("address", later("Address")),
    ("schedules", later("When is it open?")),
    ("organization", later("Who runs it?")),
    ("url", later("Website")),
)


class Here(NamedTuple):
    """Where a suggestion is about: a point, and how it was told."""

    lon: float
    lat: float
    postcode: str = ""


def asks(work: Workspace) -> bool:
    """Say whether the form is open, so that a click on the map means a point for it."""
    return work.role.may(Role.PARTICIPANT) and bool(session.chosen_in(OPEN))


def draw(work: Workspace, labels: pd.DataFrame, map_key: str) -> tuple[float, float] | None:
    """Draw the form and what became of earlier suggestions.

    Returns
    -------
    tuple or None
        (lon, lat) that the form is about, for a mark on the map.
    """
    if not work.role.may(Role.PARTICIPANT):
        parts.note(say("To tell us what is missing here, ask an officer to let you take part."))
        return None
    here = None
    with st.expander(say("Something missing here? Tell us"), key=OPEN, on_change="rerun",
                     icon=":material/add_location_alt:") as box:  # fmt: skip
        if box.open:
            here = _form(work, labels, map_key)
            _mine(work)
    return (here.lon, here.lat) if here else None


def _form(work: Workspace, labels: pd.DataFrame, map_key: str) -> Here | None:
    epoch = session.epoch(_FORM)
    kind = st.segmented_control(
        say("What would you like to tell us?"), list(_KINDS), default="place", required=True,
        format_func=lambda code: say(_KINDS[code]), key=f"suggest-kind-{epoch}",
    )  # fmt: skip
    kind = str(kind or "place")
    here = _where(work, labels, map_key, epoch)
    name = ""
    if kind == "place":
        name = st.text_input(say("What is it called?"), max_chars=200, key=f"suggest-name-{epoch}")
        _may_be(work, name, here)
    given = _details(kind, epoch)
    if st.button(say("Send to an officer"), type="primary", key=f"suggest-send-{epoch}"):
        _send(work, kind, {**given, "name": name.strip()}, here)
    parts.note(say("An officer looks at everything before it is shown. Please name no person, and "
                   "say only what others can check."))  # fmt: skip
    return here


def _details(kind: str, epoch: int) -> dict[str, Any]:
    """Draw the fields of one kind of suggestion."""
    codes = ["", *(category.code for category in CATEGORIES)]
    label = say("Kind of place") if kind == "place" else say("What kind of place is lacking?")
    code = st.selectbox(
        label, codes, key=f"suggest-category-{kind}-{epoch}",
        format_func=lambda each: kind_name(each) if each else say("Not sure"),
    )  # fmt: skip
    given: dict[str, Any] = {"category": code}
    if kind == "place":
        for field, text in _FIELDS:
            given[field] = st.text_input(say(text), max_chars=300, key=f"suggest-{field}-{epoch}")
    text = say("Anything else?") if kind == "place" else say("What is lacking, and for whom?")
    given["note"] = st.text_area(text, max_chars=1000, height=90, key=f"suggest-note-{epoch}")
    return {field: str(value or "").strip() for field, value in given.items()}


def _where(work: Workspace, labels: pd.DataFrame, map_key: str, epoch: int) -> Here | None:
    """Ask where: by a click on the map, a postcode, or the name of an area."""
    clicked = layers.clicked_at(map_key)
    left, right = st.columns(2)
    words = left.text_input(say("Postcode"), max_chars=12, key=f"suggest-postcode-{epoch}")
    names = {"": say("Not chosen")} | area_names(work.place.name, labels)
    names.pop(WHOLE, None)
    area = right.selectbox(
        say("or area"), list(names), format_func=lambda code: names.get(code, code),
        key=f"suggest-area-{epoch}",
    )  # fmt: skip
    here = None
    spot = places.found_postcode(work.engine, work.view, words) if words else None
    if words and spot is None:
        parts.note(say("We do not know the postcode {words}. Check the letter O and the number 0.",
                       words=words))  # fmt: skip
    if spot is not None:
        here = Here(spot.lon, spot.lat, spot.postcode)
    elif area:
        codes = codes_of(area, labels)
        middle = work.view.areas[work.view.areas["area_code"].isin(codes)].union_all()
        point = middle.representative_point()
        here = Here(point.x, point.y)
    elif clicked is not None:
        here = Here(*clicked)
    if here is None:
        parts.note(say("Or click the map where it is."))
    else:
        where = suggesting.place_in_words(work.view, labels, here.lon, here.lat)
        parts.note(say("The mark on the map shows the spot."), say("Here: {where}.", where=where))
    return here


def _may_be(work: Workspace, name: str, here: Here | None) -> None:
    found = suggesting.may_be(work.view, name, here[:2] if here else None)
    if found.empty:
        return
    rows = [
        parts.PlaceRow(row["category"], row["name"], ", ".join(
            str(each) for each in (kind_name(row["category"]), row["address"]) if each))
        for row in found.to_dict("records")
    ]  # fmt: skip
    parts.heading(say("Is it one of these? They are listed already."), level=3)
    parts.place_list(rows, say("Places that are listed already"), scroll=False)


def _send(work: Workspace, kind: str, body: dict[str, Any], here: Here | None) -> None:
    if here is None and not body.get("address"):
        st.warning(say("Say where: click the map, or give a postcode, an area or an address."))
        return
    if here is not None:
        body |= {"lon": round(here.lon, 6), "lat": round(here.lat, 6), "postcode": here.postcode}
    engine, place_id = session.writable(work)
    suggestions.suggest(engine, place_id, kind, body)
    session.renew(_FORM)
    session.say_next(say("Thank you. An officer will look at it before it is shown."))
    st.rerun()


def title_of(row: dict[str, Any]) -> str:
    """Return what a suggestion is about, in one line of plain text."""
    body = row["body"]
    if row["kind"] == "place":
        return str(body.get("name") or say("a place"))
    if row["kind"] == "correction":
        return say("A correction")
    lacks = kind_name(body["category"]) if body.get("category") else ""
    return lacks or str(body.get("note", ""))[:80] or say("something")


def _mine(work: Workspace) -> None:
    """Draw what became of what this person suggested here."""
    mine = suggestions.made_by(work.engine, work.place.place_id, current().name)
    if mine.empty:
        return
    parts.heading(say_many("Your suggestion", "Your {n} suggestions", len(mine)), level=3)
    for row in mine.head(20).to_dict("records"):
        told = say(STATES.get(str(row["state"]), str(row["state"])))
        answer = f" {row['answer']}" if row["answer"] else ""
        parts.note(f"{told[:1].upper()}{told[1:]}.{answer}", f"{title_of(row)}:")


def lacking(work: Workspace, labels: pd.DataFrame) -> pd.DataFrame:
    """Return what people say is missing here and officers approved.

    Returns
    -------
    pandas.DataFrame
        `lon`, `lat` (NaN where not told), `what` (kind of place, or ""), `note`, `where`.
    """
    said = work.view.holdings.suggestions
    said = said[(said["kind"] == "missing") & (said["state"] == "approved")]
    rows = [
        (
            body.get("lon"), body.get("lat"),
            kind_name(body["category"]) if body.get("category") else "",
            str(body.get("note", "")),
            suggesting.place_in_words(work.view, labels, body["lon"], body["lat"])
            if body.get("lon") is not None else "",
        )
        for body in said["body"]
    ]  # fmt: skip
    found = pd.DataFrame(rows, columns=["lon", "lat", "what", "note", "where"])
    return found.astype({"lon": float, "lat": float})


def missing_list(found: pd.DataFrame) -> None:
    """Draw what people say is missing: what they say, beside the figures and never in them."""
    if found.empty:
        return
    parts.heading(
        say_many("{n} thing people say is missing", "{n} things people say are missing",
                 len(found)),
        say("A sign with a question mark on the map. They are in none of the figures."),
    )  # fmt: skip
    for row in found.head(30).to_dict("records"):
        lead = ", ".join(str(each) for each in (row["what"], row["where"]) if each)
        parts.note(row["note"] or say("No more was said."), f"{lead}:" if lead else "")


def waiting_link(work: Workspace) -> None:
    """Tell officers how many suggestions wait."""
    if not work.role.may(Role.OFFICER):
        return
    n = int((work.view.holdings.suggestions["state"] == "waiting").sum())
    if n:
        menu.link("check", plain_markdown(say_many("{n} suggestion waits for you",
                                                   "{n} suggestions wait for you", n)))  # fmt: skip
