"""Two outcomes on two maps that move in step, with the same classes, and the same in words."""

from __future__ import annotations

import secrets
from dataclasses import replace
from typing import Final

import numpy as np
import pandas as pd
import streamlit as st
from numpy.typing import NDArray

from components import link, parts, session
from components.map import colour as map_colour
from components.map import layers
from components.map.colour import Colouring
from components.parts import safe_html
from components.session import Workspace
from sharedground.analysis.assessment import Assessment
from sharedground.export.table import csv_bytes
from sharedground.words import later, say, say_many

CUTS: Final = (20.0, 40.0, 60.0, 80.0)
"""Where a class of need ends, the same on both maps: need is 0 to 100 for every outcome."""

_SWITCH, _STEP = "two", "twins-step"
_BOXES: Final = ("first", "second")
_LABELS: Final = {"first": later("First map"), "second": later("Second map")}


def draw(
    work: Workspace, labels: pd.DataFrame, found: Assessment | None, every: pd.DataFrame,
    chosen: NDArray[np.int64],
) -> None:  # fmt: skip
    """Draw the switch, and with it two maps of need side by side.

    Parameters
    ----------
    every
        Every place of the view.
    chosen
        Rows of the areas that are outlined on both.
    """
    if found is None or len(found.vision.outcomes) < 2:
        return
    shown = st.toggle(say("Two outcomes on two maps, side by side"), key=_SWITCH,
                      bind="query-params")  # fmt: skip
    if not shown:
        return
    names = {outcome.code: outcome.name for outcome in found.vision.outcomes}
    colours = []
    for place, (column, box) in enumerate(zip(st.columns(2, gap="medium"), _BOXES, strict=True)):
        with column:
            code = _choice(names, box, place)
            colour = map_colour.need(work.view, found, code)
            _map(work, labels, every, colour, box, chosen)
            colours.append(colour)
    parts.ramp("need", say("Need 0"), say("Need 100"),
               missing=any(np.isnan(each.values).any() for each in colours))  # fmt: skip
    st.html(f'<p class="sg-told">{safe_html(together(*colours, labels))}</p>')
    steps = [step for each in colours for step in each.steps[:-1]]
    parts.method((*dict.fromkeys(steps), say("Give each fifth of 0 to 100 one colour.")),
                 "; ".join(dict.fromkeys(each.source for each in colours)),
                 ", ".join(dict.fromkeys(each.date for each in colours if each.date)))  # fmt: skip
    _table(colours, labels)


def _choice(names: dict[str, str], box: str, place: int) -> str:
    codes = list(names)
    key = f"two-{box}"
    session.from_address(key, key, link.one(names))
    picked = st.selectbox(
        say(_LABELS[box]), codes, index=place, key=key,
        format_func=lambda code: names.get(code, code),
    )  # fmt: skip
    session.to_address(key, "" if picked == codes[place] else str(picked or ""))
    return str(picked or codes[place])


def twenties(values: NDArray[np.float64]) -> NDArray[np.int64]:
    """Return the class of need of 0 to 100, 0 to 4; -1 is no data."""
    return np.where(np.isnan(values), -1, np.searchsorted(CUTS, np.nan_to_num(values)))


def _map(
    work: Workspace, labels: pd.DataFrame, every: pd.DataFrame, colour: Colouring, box: str,
    chosen: NDArray[np.int64],
) -> None:  # fmt: skip
    told = map_colour.finding(colour, labels)
    parts.heading(told, level=3)
    layer = layers.Layer(
        places=every.head(0).assign(inside=True),
        chosen=np.asarray([], dtype=np.int64),
        classes=twenties(colour.values),
        told=told,
        step=_step(),
    )
    areas = work.view.areas.geometry.iloc[chosen]
    if len(chosen):
        layer = replace(layer, outline=areas.union_all())
    layers.draw(work.view, labels, layer, f"twin-{box}-{work.place.place_id}", box=box)


def _step() -> str:
    """Return the name by which the two maps of this visit find each other."""
    name = session.remembered(_STEP)
    if not name:
        name = secrets.token_hex(8)
        session.remember(_STEP, name)
    return str(name)


def together(one: Colouring, other: Colouring, labels: pd.DataFrame) -> str:
    """Return in how many areas need is high for both, and where."""
    known = ~np.isnan(one.values) & ~np.isnan(other.values)
    if not known.any():
        return say("No area has figures for both.")
    high = known & (np.nan_to_num(one.values) > CUTS[-1]) & (np.nan_to_num(other.values) > CUTS[-1])
    n, of = int(high.sum()), int(known.sum())
    if not n:
        return say("No area of {of} is among those with most need for both.", of=of)
    told = say_many("{n} of {of} areas has a need of over 80 for both",
                    "{n} of {of} areas have a need of over 80 for both", n, of=of)  # fmt: skip
    where = map_colour.such_as(labels, high)
    if n > 1:
        return say("{told}, such as in {where}.", told=told, where=where)
    return say("{told}: {where}.", told=told, where=where)


def _table(colours: list[Colouring], labels: pd.DataFrame) -> None:
    one, other = colours
    first, second = (map_colour.sentence(each.title) for each in colours)
    if first == second:
        second = f"{second} (2)"
    figures = [np.round(each.values) for each in (one, other)]
    rows = pd.DataFrame(
        {
            say("Area"): labels["label"],
            first: figures[0],
            second: figures[1],
            say("Difference"): figures[0] - figures[1],
        }
    ).sort_values(first, ascending=False, kind="stable", na_position="last")
    with st.expander(say("Both maps as a table"), icon=":material/table_rows:"):
        st.dataframe(rows, hide_index=True, row_height=38, placeholder=say("No data"),
                     alt=say("Both figures for each area, highest first."))  # fmt: skip
        st.download_button(
            say("Download the table"), csv_bytes(rows), file_name="two-outcomes.csv",
            mime="text/csv", icon=":material/download:", on_click="ignore", key="twins-download",
        )  # fmt: skip
