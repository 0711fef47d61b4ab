"""The middle of a story: our assets, strengths before gaps, and how firm the gaps are."""

from __future__ import annotations

from itertools import pairwise
from typing import Final

import numpy as np
import pandas as pd

from sharedground import pictures
from sharedground.analysis import nearness, serving, standing, story
from sharedground.analysis.assessment import Assessment
from sharedground.analysis.standing import Verdict
from sharedground.figures import look
from sharedground.figures.content import Fills
from sharedground.figures.exhibits import (
    Bar,
    Bars,
    Column,
    Exhibit,
    Fact,
    Facts,
    Map,
    Sheet,
    Step,
    Words,
)
from sharedground.figures.step_map import Asked, map_of
from sharedground.finding import kind_name
from sharedground.portrait import places_of
from sharedground.sureness import FIRM, PRIORS, USUAL, Sureness, sureness
from sharedground.telling.registry import step
from sharedground.telling.town import MOST_AREAS, SMALL, Town, records
from sharedground.words import decimal, later, say, say_many

CUTS: Final = (0.1, 0.2, 0.35, 0.5)
"""Where a class of the map's scale ends, as a gap of 0 to 1: the same for every outcome, so
that maps can be compared."""

MOST_BARS: Final = 7
FEWEST_ROWS: Final = 20
"""Of fewer wards or neighbourhoods a tenth says little: then the small areas are ranked."""

ENOUGH: Final = 5
"""The class of areas with enough in reach; those below are shades of the gap."""

_TEAL: Final = 5


@step("assets", later("Our assets"), 40)
def assets(town: Town) -> Step | None:
    """Return what there is, on a map, and what of what matters it serves."""
    every = town.view.assets
    if every.empty or town.found is None:
        return None
    kinds = serving.serving_kinds(town.found, every.set_index("asset_id")["organization"])
    total = serving.places_serving(town.found)
    shown: list[Exhibit] = []
    if len(town.rows) <= MOST_AREAS:
        shown.append(_map_of_places(town))
    rows = serving.serving_outcomes(kinds).sort_values("places", ascending=False, kind="stable")
    bars = tuple(
        Bar(row["outcome"], float(row["places"]), decimal(row["places"]), code=row["code"])
        for row in records(rows.head(MOST_BARS))
    )
    if bars:
        shown.append(Bars(
            say("Places that serve each outcome"),
            say("Bars: {text}", text="; ".join(f"{b.name}: {b.words}" for b in bars)),
            say("Number of places"), bars, tone="more", heading=say("Outcome"),
        ))  # fmt: skip
    unplaced = int((~every[["lon", "lat"]].notna().all(axis=1)).sum())
    return Step(
        code="assets", title=story.serving_heading(total, ""),
        lede=say("Strengths come first: this is what we can build on."), exhibits=tuple(shown),
        ask=say("What is missing from this list?"),
        notes=(
            say("Places that nobody has listed are not shown."),
            *((say_many("{n} place has no location, so it is not on the map.",
                        "{n} places have no location, so they are not on the map.", unplaced),)
              if unplaced else ()),
        ),
        method=(say("A place serves an outcome when the vision says that its kind does. One place "
                    "can serve several."),),
        source=_lists(town), door="map",
    )  # fmt: skip


def _lists(town: Town) -> str:
    used = set(town.view.assets["source_id"])
    return pictures.listed([one for one in town.origin.sources if one.source_id in used])


def _map_of_places(town: Town) -> Map:
    places = town.view.assets
    drawn = places.assign(
        inside=True, stale=False, told=np.arange(len(places)),
        lon=places["lon"].astype(float), lat=places["lat"].astype(float),
    )  # fmt: skip
    located = drawn[drawn["lon"].notna()]
    told = say_many("Map of {place} with {n} place.", "Map of {place} with {n} places.",
                    len(located), place=town.name)  # fmt: skip
    counts = _places_in(town)
    words = [say_many("{n} place", "{n} places", int(n)) for n in counts]
    asked = Asked(
        town.rows["key"].tolist(), town.rows["name"].tolist(), words,
        columns=(say("Area"), say("Places in it")),
        spot_words=[(str(name), kind_name(str(code)))
                    for name, code in zip(places["name"], places["category"], strict=True)],
    )  # fmt: skip
    squares = pictures.squares_of(town.view, located)
    content = town.content(told, places=located, squares=squares)
    return map_of(content, asked, say("Our places"))


