"""One area at a glance: who lives there, what is strong, what may be missing, how it compares."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import numpy as np
import pandas as pd
import streamlit as st

from components import cached, lacking, menu, parts, session
from components.map import closer, compare
from components.map.colour import picked_row, sentence
from components.map.filters import Asked, kind_name
from components.parts import Figure, safe_html
from components.session import Workspace
from sharedground.analysis.assessment import Assessment
from sharedground.analysis.neighbourhood import How
from sharedground.portrait import Portrait
from sharedground.portrait_findings import (
    comparison,
    missing_sentences,
    names_by_outcome,
    strong_sentences,
)
from sharedground.portrait_words import people_figure
from sharedground.surroundings import groups_of
from sharedground.views import View
from sharedground.words import decimal, say, say_many

_STYLE = """<style>
.sg-missing{padding:.1rem 0 .1rem .9rem;border-left:4px solid var(--sp-line)}
.sg-missing p{margin:.15rem 0;line-height:1.5}
.sg-strip{display:grid;gap:.9rem;margin:0!important;padding:0!important}
.sg-strip>div{display:grid;grid-template-columns:minmax(0,1fr) auto;gap:.15rem .8rem}
.sg-strip>div{align-items:baseline}
.sg-strip dt{font-weight:600;overflow-wrap:anywhere}
.sg-strip dd{margin:0!important;padding:0!important;color:var(--sp-muted);font-size:.9rem}
.sg-strip dd{font-variant-numeric:tabular-nums}
.sg-strip .sg-track{grid-column:1/3;position:relative;height:20px;margin:0 7px!important}
.sg-track::before{content:"";position:absolute;inset:9px 0 auto;height:2px}
.sg-track::before{background:var(--sp-control)}
.sg-track i{position:absolute;top:0;width:3px;height:20px;margin-left:-1px;background:var(--sp-ink)}
.sg-track b{position:absolute;top:3px;width:14px;height:14px;margin-left:-7px;border-radius:50%}
.sg-track b{background:var(--sp-brand);box-shadow:0 0 0 2px var(--sp-bg)}
.sg-track.sg-none::before{inset:3px 0 auto;height:14px;background:var(--sp-nodata)}
</style>"""


def draw(
    work: Workspace, labels: pd.DataFrame, asked: Asked, every: pd.DataFrame,
    found: Assessment | None, said: pd.DataFrame,
) -> None:  # fmt: skip
    """Draw the panel of the area that is asked for.

    Parameters
    ----------
    every
        Every place of the view, whatever the filter says, as from `map_places.numbered`.
    found
        None while there is no vision or nothing to work it out from.
    said
        What people say is missing, as from `lacking.found`.
    """
    st.html(_STYLE)
    view = work.view
    places = every if asked.whole else every[asked.holds(every)]
    told = None if asked.whole else portrait_of(work, asked, every)
    left, right = st.columns([7, 5], gap="large")
    with left:
        parts.heading(sentence(asked.title))
        parts.key_figures(figures_of_all(view, places) if told is None else figures(told, places))
        if told is None:
            parts.strong(say("What is strong here"), most_listed(places))
        elif found is not None:
            names = names_by_outcome(found, places)
            parts.strong(
                say("What is strong here"), strong_sentences(told.rows, names, len(places))
            )
            _missing(missing_sentences(told.rows))
        lacking.listed(work, said if asked.whole else lacking.within(said, asked.codes),
                       say("What people say is in none of the figures."))  # fmt: skip
        menu.link("gaps", say("See strengths and gaps"))
        if told is not None:
            closer.one_page(work, told)
    with right:
        if told is None:
            _neighbourhoods(view, labels, every)
        elif told.rows.empty:
            parts.empty_state(
                say("Nothing to compare yet"),
                say("Once we have agreed what matters, you see here how this area compares."),
                [("vision", say("Set our vision"))],
            )
        else:
            _compare(told.rows, asked)
    if told is not None:
        closer.draw(work, told)
        compare.draw(work, labels, asked, told, every)


def portrait_of(work: Workspace, asked: Asked, every: pd.DataFrame) -> Portrait:
    """Return the portrait of the area that is asked for."""
    mine = asked.own or cached.whole_areas(work.view, asked.codes)
    return cached.portrait_of(work.view, work.vision, mine, asked.title, every)


def figures(told: Portrait, places: pd.DataFrame) -> list[Figure]:
    """Return the key figures of an area: people and places, each with its base."""
    split = told.mine.split
    base = say("small areas that figures are given for")
    if told.mine.how is not How.AREAS:
        base = say_many("small areas that it touches, {n} only in part",
                        "small areas that it touches, {n} only in part", split)  # fmt: skip
    return [
        Figure(*people_figure(told)),
        Figure(say("Places"), decimal(len(places)), _kinds(places)),
        Figure(say("Areas"), decimal(len(told.mine.parts)), base),
    ]


def figures_of_all(view: View, places: pd.DataFrame) -> list[Figure]:
    """Return the key figures of a whole place."""
    population, areas = view.holdings.population, len(view.areas)
    known = population[population["area_code"].isin(view.areas["area_code"])]
    known = known.dropna(subset=["people"])
    years = "-".join(sorted({str(int(year)) for year in known["year"].dropna()}))
    missing = areas - len(known)
    people = say("No data") if known.empty else decimal(round(known["people"].sum()))
    base = say("in {year}", year=years) if years else say("year not stated")
    if missing and not known.empty:
        base = say_many("{base}; no data for {n} area", "{base}; no data for {n} areas", missing,
                        base=base)  # fmt: skip
    if known.empty:
        base = say("Nobody has added how many people live here.")
    return [
        Figure(say("People"), people, base),
        Figure(say("Places"), decimal(len(places)), _kinds(places)),
        Figure(say("Areas"), decimal(areas), say("small areas that figures are given for")),
    ]  # fmt: skip


def _kinds(places: pd.DataFrame) -> str:
    kinds = say_many("of {n} kind", "of {n} kinds", places["category"].nunique())
    beyond = int((places["area_code"] == "").sum())
    return say("{kinds}; {n} just outside", kinds=kinds, n=beyond) if beyond else kinds


def most_listed(places: pd.DataFrame) -> list[str]:
    """Return what a whole place has most of, as sentences."""
    counts = places["category"].value_counts().sort_index(kind="stable")
    top = counts.sort_values(ascending=False, kind="stable").head(4)
    if top.empty:
        return [say("No place is listed yet. You may know some: add them on the page Add data.")]
    listed = ", ".join(f"{kind_name(str(code))} ({n:,})" for code, n in top.items())
    partners = places.loc[places["organization"] != "", "organization"].nunique()
    told = [say("Most often listed: {kinds}.", kinds=listed)]
    if partners:
        told.append(
            say_many(
                "They are run by {n} organisation.", "They are run by {n} organisations.", partners
            )
        )
    return told


def neighbourhoods(view: View, labels: pd.DataFrame, every: pd.DataFrame) -> pd.DataFrame:
    """Return one row per neighbourhood: its name, people (NaN is no data) and places."""
    people = view.holdings.population.set_index("area_code")["people"]
    named = labels.assign(
        name=groups_of(labels),
        people=labels["area_code"].map(people).astype(float),
        places=labels["area_code"].map(every["area_code"].value_counts()).fillna(0).astype(int),
    )
    grouped = named.groupby("name", sort=True)
    return pd.DataFrame(
        {
            say("Area"): list(grouped.groups),
            say("People"): grouped["people"].sum(min_count=1).to_numpy(),
            say("Places"): grouped["places"].sum().to_numpy(),
        }
    )


def _neighbourhoods(view: View, labels: pd.DataFrame, every: pd.DataFrame) -> None:
    rows = neighbourhoods(view, labels, every)
    parts.heading(
        say_many("{n} area to look closer at", "{n} areas to look closer at", len(rows)),
        say("Choose one here, above or on the map, to see what is strong there."),
    )
    st.dataframe(
        rows, hide_index=True, row_height=38, placeholder=say("No data"), height=360,
        column_config={say("People"): st.column_config.NumberColumn(format="localized")},
        alt=say("People and places of each area."), key="areas-table",
        selection_mode="single-row",
        on_select=partial(picked_row, "areas-table", range(len(rows)),
                          partial(_pick, labels, list(rows[say("Area")]))),
    )  # fmt: skip


def _pick(labels: pd.DataFrame, names: Sequence[str], row: int) -> None:
    """Choose a neighbourhood by its name, or an area that is in none. For callbacks."""
    name = names[row]
    if name in set(labels["group"]):
        session.choose_in("area", f"group:{name}")
    else:
        code = labels.loc[labels["label"] == name, "area_code"].iloc[0]
        session.choose_in("area", f"area:{code}")


def _missing(sentences: Sequence[str]) -> None:
    body = "".join(f"<p>{safe_html(text)}</p>" for text in sentences)
    title = safe_html(say("What may be missing"))
    st.html(f'<div class="sg-missing"><h3 class="sp-h3">{title}</h3>{body}</div>')


def _compare(rows: pd.DataFrame, asked: Asked) -> None:
    """Draw the need of the area beside the place's, one strip for each outcome."""
    if rows["need"].isna().all():
        parts.empty_state(
            comparison(rows),
            say("Add figures of need, or choose in our vision which figures show each outcome."),
            [("add-data", say("Add figures")), ("vision", say("Open our vision"))],
        )
        return
    parts.heading(comparison(rows), say("The dot is {area}. The line is the whole place.",
                                        area=asked.title))  # fmt: skip
    st.html(strips_html(rows))
    parts.method(
        (
            say("For each small area, ask how many of 100 people here live where need is lower."),
            say("Take the mean over the areas chosen, by the people who live there."),
            say("Do the same for the whole place: that is the line."),
        ),
        say("The figures of need that our vision uses; see About the data"),
        say("as stated there"),
    )


def strips_html(rows: pd.DataFrame) -> str:
    """Return a strip of 0 to 100 for each outcome, with its figures in words."""
    items = "".join(_strip(row) for row in rows.itertuples())
    return f'<dl class="sg-strip">{items}</dl>'


def _strip(row: object) -> str:
    need, usual = float(row.need), float(row.place_need)  # type: ignore[attr-defined]
    name = safe_html(row.outcome)  # type: ignore[attr-defined]
    if np.isnan(need):
        words, marks, extra = say("No data"), "", " sg-none"
    else:
        words = say("need {need}, place {usual}", need=round(100 * need), usual=round(100 * usual))
        marks = f'<i style="left:{100 * usual:.1f}%"></i><b style="left:{100 * need:.1f}%"></b>'
        extra = ""
    return (
        f"<div><dt>{name}</dt><dd>{safe_html(words)}</dd>"
        f'<dd class="sg-track{extra}" aria-hidden="true">{marks}</dd></div>'
    )
