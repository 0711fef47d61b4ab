"""The last steps of a story: what would close a gap, what the room said, what was decided."""

from __future__ import annotations

import numpy as np
import pandas as pd

from sharedground import opinion_words, scenarios, what_if, what_if_words
from sharedground.analysis.evidence import FULL_STRENGTH, strongest
from sharedground.errors import SharedGroundError
from sharedground.figures.exhibits import Column, Exhibit, Map, Sheet, Step, Words
from sharedground.figures.step_map import Asked, map_of
from sharedground.model.rounds import RoundKind
from sharedground.scenarios import Present
from sharedground.telling.findings import gap_fills, gap_words
from sharedground.telling.registry import step
from sharedground.telling.town import MOST_AREAS, Town, records
from sharedground.what_if import Ask, Sites
from sharedground.words import decimal, later, say

SITES = 3
MOST_KINDS = 4
LEAST = 0.0005
"""A mean gap that would fall by less, a twentieth of a point of 100, does not change."""
MOST_STATEMENTS = 6


@step("help", later("What would close a gap"), 70)
def would_help(town: Town) -> Step | None:
    """Return where a few new places would bring most people into reach."""
    found = asked_sites(town)
    if found is None or found.table.empty:
        return None
    kind = what_if_words.kind_name(found.ask.category)
    cells = tuple(
        (
            decimal(row["number"]),
            str(row["name"]),
            say("about {n}", n=decimal(what_if_words.about(row["gained"]))),
        )
        for row in records(found.table)
    )
    shown: list[Exhibit] = []
    if len(town.rows) <= MOST_AREAS:
        shown.append(_map_of_sites(town, found))
    shown.append(
        Sheet(say("New: {kind}", kind=kind),
              (Column(say("Number"), numeric=True), Column(say("Where")),
               Column(say("People newly in reach"), numeric=True)), cells)
    )  # fmt: skip
    shown.append(Words("", tuple(filter(None, (
        what_if_words.gap_sentence(found.effect), what_if_words.turned_sentence(found.effect),
    )))))  # fmt: skip
    return Step(
        code="help",
        title=say("{n} more people within a walk: {kind}",
                  n=decimal(what_if_words.about(found.gained)), kind=kind),
        lede=what_if_words.sites_sentence(found), exhibits=tuple(shown),
        ask=say("Who could open one of these, and with what?"),
        notes=(what_if_words.certificate_sentence(found), *what_if_words.sites_notes(found)),
        method=(
            say("Spots are chosen so that most people get one within a walk who have none "
                "(maximal covering, Church and ReVelle 1974)."),
        ),
        source=town.figures_source, door="what-if", settings={"kind": found.ask.category},
    )  # fmt: skip


def asked_sites(town: Town) -> Sites | None:
    """Return new places of the first kind, of `kinds_for`, that would make the gap smaller."""
    if not town.has_need or town.found is None:
        return None
    now = Present.of(town.view, town.vision, found=town.found)
    for kind in kinds_for(town)[:MOST_KINDS]:
        try:
            found = what_if.sites(now, Ask(category=kind, sites=SITES))
        except SharedGroundError:
            return None
        if len(found.table) and found.effect.mean_before - found.effect.mean_after >= LEAST:
            return found
    return None


def kinds_for(town: Town) -> list[str]:
    """Return kinds of place that a part of the place's gap asks for, the largest part first.

    For each outcome, in the order of its gap weighted by people and by the points of the vision:
    of the kinds that serve it directly the one that there are fewest of.
    """
    found = town.found
    if found is None:
        return []
    people = pd.to_numeric(found.areas["people"], errors="coerce").to_numpy(float)
    weight = np.where(np.isfinite(people), people, 0.0)
    total = np.nan_to_num(found.gap) * weight[:, None] * np.asarray(found.weights)[None, :]
    counts = town.view.assets["category"].value_counts()
    kinds = []
    for at in np.argsort(-total.sum(axis=0), kind="stable"):
        direct = [code for code, (strength, _) in strongest(found.vision.outcomes[int(at)]).items()
                  if strength == FULL_STRENGTH]  # fmt: skip
        if direct:
            kinds.append(min(direct, key=lambda code: (int(counts.get(code, 0)), code)))
    return list(dict.fromkeys(kinds))