def _places_in(town: Town) -> np.ndarray:
    """Return how many places lie in each row."""
    codes = places_of(town.view)["area_code"]
    keys = dict(zip(town.labels["area_code"], town.groups, strict=True)) if town.grouped else None
    counted = (codes.map(keys) if keys is not None else codes).value_counts()
    return counted.reindex(town.rows["key"]).fillna(0).to_numpy(int)


@step("reach", later("What people can reach"), 45)
def reach(town: Town) -> Step | None:
    """Return how many people have at least one place for each outcome within reach."""
    found = town.found
    if found is None or not found.vision.outcomes:
        return None
    rows = [(o, nearness.in_reach(found, o.code)) for o in found.vision.outcomes]
    known = [(o, one) for o, one in rows if one.people and o.served_by]
    if not known:
        return None
    known.sort(key=lambda pair: -pair[1].share)
    bars = tuple(
        Bar(o.name, 100 * one.share, say("{n} %", n=percent(one.share)), code=o.code)
        for o, one in known
    )
    best, least = known[0], known[-1]
    return Step(
        code="reach",
        title=say("{n} % of people can reach {outcome}", n=percent(best[1].share),
                  outcome=f"“{best[0].name}”"),
        lede=say("“{outcome}” is in reach of fewest: {n} %.", outcome=least[0].name,
                 n=percent(least[1].share)) if len(known) > 1 else "",
        exhibits=(
            Bars(say("People with at least one place in reach"),
                 say("Bars: {text}", text="; ".join(f"{b.name}: {b.words}" for b in bars)),
                 say("Share of people, in %"), bars, tone="more", heading=say("Outcome"),
                 most=100.0),
        ),
        ask=say("Does this match what people tell you?"),
        notes=tuple(f"{o.name}: {story.reach_sentence(one, o.reach_m)}" for o, one in known[-3:]),
        method=(say("An area counts as in reach when a place that serves the outcome lies within "
                    "the walk that the vision sets for it."),),
        source=_lists(town), door="fair",
    )  # fmt: skip


@step("strengths", later("Where enough is in reach"), 50)
def strengths(town: Town) -> Step | None:
    """Return where most of what matters is in reach."""
    if not town.has_need:
        return None
    rows = standing.ranked(town.rows, Verdict.ENOUGH)
    if rows.empty:
        return None
    shown = rows.head(MOST_BARS)
    bars = tuple(
        Bar(
            row["name"],
            100 * row["met"],
            say("{n} %", n=decimal(100 * row["met"])),
            code=row["key"],
        )
        for row in records(shown)
    )
    return Step(
        code="strengths", title=story.enough_heading(town.rows, town.level, ""),
        lede=say("They may have room to share: space, skills or opening hours."),
        exhibits=(
            Bars(say("Where most of what matters is in reach"),
                 say("Bars: {text}", text="; ".join(f"{b.name}: {b.words}" for b in bars)),
                 say("Share of what matters, by weight, that reaches its target"), bars,
                 tone="more", heading=say("Area"), most=100.0),
            *_more(rows, MOST_BARS),
        ),
        ask=say("What could these areas share with others?"),
        notes=tuple(filter(None, (_uncounted(town.found),))),
        method=_method(), source=town.figures_source, door="gaps", settings=_level(town),
    )  # fmt: skip


def percent(share: float) -> str:
    """Return a share of 1 as a percentage: 100 is all of them, 0 is nobody."""
    whole = decimal(100 * share)
    if whole == "100" and share < 1:
        return say("over 99")
    return say("under 1") if whole == "0" and share > 0 else whole


def _uncounted(found: Assessment | None) -> str:
    return "" if found is None else story.uncounted_sentence(found.outcomes)


