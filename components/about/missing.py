"""What is missing for a place: counts for everyone, and lists by name for those who can add it."""

from __future__ import annotations

from typing import NamedTuple

import pandas as pd
import streamlit as st

from components import parts, plain_table
from components.frame import plain_markdown
from sharedground.access import Role
from sharedground.views import View
from sharedground.words import say, say_many

SHOWN = 60


class Missing(NamedTuple):
    """One thing that is missing: how many, in words, of what, and their names."""

    words: str
    kind: str
    names: tuple[str, ...]


def missing_of(view: View, labels: pd.DataFrame) -> list[Missing]:
    """Return what is missing, as this role may see it.

    Parameters
    ----------
    labels
        `area_code` and `label`: what each area is called on screen.
    """
    found = [
        *_population(view, labels),
        *_unsurveyed(view, labels),
        *_figures(view, labels),
        *_directions(view),
    ]
    return [*found, *_unnamed(view), *_unplaced(view)]


def _population(view: View, labels: pd.DataFrame) -> list[Missing]:
    people = view.holdings.population
    known = set(people.loc[people["people"].notna(), "area_code"])
    names = labels.loc[~labels["area_code"].isin(known), "label"]
    if names.empty:
        return []
    words = say_many(
        "{n} area has no number of people, so need there is no data.",
        "{n} areas have no number of people, so need there is no data.", len(names),
    )  # fmt: skip
    return [Missing(words, say("Area"), tuple(names))]


def _unsurveyed(view: View, labels: pd.DataFrame) -> list[Missing]:
    names = labels.loc[labels["area_code"].isin(view.holdings.unsurveyed), "label"]
    if names.empty:
        return []
    words = say_many(
        "Nobody has looked yet what is in {n} area, so what is in reach there is no data.",
        "Nobody has looked yet what is in {n} areas, so what is in reach there is no data.",
        len(names),
    )  # fmt: skip
    return [Missing(words, say("Area"), tuple(names))]


def _figures(view: View, labels: pd.DataFrame) -> list[Missing]:
    """Return areas without a value, figure by figure, as one list."""
    held = view.holdings
    if held.indicators.empty:
        return [Missing(say("There are no figures of need yet, so need is no data."), "", ())]
    values = held.indicator_values[held.indicator_values["value"].notna()]
    names = []
    areas = set()
    for figure in held.indicators.itertuples():
        known = values.loc[values["indicator_id"] == figure.indicator_id, "area_code"]
        without = labels[~labels["area_code"].isin(known)]
        areas.update(without["area_code"])
        if len(without):
            names.append(
                say("{figure}: {areas}", figure=str(figure.name), areas=_few(without["label"]))
            )
    if not names:
        return []
    words = say(
        "{figures} of {all} figures of need lack a value somewhere. Areas with a value missing: "
        "{areas}.", figures=len(names), all=len(held.indicators), areas=len(areas),
    )  # fmt: skip
    return [Missing(words, say("Figure and areas without it"), tuple(names))]


def _few(labels: pd.Series) -> str:
    first = ", ".join(labels.head(5))
    rest = len(labels) - 5
    return first + (" " + say("and {n} more", n=rest) if rest > 0 else "")


def _directions(view: View) -> list[Missing]:
    figures = view.holdings.indicators
    names = figures.loc[figures["direction"].fillna("") == "", "name"]
    if names.empty:
        return []
    words = say_many(
        "For {n} figure nobody has said whether a high one is bad.",
        "For {n} figures nobody has said whether a high one is bad.", len(names),
    )  # fmt: skip
    return [Missing(words, say("Figure"), tuple(names))]


def _unnamed(view: View) -> list[Missing]:
    sources = [source for source in view.holdings.sources if open_details(source)]
    if not sources:
        return []
    words = say_many(
        "{n} list leaves its publisher, licence or date open.",
        "{n} lists leave their publisher, licence or date open.", len(sources),
    )  # fmt: skip
    return [Missing(words, say("List"), tuple(s.title or s.file_name for s in sources))]


def open_details(source: object) -> tuple[str, ...]:
    """Return which of publisher, licence and date a source does not state."""
    return tuple(name for name in ("publisher", "licence", "date") if not getattr(source, name))


def _unplaced(view: View) -> list[Missing]:
    assets = view.assets
    names = assets.loc[assets["lon"].isna() | assets["lat"].isna(), "name"]
    if names.empty:
        return []
    words = say_many(
        "{n} place has no location, so it is not on the map and not counted in access.",
        "{n} places have no location, so they are not on the map and not counted in access.",
        len(names),
    )  # fmt: skip
    return [Missing(words, say("Place or group"), tuple(names))]


def draw(found: list[Missing], role: Role) -> None:
    """Draw what is missing: a sentence each, and for officers the names."""
    if not found:
        parts.heading(say("Nothing that we check for is missing"))
        return
    parts.heading(
        say_many("One thing is missing", "{n} things are missing", len(found)),
        say("No data is never counted as zero."),
    )
    if not role.may(Role.OFFICER):
        items = "".join(f"<li>{parts.safe_html(each.words)}</li>" for each in found)
        st.html(f'<ul class="sp-missing">{items}</ul>')
        return
    for each in found:
        if not each.names:
            st.html(f"<p>{parts.safe_html(each.words)}</p>")
    with st.container(key="look-at", gap=None):
        for each in (one for one in found if one.names):
            with st.expander(plain_markdown(each.words), type="compact"):
                rows = [[name] for name in each.names[:SHOWN]]
                plain_table.draw([each.kind], rows, each.words)
                if len(each.names) > SHOWN:
                    parts.note(say("And {n} more.", n=len(each.names) - SHOWN))
