"""What the map shows, in words and as a table: the same for whoever cannot see it."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd
import streamlit as st
from numpy.typing import NDArray

from components.map import take
from components.map.filters import Asked, kind_name
from components.map.places import Spot
from components.parts import safe_html
from components.session import Workspace
from sharedground import finding_words
from sharedground.analysis import summing_up
from sharedground.analysis.opening_times import Openness
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
    return finding_words.middles(_view)


@st.cache_resource(max_entries=12, show_spinner=False)
def _positions(key: tuple[object, ...], _view: View) -> NDArray[np.float64]:  # noqa: ARG001
    return finding_words.positions(_view)


def ready(view: View) -> None:
    """Have at hand where areas and places are in metres: the first sentence waits for that."""
    if view.holdings.place.metric_crs is not None and len(view.areas):
        _middles(view.key, view)
        _positions(view.key, view)


def sentence(work: Workspace, found: pd.DataFrame, asked: Asked, spot: Spot | None) -> str:
    """Return what the map shows, as its description and above the list.

    Parameters
    ----------
    found
        The places on the map, with `inside`.
    """
    inside = found[found["inside"].astype(bool)]
    what = finding_words.what_is_shown(asked.chosen, asked.words, asked.part, work.vision)
    if spot is not None:
        return finding_words.near(what, inside, asked.within, spot.name)
    where = "" if asked.whole and asked.only is None else asked.title
    reach = None if asked.words else _reach(work.view, found, asked)
    return summing_up.sentence(what, len(inside), where, reach)


def _reach(view: View, found: pd.DataFrame, asked: Asked) -> summing_up.Reach | None:
    """Return which of the areas asked for have none of these places within a walk."""
    if view.holdings.place.metric_crs is None:
        return None
    return finding_words.reach(view, found, asked.codes, _middles(view.key, view),
                               _positions(view.key, view))  # fmt: skip


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
