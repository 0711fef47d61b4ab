"""Spots that a person clicks on the map: where a new place may go."""

from __future__ import annotations

from typing import Final

import streamlit as st

from components import parts, session
from components.map import layers
from components.session import Workspace
from components.what_if.on_map import Point, map_key
from sharedground.what_if import MOST_POINTS
from sharedground.words import say, say_many

_MOST: Final = min(40, MOST_POINTS)
_ADDRESS: Final = "spots"


def _key(work: Workspace) -> str:
    return f"what-if-spots-{work.place.place_id}"


def chosen(work: Workspace) -> tuple[Point, ...]:
    """Return the spots that were clicked, or that the address tells, in their order."""
    session.from_address(_ADDRESS, _key(work), _meaning)
    held = tuple(session.chosen_in(_key(work)) or ())
    session.to_address(_ADDRESS, ";".join(f"{lat},{lon}" for lon, lat in held))
    return held


def _meaning(told: str) -> tuple[Point, ...] | None:
    found = [point for each in told.split(";")[:_MOST] if (point := _point(each)) is not None]
    return tuple(found) or None


def _point(told: str) -> Point | None:
    lat, _, lon = told.partition(",")
    try:
        at = round(float(lon), 5), round(float(lat), 5)
    except ValueError:
        return None
    return at if abs(at[0]) <= 180 and abs(at[1]) <= 90 else None


def steps(work: Workspace) -> None:
    """Draw what to do next, and the ways to take a spot back."""
    n = len(chosen(work))
    title = say_many("{n} spot is marked", "{n} spots are marked", n) if n else say("Mark spots")
    parts.heading(title, say("Click or tap the map wherever a place may go. The best of them are "
                             "chosen."), level=3)  # fmt: skip
    if not n:
        return
    with st.container(horizontal=True, key="what-if-steps"):
        st.button(say("Take the last spot back"), icon=":material/undo:", key="what-if-back",
                  on_click=_keep, args=(work, chosen(work)[:-1]))  # fmt: skip
        st.button(say("Start again"), icon=":material/restart_alt:", key="what-if-anew",
                  on_click=_keep, args=(work, ()))  # fmt: skip


def _keep(work: Workspace, points: tuple[Point, ...]) -> None:
    """Hold these spots. For callbacks."""
    session.choose_in(_key(work), points)


def take_click(work: Workspace) -> None:
    """Add the spot that was clicked. For callbacks."""
    at = layers.clicked_at(map_key(work))
    if at is None:
        return
    held = tuple(session.chosen_in(_key(work)) or ())
    point = round(float(at[0]), 5), round(float(at[1]), 5)
    if point not in held and len(held) < _MOST:
        _keep(work, (*held, point))
