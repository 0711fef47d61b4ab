"""What a visitor asks the map for: an area, kinds of place, words, and what colour stands for."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

import numpy as np
import pandas as pd
import streamlit as st
from numpy.typing import NDArray

from components import session
from components.map import facets
from components.map.facets import PART, UNSAID, kind_name, kinds_present
from sharedground import finding
from sharedground.analysis import neighbourhood
from sharedground.analysis.choosing import Facet, Mask, all_of
from sharedground.analysis.neighbourhood import Neighbourhood
from sharedground.colouring import BOTH, EVERYTHING, NOTHING, PEOPLE
from sharedground.finding import as_postcode, has_words
from sharedground.model.street_map import OPENSTREETMAP, StreetMap
from sharedground.model.vision import Vision
from sharedground.words import say

__all__ = [
    "BOTH",
    "EVERYTHING",
    "NOTHING",
    "PEOPLE",
    "as_postcode",
    "has_words",
    "kind_name",
    "kinds_present",
]

WHOLE: Final = "all"
OWN: Final = "own"
"""Stands for a neighbourhood of one's own among the areas."""
_AREA: Final = "area"
_COLOUR: Final = "colour"
_STYLE: Final = """<style>
@media (max-width:640px){
.st-key-filter-row{display:grid!important;grid-template-columns:minmax(0,1fr) minmax(0,1fr)}
.st-key-filter-row{gap:.7rem .75rem!important;align-items:end}
.st-key-filter-row>*,.st-key-filter-row>*>*{width:100%!important;min-width:0!important}
.st-key-filter-row>:nth-child(3){grid-column:1/3}
.st-key-filters-button button{width:100%}
.st-key-streets label{min-height:44px;align-items:center}
}
</style>"""


@dataclass(frozen=True)
class Asked:
    """What is asked for.

    Parameters
    ----------
    area
        "all", "group:NAME" or "area:CODE".
    title
        The area as people call it.
    codes
        Its area codes; every code for the whole place.
    kinds
        Category codes; none means every kind.
    words
        Words to find, as typed.
    colour
        "nothing", "people", "everything", or the code of an outcome; with `BOTH` before one of
        the last two, need and what is in reach.
    streets
        The street map that is asked for, None for none.
    more
        What else is chosen of each facet, kinds apart.
    part
        Of the day, where a day of the week is chosen; see `opening_times.PARTS`.
    unsaid
        With a time, places that do not say when they are open are asked for too.
    within
        Minutes on foot from a point, 0 for any.
    own
        A neighbourhood of one's own, if that is asked for; `codes` are the areas that it touches.
    only
        Codes of the areas of one class of the colours, if that alone is asked for.
    """

    area: str
    title: str
    codes: tuple[str, ...]
    kinds: tuple[str, ...]
    words: str
    colour: str
    streets: StreetMap | None
    more: Mapping[Facet, tuple[str, ...]] = field(default_factory=dict)
    part: str = "any"
    unsaid: bool = False
    within: int = 0
    own: Neighbourhood | None = None
    only: frozenset[str] | None = None

    def holds(self, places: pd.DataFrame) -> NDArray[np.bool_]:
        """Say which places lie in the area that is asked for, whatever class it is of."""
        if self.own is not None:
            return neighbourhood.holds(self.own, places)
        return places["area_code"].isin(self.codes).to_numpy(bool)

    def is_of_class(self, places: pd.DataFrame) -> NDArray[np.bool_]:
        """Say which places lie in areas of the class that alone is asked for."""
        if self.only is None:
            return np.ones(len(places), dtype=bool)
        return places["area_code"].isin(self.only).to_numpy(bool)

    def rows(self, labels: pd.DataFrame) -> NDArray[np.int64]:
        """Return the rows of the areas to outline; none for the whole place or one's own."""
        if self.whole or self.own is not None:
            return np.zeros(0, dtype=np.int64)
        return np.flatnonzero(labels["area_code"].isin(self.codes)).astype(np.int64)

    @property
    def chosen(self) -> dict[Facet, tuple[str, ...]]:
        """What is chosen of each facet, where anything is."""
        every = {Facet.KIND: self.kinds, **self.more}
        return {facet: values for facet, values in every.items() if values}

    @property
    def day(self) -> str:
        """The day of the week that is asked for, "now", or ""."""
        return next(iter(self.more.get(Facet.OPEN, ())), "")

    @property
    def of_every_kind(self) -> Asked:
        """The same of every kind of place."""
        return replace(self, kinds=())

    @property
    def whole(self) -> bool:
        """Whether the whole place is asked for."""
        return self.area == WHOLE


