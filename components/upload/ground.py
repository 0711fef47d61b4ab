"""A background of the map while it is looked at: what it shows, and what it leaves out."""

from __future__ import annotations

from typing import Final

import streamlit as st

from components import parts, plain_table
from sharedground.model.ground import COUNTED, ORDER, POINTS
from sharedground.words import say, say_many
from sharedground.workflow import Preview

NAMES_SHOWN: Final = 4


def draw(preview: Preview) -> None:
    """Draw a table of what the map will show, with a few names of each."""
    title = say("What the map will show below your places")
    st.space("small")
    parts.heading(title, say("It lies under your areas and places, in quiet colours."))
    plain_table.draw([say("What"), say("Such as")], rows_of(preview), title)
    left = preview.report.facts.get("left_out", {})
    if left:
        counted = [
            say("{rows}: {reason}", rows=say_many("{n} row", "{n} rows", n), reason=reason)
            for reason, n in left.items()
        ]
        parts.note(" ".join(counted), say("What is left out:"))


def rows_of(preview: Preview) -> list[list[object]]:
    """Return one row for each class: how many things there are, and some of their names."""
    things = preview.frames["background"]
    rows: list[list[object]] = []
    for ground in reversed(ORDER):
        mine = things[things["ground"] == ground.value]
        if not len(mine):
            continue
        named = mine.loc[mine["name"] != "", "name"]
        counts = named if ground in POINTS else named.value_counts().index.to_series()
        names = list(dict.fromkeys(counts))[:NAMES_SHOWN]
        rows.append([say_many(*COUNTED[ground], len(mine)), ", ".join(names) or "-"])
    return rows
