"""What the vision rests on, as flows: kinds of place to outcomes to the vision."""

from __future__ import annotations

from typing import Final, NamedTuple

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from components import parts, plain_table, share, theme
from components.parts import safe_html
from components.vision.serves import kind_name, listed
from sharedground.analysis.flows import REST, Flows, flows, narrowed
from sharedground.model.vision import Vision
from sharedground.views import View
from sharedground.words import decimal, say, say_many

ON_A_PHONE: Final = 10
"""So many flows are listed where there is no room for the chart."""

_NOTHING, _IDLE, _VISION = "nothing", "idle", "vision"
_THIN: Final = 1.5
"""Points that a kind which serves nothing is drawn with."""


class Node(NamedTuple):
    """A bar of the chart: what it is called, and whether it is a gap to look at."""

    name: str
    look_at: bool = False


def draw(vision: Vision, view: View) -> None:
    """Draw the flows, their list for a phone, their table, and how they were worked out."""
    counts = {str(c): int(n) for c, n in view.assets["category"].value_counts().items()}
    found = flows(vision, counts)
    if not found.links["points"].sum():
        return
    parts.heading(
        finding(found),
        say("The points of each outcome, shared among the places listed that serve it."),
    )
    look = theme.mode()
    with st.container(key="flow-chart"):
        st.plotly_chart(
            chart(vision, found, look), theme=None, key="vision-flow",
            config=dict(theme.CHART_CONFIG), alt=alt(vision, found),
        )  # fmt: skip
    st.html(list_html(vision, found))
    heads = [say("Kind of place"), say("Outcome"), say("Places listed"), say("Points")]
    share.under("vision-flow", lambda: pd.DataFrame(table(vision, found), columns=heads),
                finding(found))  # fmt: skip
    with st.expander(say("The same as a table")):
        plain_table.draw(heads, table(vision, found), say("Kinds of place, outcomes and points"))
    parts.method(
        [
            say("Each outcome has its points of 100."),
            say("They are shared among all places listed that serve it. A place that serves it "
                "directly counts twice one that helps."),
            say("Points of one kind of place are added up. A kind that serves nothing has a thin "
                "line, however many there are."),
            say("It shows what our vision rests on, not how good a place is."),
        ],
        say("The lists of places loaded here, and our vision"),
    )  # fmt: skip


def finding(found: Flows) -> str:
    """Return on which kind of place most points rest."""
    kinds = found.links.groupby("category")["points"].sum()
    if not kinds.any():
        return say("What our vision rests on")
    best = str(kinds.idxmax())
    return say_many(
        "Of 100 points, {n} rests on one kind: {kind}",
        "Of 100 points, {n} rest on one kind: {kind}",
        round(float(kinds.max())), kind=kind_name(best),
    )  # fmt: skip


def chart(vision: Vision, found: Flows, look: theme.Mode) -> go.Figure:
    """Return the flows as a Plotly Sankey, with few nodes; gaps to look at stand out."""
    few = narrowed(found)
    names = {outcome.code: outcome.name for outcome in vision.outcomes}
    nodes: dict[tuple[int, str], Node] = {}
    sources, targets, values = [], [], []

    def link(one: tuple[int, str], other: tuple[int, str], points: float) -> None:
        order = list(nodes)
        sources.append(order.index(one))
        targets.append(order.index(other))
        values.append(points)

    kinds = few.links.groupby("category", sort=False)["points"].sum().sort_values(ascending=False)
    for code in kinds.index[kinds > 0]:
        nodes[0, str(code)] = Node(say("Other kinds") if code == REST else kind_name(str(code)))
    if few.unserved:
        nodes[0, _NOTHING] = Node(say("Nothing listed"), look_at=True)
    if few.idle:
        nodes[0, _IDLE] = Node(_idle_name(few), look_at=True)
    heavy = {code: points for code, points in few.points.items() if points}
    for code in heavy:
        name = say("Other outcomes") if code == REST else names[code]
        nodes[1, code] = Node(name, look_at=code in few.unserved)
    if few.idle:
        nodes[1, _IDLE] = Node(say("Serves no outcome"), look_at=True)
    nodes[2, _VISION] = Node(say("Our vision"))
    for row in few.links[few.links["points"] > 0].itertuples():
        link((0, str(row.category)), (1, str(row.outcome)), float(str(row.points)))
    for code, points in heavy.items():
        there = float(few.links.loc[few.links["outcome"] == code, "points"].sum())
        if code in few.unserved and points > there:
            link((0, _NOTHING), (1, code), points - there)
        link((1, code), (2, _VISION), points)
    if few.idle:
        link((0, _IDLE), (1, _IDLE), _THIN)
    return _figure(list(nodes.values()), sources, targets, values, look)


