"""What changes from one version of a vision to another, in sentences and rows."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import Final

import numpy as np

from sharedground.model.outcome import Outcome
from sharedground.vision_change import Compared, Fate, OutcomeChange
from sharedground.words import decimal, later, say, say_many

PARTS: Final = {
    "points": later("points"), "name": later("name"), "why": later("why it matters"),
    "need": later("how need shows"), "serves": later("what serves it"),
    "reach": later("how far people go"), "wanted": later("places wanted"), "goal": later("goal"),
}  # fmt: skip

_LIKE: Final = (
    (1 - 1e-9, later("The areas keep their order.")),
    (0.9, later("Most areas keep their place in the order; a few change places.")),
    (0.6, later("Many areas change places, but the order stays similar.")),
    (0.3, later("The order of areas becomes quite another one, with something of the old left.")),
    (-1.1, later("Nearly nothing is left of the order of areas.")),
)


def finding(found: Compared) -> str:
    """Return how many outcomes came, went and changed, as a heading."""
    if {one.parts for one in found.outcomes if one.fate is not Fate.SAME} == {("points",)}:
        return say("The same outcomes, with other points")
    count = {fate: sum(one.fate is fate for one in found.outcomes) for fate in Fate}
    parts = [
        say_many("{n} outcome added", "{n} outcomes added", count[Fate.ADDED])
        if count[Fate.ADDED] else "",
        say_many("{n} outcome taken out", "{n} outcomes taken out", count[Fate.REMOVED])
        if count[Fate.REMOVED] else "",
        say_many("{n} outcome changed", "{n} outcomes changed", count[Fate.CHANGED])
        if count[Fate.CHANGED] else "",
    ]  # fmt: skip
    return ", ".join(filter(None, parts)) or say("All outcomes and points are the same")


def rows(found: Compared) -> list[list[object]]:
    """Return a row for each outcome: name, points before and after, and what else changed."""
    return [
        [one.name, _points(one.before), _points(one.after), what_changed(one)]
        for one in found.outcomes
    ]


def _points(outcome: Outcome | None) -> object:
    if outcome is None:
        return say("not in it")
    points = round(100 * outcome.weight, 1)
    return int(points) if points.is_integer() else points


def what_changed(one: OutcomeChange) -> str:
    """Return what became of an outcome, in a few words."""
    if one.fate is Fate.ADDED:
        return say("Added")
    if one.fate is Fate.REMOVED:
        return say("Taken out")
    if one.fate is Fate.SAME or one.before is None:
        return say("The same")
    parts = ", ".join(say(PARTS[part]) for part in one.parts)
    text = say("Changed: {parts}", parts=parts)
    if "name" in one.parts:
        text = say("{change}. It was called {name}", change=text, name=one.before.name)
    return text


def ranking_finding(found: Compared) -> str:
    """Return who is among the tenth with the largest gaps, as a heading."""
    ranking = found.ranking
    if ranking is None:
        return say("What this changes for areas is not known yet")
    places = len(ranking.stay) + len(ranking.leave)
    if ranking.same:
        return say_many(
            "The same area has the largest gap",
            "The same {n} areas are in the tenth with the largest gaps", places,
        )  # fmt: skip
    n = len(ranking.come)
    return say_many(
        "{n} area comes into the tenth with the largest gaps",
        "{n} areas come into the tenth with the largest gaps", n,
    )  # fmt: skip


def ranking_lines(found: Compared, names: Mapping[str, str]) -> list[str]:
    """Return who comes, who leaves and how much of the order stays.

    Parameters
    ----------
    names
        What people call each area, by its code.
    """
    ranking = found.ranking
    if ranking is None:
        return [found.why_none or say("No data on need and places yet, so areas cannot be put "
                                      "in order.")]  # fmt: skip
    lines = []
    if ranking.come:
        lines.append(say("Come in: {names}.", names=_listed(ranking.come, names)))
    if ranking.leave:
        lines.append(say("Leave: {names}.", names=_listed(ranking.leave, names)))
    return [*lines, likeness(ranking.likeness)]


def likeness(value: float) -> str:
    """Return how much of an order stays, in words and as a figure from 0 to 100."""
    if np.isnan(value):
        return say("Too few areas can be put in order to compare.")
    words = next(text for least, text in _LIKE if value >= least)
    return say(
        "{words} Same order: {n} of 100.", words=say(words), n=math.floor(100 * value + 1e-7)
    )


def _listed(keys: Iterable[str], names: Mapping[str, str]) -> str:
    called = [names.get(key, key) for key in keys]
    if len(called) > 6:
        return say("{names} and {n} more", names="; ".join(called[:5]), n=len(called) - 5)
    return "; ".join(called)


def lines(found: Compared, names: Mapping[str, str]) -> list[str]:
    """Return all of it as lines to read; `names` as for `ranking_lines`."""
    told = [finding(found) + "."]
    told += [
        say("{name}: {before} to {after} points. {change}.", name=name, before=_written(before),
            after=_written(after), change=change)
        for name, before, after, change in rows(found)
    ]  # fmt: skip
    told += [ranking_finding(found) + ".", *ranking_lines(found, names)]
    if found.ranking is not None:
        for heading, keys in first_five(found):
            told.append(say("{heading}: {names}.", heading=heading, names=_listed(keys, names)))
    return told


def first_five(found: Compared) -> list[tuple[str, tuple[str, ...]]]:
    """Return the areas with the largest gaps by each of both, with a heading."""
    return [
        (say("First by version {n}", n=found.before.version), found.first_before),
        (say("First by version {n}", n=found.after.version), found.first_after),
    ]


def _written(value: object) -> str:
    return (
        decimal(value, 0 if isinstance(value, int) else 1)
        if isinstance(value, int | float)
        else str(value)
    )
