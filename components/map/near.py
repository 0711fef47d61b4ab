"""Near a point: where the visitor is, a point clicked on the map, or a postcode."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, Final

import streamlit as st

from components import link, parts, session, theme
from components.map import layers
from components.map.filters import as_postcode
from components.map.places import Spot
from sharedground.analysis import walking
from sharedground.words import later, say, significant

ANY: Final = 0
WITHIN: Final = "within"
_CLICKS, _ME, _POINT = "near-click", "near-me", "near-point"
_WORDS: Final = {
    "ask": later("What is near me?"),
    "waiting": later("Your browser is asking you…"),
    "denied": later("Your browser was told not to say where you are. You can type a postcode, or "
                    "click the map."),
    "unable": later("Your browser cannot say where you are. Type a postcode, or click the map."),
    "insecure": later("Browsers say where you are only to a page with https. Type a postcode, or "
                      "click the map."),
}  # fmt: skip
_STYLE: Final = """<style>
.st-key-near [data-testid="stCheckbox"] label{min-height:42px;align-items:center}
@media (max-width:640px){
.st-key-near{flex-direction:column!important;align-items:stretch!important;gap:.6rem!important}
.st-key-near>*,.st-key-near>*>*{width:100%!important;min-width:0!important;flex:0 0 auto!important}
}
</style>"""


def bar(postcode: Spot | None) -> tuple[Spot | None, int]:
    """Draw the ways to choose a point, and how far to go from it.

    Parameters
    ----------
    postcode
        A postcode that was typed: it is the point, whatever was chosen before.

    Returns
    -------
    tuple
        The point, if there is one, and minutes on foot (`ANY` for any).
    """
    st.html(_STYLE)
    within = ANY
    with st.container(horizontal=True, vertical_alignment="center", key="near"):
        _ask_browser()
        st.toggle(
            say("Near a point I click"), key=_CLICKS,
            help=say("While this is on, a click on the map means a point. It chooses no place."),
        )  # fmt: skip
        spot = postcode or _held()
        if spot is not None:
            within = _how_far()
            if postcode is None:
                st.button(say("Forget this point"), key="near-forget", icon=":material/close:",
                          icon_position="right", on_click=forget)  # fmt: skip
    return spot, within


def _ask_browser() -> None:
    """Draw the button that asks the browser. The position stays in this visit; see near.js."""
    component = st.components.v2.component(
        "near_me",
        js=(theme.ASSETS / "near.js").read_text("utf-8"),
        css=(theme.ASSETS / "near.css").read_text("utf-8"),
    )
    component(key=_ME, data={"words": {name: say(text) for name, text in _WORDS.items()}},
              width=180, on_found_change=_take_position)  # fmt: skip


def _take_position() -> None:
    found: Any = session.chosen_in(_ME)
    told = (found or {}).get("found") or {}
    point = point_of(told.get("lon"), told.get("lat"))
    if point is not None:
        _hold(Spot(say("where you are"), *point))


def point_of(lon: object, lat: object) -> tuple[float, float] | None:
    """Return a position that a browser told, or None if it is none."""
    if not isinstance(lon, int | float) or not isinstance(lat, int | float):
        return None
    good = -180 <= lon <= 180 and -90 <= lat <= 90
    return (float(lon), float(lat)) if good else None


def on_click(map_key: str) -> Callable[[], None] | None:
    """Return what a click on the map does while it means a point, else None."""
    return partial(_take_click, map_key) if session.chosen_in(_CLICKS) else None


def _take_click(map_key: str) -> None:
    at = layers.clicked_at(map_key)
    if at is not None:
        _hold(Spot(say("the point you clicked"), *at))


def _hold(spot: Spot) -> None:
    """Keep a point for this visit. For callbacks."""
    if as_postcode(str(session.chosen_in("find") or "")):
        session.choose_in("find", "")
    if not session.chosen_in(WITHIN):
        session.choose_in(WITHIN, walking.USUAL)
    session.remember(_POINT, spot)


def _held() -> Spot | None:
    found = session.remembered(_POINT)
    return Spot(*found) if found else None


def forget() -> None:
    """Let the point go. For callbacks."""
    session.remember(_POINT, None)


def _how_far() -> int:
    """Draw how far people would walk."""
    names = {str(n): say("{n} min", n=n) for n in walking.MINUTES}
    meant = link.one(names)
    session.from_address(WITHIN, WITHIN, lambda told: int(meant(told) or ANY))
    session.start(WITHIN, ANY)
    chosen = st.segmented_control(
        say("Minutes on foot"), [*walking.MINUTES, ANY], key=WITHIN, required=True, wrap=True,
        format_func=lambda n: names.get(str(n), say("Any")),
    )  # fmt: skip
    session.to_address(WITHIN, str(chosen or ""))
    return int(chosen or ANY)


def how_reckoned(detour: float) -> None:
    """Say how the minutes are worked out."""
    parts.note(
        say("Minutes on foot are the straight line times {detour}, at {pace} metres a minute. Real "
            "paths differ.", detour=significant(detour), pace=round(walking.PACE))
    )  # fmt: skip
