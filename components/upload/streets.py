"""A street network while it is looked at: how much of it there is, and how far it reaches."""

from __future__ import annotations

import streamlit as st

from components import parts, plain_table
from components.session import Workspace
from sharedground import along_streets
from sharedground.store.holdings import Holdings
from sharedground.words import decimal, say, say_many
from sharedground.workflow import Preview


def draw(work: Workspace, preview: Preview) -> None:
    """Draw the network in figures, the areas that it reaches, and what is left out."""
    title = say("The streets people walk along")
    st.space("small")
    parts.heading(title, say("Ways on foot can be counted along them, instead of straight lines."))
    key = (*work.view.key, preview.import_id)
    rows = _rows(key, work.view.holdings, preview)
    plain_table.draw([say("What"), say("How much")], rows, title)
    if preview.updates:
        parts.note(say("It takes over from the street network that is in use. You can undo that."))
    left = preview.report.facts.get("left_out", {})
    if left:
        counted = [
            say("{rows}: {reason}", rows=say_many("{n} row", "{n} rows", n), reason=reason)
            for reason, n in left.items()
        ]
        parts.note(" ".join(counted), say("What is left out:"))


@st.cache_resource(max_entries=8, show_spinner=False)
def _rows(
    key: tuple[object, ...],  # noqa: ARG001
    _holdings: Holdings, _preview: Preview,
) -> list[list[object]]:  # fmt: skip
    return rows_of(_holdings, _preview)


def rows_of(holdings: Holdings, preview: Preview) -> list[list[object]]:
    """Return what the network holds, one row for each figure."""
    frames = preview.frames
    found = along_streets.from_tables(
        frames["street_nodes"], frames["street_edges"], str(holdings.place.metric_crs)
    )
    areas = along_streets.areas_covered(holdings, found)
    reached = say("{n} of {all}", n=int((areas["why"] == "").sum()), all=len(areas))
    return [
        [say("Streets"), say("{km} km", km=along_streets.kilometres(found.metres))],
        [say("Stretches between two nodes"), decimal(len(found.length_m))],
        [say("Nodes, where stretches meet or end"), decimal(len(found))],
        [say("Nodes joined to each other"),
         say("{n} in 100", n=along_streets.hundredths(found.joined_nodes))],
        [say("Areas that it reaches"), reached],
    ]  # fmt: skip
