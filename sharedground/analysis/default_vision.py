"""A first vision for a place, made from what is loaded: something to change, not to accept."""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from typing import Final

import numpy as np
import pandas as pd

from sharedground.analysis import concepts, need
from sharedground.model.outcome import (
    SUGGESTIONS,
    Direction,
    Expression,
    Outcome,
    Serving,
    Suggestion,
)
from sharedground.model.place import Measure
from sharedground.model.vision import Vision
from sharedground.words import say

MOST_OUTCOMES: Final = 7
MOST_INDICATORS: Final = 3
LEAST_REACH_M: Final = 1_200.0
"""About a quarter of an hour on foot."""

_COUNTS: Final = frozenset({"count", "number", "persons", "people", "households", "residents"})


def default_vision(
    indicators: pd.DataFrame,
    categories: Collection[str],
    typical_radius_m: float,
    detour: float,
    *,
    place_name: str = "",
) -> Vision:
    """Suggest outcomes, how need for them shows, and what serves them.

    Outcomes with a figure of need come first, then those that loaded places serve: at
    most seven, with equal weights. Those without a figure are never more than those with
    one, so that areas keep a total.

    Parameters
    ----------
    indicators
        The table `model.frames.INDICATORS`.
    categories
        Codes of the categories of loaded assets.
    typical_radius_m
        Radius of a circle as large as the place's median area.
    detour
        Street distance divided by straight-line distance.
    place_name
        For the title.

    Returns
    -------
    Vision
        Version 0, a draft. With nothing loaded, the first seven suggestions.
    """
    expressed = expressions(indicators)
    reach_m = default_reach_m(typical_radius_m, detour)
    chosen = _chosen(expressed, categories)
    return Vision(
        title=say("A shared vision for {place}", place=place_name)
        if place_name
        else say("A shared vision"),
        statement=say("A first draft from the data that is loaded. Change it together."),
        outcomes=tuple(
            _outcome(suggestion, expressed.get(suggestion.code, ()), reach_m, 1 / len(chosen))
            for suggestion in chosen
        ),
    )


def default_reach_m(typical_radius_m: float, detour: float) -> float:
    """Return how far people go: 1,200 m on foot, more where areas are large.

    Twice the radius of a typical area, along streets, so that people can at least cross
    their own area; rounded up to a hundred metres.
    """
    across = 100 * math.ceil(2 * typical_radius_m * detour / 100 - 1e-9)
    return float(min(100_000, max(LEAST_REACH_M, across)))


def expressions(indicators: pd.DataFrame) -> dict[str, tuple[Expression, ...]]:
    """Return the indicators that express each suggested outcome, by its code.

    A domain of an index of deprivation sums an outcome up, so it stands alone; else up to
    three figures by the words in their names. The latest year is taken, then a score
    before a value, rank and decile.

    Parameters
    ----------
    indicators
        The table `model.frames.INDICATORS`.

    Returns
    -------
    dict
        Outcome code to expressions; outcomes without an indicator are left out. An
        expression's direction is None where the indicator itself says which way is bad.
    """
    known = _described(indicators)
    found = {**_by_concept(known), **_by_domain(known)}
    return {
        code: tuple(_expression(row, indicators) for row in rows) for code, rows in found.items()
    }


def _described(indicators: pd.DataFrame) -> pd.DataFrame:
    """Add what each indicator is about, best telling first."""
    names = indicators["name"].astype(str)
    domain = names.map(concepts.domain_of)
    known = indicators.assign(
        measure=[_measure(*pair) for pair in zip(names, indicators["measure"], strict=True)],
        domain=domain.where(_in_index(domain, indicators["source_id"]), ""),
        concept=names.map(concepts.concept_of),
        latest=-pd.to_numeric(indicators["year"], errors="coerce").fillna(-np.inf),
        counted=indicators["unit"].astype(str).str.casefold().isin(_COUNTS),
        length=names.str.len(),
    )
    known["telling"] = known["measure"].map(need.measure_rank)
    return known.sort_values(["latest", "counted", "telling", "length", "indicator_id"])


