"""Closures: which one would hurt most, and what one would change."""

from __future__ import annotations

from typing import Final

import pandas as pd
import streamlit as st

from components import coded, counted, parts, share, theme
from components.gaps import chart
from components.session import Workspace
from components.what_if import answers, keep, on_map, show
from sharedground import what_if, what_if_words
from sharedground.export.table import csv_bytes
from sharedground.model.category import BY_CODE, CATEGORIES, OTHER
from sharedground.words import decimal, say

_ALL: Final = "all"
_SHOWN: Final = 10


def draw(work: Workspace) -> None:
    """Draw which closures would hurt most, and let a reader look at one."""
    there = set(work.view.assets["category"])
    names = {_ALL: say("All kinds")} | {
        one.code: say(one.name) for one in CATEGORIES if one.code in there
    }
    with st.container(key="filters", horizontal=True, vertical_alignment="bottom"):
        category = coded.select(say("Kind of place"), names, "closing", width=300)
        counting = counted.choose(work)
    counted.said(work, counting)
    now = answers.present(work.view, work.vision, counting)
    with st.spinner(say("Taking each place out in turn…")):
        table = answers.closures(now, "" if category == _ALL else category)
    if table.empty:
        parts.empty_state(say("No place of this kind is on the map"),
                          say("So none can close."))  # fmt: skip
        return
    _bars(table)
    _table(table)
    st.space("small")
    _one(work, now, table)


def _bars(table: pd.DataFrame) -> None:
    first = table.iloc[0]
    rows = table[table["left"] > 0].head(_SHOWN)
    if rows.empty:
        parts.heading(say("No single closure would leave anybody without"),
                      say("Everyone who has one of a kind in reach has another."))  # fmt: skip
        return
    parts.heading(
        say("Most people would miss {name}", name=str(first["name"])),
        say("If it closed, {people} people would have no {kind} left within {minutes} minutes’ "
            "walk.", people=round(first["left"]), kind=_one_of(str(first["category"])),
            minutes=what_if_words.minutes(first["reach_m"])),
    )  # fmt: skip
    axis = say("People who would have none of its kind left in reach")
    parts.axis(axis)
    names = [str(name) for name in rows["name"]]
    words = [decimal(round(left)) for left in rows["left"]]
    values = rows["left"].tolist()
    room = 1.2 * max(values)  # on a phone the figures beside the bars need it
    figure = chart.bars(names, values, words, theme.mode(), more=False, most=room)
    alt = "; ".join(f"{name}: {word}" for name, word in zip(names, words, strict=True))
    show.draw(figure, "closures", say("Bars: {text}", text=alt))
    share.under("what-if-closures", share.pairs(say("Place"), axis, names, words),
                say("Most people would miss {name}", name=str(first["name"])))  # fmt: skip


def _one_of(category: str) -> str:
    return say(BY_CODE.get(category, BY_CODE[OTHER]).one)


def _table(table: pd.DataFrame) -> None:
    shown = pd.DataFrame(
        {
            say("Place"): table["name"],
            say("Kind of place"): [what_if_words.kind_name(code) for code in table["category"]],
            say("People with none left"): table["left"].round(),
            say("Mean gap rises by"): 100 * table["rise"],
        }
    )
    with st.expander(say("Show all {n} places as a table", n=len(table))):
        st.dataframe(
            shown, hide_index=True, row_height=38, alt=say("What each closure would take away"),
            column_config={
                say("People with none left"): st.column_config.NumberColumn(format="localized"),
                say("Mean gap rises by"): st.column_config.NumberColumn(
                    format="%.2f", help=say("Of 100 points.")),
            },
        )  # fmt: skip
    st.download_button(
        say("Download the table"), lambda: csv_bytes(table), "closures.csv", "text/csv",
        icon=":material/download:", on_click="ignore",
    )  # fmt: skip
    parts.note(say("The mean gap tells more than the people left without: it also counts that "
                   "others nearby become fuller."))  # fmt: skip


def _one(work: Workspace, now: answers.Present, table: pd.DataFrame) -> None:
    parts.heading(say("Look at one closure"))
    names = dict(zip(table["asset_id"], table["name"], strict=True))
    picked = st.selectbox(
        say("Place"), list(names), format_func=lambda one: str(names[one]),
        key="what-if-closing", width=380,
    )  # fmt: skip
    scenario = what_if.closing_of(work.view, [str(picked)])
    found = answers.effect(now, scenario)
    show.sentences([what_if_words.reach_sentence(found)])
    show.effect(work, found, "closing", lambda: on_map.of_effect(work, found))
    keep.form(work, scenario, "closing")
