"""What a map shows, in one or two sentences: how many places, and which areas have none near."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import KDTree

from sharedground.analysis.walking import metres_within
from sharedground.words import later, say, say_many

Floats = NDArray[np.float64]

_MIDDLE: Final = 0.35
"""Of the spread of all areas: nearer than this to their middle, an area lies on no side."""

_MOST: Final = 0.5
_IN_THE: Final = {
    "north": later("most of them in the north"), "east": later("most of them in the east"),
    "south": later("most of them in the south"), "west": later("most of them in the west"),
    "middle": later("most of them in the middle"),
}  # fmt: skip


@dataclass(frozen=True)
class Reach:
    """Which areas have none of some places within a walk.

    Parameters
    ----------
    areas, without
        How many areas there are, and how many have none.
    side
        Where most of those lie: north, east, south, west, middle, or "" if nowhere in particular.
    people
        Who live in those, NaN if that is known of none.
    unknown
        How many of those nobody has counted the people of.
    minutes
        On foot.
    """

    areas: int
    without: int
    side: str
    people: float
    unknown: int
    minutes: int


def reach_of(
    areas_xy: Floats, people: Floats, places_xy: Floats, minutes: int, detour: float
) -> Reach:
    """Find the areas whose middle has none of the places within a walk.

    Parameters
    ----------
    areas_xy, places_xy
        Shapes (areas, 2) and (places, 2), metres, in one CRS; a place that is not finite is
        within reach of nothing.
    people
        Shape (areas,); NaN is no data.
    """
    placed = places_xy[np.isfinite(places_xy).all(axis=1)]
    far: Floats = np.full(len(areas_xy), np.inf)
    if len(placed) and len(areas_xy):
        far = np.asarray(KDTree(placed).query(areas_xy)[0], dtype=float)
    none = far > metres_within(minutes, detour) * (1 + 1e-9)
    counted = people[none]
    known = np.isfinite(counted)
    return Reach(
        areas=len(areas_xy), without=int(none.sum()), side=side_of(areas_xy, none),
        people=float(counted[known].sum()) if known.any() else float("nan"),
        unknown=int((~known).sum()), minutes=minutes,
    )  # fmt: skip


def side_of(areas_xy: Floats, some: NDArray[np.bool_]) -> str:
    """Return on which side more than half of some areas lie, "" for none or for all areas.

    Sides are counted from the middle of all areas, by the quarter of the compass.
    """
    if not some.any() or some.all():
        return ""
    offset = areas_xy - areas_xy.mean(axis=0)
    spread = np.sqrt((offset**2).sum(axis=1).mean())
    east, north = offset[some, 0], offset[some, 1]
    sides = np.select(
        [np.hypot(east, north) < _MIDDLE * spread, np.abs(east) >= np.abs(north)],
        ["middle", np.where(east > 0, "east", "west")],
        np.where(north > 0, "north", "south"),
    )
    names, counts = np.unique(sides, return_counts=True)
    most = int(counts.argmax())
    return str(names[most]) if counts[most] > _MOST * len(sides) else ""


def sentence(what: str, count: int, where: str, reach: Reach | None) -> str:
    """Return what a map shows.

    Parameters
    ----------
    what
        What the places are called, such as "Help with food".
    count
        How many are shown.
    where
        The area they are shown in; "" for the whole place.
    reach
        None where it says nothing, as near a point.
    """
    if where:
        first = say_many("{what} in {where}: {n} place.", "{what} in {where}: {n} places.", count,
                         what=what, where=where)  # fmt: skip
    else:
        first = say_many("{what}: {n} place.", "{what}: {n} places.", count, what=what)
    if reach is None or not reach.areas or not count:
        return first
    return f"{first} {_of_reach(reach)}"


def _of_reach(reach: Reach) -> str:
    if not reach.without:
        return say_many("The area has one within {minutes} minutes’ walk of its middle.",
                        "Each of the {n} areas has one within {minutes} minutes’ walk of its "
                        "middle.", reach.areas, minutes=reach.minutes)  # fmt: skip
    told = say_many("{n} of {areas} areas has none within {minutes} minutes’ walk",
                    "{n} of {areas} areas have none within {minutes} minutes’ walk", reach.without,
                    areas=reach.areas, minutes=reach.minutes)  # fmt: skip
    side = f", {say(_IN_THE[reach.side])}" if reach.side and reach.without > 1 else ""
    return f"{told}{side}.{_of_people(reach)}"


def _of_people(reach: Reach) -> str:
    if not np.isfinite(reach.people):
        return ""
    people = round(reach.people, -2) if reach.people >= 1_000 else round(reach.people)
    told = say("About {people} people live there.", people=int(people))
    if reach.unknown:
        told = say_many("About {people} people live there; for {n} of these areas nobody has told.",
                        "About {people} people live there; for {n} of these areas nobody has told.",
                        reach.unknown, people=int(people))  # fmt: skip
    return f" {told}"