def _more(rows: pd.DataFrame, shown: int) -> tuple[Words, ...]:
    """Return the names of the areas that no bar has room for."""
    rest = rows["name"].astype(str).tolist()[shown:]
    if not rest:
        return ()
    names = ", ".join(rest[:20])
    if len(rest) > 20:
        names = say("{names} and {n} more", names=names, n=len(rest) - 20)
    return (Words("", (say("Also: {names}.", names=names),)),)


def _level(town: Town) -> dict[str, str]:
    return {} if town.grouped or not town.level else {"level": town.level}


def _method() -> tuple[str, ...]:
    return (
        say("Need is the mean of the figures that stand for an outcome, as ranks of 0 to 100."),
        say("What is in reach is counted by how far people walk and how many share it (E2SFCA)."),
        say("The gap is the need that nothing in reach meets, weighed by the points of our "
            "vision."),
    )  # fmt: skip


@step("gaps", later("Where more may be needed"), 60)
def gaps(town: Town) -> Step | None:
    """Return which areas may need more first, on a map and as bars."""
    if not town.has_need:
        return None
    first = standing.ranked(town.rows, Verdict.FIRST)
    sure = sure_of(town, grouped=town.grouped)
    shown = first.head(MOST_BARS)
    bars = _gap_bars(shown, sure)
    title = story.first_heading(town.rows, town.level)
    exhibits: list[Exhibit] = []
    if len(town.rows) <= MOST_AREAS:
        exhibits.append(_gap_map(town, title, shown))
    if bars:
        dashed = any(not bar.firm for bar in bars)
        exhibits.append(Bars(
            say("Areas with the largest gaps"),
            say("Bars: {text}", text="; ".join(f"{b.name}: {b.words}" for b in bars)),
            say("Gap: need that nothing in reach meets, 0 to 100")
            + (". " + say("Dashed: could go either way") if dashed else ""),
            bars, tone="less", heading=say("Area"),
        ))  # fmt: skip
        exhibits += _more(first, MOST_BARS)
    between = story.between_sentence(town.rows, town.level)
    return Step(
        code="gaps", title=title, lede=story.first_people(town.rows), exhibits=tuple(exhibits),
        ask=say("Do you see the same on the ground?"),
        notes=tuple(filter(None, (between, _uncounted(town.found),
                                  story.edge_sentence(town.rows)))),
        method=_method(), source=town.figures_source, door="gaps", settings=_level(town),
    )  # fmt: skip


def sure_of(town: Town, *, grouped: bool) -> Sureness | None:
    """Return how firm the ranking of rows, or of the small areas, is; None where none is ranked."""
    if not town.has_need or town.found is None:
        return None
    return sureness(town.found, PRIORS[USUAL], town.groups if grouped else None)


def _gap_bars(shown: pd.DataFrame, sure: Sureness | None) -> tuple[Bar, ...]:
    share: dict[str, float] = {}
    if sure is not None:
        rows = sure.table
        share = dict(zip(rows["key"].astype(str), rows["share"].astype(float), strict=True))
    return tuple(
        Bar(f"{n}. {name}", 100 * gap, story.score(gap), code=str(key),
            firm=not 1 - FIRM < share.get(str(key), 1.0) < FIRM)
        for n, (key, name, gap) in enumerate(
            zip(shown["key"], shown["name"], shown["gap"], strict=True), start=1)
    )  # fmt: skip


def gap_words(verdict: object, gap: float) -> str:
    """Return how an area stands, with its gap: what a map says of it."""
    names = {
        Verdict.ENOUGH: say("Enough in reach"),
        Verdict.BETWEEN: say("In between"),
        Verdict.FIRST: say("May need more first"),
        Verdict.NO_DATA: say("No data"),
    }
    stands = names[Verdict(str(verdict))]
    return stands if np.isnan(gap) else say("{stands}. Gap {n} of 100", stands=stands,
                                            n=story.score(gap))  # fmt: skip


