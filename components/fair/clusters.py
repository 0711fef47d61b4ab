"""Where large gaps lie together: a map and a table, as an option at the end of the page."""

from __future__ import annotations

import numpy as np
import pandas as pd
import streamlit as st

from components import cached, parts, place_sketch, share, theme
from components.fair import chart, sources
from components.gaps import coarse
from components.gaps.chart import filled_map
from components.parts import safe_html
from components.session import Workspace
from sharedground import fair, fair_words
from sharedground.analysis import story
from sharedground.export.table import csv_bytes
from sharedground.fair import Fair
from sharedground.words import decimal, say

_HOT = 3


def where(work: Workspace, asked: Fair) -> None:
    """Draw the clusters of large gaps in a fold, closed at first."""
    with st.expander(say("Do large gaps lie together?")):
        parts.heading(fair_words.spots_heading(asked), fair_words.spots_sentence())
        if not asked.spots.enough:
            return
        if len(asked.gap) <= coarse.MOST:
            _on_a_map(work, asked)
        else:
            parts.note(say("There are too many areas to draw each one. The file has them all."))
        _table(work, asked)
        with st.container(horizontal=True):
            st.download_button(
                say("Download the clusters"), lambda: csv_bytes(fair.spot_table(asked)),
                "clusters.csv", "text/csv", icon=":material/download:", on_click="ignore",
                help=say("One row for each area, as CSV"),
            )  # fmt: skip
            sources.method(work, asked, [
                say("Each area and its 8 nearest are compared with what they would have if the "
                    "same gaps lay anywhere (Gi*, Ord and Getis 1995)."),
                say("So many areas are looked at that some stand out by chance: about 1 in 20 of "
                    "those named may be such (Benjamini and Hochberg 1995)."),
                fair_words.spots_sentence(),
            ])  # fmt: skip


def _on_a_map(work: Workspace, asked: Fair) -> None:
    look, drawn = theme.mode(), place_sketch.sketch(work.view)
    hot, calls = theme.scale("need", look)[_HOT], cached.area_calls(work.view)
    plain = theme.colour("line", look)
    fills = [
        None if np.isnan(gap) else hot if named else plain
        for gap, named in zip(asked.gap, asked.spots.hot, strict=True)
    ]
    told = [
        f"<b>{safe_html(calls[code])}</b><br>{safe_html(_words(gap, named))}"
        for code, gap, named in zip(drawn.codes, asked.gap, asked.spots.hot, strict=True)
    ]
    figure = filled_map(drawn, list(drawn.shapes), fills, told, look, {})
    heading = fair_words.spots_heading(asked)
    chart.draw(figure, "clusters", say("Map. {text}. The table has the same figures.",
                                       text=heading))  # fmt: skip
    item, edge = "display:inline-flex;align-items:center;gap:.4rem", "border:1px solid"
    st.html(
        f'<div class="sp-ramp" style="column-gap:1.2rem"><span style="{item}">'
        f'<i style="background:{hot};{edge} var(--sp-control)"></i>'
        f'{safe_html(say("In a cluster of large gaps"))}</span><span style="{item}">'
        f'<i style="background:{plain};{edge} var(--sp-control)"></i>'
        f'{safe_html(say("In none"))}</span><span style="{item}">'
        f'<i class="sp-nodata" style="margin:0"></i>{safe_html(say("No data"))}</span></div>'
    )  # fmt: skip
    share.under("fair-clusters", lambda: fair.spot_table(asked), heading)


def _words(gap: float, named: bool) -> str:
    if np.isnan(gap):
        return say("No data")
    words = say("gap {gap} of 100", gap=story.score(gap))
    return say("In a cluster of large gaps") + f", {words}" if named else words


def _table(work: Workspace, asked: Fair) -> None:
    """Draw the areas in clusters, those that stand out most first."""
    rows = fair.spot_table(asked)
    rows = rows[rows["cluster"]].sort_values("z", ascending=False).head(coarse.MOST)
    if not len(rows):
        return
    calls = cached.area_calls(work.view)
    st.dataframe(
        pd.DataFrame({
            say("Area"): rows["area_code"].map(calls),
            say("People"): rows["people"],
            say("Gap, 0 to 100"): 100 * rows["gap"],
            say("How far it stands out"): [decimal(z, 1) for z in rows["z"]],
        }),
        hide_index=True, row_height=38, placeholder=say("No data"),
        column_config={
            say("People"): st.column_config.NumberColumn(format="localized"),
            say("Gap, 0 to 100"): st.column_config.NumberColumn(format="%.0f"),
        },
        alt=say("Areas in clusters of large gaps"),
    )  # fmt: skip
