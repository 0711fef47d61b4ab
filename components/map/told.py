"""What the map shows, in words and as a table: the same for whoever cannot see it."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd
import streamlit as st
from numpy.typing import NDArray
from pyproj import Transformer

from components.map import facets, take
from components.map.filters import Asked, kind_name
from components.map.places import Spot
from components.parts import safe_html
from components.session import Workspace
from sharedground.analysis import summing_up, walking
from sharedground.analysis.choosing import Facet
from sharedground.analysis.opening_times import Openness
from sharedground.model.vision import Vision
from sharedground.views import View
from sharedground.withheld import CELL
from sharedground.words import later, say, say_many

_STYLE: Final = """<style>
.sg-told{margin:0;font-size:1rem;line-height:1.5;max-width:60ch}
</style>"""
_STATES: Final = {
    Openness.OPEN.value: later("Open"), Openness.CLOSED.value: later("Closed"),
    Openness.UNKNOWN.value: later("Not known"),
}  # fmt: skip


@st.cache_resource(max_entries=12, show_spinner=False)
def _middles(key: tuple[object, ...], _view: View) -> NDArray[np.float64]:  # noqa: ARG001
    """Return the middle of each area in metres, shape (areas, 2)."""
    points = _view.areas.to_crs(_view.holdings.place.metric_crs).geometry.representative_point()
    return np.column_stack([points.x, points.y])


@st.cache_resource(max_entries=12, show_spinner=False)
def _positions(key: tuple[object, ...], _view: View) -> NDArray[np.float64]:  # noqa: ARG001
    """Return where each place of a view is in metres, shape (places, 2); NaN has no location."""
    there = Transformer.from_crs("EPSG:4326", _view.holdings.place.metric_crs, always_xy=True)
    assets = _view.assets
    lon, lat = (assets[c].to_numpy(dtype=float, na_value=np.nan) for c in ("lon", "lat"))
    known = ~np.isnan(lon)
    found = np.full((len(lon), 2), np.nan)
    found[known] = np.column_stack(there.transform(lon[known], lat[known]))
    return found


def sentence(work: Workspace, found: pd.DataFrame, asked: Asked, spot: Spot | None) -> str:
    """Return what the map shows, as its description and above the list.

    Parameters
    ----------
    found
        The places on the map, with `inside`.
    """
    inside = found[found["inside"].astype(bool)]
    what = what_is_shown(asked, work.vision)
    if spot is not None:
        return _near(what, inside, asked, spot)
    where = "" if asked.whole and asked.only is None else asked.title
    reach = None if asked.words else _reach(work.view, found, asked)
    return summing_up.sentence(what, len(inside), where, reach)


def what_is_shown(asked: Asked, vision: Vision) -> str:
    """Return what the places on the map are called: a kind, an outcome, or what was chosen."""
    chosen = asked.chosen
    if not chosen and not asked.words:
        return say("All places")
    values = [(facet, value) for facet, given in chosen.items() for value in given]
    if len(values) == 1 and not asked.words:
        facet, value = values[0]
        if facet is Facet.KIND:
            return kind_name(value)
        if facet is Facet.OPEN:
            return facets.when_in_words(value, asked.part)
        names = {outcome.code: outcome.name for outcome in vision.outcomes}
        if facet is Facet.SERVES and value in names:
            return say("What serves “{outcome}”", outcome=names[value])
    if not chosen:
        return say("Places that “{words}” finds", words=asked.words)
    return say("Places that fit your choice")


def _near(what: str, inside: pd.DataFrame, asked: Asked, spot: Spot) -> str:
    if asked.within:
        first = say_many("{what}: {n} place within {minutes} minutes’ walk of {near}.",
                         "{what}: {n} places within {minutes} minutes’ walk of {near}.",
                         len(inside), what=what, minutes=asked.within, near=spot.name)  # fmt: skip
    else:
        first = say_many("{what}: {n} place, the nearest to {near} first.",
                         "{what}: {n} places, the nearest to {near} first.", len(inside),
                         what=what, near=spot.name)  # fmt: skip
    shown = inside[inside["placed_by"] != CELL]
    if shown.empty or not shown["minutes"].iloc[0] <= walking.MINUTES[-1] * 2:
        return first
    nearest = say_many("The nearest is {name}, {n} minute away.",
                       "The nearest is {name}, {n} minutes away.",
                       int(shown["minutes"].iloc[0]), name=shown["name"].iloc[0])  # fmt: skip
    return f"{first} {nearest}"


def _reach(view: View, found: pd.DataFrame, asked: Asked) -> summing_up.Reach | None:
    """Return which of the areas asked for have none of these places within a walk."""
    crs = view.holdings.place.metric_crs
    if crs is None:
        return None
    mine = view.areas["area_code"].isin(asked.codes).to_numpy(bool)
    codes = view.areas.loc[mine, "area_code"]
    people = view.holdings.population.set_index("area_code")["people"]
    return summing_up.reach_of(
        _middles(view.key, view)[mine], codes.map(people).to_numpy(float),
        _positions(view.key, view)[found["number"].to_numpy(int)], walking.USUAL,
        view.holdings.place.detour_factor,
    )  # fmt: skip


def draw(told: str) -> None:
    """Draw the sentence."""
    st.html(_STYLE + f'<p class="sg-told">{safe_html(told)}</p>')


def table(work: Workspace, inside: pd.DataFrame, told: str) -> None:
    """Draw every place of the map as a table that can be sorted and taken away.

    Made only while it is open, because a map may have very many places.
    """
    if inside.empty:
        return
    title = say_many("{n} place as a table", "All {n} places as a table", len(inside))
    box = st.expander(title, icon=":material/table_rows:", key="places-table", on_change="rerun")
    with box:
        if not box.open:
            return
        rows = rows_of(inside)
        st.dataframe(rows, hide_index=True, row_height=38, placeholder=say("Not stated"), alt=told)
        take.draw(work, inside, told)


def rows_of(inside: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of the table, in the order of the list, with plain headings."""
    hidden = (inside["placed_by"] == CELL).to_numpy(bool)
    rows = {
        say("Name"): inside["name"],
        say("Kind of place"): inside["category"].map(kind_name),
    }
    if inside["minutes"].notna().any():
        rows[say("Minutes on foot")] = inside["minutes"].where(~hidden)
    if "open_state" in inside:
        states = {state: say(name) for state, name in _STATES.items()}
        rows[say("Open then")] = inside["open_state"].map(states)
    rows |= {
        say("Area"): inside["label"],
        say("Address"): inside["address"],
        say("Postcode"): inside["postcode"],
        say("Run by"): inside["organization"],
        say("Open"): inside["schedules"],
        say("Cost"): inside["cost_options"],
        say("Access"): inside["accessibility"],
    }
    shown = pd.DataFrame(rows)
    return shown.loc[:, [name for name in shown if (shown[name].astype(str) != "").any()]]
