"""How sure the ranking is: how often each area is among those with the largest gaps."""

from __future__ import annotations

import time
from typing import Final

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from components import cached, parts, place_sketch, plain_table, share, theme
from components.gaps import chart, controls
from components.parts import safe_html
from components.session import Workspace
from components.sure.choose import Asked
from sharedground import sureness
from sharedground.analysis import story
from sharedground.export.table import csv_bytes
from sharedground.sureness import FIRM, Change
from sharedground.words import decimal, say, say_many

SHOWN: Final = 12
_PATIENCE: Final = 0.4
"""After so many seconds a wait is told."""

_CLASSES: Final = (1 - FIRM, 0.5, FIRM)
"""Where "hardly ever", "sometimes" and "more often than not" end, as a share of the weightings."""


def finding(asked: Asked) -> str:
    """Return the finding: how many stay among the worst however outcomes are weighed."""
    sure = asked.sure
    if not sure.places:
        return say("No data on how sure we are yet")
    places = story.counted(sure.places, asked.level)
    if sure.places == 1 == sure.firm:
        often = sure.table.sort_values("share", ascending=False)
        return say("{area} has the largest gap in 9 of 10 weightings or more",
                   area=asked.named((str(often["key"].iloc[0]),))[0])  # fmt: skip
    if sure.firm >= sure.places:
        return say("The {areas} with the largest gaps: the same in 9 of 10 weightings or more",
                   areas=places)  # fmt: skip
    if sure.firm:
        return say_many(
            "{n} of the {areas} with the largest gaps stays there in 9 of 10 weightings",
            "{n} of the {areas} with the largest gaps stay there in 9 of 10 weightings",
            sure.firm, areas=places,
        )  # fmt: skip
    return say("None of the {areas} with the largest gaps stays there in 9 of 10 weightings",
               areas=places)  # fmt: skip


def weights_tried(work: Workspace, asked: Asked) -> None:
    """Draw how often each is among the worst: bars, a map and the words of what was tried."""
    left, right = st.columns([7, 5], gap="large")
    with left:
        parts.heading(finding(asked), _open(asked))
        _bars(asked)
    with right:
        _map(work, asked)
    _tried(asked)
    _table(asked)


def _open(asked: Asked) -> str:
    if not asked.sure.open:
        return ""
    return say("{areas} could go either way: in or out by how outcomes are weighed.",
               areas=story.counted(asked.sure.open, asked.level))  # fmt: skip


def about(share: float) -> str:
    """Return a share of weightings without claiming more than it says."""
    if np.isnan(share):
        return say("No data")
    if share >= 0.995:
        return say("nearly always")
    if share < 0.005:
        return say("hardly ever")
    return say("about {n} %", n=decimal(100 * share))


def _bars(asked: Asked) -> None:
    rows = asked.sure.table.dropna(subset="share").sort_values("share", ascending=False)
    rows = rows[rows["share"] > 0].head(SHOWN)
    if not len(rows):
        return
    names = asked.named(tuple(rows["key"]))
    words = [about(share) for share in rows["share"]]
    axis = say("Share of weightings in which it is among the tenth with the largest gaps")
    parts.axis(axis)
    figure = chart.bars(names, rows["share"].tolist(), words, theme.mode(), more=False, most=1.0)
    _soften(figure, rows["share"].tolist())
    alt = "; ".join(f"{name}: {word}" for name, word in zip(names, words, strict=True))
    _draw(figure, "bars", say("Bars: {text}", text=alt))
    share.under("sure-bars", share.pairs(say("Area"), axis, names, words), finding(asked))


def _soften(figure: go.Figure, shares: list[float]) -> None:
    """Draw what is not firm as an outline, so that it does not look as sure as what is."""
    look = theme.mode()
    clay, ground = theme.scale("gap", look)[1], theme.colour("bg", look)
    figure.update_traces(
        marker={
            "color": [clay if share >= FIRM else ground for share in shares],
            "line": {"color": clay, "width": 2},
        }
    )


def _class(share: float) -> int:
    return int(np.searchsorted(_CLASSES, share, side="right"))


def class_names() -> list[str]:
    """Return what the classes of the map are called, from the rarest."""
    return [say("Hardly ever"), say("Sometimes"), say("More often than not"), say("Nearly always")]


def _fills(look: theme.Mode) -> list[str]:
    need = theme.scale("need", look)
    return [need[0], need[1], need[2], need[4]]


def _map(work: Workspace, asked: Asked) -> None:
    look = theme.mode()
    keys, _ = sureness.gap_matrix(asked.found, asked.groups)
    table = asked.sure.table.set_index("key").reindex(keys)
    shares, fills = table["share"].to_numpy(float), _fills(look)
    shapes = controls.outlines_of(work, keys, grouped=asked.groups is not None)
    names = asked.named(tuple(keys))
    words = [about(share) for share in shares]
    told = [f"<b>{safe_html(n)}</b><br>{safe_html(w)}" for n, w in zip(names, words, strict=True)]
    colours = [None if np.isnan(share) else fills[_class(share)] for share in shares]
    figure = chart.filled_map(place_sketch.sketch(work.view), shapes, colours, told, look, {})
    alt = say("Map of {place}. {finding}. The table has the same figures.",
              place=work.place.name, finding=finding(asked))  # fmt: skip
    _draw(figure, "map", alt)
    st.html(_key(fills))
    share.under("sure-map", share.pairs(say("Area"), say("Share of weightings"), names, words),
                finding(asked))  # fmt: skip