def bar(
    place_name: str, labels: pd.DataFrame, every: pd.DataFrame, vision: Vision,
    opened: Callable[[pd.DataFrame, str, str], pd.DataFrame], streets: Sequence[StreetMap] = (),
) -> Asked:  # fmt: skip
    """Draw the filter bar and return what is asked for.

    Parameters
    ----------
    labels
        As from `cached.area_labels`.
    every
        Every place, as from `places.numbered`.
    opened
        Adds `open_state` for a day and a part of it: `places.opened`.
    streets
        Street maps that the place has chosen, besides OpenStreetMap.
    """
    names = area_names(place_name, labels, own=True)
    options = facets.offered(every, vision)
    st.html(_STYLE)
    session.from_address(_AREA, _AREA, lambda told: area_named(told, names))
    with st.container(key="filters"):
        with st.container(horizontal=True, vertical_alignment="bottom", key="filter-row"):
            words = st.text_input(
                say("Street, postcode or name"), key="find", type="search", width=210,
                bind="query-params", placeholder=say("Like library"),
            )  # fmt: skip
            area = st.selectbox(
                say("Area"), list(names), format_func=lambda code: names.get(code, code),
                key=_AREA, width=230,
            )  # fmt: skip
            chosen = facets.button(options, has_times=bool((every["schedules"] != "").any()))
            colour = _colour(vision)
            behind = _streets(streets)
        area = area or WHOLE
        session.to_address(_AREA, in_address(area))
        title = place_name if area in (WHOLE, OWN) else names.get(area, place_name)
        asked = Asked(
            area, title, codes_of(area, labels), chosen[Facet.KIND], (words or "").strip(), colour,
            behind, {facet: values for facet, values in chosen.items() if facet != Facet.KIND},
            str(session.chosen_in(PART) or "any"), bool(session.chosen_in(UNSAID)),
        )  # fmt: skip
        here = every if asked.whole else every[asked.holds(every)]
        here = opened(here[here["lon"].notna()], asked.day, asked.part)
        facets.chips(chosen, asked.part, options, here, vision)
    return asked


def _colour(vision: Vision) -> str:
    """Draw what colour stands for."""
    options = {NOTHING: say("Nothing"), PEOPLE: say("People who live there")}
    if vision.outcomes:
        options[EVERYTHING] = say("Need: all that matters here")
    for outcome in vision.outcomes:
        options[outcome.code] = say("Need: {outcome}", outcome=outcome.name)
    if vision.outcomes:
        options[f"{BOTH}{EVERYTHING}"] = say("Need and places: all that matters here")
    for outcome in vision.outcomes:
        options[f"{BOTH}{outcome.code}"] = say("Need and places: {outcome}", outcome=outcome.name)
    session.from_address(_COLOUR, _COLOUR, lambda told: area_named(told, options))
    chosen = st.selectbox(
        say("What colour shows"), list(options), format_func=lambda code: options.get(code, code),
        key=_COLOUR, width=250,
    ) or NOTHING  # fmt: skip
    session.to_address(_COLOUR, "" if chosen == NOTHING else chosen)
    return chosen


def _streets(chosen: Sequence[StreetMap]) -> StreetMap | None:
    """Draw the switch for a street map; a list where there are several to choose from."""
    told = say("A street map comes from the internet. Without it, nothing else changes.")
    if not chosen:
        on = st.toggle(say("Street map"), key="streets", help=told)
        return OPENSTREETMAP if on else None
    every = {one.name: one for one in (OPENSTREETMAP, *chosen)}
    name = st.selectbox(
        say("Street map"), ["", *every], format_func=lambda one: one or say("None"),
        key="streets-name", width=180, help=told,
    )  # fmt: skip
    return every.get(name or "")


def area_names(place_name: str, labels: pd.DataFrame, *, own: bool = False) -> dict[str, str]:
    """Return every area that can be chosen and its name: all, then groups, then single areas.

    No two have the same name: a second one gets its code, so that each can be chosen.
    """
    names = {WHOLE: say("All of {place}", place=place_name)}
    if own:
        names[OWN] = say("My own neighbourhood")
    for group in sorted(set(labels["group"]) - {""}):
        names[f"group:{group}"] = group
    single = labels.sort_values(["group", "label"], kind="stable")
    taken = set(names.values())
    for code, label in zip(single["area_code"], single["label"], strict=True):
        names[f"area:{code}"] = f"{label} ({code})" if label in taken else label
        taken.add(label)
    return names


def area_named(told: str, names: Mapping[str, str]) -> str | None:
    """Return the area or colour that the address means: its code, its name or as it is chosen."""
    if told in names:
        return told
    code = f"area:{told}"
    return code if code in names else next((a for a, name in names.items() if name == told), None)


def in_address(area: str) -> str:
    """Return how the page's address tells an area: a single one by its code, a group by name."""
    return "" if area == WHOLE else area.partition(":")[2] or area


def codes_of(area: str, labels: pd.DataFrame) -> tuple[str, ...]:
    """Return the codes of the areas that a choice means."""
    kind, _, name = area.partition(":")
    if kind == "group":
        return tuple(labels.loc[labels["group"] == name, "area_code"])
    if kind == "area":
        return tuple(labels.loc[labels["area_code"] == name, "area_code"])
    return tuple(labels["area_code"])


def masks(
    assets: pd.DataFrame, asked: Asked, vision: Vision, *, near: bool
) -> dict[str, Mask]:  # fmt: skip
    """Return which places fit each thing that is asked for, the area apart.

    Parameters
    ----------
    assets
        As from `places.numbered`, with `open_state` if a time is asked for and `minutes` on foot.
    near
        A point is asked about.
    """
    return finding.masks(
        assets, asked.chosen, vision, words=asked.words, within=asked.within if near else 0,
        unsaid=asked.unsaid,
    )  # fmt: skip


def matching(assets: pd.DataFrame, asked: Asked, vision: Vision, *, near: bool) -> pd.DataFrame:
    """Return the places that fit what is asked for; parameters as for `masks`.

    Returns
    -------
    pandas.DataFrame
        With `inside`: in the area that is asked for. For the whole place every place is, and
        near a point too, because what is nearest may lie beyond the area. Where one class of the
        colours is asked for, only in its areas.
    """
    keep = all_of(masks(assets, asked, vision, near=near), len(assets))
    found = assets[keep]
    inside = asked.is_of_class(found)
    if not (asked.whole or near):
        inside &= asked.holds(found)
    return found.assign(inside=inside)