def _idle_name(found: Flows) -> str:
    if len(found.idle) == 1:
        return kind_name(found.idle[0][0])
    return say_many("{n} kind not linked", "{n} kinds not linked", len(found.idle))


def _figure(
    nodes: list[Node], sources: list[int], targets: list[int], values: list[float], look: theme.Mode
) -> go.Figure:
    ink, warn = theme.colour("ink", look), theme.colour("warn", look)
    quiet = _faint(ink, 0.25)
    figure = go.Figure(go.Sankey(
        arrangement="fixed",
        node={
            "label": [safe_html(_short(node.name)) for node in nodes],
            "color": [theme.colour("bg", look) if node.look_at else ink for node in nodes],
            "line": {"color": [warn if node.look_at else ink for node in nodes], "width": 2},
            "align": "left", "pad": 18, "thickness": 12, "hoverinfo": "none",
        },
        link={
            "source": sources, "target": targets, "value": values,
            "color": [_faint(warn, 0.25) if nodes[s].look_at else quiet for s in sources],
            "hovercolor": theme.colour("brand", look), "hoverinfo": "none",
        },
        textfont={"color": ink, "size": 14},
    ))  # fmt: skip
    tallest = max(sum(s < t for s, t in zip(sources, targets, strict=True)) // 2, 8)
    figure.update_layout(**theme.figure_layout(look), height=min(640, 44 * min(tallest, 12) + 60))
    # The words have a halo of this colour.
    figure.update_layout(paper_bgcolor=theme.colour("bg", look))
    return figure


def _short(name: str) -> str:
    return name if len(name) <= 40 else f"{name[:38]}…"


def _faint(colour: str, share: float) -> str:
    """Return a colour of the tokens let through to the ground."""
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return f"rgba({red},{green},{blue},{share})"


def alt(vision: Vision, found: Flows) -> str:
    """Return what the chart shows, for those who cannot see it."""
    names = {outcome.code: outcome.name for outcome in vision.outcomes}
    told = [
        say("Kinds of place flow to outcomes, and these to our vision. The table below says the "
            "same.")
    ]  # fmt: skip
    if found.unserved:
        told.append(say("Nothing listed serves {names}.",
                        names=listed([names[code] for code in found.unserved])))  # fmt: skip
    if found.idle:
        told.append(say("Kinds that serve no outcome: {kinds}.",
                        kinds=listed([kind_name(code) for code, _ in found.idle])))  # fmt: skip
    return " ".join(told)


def list_html(vision: Vision, found: Flows) -> str:
    """Return the HTML of the largest flows, for a phone."""
    names = {outcome.code: outcome.name for outcome in vision.outcomes}
    rows = found.links.head(ON_A_PHONE)
    items = "".join(
        f"<li><b>{safe_html(kind_name(str(row.category)))}</b>"
        f'<span class="sp-points">{safe_html(_points(float(str(row.points))))}</span>'
        f"<small>{safe_html(say('for {outcome}', outcome=names[str(row.outcome)]))}</small></li>"
        for row in rows.itertuples()
    )
    head = say("The {n} largest of {all} flows", n=len(rows), all=len(found.links))
    return (
        f'<div class="sp-flows"><p>{safe_html(head)}</p><ol class="sp-weights">{items}</ol></div>'
    )


def _points(points: float) -> str:
    return say_many("{n} point", "{n} points", round(points)) if points >= 0.95 else say("below 1")


def table(vision: Vision, found: Flows) -> list[list[object]]:
    """Return a row for each flow, then what nothing serves and the kinds that serve nothing."""
    names = {outcome.code: outcome.name for outcome in vision.outcomes}
    rows: list[list[object]] = [
        [kind_name(str(row.category)), names[str(row.outcome)], int(str(row.places)),
         decimal(float(str(row.points)), 1)]
        for row in found.links.itertuples()
    ]  # fmt: skip
    rows += [
        [say("Nothing listed"), names[code], 0, decimal(found.points[code], 1)]
        for code in found.unserved
    ]
    rows += [[kind_name(code), say("Serves no outcome"), n, "0"] for code, n in found.idle]
    return rows
