"""The figures behind the colours of the map as a table; `colouring` says what they are."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import numpy as np
import pandas as pd
import streamlit as st

from components import parts, session
from sharedground.analysis.classes import NO_DATA
from sharedground.colouring import (
    BOTH,
    CUT_STEPS,
    EVERYTHING,
    NEEDS,
    NOTHING,
    PEOPLE,
    REACHED,
    Colouring,
    both,
    both_in_words,
    colouring,
    described,
    finding,
    limits,
    most_wanted_in_full,
    need,
    sentence,
    such_as,
)
from sharedground.export.table import csv_bytes
from sharedground.words import say, say_many

__all__ = [
    "BOTH",
    "CUT_STEPS",
    "EVERYTHING",
    "NEEDS",
    "NOTHING",
    "PEOPLE",
    "REACHED",
    "Colouring",
    "both",
    "both_in_words",
    "colouring",
    "described",
    "finding",
    "limits",
    "most_wanted_in_full",
    "need",
    "sentence",
    "such_as",
]


def picked_row(key: str, order: Sequence[int], pick: Callable[[int], None]) -> None:
    """Tell which row was chosen in the table with this key. For callbacks.

    Parameters
    ----------
    order
        What each row of the table stands for.
    """
    told: Any = session.chosen_in(key) or {}
    rows = (told.get("selection") or {}).get("rows") or []
    if rows and 0 <= rows[0] < len(order):
        pick(order[rows[0]])


def _of_both(shown: Colouring) -> dict[str, object]:
    if shown.reached is None:
        return {}
    classes = [sentence(both_in_words(n)) if n >= 0 else None for n in shown.classes.tolist()]
    return {shown.reached_column: np.round(shown.reached, 1), say("Together"): classes}


def table(
    shown: Colouring, labels: pd.DataFrame, file_name: str, pick: Callable[[int], None],
    only: int | None = None,
) -> None:  # fmt: skip
    """Draw the map's figures as a table, and a button to take it away.

    Parameters
    ----------
    only
        Only areas of this class.
    pick
        Called with the row of an area that is chosen in the table.
    """
    rows = pd.DataFrame(
        {
            say("Area"): labels["label"],
            say("Neighbourhood or ward"): labels["group"],
            shown.column: np.round(shown.values, 0),
            **_of_both(shown),
            say("Code"): labels["area_code"],
        }
    ).sort_values(shown.column, ascending=False, kind="stable", na_position="last")
    if not (labels["group"] != "").any():
        rows = rows.drop(columns=say("Neighbourhood or ward"))
    if only is not None:
        rows = rows[shown.classes[rows.index] == only]
    missing = int((shown.classes == NO_DATA).sum())
    with st.expander(say("The same as a table"), icon=":material/table_rows:"):
        st.dataframe(
            rows, hide_index=True, row_height=38, placeholder=say("No data"),
            column_config={shown.column: st.column_config.NumberColumn(format="localized")},
            alt=say("{title} for each area, highest first.", title=sentence(shown.title)),
            key="colour-table", selection_mode="single-row",
            on_select=partial(picked_row, "colour-table", list(rows.index), pick),
        )  # fmt: skip
        if missing:
            parts.note(
                say_many("{n} area has no data. This does not mean zero.",
                         "{n} areas have no data. This does not mean zero.", missing)
            )  # fmt: skip
        st.download_button(
            say("Download the table"), csv_bytes(rows), file_name=file_name, mime="text/csv",
            icon=":material/download:", on_click="ignore",
        )  # fmt: skip