def _key(fills: list[str]) -> str:
    item = "display:inline-flex;align-items:center;gap:.4rem"
    edge = "border:1px solid var(--sp-control)"
    classes = "".join(
        f'<span style="{item}"><i style="background:{fill};{edge}"></i>{safe_html(name)}</span>'
        for fill, name in zip(fills, class_names(), strict=True)
    )
    return (
        f'<div class="sp-ramp" style="column-gap:1.2rem">{classes}<span style="{item}">'
        f'<i class="sp-nodata" style="margin:0"></i>{safe_html(say("No data"))}</span></div>'
    )


def _tried(asked: Asked) -> None:
    shares = asked.sure.shares
    weights = asked.found.weights
    stated = weights[weights > 0]
    middle = float(stated[np.argmin(abs(stated - stated.mean()))]) if len(stated) else 0.0
    widest = float(np.nanmax(shares.half_width)) if np.isfinite(shares.half_width).any() else 0.0
    parts.note(
        asked.prior.words(middle) + " "
        + say("{n} weightings were drawn. Drawn again, a share may differ by {points} in 100.",
              n=decimal(shares.draws), points=max(1, round(100 * widest))),
        say("What was tried:"),
    )  # fmt: skip


def _table(asked: Asked) -> None:
    shown = as_table(asked)
    with st.expander(say("Show all {areas} as a table",
                         areas=story.counted(len(shown), asked.level))):  # fmt: skip
        whole = st.column_config.NumberColumn(format="%.0f")
        st.dataframe(
            shown, hide_index=True, row_height=38, placeholder=say("No data"),
            column_config={say("Gap, 0 to 100"): whole, say("Rank"): whole,
                           say("Best rank"): whole, say("Worst rank"): whole,
                           say("Of 100 weightings"): whole},
            alt=say("How sure each rank is, largest gap first"),
        )  # fmt: skip
    st.download_button(
        say("Download the table"), lambda: csv_bytes(_with_codes(asked, shown)), "how-sure.csv",
        "text/csv",
        icon=":material/download:", on_click="ignore",
    )  # fmt: skip


def _with_codes(asked: Asked, shown: pd.DataFrame) -> pd.DataFrame:
    """Return the table with the codes of areas, by which other files can be joined to it."""
    if asked.groups is not None:
        return shown
    return shown.assign(**{say("Area code"): asked.sure.table["key"].to_numpy()})


def as_table(asked: Asked) -> pd.DataFrame:
    """Return how sure each rank is, for the page and as a file."""
    rows = asked.sure.table
    return pd.DataFrame(
        {
            say("Area"): asked.named(tuple(rows["key"])),
            say("Gap, 0 to 100"): 100 * rows["gap"],
            say("Rank"): rows["rank"],
            say("Of 100 weightings"): 100 * rows["share"],
            say("Best rank"): rows["best_rank"],
            say("Worst rank"): rows["worst_rank"],
            say("Decided by one outcome"): ["; ".join(names) for names in rows["flips"]],
        }
    )


def other_ways(work: Workspace, asked: Asked) -> None:
    """Draw what other ways of counting change, each with its names."""
    _ready(work, asked)
    told = cached.changes(work.view, work.vision, asked.found, asked.counting, asked.groups)
    parts.heading(
        _ways_finding(told, asked.sure.places),
        say(
            "Each line changes one thing, and asks who is then in the tenth with the largest gaps."
        ),
    )
    plain_table.draw(
        [say("Counted in another way"), say("Stay"), say("Come in"), say("Leave"),
         say("Same order")],
        [
            (one.way, say("{n} of {total}", n=len(one.stay), total=len(one.stay) + len(one.leave)),
             _names(asked, one.come), _names(asked, one.leave), _likeness(one.likeness))
            for one in told
        ],
        say("What other ways of counting change"),
    )  # fmt: skip
    parts.note(
        say("“Same order” is 100 where all areas keep their order, and 0 where nothing is left of "
            "it.")
    )  # fmt: skip


def _ready(work: Workspace, asked: Asked) -> None:
    """Work out each other way of counting, and say how far it has come if that takes a while."""
    ways = sureness.other_ways(work.view, work.vision, asked.counting)
    begun, place = time.monotonic(), st.empty()
    for done, (way, counting) in enumerate(ways):
        if time.monotonic() - begun > _PATIENCE:
            place.progress(done / len(ways), text=way)
        cached.assessment(work.view, work.vision, counting)
    place.empty()


def _ways_finding(told: list[Change], places: int) -> str:
    if not told or not places:
        return say("No other way of counting to compare")
    same = sum(one.same for one in told)
    if same == len(told):
        return say("Counted in any of {n} other ways, the same come out first", n=len(told))
    most = max(told, key=lambda one: len(one.leave))
    return say_many(
        "Most changes: “{way}”, which moves {n} of {places}",
        "Most changes: “{way}”, which moves {n} of {places}",
        len(most.leave), way=most.way, places=places,
    )  # fmt: skip


def _names(asked: Asked, keys: tuple[str, ...]) -> str:
    named = asked.named(keys)
    if len(named) > 4:
        return say("{names} and {n} more", names=", ".join(named[:3]), n=len(named) - 3)
    return ", ".join(named) or say("None")


def _likeness(value: float) -> str:
    return say("No data") if np.isnan(value) else decimal(100 * value)


def _draw(figure: go.Figure, key: str, alt: str) -> None:
    st.plotly_chart(figure, theme=None, key=f"sure-{key}", config=dict(theme.CHART_CONFIG), alt=alt)
