"""What a visitor asks the map for: an area, kinds of place, words, and what colour stands for."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import partial
from typing import Final

import numpy as np
import pandas as pd
import streamlit as st

from components import session
from components.check.words import span
from sharedground.analysis.freshness import FRESH_MONTHS, Freshness
from sharedground.model.category import BY_CODE, CATEGORIES, OTHER
from sharedground.model.vision import Vision
from sharedground.words import say

WHOLE: Final = "all"
NOTHING, PEOPLE, EVERYTHING = "nothing", "people", "everything"
_POSTCODE: Final = re.compile(r"[A-Z]{1,2}[0-9][A-Z0-9]? ?[0-9][A-Z]{2}")
_STYLE: Final = """<style>
@media (max-width:640px){
.st-key-filter-row{display:grid!important;grid-template-columns:minmax(0,1fr) minmax(0,1fr)}
.st-key-filter-row{gap:.7rem .75rem!important;align-items:end}
.st-key-filter-row>*,.st-key-filter-row>*>*{width:100%!important;min-width:0!important}
.st-key-filter-row>:nth-child(3){grid-column:1/3}
.st-key-kinds-button button{width:100%}
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
        "nothing", "people", "everything", or the code of an outcome.
    streets
        Streets of OpenStreetMap are asked for.
    checked
        Only places that somebody checked lately.
    """

    area: str
    title: str
    codes: tuple[str, ...]
    kinds: tuple[str, ...]
    words: str
    colour: str
    streets: bool
    checked: bool = False

    @property
    def whole(self) -> bool:
        """Whether the whole place is asked for."""
        return self.area == WHOLE


def bar(place_name: str, labels: pd.DataFrame, present: tuple[str, ...], vision: Vision) -> Asked:
    """Draw the filter bar and return what is asked for.

    Parameters
    ----------
    labels
        As from `cached.area_labels`.
    present
        The kinds of place that there are here.
    """
    names = area_names(place_name, labels)
    st.html(_STYLE)
    with st.container(key="filters"):
        with st.container(horizontal=True, vertical_alignment="bottom", key="filter-row"):
            words = st.text_input(
                say("Postcode or name"), key="find", type="search", width=210,
                bind="query-params", placeholder=say("Like library"),
            )  # fmt: skip
            area = st.selectbox(
                say("Area"), list(names), format_func=lambda code: names.get(code, code),
                key="area", width=230, bind="query-params",
            )  # fmt: skip
            kinds, checked = _kinds(present)
            colour = _colour(vision)
            streets = _more()
        _chips(kinds, checked=checked)
    area = area or WHOLE
    title = place_name if area == WHOLE else names.get(area, place_name)
    found = (words or "").strip()
    return Asked(area, title, codes_of(area, labels), tuple(kinds), found, colour, streets,
                 checked)  # fmt: skip


def _kinds(present: tuple[str, ...]) -> tuple[list[str], bool]:
    """Draw the kinds of place (none chosen means all), and whether only checked ones count."""
    before = [code for code in session.chosen_in("kinds") or () if code in present]
    label = say("Kinds of place: {n} of {total}", n=len(before) or len(present), total=len(present))
    with st.popover(label, icon=":material/tune:", key="kinds-button"):
        chosen = st.pills(
            say("Show only these kinds"), list(present), selection_mode="multi", key="kinds",
            format_func=kind_name, wrap=True, bind="query-params",
        )  # fmt: skip
        st.caption(say("Choose none to see every kind."))
        checked = st.toggle(only_checked(), key="checked", bind="query-params")
    return list(chosen or ()), checked


def only_checked() -> str:
    """Return what the choice of places that somebody checked lately is called."""
    return say("Checked in the last {span}", span=span(FRESH_MONTHS))


def _colour(vision: Vision) -> str:
    """Draw what colour stands for."""
    options = {NOTHING: say("Nothing"), PEOPLE: say("People who live there")}
    if vision.outcomes:
        options[EVERYTHING] = say("Need: all that matters here")
    for outcome in vision.outcomes:
        options[outcome.code] = say("Need: {outcome}", outcome=outcome.name)
    chosen = st.selectbox(
        say("What colour shows"), list(options), format_func=lambda code: options.get(code, code),
        key="colour", width=250, bind="query-params",
    )  # fmt: skip
    return chosen or NOTHING


def _more() -> bool:
    """Draw the switch for streets, which need the internet."""
    return st.toggle(
        say("Street map"), key="streets",
        help=say("Streets come from OpenStreetMap. They need the internet. Without it, nothing "
                 "else changes."),
    )  # fmt: skip


def _chips(kinds: list[str], *, checked: bool) -> None:
    """Draw one button for each kind that is chosen, and for checked ones; it takes that away."""
    if not kinds and not checked:
        return
    with st.container(horizontal=True, key="chips"):
        for code in kinds:
            rest = [other for other in kinds if other != code]
            st.button(
                kind_name(code), icon=":material/close:", icon_position="right",
                key=f"without-{code}", help=say("Stop showing {kind}", kind=kind_name(code)),
                on_click=partial(session.choose_in, "kinds", rest),
            )  # fmt: skip
        if checked:
            st.button(
                only_checked(), icon=":material/close:", icon_position="right",
                key="without-checked", help=say("Show places that nobody checked too"),
                on_click=partial(session.choose_in, "checked", False),
            )  # fmt: skip


def kind_name(code: str) -> str:
    """Return what people call a kind of place."""
    return say(BY_CODE.get(code, BY_CODE[OTHER]).name)


def kinds_present(assets: pd.DataFrame) -> tuple[str, ...]:
    """Return the codes of the kinds that there are, in the order of the families."""
    found = {code if code in BY_CODE else OTHER for code in assets["category"]}
    return tuple(category.code for category in CATEGORIES if category.code in found)


def area_names(place_name: str, labels: pd.DataFrame) -> dict[str, str]:
    """Return every area that can be chosen and its name: all, then groups, then single areas.

    No two have the same name: a second one gets its code, so that each can be chosen.
    """
    names = {WHOLE: say("All of {place}", place=place_name)}
    for group in sorted(set(labels["group"]) - {""}):
        names[f"group:{group}"] = group
    single = labels.sort_values(["group", "label"], kind="stable")
    taken = set(names.values())
    for code, label in zip(single["area_code"], single["label"], strict=True):
        names[f"area:{code}"] = f"{label} ({code})" if label in taken else label
        taken.add(label)
    return names


def codes_of(area: str, labels: pd.DataFrame) -> tuple[str, ...]:
    """Return the codes of the areas that a choice means."""
    kind, _, name = area.partition(":")
    if kind == "group":
        return tuple(labels.loc[labels["group"] == name, "area_code"])
    if kind == "area":
        return tuple(labels.loc[labels["area_code"] == name, "area_code"])
    return tuple(labels["area_code"])


def as_postcode(words: str) -> str | None:
    """Return words as a full postcode of the United Kingdom, or None if they are not one."""
    tight = re.sub(r"\s+", "", words).upper()
    spaced = f"{tight[:-3]} {tight[-3:]}"
    return spaced if _POSTCODE.fullmatch(spaced) else None


def matching(assets: pd.DataFrame, asked: Asked, *, near: bool) -> pd.DataFrame:
    """Return the places of the kinds and with the words that are asked for.

    Parameters
    ----------
    assets
        With `number`, `area_code` and `check_state`.
    near
        The words are a postcode that was found: they say where, not what, and what is
        nearest may lie beyond the area.

    Returns
    -------
    pandas.DataFrame
        With `inside`: in the area that is asked for. For the whole place every place is.
    """
    keep = np.ones(len(assets), dtype=bool)
    if asked.kinds:
        keep &= assets["category"].isin(asked.kinds).to_numpy()
    if asked.words and not near:
        keep &= has_words(assets, asked.words)
    if asked.checked:
        keep &= (assets["check_state"] == Freshness.FRESH.value).to_numpy()
    found = assets[keep]
    everywhere = asked.whole or near
    return found.assign(inside=True if everywhere else found["area_code"].isin(asked.codes))


def has_words(assets: pd.DataFrame, words: str) -> np.ndarray:
    """Say for each place whether every word is in its name, kind, address or organisation."""
    kinds = assets["category"].map(kind_name)
    parts = [assets[c].fillna("") for c in ("name", "organization", "address", "postcode", "label")]
    text = kinds.str.cat(parts, sep=" ").str.casefold()
    keep = np.ones(len(assets), dtype=bool)
    for word in words.casefold().split():
        keep &= text.str.contains(word, regex=False).to_numpy()
    return keep
