"""Strengths and gaps as a page tells them: what serves, where it is enough, where it is not."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import streamlit as st
from numpy.typing import NDArray

from components import cached, menu, parts, place_sketch, plain_table, rooms, session, share, theme
from components.gaps import chart, coarse, controls
from components.gaps.controls import Chosen
from components.server import downloads
from components.session import Workspace
from sharedground import workflow
from sharedground.analysis import nearness, serving, standing, story
from sharedground.analysis.standing import Verdict
from sharedground.model.category import BY_CODE, OTHER
from sharedground.sureness import PRIORS, USUAL
from sharedground.words import decimal, say, say_many

_MOST_FIGURES = 10
SHOWN = {Verdict.ENOUGH: 6, Verdict.FIRST: 12}
"""How many bars are drawn at most; the table has them all."""


def what_serves(work: Workspace, chosen: Chosen) -> None:
    """Draw how many places serve what was chosen, by outcome or by kind, and who runs them."""
    organizations = work.view.assets.set_index("asset_id")["organization"]
    kinds = serving.serving_kinds(chosen.found, organizations)
    code = chosen.outcome if chosen.name else ""
    total = serving.places_serving(chosen.found, code)
    parts.heading(story.serving_heading(total, chosen.name))
    mine = kinds[kinds["code"] == code] if code else kinds
    if total:
        names = [outcome.name for outcome in chosen.found.vision.outcomes]
        parts.key_figures(_kinds(mine) if code else _outcomes(mine, names, at_most=_MOST_FIGURES))
    if len(mine):
        with st.expander(say("Kind by kind, and who runs them")):
            _who_runs(mine)


def _outcomes(kinds: pd.DataFrame, names: list[str], at_most: int) -> list[parts.Figure]:
    """Return a figure for each outcome, also of those that nothing serves.

    Of very many outcomes, those that most places serve.
    """
    rows = {row.outcome: row for row in serving.serving_outcomes(kinds).itertuples()}
    figures = [(rows[name].places if name in rows else 0, name) for name in names]
    if len(figures) > at_most:
        figures = sorted(figures, key=lambda one: -one[0])[:at_most]
    return [
        parts.Figure(name, decimal(places), _how(rows[name]) if places else _none())
        for places, name in figures
    ]


def _how(row: Any) -> str:
    return say(
        "{direct} serve it directly, {helping} help. {partners}",
        direct=row.direct,
        helping=row.helping,
        partners=_partners(row.partners, row.unnamed),
    )


def _none() -> str:
    return say("None on the map yet")


def _kinds(kinds: pd.DataFrame) -> list[parts.Figure]:
    return [
        parts.Figure(
            _kind(row.category),
            decimal(row.places),
            f"{_strength(row.strength)} {_partners(row.partners, row.unnamed)}",
        )
        for row in kinds[kinds["places"] > 0].head(6).itertuples()
    ]


def _partners(named: int, unnamed: int) -> str:
    if named == 0:
        return say("Who runs them is not stated.")
    said = say_many("Run by {n} organisation", "Run by {n} organisations", named)
    return say("{said}; not stated for {n}.", said=said, n=unnamed) if unnamed else f"{said}."


def _strength(strength: int) -> str:
    return say("Serves it directly.") if strength == 2 else say("Helps.")


def _kind(code: str) -> str:
    return say(BY_CODE.get(code, BY_CODE[OTHER]).name)


def _who_runs(kinds: pd.DataFrame) -> None:
    """Draw each kind with who runs it; of several outcomes, also which one it serves."""
    several = len(set(kinds["code"])) > 1
    headings = [say("Kind of place"), say("How"), say("Places"), say("Run by")]
    rows = [
        [_kind(row.category), _strength(row.strength), int(row.places),
         _named(row.runners, row.unnamed, row.places)]
        for row in kinds.itertuples()
    ]  # fmt: skip
    if several:
        headings.insert(1, say("For"))
        for row, outcome in zip(rows, kinds["outcome"], strict=True):
            row.insert(1, outcome)
    plain_table.draw(headings, rows, say("What serves each outcome, kind by kind"))


def _named(runners: tuple[str, ...], unnamed: int, places: int) -> str:
    """Return the three who run most, how many others, and how many places nobody is named for."""
    if not places:
        return say("None on the map yet")
    if not runners:
        return say("Not stated")
    said = ", ".join(runners[:3])
    if len(runners) > 3:
        said = say("{names} and {n} more", names=said, n=len(runners) - 3)
    return say("{names}; not stated for {n}", names=said, n=unnamed) if unnamed else said


def enough(chosen: Chosen) -> None:
    """Draw the areas with most in reach against their need."""
    rows = standing.ranked(chosen.rows, Verdict.ENOUGH)
    under = [] if chosen.name else [story.uncounted_sentence(chosen.found.outcomes)]
    if len(rows):
        under.insert(0, say("They may have room to share: space, skills or opening hours."))
    parts.heading(
        story.enough_heading(chosen.rows, chosen.level, chosen.name), " ".join(filter(None, under))
    )
    rows = rows.head(SHOWN[Verdict.ENOUGH])
    if not len(rows):
        return
    if chosen.name:
        values = standing.times_target(rows).tolist()
        words = [say("{n} times", n=decimal(value, 1)) for value in values]
        axis = say("Places in reach per 1,000 people, as times the target")
    else:
        values = rows["met"].tolist()
        words = [say("{n} %", n=decimal(100 * value)) for value in values]
        axis = say("Share of what matters, by weight, that reaches its target")
    parts.axis(axis)
    figure = chart.bars(_names(chosen, rows), values, words, theme.mode(), more=True)
    names = _names(chosen, rows)
    _draw(figure, "enough", say("Bars: {text}", text=_alt(names, words)))
    share.under("gap-enough", share.pairs(say("Area"), axis, names, words),
                story.enough_heading(chosen.rows, chosen.level, chosen.name))  # fmt: skip


def may_need_more(work: Workspace, chosen: Chosen) -> None:
    """Draw the ranked areas whose gap is above the place's average."""
    rows = standing.ranked(chosen.rows, Verdict.FIRST)
    parts.heading(
        story.first_heading(chosen.rows, chosen.level),
        " ".join(
            text
            for text in (
                story.first_people(chosen.rows), story.between_sentence(chosen.rows, chosen.level)
            )
            if text
        ),
    )  # fmt: skip
    rows = rows.head(SHOWN[Verdict.FIRST])
    if not len(rows):
        return
    axis = say("Gap: need that nothing in reach meets, 0 to 100")
    parts.axis(axis)
    names = [f"{n}. {name}" for n, name in enumerate(_names(chosen, rows), start=1)]
    words = [story.score(gap) for gap in rows["gap"]]
    figure = chart.bars(names, rows["gap"].tolist(), words, theme.mode(), more=False)
    _draw(figure, "first", say("Bars: {text}", text=_alt(names, words)))
    share.under("gap-first", share.pairs(say("Area"), axis, names, words),
                story.first_heading(chosen.rows, chosen.level))  # fmt: skip
    _how_sure(work, chosen)