def _map_of_sites(town: Town, found: Sites) -> Map:
    rows = town.rows
    told = say("Map of {place}: {sentence}", place=town.name,
               sentence=what_if_words.sites_sentence(found))  # fmt: skip
    table = found.table
    places = pd.DataFrame({
        "category": found.ask.category, "lon": table["lon"].to_numpy(float),
        "lat": table["lat"].to_numpy(float), "inside": True, "stale": False, "source_id": "",
        "told": np.arange(len(table)), "label": table["number"].astype(str).to_numpy(object),
    })  # fmt: skip
    words = [gap_words(v, g) for v, g in zip(rows["verdict"], rows["gap"], strict=True)]
    asked = Asked(
        rows["key"].tolist(), rows["name"].tolist(), words,
        columns=(say("Area"), say("How it stands today")),
        spot_words=[(say("New place {n}", n=row["number"]), str(row["name"]))
                    for row in records(table)],
    )  # fmt: skip
    content = town.content(told, fills=gap_fills(rows), places=places)
    return map_of(content, asked, say("Where new places would go"))


@step("scenarios", later("What we could change"), 75)
def kept_scenarios(town: Town) -> Step | None:
    """Return the scenarios that were kept, side by side."""
    kept = town.view.holdings.scenarios[-4:]
    if not kept or not town.has_need or town.found is None:
        return None
    now = Present.of(town.view, town.vision, found=town.found)
    table = what_if_words.side_by_side(scenarios.effect(now, one) for one in kept)
    numeric = [False] + [True] * (table.shape[1] - 1)
    sheet = Sheet(
        say("Kept scenarios, side by side"),
        tuple(Column(str(name), right) for name, right in zip(table.columns, numeric, strict=True)),
        tuple(tuple(map(str, row)) for row in table.itertuples(index=False)),
    )
    return Step(
        code="scenarios", title=say("What we could change, side by side"),
        lede=say("Each is judged by the targets of today."), exhibits=(sheet,),
        ask=say("Which of these shall we try?"),
        method=(say("Each scenario is counted anew, with the same places, people and need."),),
        source=town.figures_source, door="what-if",
    )  # fmt: skip


@step("opinions", later("What the room said"), 35)
def opinions(town: Town) -> Step | None:
    """Return what most agree on, of the last round of statements."""
    closed = [one for one in town.view.holdings.rounds
              if one.kind is RoundKind.STATEMENTS and not one.is_open]  # fmt: skip
    if not closed:
        return None
    heard = town.opinions(closed[-1])
    if heard is None:
        return None
    agreed = opinion_words.agreed(heard, MOST_STATEMENTS)
    apart = opinion_words.divided(heard)[:2]
    shown: list[Exhibit] = []
    if agreed:
        shown.append(Words(
            say("What people agree on"),
            tuple(f"“{heard.texts[one.statement]}” {opinion_words.said_of(one, heard)}"
                  for one in agreed),
        ))  # fmt: skip
    if apart:
        shown.append(
            Words(
                say("Where people are of two minds"), tuple(f"“{heard.texts[at]}”" for at in apart)
            )
        )
    return Step(
        code="opinions", title=opinion_words.finding(heard),
        lede=opinion_words.under_finding(heard), exhibits=tuple(shown),
        ask=say("What follows from this?"), source=closed[-1].title, door="statements",
        settings={"round": closed[-1].round_id},
        method=(say("Each person votes once on each statement. Nobody's votes are shown by "
                    "name."),),
    )  # fmt: skip
