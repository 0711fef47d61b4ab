"""Who is reached: bars by tenth of the people, and the curve with its index."""

from __future__ import annotations

import numpy as np
import pandas as pd
import streamlit as st

from components import parts, share, theme
from components.fair import chart, sources
from components.session import Workspace
from sharedground import fair_words
from sharedground.analysis.fairness import Curve, Finding
from sharedground.export.table import csv_bytes
from sharedground.fair import Fair
from sharedground.words import decimal, say


def by_tenth(work: Workspace, fair: Fair) -> None:
    """Draw how many people have something in reach, and how much, from most need to least."""
    parts.heading(fair_words.heading(fair), fair_words.compared(fair))
    if fair.fairness.finding is Finding.NO_DATA:
        _missing(fair)
        return
    tenths, look = fair.fairness.tenths, theme.mode()
    names = [fair_words.tenth_name(int(n)) for n in tenths["tenth"]]
    both = (
        ("reached", fair_words.reached_title(fair.asked), _percents(tenths)),
        ("access", fair_words.amount_title(fair.asked),
         [fair_words.amount(fair.asked, value) for value in tenths["access"]]),
    )  # fmt: skip
    for column, (what, title, written) in zip(st.columns(2, gap="large"), both, strict=True):
        with column:
            parts.heading(title, level=3)
            figure = chart.tenth_bars(tenths, what, names, written, look)
            said = "; ".join(f"{n}: {w}" for n, w in zip(names, written, strict=True))
            chart.draw(figure, what, say("Bars by tenth of the people: {text}", text=said))
            share.under(f"fair-{what}", share.pairs(say("Tenth"), title, names, written), title)
    parts.note(
        say("Each bar is a tenth of the people, in order of need. The thin line is its likely "
            "range.") + " " + fair_words.range_sentence()
    )  # fmt: skip
    _missing(fair)
    _table(work, fair, names)


def _percents(tenths: pd.DataFrame) -> list[str]:
    return [fair_words.percent(share) for share in tenths["reached"]]


def _missing(fair: Fair) -> None:
    said = fair_words.missing_sentences(fair)
    if said:
        parts.note(" ".join(said), say("Not in these figures:"))
    limits = fair_words.limit_sentences(fair)
    if limits:
        parts.note(" ".join(limits), say("Keep in mind:"))


def _table(work: Workspace, fair: Fair, names: list[str]) -> None:
    tenths = fair.fairness.tenths
    with st.expander(say("Show the tenths as a table")):
        st.dataframe(
            pd.DataFrame({
                say("Tenth of the people"): names,
                say("People"): tenths["people"].round(),
                say("Need, 0 to 100"): 100 * tenths["need"],
                fair_words.reached_title(fair.asked): _percents(tenths),
                fair_words.amount_title(fair.asked): [
                    say("{figure} (likely {low} to {high})",
                        figure=fair_words.amount(fair.asked, row["access"]),
                        low=fair_words.amount(fair.asked, row["access_low"]),
                        high=fair_words.amount(fair.asked, row["access_high"]))
                    for row in tenths.to_dict("records")
                ],
            }),
            hide_index=True, row_height=38, placeholder=say("No data"),
            column_config={
                say("People"): st.column_config.NumberColumn(format="localized"),
                say("Need, 0 to 100"): st.column_config.NumberColumn(format="%.0f"),
            },
            alt=say("Tenths of the people, most need first"),
        )  # fmt: skip
    with st.container(horizontal=True):
        st.download_button(
            say("Download the tenths"), lambda: csv_bytes(tenths), "who-is-reached.csv",
            "text/csv", icon=":material/download:", on_click="ignore",
            help=say("One row for each tenth, with ranges, as CSV"),
        )  # fmt: skip
        sources.method(work, fair, [
            say("Areas are put in order by need, and people with them. Each tenth has as many "
                "people; an area on the line between two is split."),
            say("Need and what is in reach are worked out as on the page Where."),
            fair_words.range_sentence(),
        ])  # fmt: skip
        sources.in_python(work, fair)


def as_a_curve(work: Workspace, fair: Fair) -> None:
    """Draw the concentration curve, its index in one sentence, and how unequal all of it is."""
    finding = fair.fairness.finding
    if finding in {Finding.NO_DATA, Finding.NOTHING, Finding.ONE_NEED}:
        return
    parts.heading(fair_words.leaning(fair), fair_words.index_sentence(fair))
    found, look = fair.fairness, theme.mode()
    left, right = st.columns([7, 5], gap="large")
    with left:
        titles = (say("People, most need first"), say("Share of all that is in reach"))
        told = say("{x} of the people, those with most need, have {y} of all that is in reach",
                   x="%{x:.0f} %", y="%{y:.0f} %")  # fmt: skip
        figure = chart.curve(found.curve, titles, say("as it is"), told, look)
        chart.draw(figure, "curve", say("A curve of shares. {text}", text=fair_words.fifth(fair)))
        share.under("fair-curve", _curve(found.curve, titles), fair_words.leaning(fair))
    with right:
        parts.key_figures([
            parts.Figure(say("Even or not"), fair_words.signed(found.index.value),
                         say("likely {low} to {high}", low=fair_words.signed(found.index.low),
                             high=fair_words.signed(found.index.high))),
            _half(fair, say("Half with more need"), more=True),
            _half(fair, say("Half with less need"), more=False),
        ])  # fmt: skip
        st.html(f'<p style="line-height:1.5">{parts.safe_html(fair_words.fifth(fair))}</p>')
        with st.expander(say("And whatever people's need: how unequal is it?")):
            _spread(fair)
        sources.method(work, fair, [
            say("The curve adds up what people have in reach, those with most need first. Above "
                "the dashed line, people with more need have more than their share."),
            say("The figure is the concentration index: twice the area between curve and line "
                "(Kakwani, Wagstaff and van Doorslaer 1997), above 0 for more with more need."),
            fair_words.range_sentence(),
        ])  # fmt: skip


def _half(fair: Fair, label: str, *, more: bool) -> parts.Figure:
    found = fair.fairness
    one = found.more if more else found.less
    under = say("{unit}, likely {low} to {high}", unit=fair_words.unit(fair.asked),
                low=fair_words.amount(fair.asked, one.low),
                high=fair_words.amount(fair.asked, one.high))  # fmt: skip
    return parts.Figure(label, fair_words.halves(fair)[0 if more else 1], under)


def _spread(fair: Fair) -> None:
    parts.note(fair_words.spread_sentence(fair))
    titles = (say("People, least in reach first"), say("Share of all that is in reach"))
    told = say("{x} of the people, those with least in reach, have {y} of it",
               x="%{x:.0f} %", y="%{y:.0f} %")  # fmt: skip
    figure = chart.curve(fair.fairness.lorenz, titles, say("as it is"), told, theme.mode())
    alt = say("A curve below the even line. Gini {figure}.",
              figure=decimal(fair.fairness.spread, 2))  # fmt: skip
    chart.draw(figure, "spread", alt)
    share.under("fair-spread", _curve(fair.fairness.lorenz, titles), alt)


def _curve(curve: Curve, titles: tuple[str, str]) -> share.Rows:
    people, amount = titles
    return share.pairs(f"{people}, %", f"{amount}, %", np.round(100 * curve.people, 2).tolist(),
                       np.round(100 * curve.amount, 2).tolist())  # fmt: skip
