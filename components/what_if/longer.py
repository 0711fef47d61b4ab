"""Longer hours: what it would change if one place opened some evenings more."""

from __future__ import annotations

import streamlit as st

from components import coded, counted, parts, session
from components.session import Workspace
from components.what_if import answers, keep, kinds, on_map, show
from sharedground import what_if, what_if_words
from sharedground.analysis import hours
from sharedground.words import say

_PLACE = "open-place"


def draw(work: Workspace) -> None:
    """Draw the choices, and what longer hours of one place would change."""
    with st.container(key="filters"):
        with st.container(horizontal=True, vertical_alignment="bottom"):
            names = _places(work)
            asset_id = _place(names)
            counting = counted.choose(work)
        with st.container(horizontal=True, vertical_alignment="bottom"):
            evenings = coded.slide(
                say("More evenings a week"), {str(n): str(n) for n in range(1, 8)}, "evenings", "2",
                width=230,
            )  # fmt: skip
            read = what_if.hours_of(work.view, asset_id)
            assumed = read.hours if read.stated else _assumed()
    counted.said(work, counting)
    scenario = what_if.longer(work.view, asset_id, int(evenings), assumed)
    found = answers.effect(answers.present(work.view, work.vision, counting), scenario)
    parts.heading(
        say("If {name} opened longer", name=names[asset_id]),
        what_if_words.hours_sentence(what_if.hours_of(work.view, asset_id, assumed), int(evenings)),
    )
    show.effect(work, found, "longer", lambda: on_map.of_effect(work, found))
    keep.form(work, scenario, "longer")
    parts.note(say("An evening is {n} hours. We take it that a place offers more in step with its "
                   "hours.", n=round(hours.EVENING)))  # fmt: skip


def _places(work: Workspace) -> dict[str, str]:
    """Ask of which kind; return the places of it, by name."""
    placed = work.view.assets[work.view.assets["lon"].notna()]
    there = set(placed["category"])
    every = {code: name for code, name in kinds.by_use(work.vision).items() if code in there}
    # A place of no known kind can open longer too.
    every |= {code: what_if_words.kind_name(code) for code in sorted(there - set(every))}
    kind = coded.select(say("Kind of place"), every, "open-kind", width=300)
    rows = placed[placed["category"] == kind]
    rows = rows.iloc[rows["name"].astype(str).str.casefold().argsort(kind="stable")]
    return dict(zip(rows["asset_id"].astype(str), rows["name"].astype(str), strict=True))


def _place(names: dict[str, str]) -> str:
    """Ask which place; its id stands in the address."""
    key = "what-if-longer"
    session.from_address(_PLACE, key, lambda told: told if told in names else None)
    picked = st.selectbox(say("Place"), list(names), format_func=lambda one: names[one], key=key,
                          width=340)  # fmt: skip
    session.to_address(_PLACE, str(picked))
    return str(picked)


def _assumed() -> float:
    return float(
        st.number_input(
            say("Hours a week it is open now"), 1.0, hours.WEEK, hours.ASSUMED, 1.0,
            key="what-if-hours", width=260, format="%.0f",
            help=say("Its opening times cannot be read, so this is an assumption. Change it if you "
                     "know better."),
        )
    )  # fmt: skip
