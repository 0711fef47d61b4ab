"""What the background of a map is made of: water, green land, roads, railways and names."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from sharedground.words import later_many


class Ground(StrEnum):
    """A class of things in the background, from the bottom of the map to its top."""

    BUILT = "built-up land"
    GREEN = "green land"
    WOOD = "wood"
    WATER = "water"
    STREAM = "stream"
    RIVER = "river"
    RAIL = "railway"
    PATH = "path"
    STREET = "street"
    MAIN_ROAD = "main road"
    QUARTER = "name of a quarter"
    VILLAGE = "name of a village"
    TOWN = "name of a town"
    COAST = "coast"


ORDER: Final = tuple(Ground)
"""A class is known by its place in this order where it is packed. A coast is not packed itself: it
becomes the water beside it."""

FLAT: Final = frozenset([Ground.BUILT, Ground.GREEN, Ground.WOOD, Ground.WATER])
POINTS: Final = frozenset([Ground.QUARTER, Ground.VILLAGE, Ground.TOWN])
LINES: Final = frozenset(ORDER) - FLAT - POINTS

COUNTED: Final[dict[Ground, tuple[str, str]]] = {
    Ground.BUILT: later_many("{n} piece of built-up land", "{n} pieces of built-up land"),
    Ground.GREEN: later_many("{n} park or green", "{n} parks and greens"),
    Ground.WOOD: later_many("{n} wood", "{n} woods"),
    Ground.WATER: later_many("{n} lake, dock or wide river", "{n} lakes, docks and wide rivers"),
    Ground.STREAM: later_many("{n} stream", "{n} streams"),
    Ground.RIVER: later_many("{n} stretch of river or canal", "{n} stretches of river or canal"),
    Ground.RAIL: later_many("{n} stretch of railway", "{n} stretches of railway"),
    Ground.PATH: later_many("{n} path or driveway", "{n} paths and driveways"),
    Ground.STREET: later_many("{n} stretch of street", "{n} stretches of street"),
    Ground.MAIN_ROAD: later_many("{n} stretch of main road", "{n} stretches of main road"),
    Ground.QUARTER: later_many("{n} name of a quarter", "{n} names of quarters"),
    Ground.VILLAGE: later_many("{n} name of a village or suburb",
                               "{n} names of villages and suburbs"),
    Ground.TOWN: later_many("{n} name of a town", "{n} names of towns"),
    Ground.COAST: later_many("{n} stretch of coast", "{n} stretches of coast"),
}  # fmt: skip
"""How many things of a class there are, in words."""
