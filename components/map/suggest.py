"""Saying what was left out, what is wrong and what is missing: a form beside the map."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, NamedTuple

import pandas as pd
import streamlit as st

from components import parts, session, told
from components.check import edit
from components.frame import plain_markdown
from components.map import layers, places
from components.map.filters import WHOLE, area_names, codes_of, kind_name
from components.parts import safe_html
from components.session import Workspace
from sharedground import suggesting
from sharedground.access import Role, current
from sharedground.errors import SharedGroundError
from sharedground.model.category import CATEGORIES
from sharedground.model.placing import AREA, PERSON, POSTCODE
from sharedground.store import suggestions
from sharedground.words import later, say, say_many

OPEN: Final = "suggest-open"
_KIND: Final = "suggest-kind"
_FORM, _FORMER_CLICK = "suggest", "suggest-former-click"
_PLACE, _CORRECTION, _MISSING = "place", "correction", "missing"
_KINDS: Final = {
    _PLACE: later("Add a place we missed"),
    _CORRECTION: later("Correct a place"),
    _MISSING: later("Say what is missing here"),
}
_MINE: Final = 20
_STYLE: Final = """<style>
.st-key-suggest{border-top:1px solid var(--sp-line);border-bottom:1px solid var(--sp-line)}
.st-key-suggest [data-testid="stExpander"] details{border:0}
.st-key-suggest summary{padding-inline:0;min-height:44px;background:none!important}
.st-key-suggest summary p{color:var(--sp-brand);font-weight:650;font-size:1rem}
.st-key-suggest [data-testid="stExpanderDetails"]{padding-inline:0}
@media (pointer:coarse),(max-width:640px){
.st-key-suggest [data-testid="stRadio"] label{min-height:44px;align-items:center}
}
.sg-mine{list-style:none!important;margin:0!important;padding:0!important}
.sg-mine li{margin:0!important;padding:.5rem 0!important;border-bottom:1px solid var(--sp-line)}
.sg-mine li{overflow-wrap:anywhere;font-size:1rem}
.sg-mine b{display:block;font-weight:600;line-height:1.25}
.sg-mine li:last-child{border:0}
.sg-mine small{color:var(--sp-muted);font-size:.85rem}
</style>"""


class Here(NamedTuple):
    """What a suggestion is about: a point in degrees, how it was told, and the postcode if any."""

    lon: float
    lat: float
    placed_by: str
    postcode: str = ""


def _key(name: str) -> str:
    """Return a widget's key; it changes with each suggestion sent, so that the form starts anew."""
    return f"suggest-{name}-{session.epoch(_FORM)}"


def _kind() -> str:
    return str(session.chosen_in(_KIND) or _PLACE)


def on_click(work: Workspace) -> Callable[[], None] | None:
    """Return what a click on the map does while it means a point for the form, else None."""
    asks = work.role.may(Role.PARTICIPANT) and bool(session.chosen_in(OPEN))
    if not asks or _kind() == _CORRECTION:
        return None

    def latest_counts() -> None:
        session.choose_in(_key("postcode"), "")
        session.choose_in(_key("area"), "")

    return latest_counts


def draw(
    work: Workspace, labels: pd.DataFrame, map_key: str, inside: pd.DataFrame, picked: int | None
) -> tuple[float, float] | None:
    """Draw the form, and what became of earlier suggestions.

    Parameters
    ----------
    inside
        The places that the list shows, as from `places.numbered`.
    picked
        Number of the place looked at.

    Returns
    -------
    tuple or None
        (lon, lat) that the form is about, for a mark on the map.
    """
    st.html(_STYLE)
    with st.container(key="suggest"):
        box = st.expander(
            say("Something missing or wrong?"), key=OPEN, icon=":material/add_location_alt:",
            on_change=lambda: _forget_click(map_key),
        )  # fmt: skip
        with box:
            if not box.open:
                return None
            if not work.role.may(Role.PARTICIPANT):
                parts.note(say("People who take part can tell us here. Ask an officer to let you "
                               "take part."))  # fmt: skip
                return None
            here = _ask(work, labels, map_key, inside, picked)
            thanks = session.take_message(_FORM)
            if thanks:
                st.success(plain_markdown(thanks))
            _mine(work)
            return here[:2] if here else None


