"""What people agree on first, then what divides them, then how each group sees it."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import plotly.graph_objects as go
import streamlit as st

from components import cached, parts, plain_table, share, theme
from components.agree import outcome, results_of
from components.parts import safe_html
from components.session import Workspace
from sharedground import opinion_words as told
from sharedground.analysis.opinions.finding import Group
from sharedground.analysis.opinions.grouping import ENOUGH_PEOPLE, ENOUGH_VOTES
from sharedground.export.table import csv_bytes
from sharedground.model.rounds import Round, RoundKind
from sharedground.opinion_words import Heard
from sharedground.rounds import FEWEST
from sharedground.words import day, decimal, say, say_many

_FIRST: Final = 5
_ROWS: Final = 60


def results(work: Workspace) -> None:
    """Draw the choice of a round of statements, and all that it shows."""
    several = results_of.closed_or_why(work, RoundKind.STATEMENTS)
    if not several:
        return
    with st.container(key="filters"):
        asked = results_of.pick(several)
    with st.spinner(say("Finding out who voted alike…")):
        heard = cached.heard(work.engine, work.view, asked)
    if heard is None:
        parts.empty_state(
            say("Nothing to show of this round"),
            say("Fewer than {n} people voted. So nothing is shown, to protect them.",
                n=FEWEST["people"]),
        )  # fmt: skip
        return
    _agreed(work, heard)
    st.space("small")
    _divided(heard)
    st.space("small")
    _groups(heard)
    for line in told.unheard(heard):
        parts.note(line)
    _table(heard)
    _method(asked, heard)


def _agreed(work: Workspace, heard: Heard) -> None:
    lines = told.agreed(heard)
    parts.heading(told.finding(heard), told.under_finding(heard))
    if not lines:
        parts.note(
            say("No statement is clearly agreed on. Say it in other words, or ask more people.")
        )
        return
    for line in lines[:_FIRST]:
        row = _agreed_row(heard, line)
        with st.container(key=f"agreed-{line.statement}"):
            st.html(_statements_html([row], key=line is lines[0]))
            if line.agree:
                outcome.button(work, row[0], row[1], str(line.statement))
    if len(lines) > _FIRST:
        parts.note(say_many("{n} more is in the table below.", "{n} more are in the table below.",
                            len(lines) - _FIRST))  # fmt: skip


def _agreed_row(heard: Heard, line: told.Line) -> tuple[str, str, tuple[float, float, float]]:
    small = told.said_of(line, heard)
    if heard.grouped:
        small += ". " + say("At least {n} in 100 in every group.", n=int(100 * line.lowest))
    return heard.texts[line.statement], small, _parts_of(heard, line.statement)


def _parts_of(heard: Heard, at: int) -> tuple[float, float, float]:
    counts = heard.found.counts
    total = max(1.0, float(counts.seen[at]))
    return tuple(float(part[at]) / total  # type: ignore[return-value]
                 for part in (counts.agree, counts.passed, counts.disagree))  # fmt: skip


def _statements_html(
    rows: list[tuple[str, str, tuple[float, float, float]]], *, key: bool = True
) -> str:
    """Return statements, each with a bar of who agrees, passes and disagrees."""
    items = "".join(
        f"<li><b>{safe_html(text)}</b>{_bar(shares)}<small>{safe_html(small)}</small></li>"
        for text, small, shares in rows
    )
    return f'{_key() if key else ""}<ol class="sp-votes">{items}</ol>'


def _bar(shares: tuple[float, float, float]) -> str:
    return '<span class="sp-votebar" aria-hidden="true">' + "".join(
        f'<i class="sp-{name}" style="flex-grow:{share:.3f}"></i>'
        for name, share in zip(("agree", "pass", "disagree"), shares, strict=True) if share
    ) + "</span>"  # fmt: skip


def _key() -> str:
    item = "display:inline-flex;align-items:center;gap:.4rem"
    names = (("agree", say("Agree")), ("pass", say("Pass")), ("disagree", say("Disagree")))
    return '<div class="sp-ramp" style="column-gap:1.2rem">' + "".join(
        f'<span style="{item}"><i class="sp-{name}"></i>{safe_html(words)}</span>'
        for name, words in names
    ) + "</div>"  # fmt: skip


def _divided(heard: Heard) -> None:
    rows = told.divided(heard)
    if not rows:
        parts.heading(say("Nothing clearly divides people"),
                      say("On no statement do two sides stand against each other."))  # fmt: skip
        return
    parts.heading(
        say_many("{n} statement divides people", "{n} statements divide people", len(rows)),
        say("Worth a talk: ask each side what it would need."),
    )
    st.html(_statements_html([_divided_row(heard, at) for at in rows[:_FIRST]]))
    if len(rows) > _FIRST:
        parts.note(say_many("{n} more is in the table below.", "{n} more are in the table below.",
                            len(rows) - _FIRST))  # fmt: skip


def _divided_row(heard: Heard, at: int) -> tuple[str, str, tuple[float, float, float]]:
    counts = heard.found.counts
    small = say("{n} agree, {m} disagree, {passed} pass", n=int(counts.agree[at]),
                m=int(counts.disagree[at]), passed=int(counts.passed[at]))  # fmt: skip
    if heard.grouped and not told.is_hidden(heard, at):
        small += ". " + say("Who agrees:") + " " + ", ".join(
            f"{told.group_name(n)} {told.percent_of(heard, group.counts, at)}"
            for n, group in enumerate(heard.found.groups)
        )  # fmt: skip
    return heard.texts[at], small, _parts_of(heard, at)


def _groups(heard: Heard) -> None:
    reason = heard.found.reason
    if reason is not None:
        parts.heading(say("No groups of opinion"), reason.words)
        return
    parts.heading(
        say("How each group sees it"),
        say("People who voted alike are a group. Nobody's own votes are shown."),
    )
    left, right = st.columns([6, 6], gap="large")
    with left:
        for at, group in enumerate(heard.found.groups):
            title = say("{group}: {n} people", group=told.group_name(at), n=group.people)
            parts.heading(title, level=3)
            lines = "".join(f"<li>{safe_html(line)}</li>" for line in told.stands_words(heard, at))
            st.html(f"<ul>{lines}</ul>")
    with right:
        alt = say("A circle for each group: far apart where they vote differently.")
        st.plotly_chart(group_map(heard.found.groups, theme.mode()), theme=None, key="opinion-map",
                        config=dict(theme.CHART_CONFIG), alt=alt)  # fmt: skip
        parts.note(
            say("Circles that are far apart voted differently. A wider circle: its people differ "
                "more among themselves. No person is drawn.")
        )  # fmt: skip
        share.under("opinion-map", share.pairs(
            say("Group"), say("People"),
            [told.group_name(at) for at in range(len(heard.found.groups))],
            [group.people for group in heard.found.groups],
        ), say("How far apart the groups are"))  # fmt: skip


def group_map(groups: tuple[Group, ...], look: theme.Mode) -> go.Figure:
    """Return a circle for each group: its middle, and how far its people spread.

    No person is drawn: one who stands apart could be known by it.
    """
    figure = go.Figure()
    turn = np.linspace(0, 2 * np.pi, 73)
    for at, group in enumerate(groups):
        x, y = (group.middle[i] + group.reach * fn(turn) for i, fn in ((0, np.cos), (1, np.sin)))
        figure.add_trace(go.Scatter(
            x=x, y=y, mode="lines", fill="toself", hoverinfo="skip",
            fillcolor=theme.colour("brand_soft", look),
            line={"color": theme.colour("brand", look), "width": 2},
        ))  # fmt: skip
        figure.add_annotation(
            x=group.middle[0], y=group.middle[1], showarrow=False,
            text=f"<b>{safe_html(told.group_name(at))}</b><br>"
            + safe_html(say("{n} people", n=group.people)),
            font={"size": 15, "color": theme.colour("ink", look)},
        )  # fmt: skip
    figure.update_layout(
        **theme.figure_layout(look), height=260, showlegend=False, dragmode=False,
        margin={"l": 8, "r": 8, "t": 8, "b": 8}, xaxis=_room(groups, 0),
        yaxis={**_room(groups, 1), "scaleanchor": "x"},
    )  # fmt: skip
    return figure


def _room(groups: tuple[Group, ...], axis: int) -> dict[str, Any]:
    """Return an axis without marks on which every circle is whole."""
    low = min(float(group.middle[axis]) - group.reach for group in groups)
    high = max(float(group.middle[axis]) + group.reach for group in groups)
    rim = 0.04 * (high - low)
    return {"visible": False, "fixedrange": True, "range": [low - rim, high + rim]}


def _table(heard: Heard) -> None:
    shown = told.table(heard)
    with st.expander(say_many("Show {n} statement as a table", "Show all {n} statements as a table",
                              len(shown)), expanded=not heard.grouped):  # fmt: skip
        plain_table.draw(list(shown.columns), shown.head(_ROWS).to_numpy().tolist(),
                         say("Votes on each statement"))  # fmt: skip
        if len(shown) > _ROWS:
            parts.note(say("The first {n} are shown. The file has all.", n=_ROWS))
        parts.note(
            say("“Same answer” is 100 where all say the same, 0 where answers are evenly spread, "
                "and −100 where half agree and half disagree (van der Eijk 2001).")
        )  # fmt: skip
    st.download_button(
        say("Download the table"), lambda: csv_bytes(shown), "statements.csv", "text/csv",
        icon=":material/download:", on_click="ignore",
    )  # fmt: skip


def _method(asked: Round, heard: Heard) -> None:
    chance = heard.found.chance
    steps = [
        say("The mathematics are those of Polis (Small and others 2021), in code of our own. A "
            "vote not cast counts as the average of its statement."),
        say("Groups are looked for only if votes hang together more than chance: the votes on each "
            "statement are dealt out anew 39 times, and the real ones must beat all of these, or "
            "all but one."),
        say("People are then put in groups by how alike they vote (k-means on two principal "
            "components). Groups of fewer than five people are never made."),
        say("“All groups agree” puts the shares of all groups together, so that a large group "
            "cannot outvote a small one."),
    ]  # fmt: skip
    if heard.grouped:
        enough = say("To be in a group takes votes on {n} statements, or on all where there are "
                     "fewer. If fewer than {people} people cast so many, those with most votes "
                     "make up the number.", n=ENOUGH_VOTES, people=ENOUGH_PEOPLE)  # fmt: skip
        steps.append(f"{enough} {told.in_no_group(heard)}".strip())
    if np.isfinite(chance):
        steps.append(say("In this round, chance alone would line votes up as well in {n} of 100 "
                         "tries.", n=decimal(100 * chance, 1)))  # fmt: skip
    parts.method(
        steps, asked.source or say("The round “{title}”", title=asked.title),
        day(asked.closed_at) if asked.closed_at else "",
    )  # fmt: skip