def _how_sure(work: Workspace, chosen: Chosen) -> None:
    """Say how many of those with the largest gaps stay there however outcomes are weighed."""
    if chosen.name or chosen.tried or not chosen.whose.shared:
        return
    grouped = len(chosen.rows) != len(chosen.small)
    groups = chosen.groups if grouped else None
    sure = cached.sureness(work.view, chosen.found, PRIORS[USUAL], groups)
    if sure.places:
        parts.note(
            say_many("Of the tenth with the largest gaps ({areas}), {n} stays there in at least 90 "
                     "of 100 other weightings.",
                     "Of the tenth with the largest gaps ({areas}), {n} stay there in at least 90 "
                     "of 100 other weightings.",
                     sure.firm, areas=story.counted(sure.places, chosen.level))
            + (" " + say_many("{n} could go either way.", "{n} could go either way.",
                              sure.open) if sure.open else ""),
            say("How sure:"),
        )  # fmt: skip
        menu.link("how-sure", say("See how sure we are"),
                  **session.kept_of_address(rooms.ALONG))  # fmt: skip


def on_a_map(work: Workspace, chosen: Chosen) -> None:
    """Draw the same areas on a map, with its key."""
    first = standing.ranked(chosen.rows, Verdict.FIRST).head(SHOWN[Verdict.FIRST])
    place_of = {key: n for n, key in enumerate(chosen.rows["key"])}
    ranks = {place_of[key]: str(n) for n, key in enumerate(first["key"], start=1)}
    figure = chart.gap_map(
        place_sketch.sketch(work.view), controls.outlines(work, chosen), chosen.rows,
        chosen.labels, theme.mode(), ranks,
    )  # fmt: skip
    enough_words = story.enough_heading(chosen.rows, chosen.level, chosen.name)
    first_words = story.first_heading(chosen.rows, chosen.level)
    alt = say("Map of {place}. {enough}. {first}. The table has the same figures.",
              place=work.place.name, enough=enough_words, first=first_words)  # fmt: skip
    _draw(figure, "map", alt)
    st.html(chart.key_html(theme.mode()))
    if len(chosen.rows) > coarse.MOST:
        parts.note(coarse.note())
    parts.note(
        say("A shade starts at a gap of 0, 10, 20, 35 and 50 of 100, for every outcome. "
            "Numbers on the map are those of the list.")
    )  # fmt: skip
    share.under("gap-map", lambda: _mapped(chosen), first_words)


