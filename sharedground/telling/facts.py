"""Where we are: the key figures of a place, each with its base or date."""

from __future__ import annotations

import pandas as pd

from sharedground.analysis import story
from sharedground.analysis.newest import newest
from sharedground.figures.exhibits import Fact
from sharedground.model.vision import Vision
from sharedground.views import View
from sharedground.vision_words import status
from sharedground.words import decimal, say, say_many


def facts(view: View, vision: Vision, labels: pd.DataFrame) -> tuple[Fact, ...]:
    """Return five key figures: places, people, areas, outcomes, and how new the data is.

    Parameters
    ----------
    labels
        As from `surroundings.area_labels`.
    """
    return (_places(view), _people(view), _areas(view, labels), _outcomes(view, vision),
            _newest(view))  # fmt: skip


def has_vision(view: View, vision: Vision) -> bool:
    """Whether a vision is saved, or there is data that a first draft was made from."""
    held = view.holdings
    return vision.version > 0 or not (held.indicators.empty and held.assets.empty)


def _places(view: View) -> Fact:
    assets = view.assets
    placed = int(assets[["lon", "lat"]].notna().all(axis=1).sum())
    return Fact(
        say("Places listed"), decimal(len(assets)), say("{n} can be shown on the map", n=placed)
    )


def _people(view: View) -> Fact:
    population = view.holdings.population
    known = population[population["people"].notna()]
    if known.empty:
        return Fact(say("People"), say("No data"), say("Add how many live in each area"))
    years = sorted(known["year"].dropna().astype(int).unique())
    when = f"{years[-1]}" if years else say("year not stated")
    missing = len(view.areas) - known["area_code"].nunique()
    note = say_many("{when}. No data for {n} area", "{when}. No data for {n} areas", missing,
                    when=when) if missing else when  # fmt: skip
    return Fact(say("People"), decimal(int(known["people"].sum())), note)


def _areas(view: View, labels: pd.DataFrame) -> Fact:
    areas = view.areas
    if areas.empty:
        return Fact(say("Areas"), say("No data"), say("Add their outlines"))
    groups = len(set(labels["group"]) - {""})
    if groups < 2:
        return Fact(say("Areas"), decimal(len(areas)), say("Each with its own figures"))
    level = story.level_name(str(labels["level"].iloc[0]))
    return Fact(level, decimal(groups), story.counted(len(areas), story.SMALL))


def _outcomes(view: View, vision: Vision) -> Fact:
    if not has_vision(view, vision):
        return Fact(say("Outcomes wanted"), say("None yet"), say("Write them on Our vision"))
    first = vision.version == 0
    note = say("A first draft, not agreed") if first else status(vision).rstrip(".")
    return Fact(say("Outcomes wanted"), f"{len(vision.outcomes)}", note)


def _newest(view: View) -> Fact:
    held = view.holdings
    figures_of = pd.concat([held.population, held.indicators])[["source_id", "year"]]
    latest = figures_of.dropna().groupby("source_id")["year"].max().astype(int)
    years = {str(source): int(year) for source, year in latest.items()}
    found = newest(held.sources, years)
    if found is None:
        return Fact(say("Newest data"), say("No date"), say("No source says when"))
    return Fact(say("Newest data"), found.words(), found.source.title or found.source.file_name)