def gap_fills(rows: pd.DataFrame) -> Fills:
    """Return the colours of areas by how they stand."""
    gap = rows["gap"].to_numpy(float)
    of = np.searchsorted(CUTS, np.nan_to_num(gap), side="right")
    of = np.where((rows["verdict"] == Verdict.ENOUGH).to_numpy(), ENOUGH, of)
    of = np.where(np.isnan(gap), -1, of).astype(np.int64)
    colours = (*look.scale("need"), look.scale("gap")[_TEAL])
    edges = [0, *(round(100 * cut) for cut in CUTS)]
    labels = [(ENOUGH, say("Enough in reach"))]
    labels += [
        (n, say("{low} to {high}", low=low, high=high))
        for n, (low, high) in enumerate(pairwise(edges))
    ]
    labels.append((len(CUTS), say("{low} and more", low=edges[-1])))
    seen = of[(of >= 0) & (of != ENOUGH)]
    low, high = (int(seen.min()), int(seen.max())) if len(seen) else (0, -1)
    used = tuple(
        one
        for one in labels
        if low <= one[0] <= high or (one[0] == ENOUGH and (of == ENOUGH).any())
    )
    return Fills(say("Gap, 0 to 100"), of, colours, used)


def _gap_map(town: Town, title: str, shown: pd.DataFrame) -> Map:
    rows = town.rows
    told = say("Map of {place}. {enough}. {first}.", place=town.name,
               enough=story.enough_heading(rows, town.level, ""), first=title)  # fmt: skip
    words = [gap_words(v, g) for v, g in zip(rows["verdict"], rows["gap"], strict=True)]
    asked = Asked(
        rows["key"].tolist(), rows["name"].tolist(), words,
        ranks={str(key): str(n) for n, key in enumerate(shown["key"], start=1)},
        columns=(say("Area"), say("How it stands")),
    )  # fmt: skip
    return map_of(town.content(told, fills=gap_fills(rows)), asked, say("Strengths and gaps"))


@step("sure", later("How sure we are"), 65)
def sure_step(town: Town) -> Step | None:
    """Return which of the largest gaps stay there however outcomes are weighed."""
    grouped = town.grouped and len(town.rows) >= FEWEST_ROWS
    sure = sure_of(town, grouped=grouped)
    if sure is None or not sure.places:
        return None
    rows = sure.table.head(MOST_BARS + 1)
    rows = rows[rows["gap"].notna()]
    names = rows["key"].astype(str) if grouped else town.small_names(rows["key"])
    cells = tuple(
        (str(name), decimal(row["rank"]), _ranks(row["best_rank"], row["worst_rank"]),
         say("{n} of 100", n=decimal(100 * row["share"])), _firm(row["share"]))
        for name, row in zip(names, records(rows), strict=True)
    )  # fmt: skip
    among = story.counted(sure.places, town.level if grouped or not town.grouped else SMALL)
    return Step(
        code="sure",
        title=say_many("{n} of the {areas} with the largest gaps is sure to stay there",
                       "{n} of the {areas} with the largest gaps are sure to stay there",
                       sure.firm, areas=among),
        lede=say("We tried 1,000 other ways to weigh what matters. Those that stay in the tenth "
                 "with the largest gaps in 90 of 100 are firm."),
        exhibits=(
            Facts("", (
                Fact(say("Firm"), decimal(sure.firm), say("stay in nearly every weighting")),
                Fact(say("Could go either way"), decimal(sure.open),
                     say("we do not rank these")),
            )),
            Sheet(say("The largest gaps, and how firm they are"), (
                Column(say("Area")), Column(say("Place in the order"), numeric=True),
                Column(say("Likely range"), numeric=True),
                Column(say("In the tenth"), numeric=True), Column(say("How sure")),
            ), cells),
        ),
        ask=say("Which of these would you start with?"),
        notes=(say("Do not argue about neighbours in the list: their ranges overlap."),),
        method=(
            say("1,000 weightings are drawn around the points of our vision (Dirichlet, SMAA)."),
            say("The range is where nine in ten of the draws put the area."),
        ),
        source=town.figures_source, door="how-sure",
        settings=_level(town) if grouped or not town.grouped else {"level": SMALL},
    )  # fmt: skip


def _ranks(best: float, worst: float) -> str:
    if best == worst:
        return decimal(best)
    return say("{low} to {high}", low=decimal(best), high=decimal(worst))


def _firm(share: float) -> str:
    if share >= FIRM:
        return say("Firm")
    return say("Could go either way") if share > 1 - FIRM else say("Firmly not among them")
