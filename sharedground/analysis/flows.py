"""What a vision rests on: its points, shared among the kinds of place that serve each outcome."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import pandas as pd

from sharedground.analysis.evidence import strongest
from sharedground.model.vision import Vision

MOST: Final = 8
"""Nodes in one column of a chart; the rest is drawn as one."""

REST: Final = "rest"
"""Stands for all that has no node of its own."""


@dataclass(frozen=True, eq=False)
class Flows:
    """What a vision rests on.

    Parameters
    ----------
    links
        `category`, `outcome` (code), `points` (of 100) and `places` (listed), by points, the most
        first. The points of an outcome are shared among the places listed that serve it; one that
        serves it directly counts twice one that helps.
    points
        The points of each outcome by its code, in the vision's order.
    unserved
        Codes of the outcomes that nothing listed serves.
    idle
        Categories of listed places that serve no outcome, with their count, most first.
    """

    links: pd.DataFrame
    points: dict[str, float]
    unserved: tuple[str, ...]
    idle: tuple[tuple[str, int], ...]


def flows(vision: Vision, listed: Mapping[str, int]) -> Flows:
    """Return what a vision rests on.

    Parameters
    ----------
    listed
        How many places of each category are listed.
    """
    rows: list[tuple[str, str, float, int]] = []
    unserved = []
    for outcome in vision.outcomes:
        served = strongest(outcome)
        shares = {c: s * listed.get(c, 0) for c, (s, _) in served.items() if listed.get(c, 0)}
        total = sum(shares.values())
        if not total:
            unserved.append(outcome.code)
        points = 100 * outcome.weight
        rows += [(c, outcome.code, points * n / total, listed[c]) for c, n in shares.items()]
    links = pd.DataFrame(rows, columns=["category", "outcome", "points", "places"])
    used = {category for outcome in vision.outcomes for category in strongest(outcome)}
    idle = sorted(((c, n) for c, n in listed.items() if n and c not in used), key=_most_first)
    return Flows(
        links=links.sort_values("points", ascending=False, kind="stable").reset_index(drop=True),
        points={outcome.code: 100 * outcome.weight for outcome in vision.outcomes},
        unserved=tuple(unserved),
        idle=tuple(idle),
    )


def _most_first(pair: tuple[str, int]) -> tuple[int, str]:
    return -pair[1], pair[0]


def narrowed(found: Flows, most: int = MOST) -> Flows:
    """Return the same with at most so many kinds and outcomes; the rest of each is one.

    What nothing serves, and kinds that serve nothing, take one place each.
    """
    kinds = found.links.groupby("category")["points"].sum().sort_values(ascending=False)
    marks = bool(found.unserved) + bool(found.idle)
    kept = _kept([str(one) for one in kinds.index], most - marks)
    heavy = sorted(found.points, key=lambda code: -found.points[code])
    outcomes = _kept(heavy, most - bool(found.idle))
    links = found.links.assign(
        category=[one if one in kept else REST for one in found.links["category"]],
        outcome=[one if one in outcomes else REST for one in found.links["outcome"]],
    )
    summed = links.groupby(["category", "outcome"], sort=False, as_index=False).agg(
        points=("points", "sum"), places=("places", "sum")
    )
    points: dict[str, float] = {}
    for code, value in found.points.items():
        name = code if code in outcomes else REST
        points[name] = points.get(name, 0.0) + value
    unserved = tuple(dict.fromkeys(c if c in outcomes else REST for c in found.unserved))
    return Flows(summed, points, unserved, found.idle)


def _kept(ordered: list[str], most: int) -> set[str]:
    """Return the first ones: all where there is room for all, else one fewer than there is room."""
    return set(ordered if len(ordered) <= most else ordered[: most - 1])
