"""One page about an area, a ward or a drawn shape, as plain data: strengths before gaps.

The figures are those of its portrait, and the words are those of the map page.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pandas as pd

from sharedground import exports, pictures, portrait_findings, portrait_words
from sharedground.access import Role
from sharedground.analysis import story
from sharedground.analysis.assessment import Assessment
from sharedground.analysis.freshness import STALE_MONTHS
from sharedground.analysis.neighbourhood import How, Neighbourhood, holds, in_metres
from sharedground.figures.exhibits import (
    NO_VALUE,
    Bar,
    Bars,
    Column,
    Fact,
    Facts,
    Map,
    Sheet,
    Words,
)
from sharedground.figures.where_map import where_map
from sharedground.grounds import stale_ids
from sharedground.model.counting import Counting
from sharedground.model.vision import Vision
from sharedground.portrait import Portrait, places_of, portrait
from sharedground.surroundings import area_labels, groups_of
from sharedground.telling.town import together
from sharedground.views import View
from sharedground.vision_words import standing
from sharedground.words import day, decimal, language, later, say, say_many
from sharedground.workflow import assessment

MOST_OUTCOMES: Final = 12
"""Those that count most: more would not fit a page."""

_TITLES: Final = {
    How.AREAS: later("An area of {place}"), How.SHAPE: later("A part of {place}, drawn on the map"),
    How.WALK: later("A part of {place}, all within a walk"),
}  # fmt: skip


@dataclass(frozen=True, eq=False)
class Profile:
    """What one page says of an area.

    Parameters
    ----------
    name, place, about
        What it is called, where it is, and what kind of part it is.
    where
        A small map.
    strong, missing
        What is strong here comes first, then what may be missing.
    reach, need
        A bar for each outcome, beside what is usual in the whole place; empty without a vision.
    nearest
        A row for each outcome, as in `reach`: what lies here and in reach, the nearest place, how
        it stands.
    firm, unknown
        How it stands and how firm that is; what the figures rest on, and what nobody knows.
    """

    name: str
    place: str
    about: str
    made_at: dt.datetime
    vision: str
    data: str
    where: Map
    facts: Facts
    strong: Words
    missing: Words
    reach: Bars
    need: Bars
    nearest: Sheet
    firm: Words
    unknown: Words
    source: str
    kicker: str = ""
    language: str = "en"


def profile(
    view: View, vision: Vision, mine: Neighbourhood, name: str, *,
    found: Assessment | None = None, now: dt.datetime | None = None,
) -> Profile:  # fmt: skip
    """Return what one page says of a neighbourhood.

    Parameters
    ----------
    view
        Of everyone: the page is there to be handed on.
    mine
        As from `neighbourhood.of_areas`, `of_shape` or `of_walk`.
    found
        The whole place by this vision; worked out here if None.

    Raises
    ------
    ValueError
        If the view is not a reader's.
    """
    if view.role is not Role.READER:
        message = "a page to hand on is made of what everyone may see"
        raise ValueError(message)
    if found is None and vision.outcomes:
        found = assessment(view, vision)
    places = places_of(view)
    told = portrait(view, mine, name, found, places=places, others=_others(view, vision, found))
    made_at = now or dt.datetime.now(dt.UTC)
    origin = exports.origin_of(view, made_at)
    rows = _rows(told, vision)
    return Profile(
        name=name, place=view.holdings.place.name,
        about=say(_TITLES[mine.how], place=view.holdings.place.name), made_at=made_at,
        vision=standing(vision) if found is not None else "",
        data=say("Data of {day}, version {n}", day=day(made_at.date()),
                 n=view.holdings.data_revision),
        where=_where(view, mine, name), facts=_facts(told),
        strong=_strong(told, found, places, str(view.holdings.place.metric_crs)),
        missing=_missing(told), reach=_reach(rows, name), need=_need(rows, name),
        nearest=_nearest(rows), firm=_firm(told), unknown=_unknown(told, view, len(rows)),
        source=_source(view, told), kicker=_kicker(origin.fictional), language=language(),
    )  # fmt: skip


def _others(view: View, vision: Vision, found: Assessment | None) -> tuple[Assessment, ...]:
    if found is None or not stale_ids(view, STALE_MONTHS):
        return ()
    return (assessment(view, vision, Counting(fresh_months=STALE_MONTHS)),)


def _rows(told: Portrait, vision: Vision) -> list[dict[str, Any]]:
    """Return the outcomes that count most, in the order of the vision."""
    weights = {o.code: o.weight for o in vision.outcomes}
    rows = [{str(key): value for key, value in row.items()}
            for row in told.rows.to_dict("records")]  # fmt: skip
    kept = sorted(rows, key=lambda row: -weights.get(str(row["code"]), 0.0))[:MOST_OUTCOMES]
    codes = {row["code"] for row in kept}
    return [row for row in rows if row["code"] in codes]


def _where(view: View, mine: Neighbourhood, name: str) -> Map:
    areas: np.ndarray[Any, np.dtype[np.object_]] = view.areas.geometry.to_numpy(dtype=object)
    groups = groups_of(area_labels(view.holdings)).to_numpy(dtype=object)
    by_name = pd.Series(range(len(areas))).groupby(groups)
    shapes = np.array([together(areas[at.to_numpy()]) for _, at in by_name], dtype=object)
    nothing = view.assets.iloc[:0]
    owed = " ".join(exports.origin_of(view).credits)  # they stand once, below
    source = pictures.credit(view, nothing).removesuffix(owed).strip()
    return where_map(shapes, mine.outline, name, view.holdings.place.name, source)


def _facts(told: Portrait) -> Facts:
    people = Fact(*portrait_words.people_figure(told))
    kinds = say_many("of {n} kind", "of {n} kinds", int((told.kinds["here"] > 0).sum()))
    split = told.mine.split
    base = say("small areas that figures are given for")
    if told.mine.how is not How.AREAS:
        base = say_many("small areas that it touches, {n} only in part",
                        "small areas that it touches, {n} only in part", split)  # fmt: skip
    return Facts("", (
        people, Fact(say("Places"), decimal(told.places), kinds if told.places else ""),
        Fact(say("Areas"), decimal(len(told.mine.parts)), base),
    ))  # fmt: skip


def _strong(told: Portrait, found: Assessment | None, places: pd.DataFrame, crs: str) -> Words:
    here = places[holds(told.mine, in_metres(places, crs))]
    names = portrait_findings.names_by_outcome(found, here) if found is not None else {}
    lines = portrait_findings.strong_sentences(told.rows, names, len(here))
    return Words(say("What is strong here"), tuple(lines))


def _missing(told: Portrait) -> Words:
    lines = portrait_findings.missing_sentences(told.rows) if len(told.rows) else [
        say("Nothing can be compared until we have agreed what matters.")]  # fmt: skip
    return Words(say("What may be missing"), tuple(lines))


def _reach(rows: Sequence[dict[str, Any]], name: str) -> Bars:
    bars = []
    for row in rows:
        times = float(row["times"])
        known = not math.isnan(times)
        bars.append(Bar(str(row["outcome"]), 100 * times, portrait_words.percent(times),
                        code=str(row["code"]), usual=100.0 if known else NO_VALUE))  # fmt: skip
    title = say("What people can reach, where 100 is usual")
    return Bars(title, _alt(title, name, bars), say("100 is the whole place"), tuple(bars),
                tone="more", heading=say("Outcome"), most=200.0)  # fmt: skip


def _need(rows: Sequence[dict[str, Any]], name: str) -> Bars:
    bars = []
    for row in rows:
        need, usual = float(row["need"]), float(row["place_need"])
        words = say("No data") if math.isnan(need) else say(
            "{need}, place {usual}", need=story.score(need), usual=story.score(usual))  # fmt: skip
        bars.append(Bar(str(row["outcome"]), 100 * need, words, code=str(row["code"]),
                        usual=100 * usual))  # fmt: skip
    title = say("Need, 0 to 100, beside the whole place")
    return Bars(title, _alt(title, name, bars), say("0 to 100"), tuple(bars), tone="less",
                heading=say("Outcome"), most=100.0)  # fmt: skip


def _alt(title: str, name: str, bars: Sequence[Bar]) -> str:
    told = "; ".join(f"{bar.name}: {bar.words}" for bar in bars)
    return say("{title}, {area}. {text}", title=title, area=name, text=told)


def _nearest(rows: Sequence[dict[str, Any]]) -> Sheet:
    columns = (Column(say("Outcome")), Column(say("Here"), numeric=True), Column(say("In reach")),
               Column(say("Nearest")), Column(say("How it stands")))  # fmt: skip
    cells = tuple(
        (str(row["outcome"]), decimal(int(row["here"])), portrait_words.within_words(row),
         portrait_words.near_words(row) or say("Not known"),
         say(portrait_words.VERDICTS[str(row["verdict"])]))
        for row in rows
    )  # fmt: skip
    return Sheet(say("What serves each outcome"), columns, cells)


def _firm(told: Portrait) -> Words:
    lines = portrait_words.firm_words(told)
    lines += [portrait_words.ways_in_words()] if len(lines) > 1 else []
    return Words(say("How it stands, and how firm that is"), tuple(lines))


def _unknown(told: Portrait, view: View, shown: int) -> Words:
    lines = portrait_words.made_of(told, view.holdings.place.name)
    if told.squares:
        lines.append(say_many("{n} place here is shown only as a square, to protect people.",
                              "{n} places here are shown only as squares, to protect people.",
                              told.squares))  # fmt: skip
    lines.append(say("Places that nobody has listed are not counted."))
    rest = len(told.rows) - shown
    if rest:
        lines.append(say_many("{n} further outcome counts less and is not on this page.",
                              "{n} further outcomes count less and are not on this page.",
                              rest))  # fmt: skip
    return Words(say("What the figures rest on"), tuple(lines))


def _source(view: View, told: Portrait) -> str:
    used = {one for several in told.rows["source_ids"] for one in several}
    used |= set(told.people.source_ids)
    figures = pictures.listed([one for one in view.holdings.sources if one.source_id in used])
    return pictures.credit(view, view.assets, figures)


def _kicker(fictional: bool) -> str:
    return say("Demo town: this place is made up.") if fictional else ""
