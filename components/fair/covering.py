"""Who covers whom: bars by partner, who overlaps with whom, and each one's share of the whole."""

from __future__ import annotations

from typing import Final

import pandas as pd
import streamlit as st

from components import parts, plain_table, share, theme
from components.fair import chart, sources
from components.session import Workspace
from sharedground import fair, fair_words
from sharedground.analysis.cover import Cover
from sharedground.export.table import csv_bytes
from sharedground.fair import Fair
from sharedground.words import decimal, say

_LEAST: Final = 2
"""Overlap needs two."""


def by_partner(work: Workspace, asked: Fair) -> None:
    """Draw whom each organisation covers, alone and with others."""
    found = asked.cover
    parts.heading(fair_words.cover_heading(found), " ".join(fair_words.cover_sentences(found)))
    if not len(found.partners):
        _given_away(work, asked)
        return
    rows, names = _rows(found)
    left, right = st.columns([7, 5], gap="large")
    with left:
        written = [decimal(people) for people in rows["people"]]
        parts.heading(say("People with a place in reach, by who runs it"), level=3)
        figure = chart.cover_bars(rows, names, written, theme.mode())
        said = "; ".join(f"{n}: {w}" for n, w in zip(names, written, strict=True))
        chart.draw(figure, "cover", say("Bars: {text}", text=said))
        st.html(chart.cover_key(theme.mode()))
        share.under("fair-cover", share.pairs(say("Run by"), say("People"), names, written),
                    fair_words.cover_heading(found))  # fmt: skip
    with right:
        _figures(found)
        parts.note(fair_words.cover_limit())
        _given_away(work, asked)
    _table(rows, names)
    _overlap(found)


def _figures(found: Cover) -> None:
    parts.key_figures([
        parts.Figure(say("Covered by one alone"), decimal(found.by_one),
                     say("people, with no other place in reach")),
        parts.Figure(say("Only nobody named"), decimal(found.only_unnamed),
                     say("people, who have only places nobody is named for")),
        parts.Figure(say("Nothing in reach"), decimal(found.uncovered),
                     say("of {people} people", people=decimal(found.people))),
    ])  # fmt: skip


def _given_away(work: Workspace, asked: Fair) -> None:
    with st.container(horizontal=True):
        st.download_button(
            say("Download who covers whom"), lambda: csv_bytes(fair.cover_table(asked.cover)),
            "who-covers-whom.csv", "text/csv", icon=":material/download:", on_click="ignore",
            help=say("One row for each organisation, as CSV"),
        )  # fmt: skip
        sources.method(work, asked, [
            say("An organisation covers the people of an area if at least one of its places is in "
                "reach there. “No one else” means no other place at all."),
            say("Its share of the whole: where several cover the same people, they share them "
                "equally (Shapley value). The shares add up to all who are covered."),
            fair_words.cover_limit(),
        ], need=False)  # fmt: skip


def _rows(found: Cover) -> tuple[pd.DataFrame, list[str]]:
    """Return the partners that are told apart, then the rest as one, and what each is called."""
    names = [str(name) for name in found.partners["partner"]]
    if not len(found.rest):
        return found.partners, names
    rows = pd.concat([found.partners, found.rest], ignore_index=True)
    return rows, [*names, fair_words.rest_name(found)]


def _table(rows: pd.DataFrame, names: list[str]) -> None:
    with st.expander(say("Show this as a table, with each one's share of the whole")):
        plain_table.draw(
            [say("Organisation"), say("Places"), say("People in reach"), say("No one else"),
             say("Also a place nobody is named for"), say("Other organisations too"),
             say("Share of the whole")],
            [
                [name, int(row["places"]), *(round(row[part]) for part in
                 ("people", "alone", "unnamed_too", "shared", "share"))]
                for name, row in zip(names, rows.to_dict("records"), strict=True)
            ],
            say("Whom each organisation covers"),
        )  # fmt: skip


def _overlap(found: Cover) -> None:
    """Draw how many people each pair covers, by number: names would be wider than a phone."""
    names = [f"{n}. {name}" for n, name in enumerate(found.partners["partner"], start=1)]
    if len(names) < _LEAST:
        return
    with st.expander(say("Who overlaps with whom")):
        parts.note(say("People who have a place of both in reach. Columns have the numbers of the "
                       "rows."))  # fmt: skip
        plain_table.draw(
            [say("Organisation"), *(str(n) for n in range(1, len(names) + 1))],
            [
                [name, *("–" if i == j else round(both) for j, both in enumerate(row))]
                for i, (name, row) in enumerate(zip(names, found.overlap.tolist(), strict=True))
            ],
            say("People covered by both of two organisations"), stack=False,
        )  # fmt: skip
