"""What a place is at a glance: its vision, five figures, and the doors to all the rest."""

from __future__ import annotations

import streamlit as st

from components import cached, parts, place_sketch, session
from components.parts import Figure, safe_html
from components.session import Workspace
from sharedground.telling import facts as glance
from sharedground.words import say, say_many


def vision(work: Workspace) -> None:
    """Draw what people here want: the vision's title and statement."""
    if not work.vision.statement or not glance.has_vision(work.view, work.vision):
        return
    title = say("Our vision: {title}", title=work.vision.title)
    if work.vision.version == 0:
        title = say("A first draft of a vision, made from the data")
    st.html(
        f'<div style="border-left:4px solid var(--sp-ink);padding:.1rem 0 .1rem .9rem">'
        f'<p class="sp-kicker">{safe_html(title)}</p>'
        f'<p style="margin:0;line-height:1.5;max-width:56ch">{safe_html(work.vision.statement)}'
        f"</p></div>"
    )


def figures(work: Workspace) -> list[Figure]:
    """Return the five key figures, each with its base or date."""
    labels = cached.area_labels(work.view)
    return [
        Figure(one.label, one.value, one.note)
        for one in glance.facts(work.view, work.vision, labels)
    ]


def dot_map(work: Workspace) -> None:
    """Draw every listed place as a dot on the place's own outlines."""
    placed = int(work.view.assets[["lon", "lat"]].notna().all(axis=1).sum())
    place_sketch.dot_map(
        work.view,
        say("Map of {place} with {n} listed places as dots. The page Map has them as a list.",
            place=work.place.name, n=placed),
    )  # fmt: skip


def doors(work: Workspace) -> None:
    """Draw the three ways on."""
    look, see, agree = st.columns(3, gap="large")
    n = len(work.vision.outcomes)
    with look:
        parts.door("map", say("Look around"),
                   say("Libraries, parks, help with food, faith places and more, on a map and "
                       "in a list."),
                   say("Open the map"))  # fmt: skip
    with see:
        parts.door("gaps", say("See strengths and gaps"),
                   say("Where places and needs match well, where they do not, and why."),
                   say("See strengths and gaps"))  # fmt: skip
    with agree:
        parts.door("vision", say("Agree what matters"),
                   say_many("Say how much {n} outcome counts, and what serves it.",
                            "Share 100 points between {n} outcomes, and say what serves them.", n),
                   say("Set our vision"))  # fmt: skip


def picker(work: Workspace) -> None:
    """Let a visitor choose another place, where the store has several."""
    known = {place.place_id: place.name for place in session.all_places()}
    if len(known) < 2:
        return
    here = work.place.place_id
    picked = st.selectbox(
        say("Place"), list(known), index=list(known).index(here), width=320,
        format_func=lambda one: known[one], key=f"place-{here}",
    )  # fmt: skip
    if picked != here:
        session.choose_place(picked)
        st.rerun()
