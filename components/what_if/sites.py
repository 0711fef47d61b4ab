"""New places: what is asked for, where they would go, and what they would bring."""

from __future__ import annotations

from typing import Final

import streamlit as st

from components import coded, counted, link, parts, session
from components.session import Workspace
from components.what_if import answers, keep, kinds, on_map, show, spots
from sharedground import scenarios, what_if, what_if_words
from sharedground.analysis import walking
from sharedground.errors import SharedGroundError
from sharedground.model.category import CATEGORIES
from sharedground.model.vision import Vision
from sharedground.what_if import Ask, Sites, Where
from sharedground.words import say, say_many

_OWN: Final = "own"
_BUILDINGS: Final = "in"


def draw(work: Workspace) -> None:
    """Draw the choices, then where new places would reach most people."""
    with st.container(key="filters"):
        with st.container(horizontal=True, vertical_alignment="bottom"):
            category = coded.select(say("New place"), kinds.by_use(work.vision), "new", width=300)
            count = coded.slide(say("How many"), {str(n): str(n) for n in range(1, 11)}, "n", "3",
                                width=230)  # fmt: skip
            reach_m = _reach(work.vision, category)
            counting = counted.choose(work)
        with st.container(horizontal=True, vertical_alignment="bottom"):
            where = Where(coded.segments(say("It may go"), _wheres(), "where", wrap=True))
            by_need = coded.switch(
                say("Weigh people by need"), "need",
                help=say("Off, everyone counts the same. On, people count more the more need there "
                         "is where they live."),
            )  # fmt: skip
        rooms = _buildings(work) if where is Where.BUILDINGS else ()
    counted.said(work, counting)
    now = answers.present(work.view, work.vision, counting)
    points = spots.chosen(work) if where is Where.POINTS else ()
    ask = Ask(category=category, sites=int(count), reach_m=reach_m, where=where,
              kinds=rooms, points=points, by_need=by_need)  # fmt: skip
    if where is Where.POINTS and not points:
        _blank_map(work, category)
        return
    try:
        with st.spinner(say("Looking for the best spots…")):
            found = answers.sites(now, ask)
    except SharedGroundError as error:
        parts.empty_state(say("Nowhere to choose from"), error.message)
        return
    _result(work, found)


def _reach(vision: Vision, category: str) -> float | None:
    usual = what_if_words.minutes(scenarios.reach_of(vision, category))
    names = {_OWN: say("{n} min (as in our vision)", n=usual)}
    names |= {str(n): say("{n} min", n=n) for n in walking.MINUTES}
    picked = coded.select(say("Within a walk of"), names, "reach", width=220)
    return None if picked == _OWN else int(picked) * walking.PACE


def _wheres() -> dict[str, str]:
    return {
        Where.AREAS.value: say("In any area"),
        Where.BUILDINGS.value: say("In a building we have"),
        Where.POINTS.value: say("At spots I mark"),
    }


def _buildings(work: Workspace) -> tuple[str, ...]:
    """Ask which kinds of building may have room."""
    there = set(work.view.assets["category"])
    names = {one.code: say(one.name) for one in CATEGORIES if one.code in there}
    usual = [code for code in what_if.BUILDINGS if code in names]
    session.from_address(_BUILDINGS, "what-if-in", link.several(names))
    session.start("what-if-in", usual)
    picked = st.multiselect(
        say("Kinds of building that may have room"), list(names), key="what-if-in",
        format_func=lambda code: names[code],
        placeholder=say("Choose kinds of building"),
    )  # fmt: skip
    told = "" if set(picked) == set(usual) else link.BETWEEN.join(picked)
    session.to_address(_BUILDINGS, told)
    return tuple(picked)


def _blank_map(work: Workspace, category: str) -> None:
    left, right = st.columns([7, 5], gap="large")
    with left:
        on_map.draw(work, on_map.of_kind(work, category), (), None,
                    say("Map of {place}. Click it to mark spots.", place=work.place.name),
                    lambda: spots.take_click(work))  # fmt: skip
    with right:
        spots.steps(work)


def _result(work: Workspace, found: Sites) -> None:
    parts.heading(what_if_words.sites_sentence(found), what_if_words.certificate_sentence(found))
    left, right = st.columns([7, 5], gap="large")
    with left:
        _map(work, found)
    with right:
        if found.ask.where is Where.POINTS:
            spots.steps(work)
        _list(found)
        keep.form(work, found.scenario, "sites")
    parts.note(" ".join(what_if_words.sites_notes(found)))
    if len(found.table):
        show.effect(work, found.effect, "sites")


def _map(work: Workspace, found: Sites) -> None:
    marks = found.ask.where is Where.POINTS
    alt = say("Map of {place}. {finding} The list beside it has the same spots.",
              place=work.place.name, finding=what_if_words.sites_sentence(found))  # fmt: skip
    on_map.draw(work, on_map.of_kind(work, found.ask.category),
                [(lon, lat) for lon, lat in found.table[["lon", "lat"]].to_numpy()],
                on_map.classes_of(found.effect.areas), alt,
                (lambda: spots.take_click(work)) if marks else None)  # fmt: skip


def _list(found: Sites) -> None:
    rows = [
        (str(row["name"]), say("{people} people more", people=round(row["gained"])))
        for row in found.table.to_dict("records")
    ]
    if rows:
        label = say_many("The spot on the map", "The {n} spots on the map", len(rows))
        parts.heading(label, say("The one that brings most people stands first."), level=3)
        on_map.numbered_list(rows, label)
