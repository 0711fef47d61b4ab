"""What a place is at a glance: its vision, five figures, and the doors to all the rest."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from components import cached, parts, place_sketch, session
from components.parts import Figure, safe_html
from components.session import Workspace
from sharedground.analysis import story
from sharedground.analysis.newest import newest
from sharedground.vision_words import status
from sharedground.words import decimal, say, say_many


def vision(work: Workspace) -> None:
    """Draw what people here want: the vision's title and statement."""
    if not work.vision.statement or not _has_vision(work):
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


def _has_vision(work: Workspace) -> bool:
    """Whether a vision is saved, or there is data that a first draft was made from."""
    holdings = work.view.holdings
    return work.vision.version > 0 or not (holdings.indicators.empty and holdings.assets.empty)


def figures(work: Workspace) -> list[Figure]:
    """Return the five key figures, each with its base or date."""
    return [_places(work), _people(work), _areas(work), _outcomes(work), _newest(work)]


def _places(work: Workspace) -> Figure:
    assets = work.view.assets
    placed = int(assets[["lon", "lat"]].notna().all(axis=1).sum())
    return Figure(
        say("Places listed"), decimal(len(assets)), say("{n} can be shown on the map", n=placed)
    )


def _people(work: Workspace) -> Figure:
    population = work.view.holdings.population
    known = population[population["people"].notna()]
    if known.empty:
        return Figure(say("People"), say("No data"), say("Add how many live in each area"))
    years = sorted(known["year"].dropna().astype(int).unique())
    when = f"{years[-1]}" if years else say("year not stated")
    missing = len(work.view.areas) - known["area_code"].nunique()
    note = say_many("{when}. No data for {n} area", "{when}. No data for {n} areas", missing,
                    when=when) if missing else when  # fmt: skip
    return Figure(say("People"), decimal(int(known["people"].sum())), note)


def _areas(work: Workspace) -> Figure:
    areas = work.view.areas
    if areas.empty:
        return Figure(say("Areas"), say("No data"), say("Add their outlines"))
    labels = cached.area_labels(work.view)
    groups = len(set(labels["group"]) - {""})
    if groups < 2:
        return Figure(say("Areas"), decimal(len(areas)), say("Each with its own figures"))
    level = story.level_name(str(labels["level"].iloc[0]))
    return Figure(level, decimal(groups), story.counted(len(areas), story.SMALL))


def _outcomes(work: Workspace) -> Figure:
    vision_ = work.vision
    if not _has_vision(work):
        return Figure(say("Outcomes wanted"), say("None yet"), say("Write them on Our vision"))
    first = vision_.version == 0
    note = say("A first draft, not agreed") if first else status(vision_).rstrip(".")
    return Figure(say("Outcomes wanted"), f"{len(vision_.outcomes)}", note)


def _newest(work: Workspace) -> Figure:
    holdings = work.view.holdings
    figures_of = pd.concat([holdings.population, holdings.indicators])[["source_id", "year"]]
    years = figures_of.dropna().groupby("source_id")["year"].max().astype(int).to_dict()
    found = newest(holdings.sources, years)
    if found is None:
        return Figure(say("Newest data"), say("No date"), say("No source says when"))
    return Figure(say("Newest data"), found.words(), found.source.title or found.source.file_name)


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
