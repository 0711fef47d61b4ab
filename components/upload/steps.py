"""What a place has already and what comes next, as steps in the order that works best."""

from __future__ import annotations

from typing import NamedTuple

import streamlit as st
from sqlalchemy.engine import Engine

from components import parts
from components.parts import safe_html
from components.upload.draft import KIND_NAMES
from sharedground import code_point
from sharedground.area_offers import Offer, people_elsewhere
from sharedground.model.place import Kind
from sharedground.store import loading
from sharedground.store.holdings import Holdings
from sharedground.words import say, say_many


class Step(NamedTuple):
    """One kind of data: whether it is here, and how much, in words."""

    kind: Kind
    done: bool
    words: str


def steps_of(held: Holdings, postcodes: int) -> list[Step]:
    """Return the steps in order, each with its count."""
    peopled = held.population[held.population["people"].notna()]
    known = peopled[peopled["area_code"].isin(held.areas["area_code"])]
    named = held.area_parents["area_code"].nunique()
    counts = {
        Kind.AREAS: (len(held.areas), say_many("{n} area", "{n} areas", len(held.areas))),
        Kind.POPULATION: (
            len(known),
            say("{people} people in {n} of {all} areas", people=int(known["people"].sum()),
                n=len(known), all=len(held.areas)),
        ),
        Kind.INDICATORS: (
            len(held.indicators), say_many("{n} figure", "{n} figures", len(held.indicators))
        ),
        Kind.LOOKUP: (
            named, say("names for {n} of {all} areas", n=int(named), all=len(held.areas))
        ),
        Kind.POSTCODES: _postcodes(held, postcodes),
        Kind.PARTNERS: (
            len(held.partners), say_many("{n} partner", "{n} partners", len(held.partners))
        ),
        Kind.ASSETS: (len(held.assets), _places_in_words(held)),
    }  # fmt: skip
    found = [
        Step(kind, n > 0, words if n else say("Not yet")) for kind, (n, words) in counts.items()
    ]
    elsewhere = people_elsewhere(held)
    if elsewhere is None:
        return found
    return [
        step._replace(done=True, words=for_others(elsewhere))
        if step.kind is Kind.POPULATION else step for step in found
    ]  # fmt: skip


def for_others(offer: Offer) -> str:
    """Return where the people are, when only other areas than the main ones have them."""
    return say("Only for {old}. Add them up for {new} on the page About the data.",
               old=offer.old.name, new=offer.new.name)  # fmt: skip


def _postcodes(held: Holdings, loaded: int) -> tuple[int, str]:
    """Return how many postcodes are at hand, and in words which; those of Britain come with us."""
    if held.areas.empty and not loaded:
        return 1, say("those of Great Britain come with the app")
    british = held.place.metric_crs == code_point.BRITISH_GRID and code_point.covers(held.place)
    own = say_many("{n} postcode", "{n} postcodes", loaded)
    if not british:
        return loaded, own
    here = say("all of Great Britain: they come with the app")
    return loaded + 1, say("{own} of your own, and {here}", own=own, here=here) if loaded else here


def _places_in_words(held: Holdings) -> str:
    located = held.located_assets()
    on_map = int((located["lon"].notna() & located["lat"].notna()).sum())
    return say(
        "{all} places and groups, {n} on the map", all=len(held.assets), n=on_map
    )  # fmt: skip


def steps_for(engine: Engine, held: Holdings) -> list[Step]:
    """Return the steps of a place in the store."""
    return steps_of(held, loading.postcode_count(engine, held.place.place_id))


def next_kind(steps: list[Step]) -> Kind | None:
    """Return what to add next, essentials first in order; None when all is there."""
    if not steps[0].done:
        return steps[0].kind
    return next((step.kind for step in steps if not step.done), None)


def draw(steps: list[Step]) -> None:
    """Draw the steps; the next one is said to be next."""
    st.html(steps_html(steps))


def steps_html(steps: list[Step]) -> str:
    """Return the HTML of `draw`."""
    following = next_kind(steps)
    return f'<ol class="sp-steps">{"".join(_item(step, following) for step in steps)}</ol>'


def _item(step: Step, following: Kind | None) -> str:
    name = safe_html(say(KIND_NAMES[step.kind]))
    if step.done:
        look, state = "sp-done", safe_html(step.words)
    elif step.kind is following:
        look, state = "sp-next", safe_html(say("Add this next"))
    else:
        look, state = "sp-later", safe_html(step.words)
    return f'<li class="{look}"><b>{name}</b><small>{state}</small></li>'


def for_readers(held: Holdings) -> None:
    """Say who may add data, and what there is to see."""
    parts.empty_state(
        say("Officers add data here"),
        say("You are here as a reader. Ask an officer of your partnership to add a list. "
            "You can see every list that is here already, and where it comes from."),
        [("about-data", say("See where the numbers come from")), ("map", say("See the map"))],
    )  # fmt: skip
    if held.areas.empty:
        parts.note(say("This place has no areas yet, so there is no map to see."))
