"""The button "Filters": what places can be chosen by, and a chip for each choice in force."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Final

import pandas as pd
import streamlit as st

from components import link, session
from components.check.words import span
from components.frame import plain_markdown
from sharedground.analysis.choosing import FRESH, Facet, directly, fits, serving
from sharedground.analysis.freshness import FRESH_MONTHS
from sharedground.finding import NOW, kind_name
from sharedground.finding_words import DAYS, PART_NAMES, when_in_words
from sharedground.model.category import BY_CODE, CATEGORIES, OTHER
from sharedground.model.vision import Vision
from sharedground.words import later, say

Options = Mapping[Facet, Mapping[str, str]]
"""For each facet its values that there are here, and what people call them."""

PART, UNSAID = "part", "unsaid"
_MOST_PARTNERS: Final = 500
_SORTS: Final = {
    "physical": later("Buildings and green places"),
    "associations": later("Groups and clubs"),
    "institutions": later("Public services"),
    "economic": later("Shops and local trade"),
    "stories": later("Culture and stories"),
    "residents": later("What neighbours can do"),
}
_ACCESS: Final = {"yes": later("Step-free"), "in part": later("Step-free in part")}
_COSTS: Final = {"free": later("Free"), "own choice": later("Pay what you can"),
                 "paid": later("Costs money")}  # fmt: skip
_TITLES: Final = {
    Facet.KIND: later("Show only these kinds"), Facet.SERVES: later("It serves"),
    Facet.RUN_BY: later("Run by"), Facet.SORT: later("Sort of strength"),
    Facet.ACCESS: later("Access"), Facet.COST: later("Cost"),
}  # fmt: skip


def kinds_present(assets: pd.DataFrame) -> tuple[str, ...]:
    """Return the codes of the kinds that there are, in the order of the families."""
    found = {code if code in BY_CODE else OTHER for code in assets["category"].unique()}
    return tuple(category.code for category in CATEGORIES if category.code in found)


def only_checked() -> str:
    """Return what the choice of places that somebody checked lately is called."""
    return say("Checked in the last {span}", span=span(FRESH_MONTHS))


def offered(assets: pd.DataFrame, vision: Vision) -> Options:
    """Return what can be chosen among these places, as from `places.numbered`."""
    return {
        Facet.KIND: {code: kind_name(code) for code in kinds_present(assets)},
        Facet.SERVES: _outcomes(assets, vision),
        Facet.RUN_BY: _partners(assets),
        Facet.SORT: _present(assets["asset_kind"], _SORTS),
        Facet.ACCESS: _present(assets["step_free"], _ACCESS),
        Facet.COST: _present(assets["price"], _COSTS),
    }


def _present(column: pd.Series, names: Mapping[str, str]) -> dict[str, str]:
    there = set(column.unique())
    return {value: say(name) for value, name in names.items() if value in there}


def _outcomes(assets: pd.DataFrame, vision: Vision) -> dict[str, str]:
    kinds, there = serving(vision), set(assets["category"].unique())
    named = {}
    for outcome in vision.outcomes:
        named[outcome.code] = outcome.name
        named[directly(outcome.code)] = say("{outcome}, directly", outcome=outcome.name)
    return {value: name for value, name in named.items() if kinds[value] & there}


def _partners(assets: pd.DataFrame) -> dict[str, str]:
    counts = assets.loc[assets["runner"] != "", "runner"].value_counts().head(_MOST_PARTNERS)
    return {name: name for name in sorted(map(str, counts.index), key=str.casefold)}


def button(options: Options, *, has_times: bool) -> dict[Facet, tuple[str, ...]]:
    """Draw the button and what it opens; return what is chosen of each facet.

    Parameters
    ----------
    has_times
        Some place says when it is open.
    """
    _from_link(options)
    count = sum(len(values) for values in _held(options).values())
    label = say("Filters ({n})", n=count) if count else say("Filters")
    with st.popover(label, icon=":material/tune:", key="filters-button"):
        chosen = {Facet.KIND: _pills(Facet.KIND, options)}
        st.caption(say("Choose none to see every kind."))
        for facet in (Facet.SERVES, Facet.RUN_BY):
            chosen[facet] = _list(facet, options)
        if has_times:
            chosen[Facet.OPEN] = _when()
        for facet in (Facet.ACCESS, Facet.COST, Facet.SORT):
            chosen[facet] = _pills(facet, options)
        checked = st.toggle(only_checked(), key=Facet.CHECKED.value, bind="query-params")
        chosen[Facet.CHECKED] = (FRESH,) if checked else ()
        if count:
            _clear_button("clear-here")
    _to_link(chosen)
    return chosen


def _from_link(options: Options) -> None:
    """Have the widgets hold what the address says."""
    for facet, names in options.items():
        session.from_address(facet.value, facet.value, link.several(names))
    for key, titles in ((Facet.OPEN.value, DAYS), (PART, PART_NAMES)):
        said = {value: say(title) for value, title in titles.items()}
        session.from_address(key, key, link.one(said))


def _to_link(chosen: Mapping[Facet, tuple[str, ...]]) -> None:
    for facet, values in chosen.items():
        if facet is not Facet.CHECKED:
            session.to_address(facet.value, link.BETWEEN.join(values))
    part = str(session.chosen_in(PART) or "") if chosen.get(Facet.OPEN) else ""
    session.to_address(PART, "" if part == "any" else part)


def _held(options: Options) -> dict[Facet, tuple[str, ...]]:
    """Return what the widgets hold, before they are drawn."""
    found = {
        facet: tuple(v for v in session.chosen_in(facet.value) or () if v in options[facet])
        for facet in options
    }
    day, checked = session.chosen_in(Facet.OPEN.value), session.chosen_in(Facet.CHECKED.value)
    return found | {
        Facet.OPEN: (str(day),) if day else (), Facet.CHECKED: (FRESH,) if checked else (),
    }  # fmt: skip


def _pills(facet: Facet, options: Options) -> tuple[str, ...]:
    names = options[facet]
    if not names:
        return ()
    chosen = st.pills(
        say(_TITLES[facet]), list(names), selection_mode="multi", key=facet.value,
        format_func=lambda value: names.get(value, value), wrap=True,
    )  # fmt: skip
    return tuple(chosen or ())


def _list(facet: Facet, options: Options) -> tuple[str, ...]:
    names = options[facet]
    if not names:
        return ()
    chosen = st.multiselect(
        say(_TITLES[facet]), list(names), key=facet.value,
        format_func=lambda value: names.get(value, value), placeholder=say("Any"),
    )  # fmt: skip
    return tuple(chosen)


def _when() -> tuple[str, ...]:
    """Draw when a place must be open; which part of the day, and what to do with the silent."""
    day = st.selectbox(
        say("When it is open"), list(DAYS), index=None, key=Facet.OPEN.value,
        format_func=lambda value: say(DAYS.get(value, value)), placeholder=say("At any time"),
    )  # fmt: skip
    if day is None:
        return ()
    if day != NOW:
        st.pills(
            say("Part of the day"), list(PART_NAMES), key=PART, default="any", required=True,
            format_func=lambda value: say(PART_NAMES.get(value, value)),
        )  # fmt: skip
    st.toggle(say("Also show places that do not say when they are open"), key=UNSAID,
              bind="query-params")  # fmt: skip
    return (str(day),)


def chips(
    chosen: Mapping[Facet, tuple[str, ...]], part: str, options: Options, here: pd.DataFrame,
    vision: Vision,
) -> None:  # fmt: skip
    """Draw a button for each choice in force, with how many places here it fits by itself.

    Parameters
    ----------
    here
        The places of the area that is asked for, with `open_state` if a time was chosen.
    """
    in_force = [(facet, value) for facet, values in chosen.items() for value in values]
    if not in_force:
        return
    serves = serving(vision)
    with st.container(horizontal=True, key="chips"):
        for facet, value in in_force:
            name = _chip_name(facet, value, part, options)
            meant = ("open",) if facet is Facet.OPEN else (value,)
            n = int(fits(here, facet, meant, serves).sum())
            st.button(
                say("{name} ({n})", name=plain_markdown(name), n=n), icon=":material/close:",
                icon_position="right", key=f"without-{facet.value}-{value}",
                help=say("Take this filter away: {name}", name=plain_markdown(name)),
                on_click=partial(let_go, facet, value),
            )  # fmt: skip
        if len(in_force) > 1:
            _clear_button("clear-all")


def _chip_name(facet: Facet, value: str, part: str, options: Options) -> str:
    if facet is Facet.CHECKED:
        return only_checked()
    if facet is Facet.OPEN:
        return when_in_words(value, part)
    name = options[facet].get(value, value)
    return say("Run by {name}", name=name) if facet is Facet.RUN_BY else name


def _clear_button(key: str) -> None:
    st.button(say("Clear all"), key=key, type="tertiary", on_click=clear)


def let_go(facet: Facet, value: str = "") -> None:
    """Take one value of a facet away, or all of them. For callbacks."""
    if facet is Facet.CHECKED:
        session.choose_in(facet.value, False)
    elif facet is Facet.OPEN:
        session.choose_in(facet.value, None)
    else:
        held = session.chosen_in(facet.value) or []
        session.choose_in(facet.value, [one for one in held if value and one != value])


def clear() -> None:
    """Take every filter away. For callbacks."""
    for facet in Facet:
        let_go(facet)


def title_of(facet: Facet) -> str:
    """Return what a facet is called, as in "without the filter: Run by"."""
    if facet is Facet.CHECKED:
        return only_checked()
    return say("When it is open") if facet is Facet.OPEN else say(_NAMES[facet])


_NAMES: Final = {
    Facet.KIND: later("Kind of place"), Facet.SERVES: later("It serves"),
    Facet.RUN_BY: later("Run by"), Facet.SORT: later("Sort of strength"),
    Facet.ACCESS: later("Access"), Facet.COST: later("Cost"),
}  # fmt: skip
