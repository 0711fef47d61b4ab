"""What a scenario would change, drawn: by tenths of people, and by area."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import numpy as np
import plotly.graph_objects as go
import streamlit as st

from components import cached, parts, plain_table, share, theme
from components.gaps import chart
from components.session import Workspace
from sharedground import what_if_words
from sharedground.export.table import csv_bytes
from sharedground.scenarios import Effect
from sharedground.words import decimal, say

MOST: Final = 6
_SEEN: Final = 0.0005
"""A smaller change of a gap does not show in its figure."""


def effect(
    work: Workspace, found: Effect, key: str, beside: Callable[[], None] | None = None
) -> None:
    """Draw who comes into reach by need, and whose gap moves most; offer all areas as a file.

    Parameters
    ----------
    beside
        Draws what stands at the left where nobody comes newly into reach.
    """
    if not found.gained and beside is None:
        _areas(work, found)
    else:
        left, right = st.columns(2, gap="large")
        with left:
            if beside is not None:
                beside()
            else:
                _tenths(found, key)
        with right:
            _areas(work, found)
    st.download_button(
        say("Download what changes in each area"), lambda: csv_bytes(what_if_words.by_area(found)),
        "scenario-areas.csv", "text/csv", icon=":material/download:", on_click="ignore",
        key=f"what-if-areas-{key}",
    )  # fmt: skip


def _tenths(found: Effect, key: str) -> None:
    parts.heading(say("Who comes into reach, by need"), what_if_words.tenths_sentence(found))
    axis = say("People newly in reach, in tenths of all people by need")
    parts.axis(axis)
    names = [what_if_words.tenth_name(n) for n in found.tenths["tenth"]]
    values = found.tenths["counted"].tolist()
    words = [decimal(round(value)) for value in values]
    figure = chart.bars(names, values, words, theme.mode(), more=True)
    alt = "; ".join(f"{name}: {word}" for name, word in zip(names, words, strict=True))
    draw(figure, f"tenths-{key}", say("Bars: {text}", text=alt))
    share.under(f"what-if-tenths-{key}", share.pairs(say("Tenth"), axis, names, words),
                what_if_words.tenths_sentence(found))  # fmt: skip


def _areas(work: Workspace, found: Effect) -> None:
    gap = what_if_words.gap_sentence(found)
    parts.heading(say("What becomes of the gap"), f"{gap} {what_if_words.turned_sentence(found)}")
    moved = found.moved
    moved = moved[moved["change"].abs() >= _SEEN]
    if moved.empty:
        return
    down = moved["change"].abs().sort_values(ascending=False, kind="stable").head(MOST)
    labels = cached.area_labels(work.view).set_index("area_code")["label"]
    rows = [
        (labels[row["area_code"]], _people(row["people"]),
         *(round(100 * row[name], 1) for name in ("gap_before", "gap_after")))
        for row in moved.loc[down.index].to_dict("records")
    ]  # fmt: skip
    plain_table.draw(
        [say("Area"), say("People"), say("Gap today"), say("Gap then")], rows,
        say("Areas whose gap would change most"),
    )  # fmt: skip
    left = len(moved) - len(rows)
    if left > 0:
        parts.note(say("The gap of {n} more areas would change. The file has them all.", n=left))


def _people(people: float) -> object:
    return say("No data") if np.isnan(people) else round(people)


def sentences(told: list[str]) -> None:
    """Draw sentences, one below the other; empty ones are left out."""
    items = "".join(
        f'<p style="margin:.3rem 0;line-height:1.5;max-width:64ch">{parts.safe_html(text)}</p>'
        for text in told
        if text
    )
    if items:
        st.html(items)


def draw(figure: go.Figure, key: str, alt: str) -> None:
    """Draw a chart."""
    st.plotly_chart(
        figure, theme=None, key=f"what-if-{key}", config=dict(theme.CHART_CONFIG), alt=alt
    )