def _forget_click(map_key: str) -> None:
    """Let what was clicked before the form opened or was sent mean nothing for it."""
    session.remember(_FORMER_CLICK, layers.clicked_at(map_key))


def _ask(
    work: Workspace, labels: pd.DataFrame, map_key: str, inside: pd.DataFrame, picked: int | None
) -> Here | None:
    kind = st.radio(say("What would you like to tell us?"), list(_KINDS), key=_KIND,
                    format_func=lambda code: say(_KINDS[code]))  # fmt: skip
    if kind == _CORRECTION:
        _correct(work, inside, picked)
        return None
    return _suggest(work, labels, map_key, inside, str(kind or _PLACE))


def _correct(work: Workspace, inside: pd.DataFrame, picked: int | None) -> None:
    """Draw the form that changes the place looked at."""
    if picked is None:
        parts.note(say("First choose the place: click it on the map, or pick it in the box "
                       "“Look at one place”."))  # fmt: skip
        return
    row = inside[inside["number"] == picked].iloc[0]
    parts.heading(str(row["name"]), say("Change what is wrong, or say it in your own words."),
                  level=3)  # fmt: skip
    place = {str(name): value for name, value in row.items()}
    edit.form(work, place, _key(f"edit-{place['asset_id']}"), where=_FORM)


def _suggest(
    work: Workspace, labels: pd.DataFrame, map_key: str, inside: pd.DataFrame, kind: str
) -> Here | None:
    """Draw the form for a place we missed, or for what is missing."""
    here = _where(work, labels, map_key)
    name = ""
    if kind == _PLACE:
        parts.heading(say("What is it?"), level=3)
        name = st.text_input(say("What is it called?"), max_chars=200, key=_key("name"))
        _may_be(work, name, here, inside)
        body = {"category": _category(say("Kind of place")), **_more()}
    else:
        parts.heading(say("What is missing?"), level=3)
        body = {"category": _category(say("Kind of place"))}
        body["note"] = _words(say("What is missing, and why does it matter here?"))
    body["partner_id"] = _for_whom(work)
    if st.button(say("Send to an officer"), type="primary", key=_key("send")):
        _send(work, kind, {**body, "name": name.strip()}, here, map_key)
    parts.note(say("An officer looks at it before anyone else sees it. Please name no person, and "
                   "say only what others can check."))  # fmt: skip
    return here


def _category(label: str) -> str:
    codes = ["", *(category.code for category in CATEGORIES)]
    picked = st.selectbox(
        label, codes, key=_key("category"),
        format_func=lambda code: kind_name(code) if code else say("Not sure"),
    )  # fmt: skip
    return str(picked or "")


def _words(label: str) -> str:
    return str(st.text_area(label, max_chars=1000, height=90, key=_key("note")) or "").strip()


def _more() -> dict[str, str]:
    """Draw what may be told of a place besides, two fields beside each other."""
    parts.note(say("Leave empty what you do not know."))
    fields = (("address", say("Address")), ("schedules", say("When is it open?")),
              ("organization", say("Who runs it?")), ("url", say("Website")))  # fmt: skip
    given = {}
    for pair in (fields[:2], fields[2:]):
        for column, (field, label) in zip(st.columns(2), pair, strict=True):
            words = column.text_input(label, max_chars=300, key=_key(field))
            given[field] = str(words or "").strip()
    return given | {"note": _words(say("Anything else?"))}


def _for_whom(work: Workspace) -> str:
    """Ask for which partner this is said."""
    partners = work.view.holdings.partners
    names = {"": say("Only for myself")} | dict(
        zip(partners["partner_id"], partners["name"], strict=True)
    )
    if len(names) == 1:
        return ""
    picked = st.selectbox(
        say("For whom do you say this?"), list(names), key=_key("partner"),
        format_func=lambda one: str(names.get(one, one)),
        help=say("Your own name is never shown. The name of a partner is."),
    )  # fmt: skip
    return str(picked or "")