def _mapped(chosen: Chosen) -> pd.DataFrame:
    rows = chosen.rows
    return pd.DataFrame({
        say("Area"): chosen.labels, say("Gap, 0 to 100"): (100 * rows["gap"]).round(1).to_numpy(),
        say("How it stands"): rows["verdict"].map(chart.verdict_names()).to_numpy(),
    })  # fmt: skip


def table(work: Workspace, chosen: Chosen) -> None:
    """Draw the table with the figures of the bars and the map, and offer it as a file."""
    rows = chosen.rows.assign(name=chosen.labels)
    shown = pd.DataFrame(
        {
            say("Area"): rows["name"],
            say("People"): rows["people"],
            say("Need, 0 to 100"): 100 * rows["need"],
            say("Gap, 0 to 100"): 100 * rows["gap"],
            say("In reach per 1,000"): rows["access"],
            say("Nearest, minutes on foot"): _nearest(chosen),
            say("How it stands"): rows["verdict"].map(chart.verdict_names()),
        }
    ).sort_values(say("Gap, 0 to 100"), ascending=False)
    if not chosen.name:
        shown = shown.drop(columns=[say("In reach per 1,000"), say("Nearest, minutes on foot")])
    whole = st.column_config.NumberColumn(format="%.0f")
    with st.expander(say("Show all {areas} as a table", areas=_all(chosen))):
        st.dataframe(
            shown, hide_index=True, row_height=38, placeholder=say("No data"),
            column_config={
                say("People"): st.column_config.NumberColumn(format="localized"),
                say("Need, 0 to 100"): whole, say("Gap, 0 to 100"): whole,
                say("In reach per 1,000"): st.column_config.NumberColumn(format="%.2f"),
                say("Nearest, minutes on foot"): whole,
            },
            alt=say("How each area stands, largest gap first"),
        )  # fmt: skip
    _download(work, chosen)


def _nearest(chosen: Chosen) -> NDArray[np.float64]:
    """Return minutes to the nearest for each row; of several areas the middle of their people."""
    if not chosen.name:
        return np.full(len(chosen.rows), np.nan)
    by_area = nearness.nearest(chosen.found, chosen.outcome)
    if len(chosen.rows) == len(chosen.small):
        return by_area["minutes"].to_numpy(float)
    return nearness.by_group(by_area, chosen.groups).reindex(chosen.rows["key"]).to_numpy(float)


def _download(work: Workspace, chosen: Chosen) -> None:
    """Offer every figure as a file; with weights that are only tried, it says so in its name."""
    label, hint = say("Download the table"), say("One row for each area and outcome, as CSV")
    if not chosen.tried and chosen.whose.shared:
        where = downloads.address(work.role, work.place.place_id, "gaps.csv")
        st.html(
            f'<a class="sp-button sp-download" href="{parts.safe_html(where)}" download '
            f'title="{parts.safe_html(hint)}">{parts.safe_html(label)}</a>'
        )
        return
    st.download_button(
        label, lambda: workflow.gaps_csv(chosen.found), _file_name(chosen), "text/csv",
        icon=":material/download:", on_click="ignore", help=hint,
    )  # fmt: skip


def _file_name(chosen: Chosen) -> str:
    return "gaps-other-weights.csv" if chosen.tried else "gaps-as-one-partner.csv"


def _all(chosen: Chosen) -> str:
    return story.counted(len(chosen.rows), chosen.level)


def _names(chosen: Chosen, rows: pd.DataFrame) -> list[str]:
    return [chosen.labels[at] for at in chosen.rows.index.get_indexer(rows.index)]


def _alt(names: list[str], words: list[str]) -> str:
    return "; ".join(f"{name}: {word}" for name, word in zip(names, words, strict=True))


def _draw(figure: go.Figure, key: str, alt: str) -> None:
    st.plotly_chart(figure, theme=None, key=f"gap-{key}", config=dict(theme.CHART_CONFIG), alt=alt)
