"""How a round of points came out: where partners are close, and what to talk about first."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from components import cached, coded, parts, plain_table, share, theme
from components.agree import closed, results_of, strips
from components.gaps import chart
from components.session import Workspace
from sharedground import agreement_words as told
from sharedground.agreement_words import Agreement
from sharedground.analysis.agreement import ALL_POINTS, Pooled
from sharedground.export.table import csv_bytes
from sharedground.model.rounds import Naming, Round, RoundKind
from sharedground.rounds import Shares
from sharedground.words import day, say, say_many

_MOST_PAIRS: Final = 16
"""Of more partners than this, pairs are a table only: figures would not fit the squares."""

_SINCE: Final = "since"


def results(work: Workspace) -> None:
    """Draw the choice of a round, and all that it shows."""
    several = results_of.closed_or_why(work, RoundKind.POINTS)
    if not several:
        return
    with st.container(key="filters", horizontal=True, vertical_alignment="bottom"):
        asked = results_of.pick(several)
        named = asked.naming is Naming.NAMED
        how = _how() if named else Pooled.MEAN
    shares = cached.points_of(work.engine, work.view, asked)
    if shares.mean is None:
        parts.empty_state(say("Nothing to show of this round"), told.why_no_result(shares.why_none))
        closed.again(work, asked)
        return
    if named:
        _named(Agreement(shares, how))
    else:
        _unattributed(shares)
    _since(work, shares)
    st.space("small")
    closed.use_weights(work, asked, median=how is Pooled.MEDIAN)
    closed.again(work, asked)
    _method(shares)


def _how() -> Pooled:
    names = {Pooled.MEAN.value: say("Average"), Pooled.MEDIAN.value: say("Middle")}
    return Pooled(coded.segments(say("Shared weights"), names, "pooled"))


def _named(found: Agreement) -> None:
    left, right = st.columns([7, 5], gap="large")
    with left:
        parts.heading(told.finding(found), told.under_finding(found))
        _strips(found)
    with right:
        _look_closer(found)
        _order(found)
        _residents(found)
    _table(found)
    if len(found.rows) > 1:
        st.space("small")
        left, right = st.columns(2, gap="large")
        with left:
            _overlap(found)
        with right:
            _without(found)
        st.space("small")
        _pairs(found)


def _strips(found: Agreement) -> None:
    rows = [_strip(found, int(at)) for at in found.contested.order]
    theirs = found.shares.resident_people if found.residents is not None else 0
    look = theme.mode()
    st.html(strips.strips_key(theirs, told.shared_name(found.how), look))
    alt = say("Dots for each outcome, the most contested first. The table below has the same "
              "figures.")  # fmt: skip
    _draw(strips.dot_strips(rows, found.partners, look), "strips", alt)
    parts.note(
        say("Points of 100. The outcome on which partners are furthest apart stands on top. Tap a "
            "dot for its partner.")
    )  # fmt: skip
    share.under("agree-strips", lambda: told.table(found), told.finding(found))
    _several(found)


def _several(found: Agreement) -> None:
    """Say for which partners several phones spoke: it is their average that is shown."""
    people = found.shares.people
    told_of = [f"{found.shares.names.get(str(one), str(one))} ({int(n)})"
               for one, n in people.items() if n > 1]  # fmt: skip
    if told_of:
        parts.note(say("More than one phone spoke for: {names}. Their average is shown.",
                       names="; ".join(told_of)))  # fmt: skip


def _strip(found: Agreement, at: int) -> strips.Strip:
    points = ALL_POINTS * found.rows[:, at]
    beside = say("{low} to {high}", low=told.points(points.min()), high=told.points(points.max()))
    residents = None if found.residents is None else float(ALL_POINTS * found.residents[at])
    shared = float(ALL_POINTS * found.weights[at])
    return strips.Strip(found.outcomes[at], beside, points, shared, residents)


def _look_closer(found: Agreement) -> None:
    hidden = told.hidden_camps(found)
    if hidden:
        parts.heading(say("What the shared weights hide"))
        for sentence in hidden:
            parts.note(sentence)
        st.space("small")


def _order(found: Agreement) -> None:
    title, sentence = told.order_words(found)
    parts.heading(title, sentence)
    st.space("small")


def _residents(found: Agreement) -> None:
    said = told.residents_words(found)
    late = told.why_no_residents(found.shares.why_no_residents)
    if not said and not (late and found.shares.round.residents):
        return
    parts.heading(say("What residents say"), " ".join(said))
    if late:
        parts.note(late)


def _table(found: Agreement) -> None:
    shown = told.table(found)
    with st.expander(say("Show all points as a table")):
        _words_table(shown, say("Points of 100 by partner and outcome"))
    st.download_button(
        say("Download the table"), lambda: csv_bytes(shown), "points.csv", "text/csv",
        icon=":material/download:", on_click="ignore",
    )  # fmt: skip


def _words_table(shown: pd.DataFrame, label: str) -> None:
    plain_table.draw(list(shown.columns), shown.to_numpy().tolist(), label, stack=False)


def _overlap(found: Agreement) -> None:
    parts.heading(told.overlap_finding(found))
    if np.isnan(found.overlap).any():
        parts.note(say("The middle of the points is 0 everywhere. Choose the average instead."))
        return
    axis = say("Points of 100 that sit where the shared vision puts them")
    parts.axis(axis)
    order = np.argsort(-found.overlap, kind="stable")
    written = [told.points(found.overlap[at]) for at in order]
    names = [found.partners[at] for at in order]
    figure = chart.bars(names, [float(found.overlap[at]) for at in order], written, theme.mode(),
                        more=None, most=ALL_POINTS)  # fmt: skip
    _draw(figure, "overlap", _alt(names, written))
    share.under("agree-overlap", share.pairs(say("Partner"), axis, names, written),
                told.overlap_finding(found))  # fmt: skip
    _yours(found)


def _yours(found: Agreement) -> None:
    """Let a partner see how close it is, and where it differs."""
    mine = st.selectbox(
        say("Which partner are you?"), range(len(found.partners)), index=None,
        placeholder=say("Choose a partner"), format_func=lambda at: found.partners[at],
    )  # fmt: skip
    if mine is not None:
        parts.strong(told.overlap_words(found, mine), told.yours_words(found, mine))


def _without(found: Agreement) -> None:
    parts.heading(say("Would the vision change without one of them?"), told.without_finding(found))
    if np.isnan(found.without).any():
        return
    axis = say("Points of 100 that would move to another outcome")
    parts.axis(axis)
    order = np.argsort(-found.without, kind="stable")
    written = [told.points(found.without[at]) for at in order]
    names = [found.partners[at] for at in order]
    figure = chart.bars(names, [float(found.without[at]) for at in order], written, theme.mode(),
                        more=None, most=2 * told.CLOSE)  # fmt: skip
    _draw(figure, "without", _alt(names, written))
    share.under("agree-without", share.pairs(say("Partner"), axis, names, written),
                told.without_finding(found))  # fmt: skip


def _alt(names: list[str], written: list[str]) -> str:
    rows = "; ".join(f"{name}: {text}" for name, text in zip(names, written, strict=True))
    return say("Bars: {text}", text=rows)


def _pairs(found: Agreement) -> None:
    parts.heading(told.pair_finding(found), say("Points of 100 that two partners have in common."))
    many = len(found.partners)
    if many <= _MOST_PAIRS:
        left, right = st.columns([6, 6], gap="large")
        with left:
            alt = say("Squares for every two partners. The table below has the same figures.")
            _draw(strips.pair_map(found.pairs, theme.mode()), "pairs", alt)
            share.under("agree-pairs", lambda: _paired(found),
                        told.pair_finding(found))  # fmt: skip
        names = "".join(f"<li>{parts.safe_html(name)}</li>" for name in found.partners)
        right.html(f"<ol>{names}</ol>")
    with st.expander(say("Show every two partners as a table")):
        rows = _paired(found)
        plain_table.draw(list(rows.columns), rows.to_numpy().tolist(), say("Pairs of partners"),
                         stack=False)  # fmt: skip


def _paired(found: Agreement) -> pd.DataFrame:
    rows = [
        (one, other, round(float(found.pairs[i, j]), 1))
        for i, one in enumerate(found.partners)
        for j, other in enumerate(found.partners)
        if i < j
    ]
    return pd.DataFrame(sorted(rows, key=lambda row: row[2]),
                        columns=[say("Partner"), say("And"), say("In common")])  # fmt: skip


def _unattributed(shares: Shares) -> None:
    mean = shares.mean
    if mean is None:
        return
    order = np.argsort(-mean.to_numpy(float), kind="stable")
    names = [shares.outcome_names[mean.index[at]] for at in order]
    values = [float(ALL_POINTS * mean.iloc[at]) for at in order]
    parts.heading(
        say("“{outcome}” gets most points", outcome=names[0]),
        say_many("The average of {n} partner. This round does not say who gave what.",
                 "The average of {n} partners. This round does not say who gave what.",
                 shares.raters),
    )  # fmt: skip
    written = [told.points(value) for value in values]
    _draw(chart.bars(names, values, written, theme.mode(), more=None), "mean", _alt(names, written))
    share.under("agree-mean", share.pairs(say("Outcome"), say("Points of 100"), names, written),
                say("“{outcome}” gets most points", outcome=names[0]))  # fmt: skip
    late = told.why_no_result(shares.why_none)
    if late:
        parts.note(late)
    _residents_beside(shares, order)


def _residents_beside(shares: Shares, order: np.ndarray) -> None:
    late = told.why_no_residents(shares.why_no_residents)
    if shares.residents is not None and shares.mean is not None:
        parts.heading(
            say("Residents beside partners"),
            say("{n} residents answered. They are not part of the average of the partners.",
                n=shares.resident_people),
        )  # fmt: skip
        codes = [str(shares.mean.index[at]) for at in order]
        plain_table.draw(
            [say("Outcome"), say("Partners"), say("Residents")],
            [[shares.outcome_names[code], round(ALL_POINTS * float(shares.mean[code]), 1),
              round(ALL_POINTS * float(shares.residents[code]), 1)] for code in codes],
            say("Points of 100 by outcome"), stack=False,
        )  # fmt: skip
    if late and shares.round.residents:
        parts.note(late)


def _since(work: Workspace, shares: Shares) -> None:
    others = [
        one for one in results_of.closed(work, RoundKind.POINTS) if _before(one, shares.round)
    ]
    if not others:
        return
    st.space("small")
    names = {one.round_id: results_of.called(one) for one in others}
    code = coded.select(say("What moved since"), names, _SINCE, width=420)
    before = next(one for one in others if one.round_id == code)
    found = told.moved(cached.points_of(work.engine, work.view, before), shares)
    if found is None:
        parts.note(say("There is no result of that round to compare with."))
        return
    parts.heading(told.moved_finding(found, before.title))
    _draw(strips.two_rounds(found.table["outcome"].tolist(), found.table["before"].to_numpy(float),
                            found.table["after"].to_numpy(float), theme.mode()),
          "since", say("Points then and now. The table below has the same figures."))  # fmt: skip
    st.html(strips.rounds_key(theme.mode()))
    share.under("agree-since", lambda: _moved(found),
                told.moved_finding(found, before.title))  # fmt: skip
    _moved_table(found)


def _before(one: Round, other: Round) -> bool:
    return one.round_id != other.round_id and one.opened_at <= other.opened_at


def _moved(found: told.Moved) -> pd.DataFrame:
    rows = [
        [row.outcome, *(say("No data") if np.isnan(one) else told.points(one)
                        for one in (float(str(row.before)), float(str(row.after)))),
         told.change(float(str(row.change)))]
        for row in found.table.itertuples()
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=[say("Outcome"), say("Then"), say("Now"), say("Change")])


def _moved_table(found: told.Moved) -> None:
    with st.expander(say("Show what moved as a table")):
        rows = _moved(found)
        plain_table.draw(list(rows.columns), rows.to_numpy().tolist(), say("What moved"),
                         stack=False)  # fmt: skip
        if len(found.partners):
            plain_table.draw(
                [say("Partner"), say("Points moved")],
                [[row.name, told.points(float(str(row.points)))]
                 for row in found.partners.itertuples(index=False)],
                say("How far each partner moved"), stack=False,
            )  # fmt: skip


def _method(shares: Shares) -> None:
    parts.method(
        [
            say("Each partner's points are divided by their sum, so that 50 points shared count as "
                "much as 100. A partner for whom several people spoke is their average."),
            say("Shared weights are the average of the partners, who count the same. “Middle” is "
                "the median, scaled to add up to 100: one partner at an extreme does not move it."),
            say("Points in common: for each outcome the smaller of the two, added up (Renkonen "
                "1938)."),
            say("Two camps: nobody stands in a stretch of 10 points or more, two partners or more "
                "stand on either side, and the average lies in it."),
            say("Order: Kendall's W with ties corrected. No p-value is given, because its usual "
                "approximation needs more than seven outcomes."),
            say("Without one of them: half the sum of what each weight moves by when that partner "
                "is left out."),
        ],
        shares.round.source or say("The round “{title}”", title=shares.round.title),
        day(shares.round.closed_at) if shares.round.closed_at else "",
    )  # fmt: skip


def _draw(figure: go.Figure, key: str, alt: str) -> None:
    st.plotly_chart(
        figure, theme=None, key=f"agree-{key}", config=dict(theme.CHART_CONFIG), alt=alt
    )