def _where(work: Workspace, labels: pd.DataFrame, map_key: str) -> Here | None:
    """Ask where, by a click on the map, a postcode or an area; what was told last counts."""
    parts.heading(say("Where is it?"), say("Click the map, or give a postcode or an area."),
                  level=3)  # fmt: skip
    left, right = st.columns(2)
    names = {"": say("Not chosen")} | area_names(work.place.name, labels)
    names.pop(WHOLE, None)
    words = left.text_input(
        say("Postcode"), max_chars=12, key=_key("postcode"),
        on_change=lambda: session.choose_in(_key("area"), ""),
    )  # fmt: skip
    area = right.selectbox(
        say("or area"), list(names), key=_key("area"),
        format_func=lambda code: names.get(code, code),
        on_change=lambda: session.choose_in(_key("postcode"), ""),
    )  # fmt: skip
    here = _found(work, labels, str(words or "").strip(), str(area or ""), map_key)
    if here is not None:
        where = suggesting.place_in_words(
            work.view, labels, here.lon, here.lat, roughly=here.placed_by == AREA
        )
        parts.note(say("{where}. The map marks it.", where=where), say("Your spot:"))
    elif words:
        parts.note(say("We do not know the postcode {words}. Check the letter O and the number 0.",
                       words=words))  # fmt: skip
    return here


def _found(
    work: Workspace, labels: pd.DataFrame, words: str, area: str, map_key: str
) -> Here | None:
    if words:
        spot = places.found_postcode(work.engine, work.view, words)
        return Here(*spot.point, POSTCODE, spot.name) if spot else None
    if area:
        return Here(*suggesting.middle_of(work.view, codes_of(area, labels)), AREA)
    clicked = layers.clicked_at(map_key)
    fresh = clicked is not None and clicked != session.remembered(_FORMER_CLICK)
    return Here(*clicked, PERSON) if clicked and fresh else None


def _may_be(work: Workspace, name: str, here: Here | None, inside: pd.DataFrame) -> None:
    """Draw what is listed already and may be this place."""
    found = suggesting.may_be(work.view, name, here[:2] if here else None)
    if found.empty:
        return
    parts.note(say("These are listed already."), say("Is it one of these?"))
    reached = set(inside["number"])
    for number, row in zip(found.index, found.to_dict("records"), strict=True):
        small = ", ".join(str(p) for p in (kind_name(row["category"]), row["address"]) if p)
        parts.place_list([parts.PlaceRow(row["category"], row["name"], small)],
                         say("Places that are listed already"), scroll=False)  # fmt: skip
        if int(number) in reached:
            st.button(say("Yes, it is this one"), key=_key(f"is-{number}"),
                      on_click=_it_is, args=(int(number),), icon=":material/check:")  # fmt: skip


def _it_is(number: int) -> None:
    """Go on with a place that is listed: it may want correcting."""
    session.choose_in("place_picked", number)
    session.choose_in(_KIND, _CORRECTION)


def _send(
    work: Workspace, kind: str, body: dict[str, Any], here: Here | None, map_key: str
) -> None:
    if here is None and not body.get("address"):
        st.warning(say("Say where: click the map, or give a postcode, an area or an address."))
        return
    if here is not None:
        body |= here._asdict() | {"lon": round(here.lon, 6), "lat": round(here.lat, 6)}
    engine, place_id = session.writable(work)
    try:
        suggestions.suggest(engine, place_id, kind, body)
    except SharedGroundError as error:
        st.warning(plain_markdown(error.message))
        return
    _forget_click(map_key)
    session.renew(_FORM)
    session.say_next(say("Thank you. An officer will look at it."), _FORM)
    st.rerun()


def _mine(work: Workspace) -> None:
    """Draw what this person suggested here, and what became of it."""
    mine = suggestions.made_by(work.engine, work.place.place_id, current().name)
    if mine.empty:
        return
    parts.heading(say_many("Your suggestion", "Your {n} suggestions", len(mine)), level=3)
    items = "".join(
        f"<li><b>{safe_html(told.title(row, work.view))}</b>"
        f"<small>{safe_html(told.became(row))}</small></li>"
        for row in mine.head(_MINE).to_dict("records")
    )
    st.html(f'<ul class="sg-mine">{items}</ul>')