def _measure(name: str, measure: object) -> str:
    words = concepts.plain(name).split()
    said = [item.value for item in Measure if {item.value, f"{item.value}s"} & set(words)]
    return said[0] if measure == Measure.VALUE and said else str(measure)


def _in_index(domain: pd.Series, source: pd.Series) -> pd.Series:
    """Say which indicators are domains of an index of deprivation.

    "Income" alone may be money earned. It is a domain if its source holds several.
    """
    every = frozenset[str]().union(*(g for groups in concepts.DOMAINS.values() for g in groups))
    named = domain.isin(every)
    together = domain.where(named).groupby(source.to_numpy()).transform("nunique")
    telling = domain.str.contains("deprivation") | (domain.str.count(" ") >= 2)
    return named & ((together >= concepts.LEAST_DOMAINS) | telling)


def _by_domain(known: pd.DataFrame) -> dict[str, list[pd.Series]]:
    has_domains = (~known["domain"].isin(concepts.COMPOSITE | {""})).any()
    found: dict[str, list[pd.Series]] = {}
    for code, groups in concepts.DOMAINS.items():
        for group in groups:
            rows = known[known["domain"].isin(group)].drop_duplicates("domain")
            if len(rows) and not (has_domains and group is concepts.COMPOSITE):
                latest = rows[rows["latest"] == rows["latest"].min()]
                found[code] = [row for _, row in latest.iterrows()]
                break
    return found


def _by_concept(known: pd.DataFrame) -> dict[str, list[pd.Series]]:
    rows = known[known["concept"].notna() & (known["domain"] == "")]
    found: dict[str, list[pd.Series]] = {}
    for concept in sorted(set(rows["concept"])):
        best = rows[rows["concept"] == concept].iloc[0]
        found.setdefault(concept[0], []).append(best)
    return {code: several[:MOST_INDICATORS] for code, several in found.items()}


def _expression(row: pd.Series, indicators: pd.DataFrame) -> Expression:
    """Name the indicator by its name where that finds it, which people can read, else by id."""
    by_name = Expression(indicator=str(row["name"]), direction=_direction(row))
    same = need.find(indicators, by_name)
    if same is not None and same["indicator_id"] == row["indicator_id"]:
        return by_name
    return by_name.model_copy(update={"indicator": str(row["indicator_id"])})


def _direction(row: pd.Series) -> Direction | None:
    """Return which way is bad where the indicator does not say and the concept does."""
    if row["direction"]:
        return None
    ranked = row["measure"] in (Measure.RANK, Measure.DECILE)
    if row["domain"]:
        # In the British indices rank 1 and decile 1 are the most deprived.
        scored = Direction.HIGH_IS_BAD if row["measure"] == Measure.SCORE else None
        return Direction.HIGH_IS_GOOD if ranked else scored
    code, place = row["concept"]
    return None if ranked else concepts.CONCEPTS[code][place].direction


def _chosen(
    expressed: dict[str, tuple[Expression, ...]], categories: Collection[str]
) -> Sequence[Suggestion]:
    with_figures = [item for item in SUGGESTIONS if item.code in expressed]
    served = [
        item
        for item in SUGGESTIONS
        if item.code not in expressed and not set(item.serves).isdisjoint(categories)
    ]
    if with_figures:
        served = served[: len(with_figures)]
    return (with_figures + served or list(SUGGESTIONS))[:MOST_OUTCOMES]


def _outcome(
    suggestion: Suggestion, expressed_by: tuple[Expression, ...], reach_m: float, weight: float
) -> Outcome:
    return Outcome(
        code=suggestion.code,
        name=say(suggestion.name),
        why=say(suggestion.why),
        weight=weight,
        expressed_by=expressed_by,
        served_by=tuple(
            Serving(category=category, strength=strength)
            for category, strength in suggestion.serves.items()
        ),
        reach_m=reach_m,
    )
