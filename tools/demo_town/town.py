"""What is decided by hand about the fictional town of Larrowby: its ground and its people.

Distances are metres east and north of the market cross. The cross is put on the British
National Grid far out in the North Sea, so that nobody can take Larrowby for a real town.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise
from random import Random
from typing import Final

Point = tuple[float, float]

NAME: Final = "Larrowby"
SEED: Final = 1847
MARKET_CROSS: Final = (600_000, 390_000)
"""Easting and northing (EPSG:27700) of the point from which everything is measured."""


@dataclass(frozen=True)
class Neighbourhood:
    """One of the twelve named parts of the town.

    Parameters
    ----------
    number
        The three-digit number in the names of its areas, as in "Larrowby 004C".
    heart
        Where its shops or its green are.
    built
        Circles (x, y, radius) of houses.
    areas, people
        How many small areas it is cut into, and about how many people live there.
    need, age
        How much need there is (0 to 1), and how old its people are (0 to 1).
    sector
        Postcode district and sector, such as "ZQ1 1".
    """

    name: str
    number: int
    ward: str
    heart: Point
    built: tuple[tuple[float, float, float], ...]
    areas: int
    people: int
    need: float
    age: float
    sector: str
    streets: tuple[str, ...]


NEIGHBOURHOODS: Final = (
    Neighbourhood(
        "Market Quarter", 1, "Market and Station", (0, 60), ((0, 130, 620),), 11, 3_900,
        0.48, 0.35, "ZQ1 1",
        ("High Street", "Market Place", "Corn Street", "Cross Street", "Butter Row", "Saddler Lane",
         "Bridge Street", "Minster Yard", "Tannery Lane", "Exchange Street"),
    ),
    Neighbourhood(
        "Station Town", 2, "Market and Station", (150, 1_180), ((150, 1_420, 620),), 12, 4_600,
        0.52, 0.22, "ZQ1 2",
        ("Station Road", "Railway Terrace", "Albion Street", "Wellington Street", "Junction Road",
         "Goods Yard Lane", "Clarence Street", "Victoria Road", "Arthur Street", "Sidings Way"),
    ),
    Neighbourhood(
        "Old Mill", 3, "Mill and Riverside", (1_430, 250), ((1_500, 260, 760),), 13, 4_900,
        0.62, 0.25, "ZQ1 3",
        ("Mill Lane", "Shuttle Street", "Weaver Row", "Bobbin Lane", "Loom Street", "Carder Street",
         "Dyehouse Lane", "Spindle Street", "Cotton Terrace", "Fuller Street"),
    ),
    Neighbourhood(
        "Riverside", 4, "Mill and Riverside", (-1_430, 250), ((-1_500, 280, 720),), 11, 4_000,
        0.30, 0.50, "ZQ1 4",
        ("Wharf Road", "Ferry Lane", "Towpath Way", "Boathouse Lane", "Willow Walk", "Osier Close",
         "Lock Street", "Heron Court", "Staithe Lane", "Weir Road"),
    ),
    Neighbourhood(
        "Priory Park", 5, "Priory", (-1_250, 1_750), ((-1_350, 1_950, 900),), 13, 4_700,
        0.10, 0.66, "ZQ2 1",
        ("Priory Road", "Abbot's Walk", "Cloister Avenue", "Chantry Road", "Park Drive",
         "Cellarer's Lane", "Novice Hill", "Refectory Road", "Bede Avenue", "Almoner Close"),
    ),
    Neighbourhood(
        "Orchard Leys", 6, "Orchard Leys", (350, 2_750), ((350, 2_760, 760),), 15, 5_700,
        0.18, 0.30, "ZQ2 2",
        ("Orchard Road", "Bramley Drive", "Russet Close", "Pippin Way", "Costard Lane",
         "Damson Grove", "Quince Close", "Perry Avenue", "Medlar Road", "Blossom Way"),
    ),
    Neighbourhood(
        "Hawthorn Rise", 7, "Hawthorn", (-2_950, 1_050), ((-3_000, 1_050, 800),), 14, 5_400,
        0.80, 0.28, "ZQ3 1",
        ("Hawthorn Road", "Rowan Crescent", "Alder Avenue", "Maple Close", "Hazel Road",
         "Juniper Walk", "Larch Avenue", "Elder Square", "Aspen Road", "Linden Close"),
    ),
    Neighbourhood(
        "Beacon Fields", 8, "Beacon", (2_250, 1_780), ((2_250, 1_800, 820),), 14, 5_400,
        0.77, 0.30, "ZQ2 4",
        ("Beacon Road", "Lantern Close", "Signal Road", "Ember Way", "Torch Street", "Kindle Walk",
         "Watchman Road", "Flint Close", "Brazier Lane", "Tinder Road"),
    ),
    Neighbourhood(
        "Southmoor", 9, "Southmoor", (-250, -1_650), ((-300, -1_650, 960),), 19, 7_400,
        0.93, 0.24, "ZQ4 1",
        ("Southmoor Road", "Curlew Way", "Lapwing Close", "Plover Drive", "Snipe Road",
         "Dunlin Walk", "Fieldfare Avenue", "Redshank Road", "Wheatear Close", "Merlin Way",
         "Moor Lane", "Bittern Court"),
    ),
    Neighbourhood(
        "Upper Larrow", 10, "Larrow Villages", (-4_850, 900), ((-4_850, 900, 380),), 6, 2_050,
        0.12, 0.72, "ZQ3 5",
        ("Church Lane", "The Green", "Larrow Road", "Pound Lane", "Back Lane", "Manor Close"),
    ),
    Neighbourhood(
        "Cawthwick", 11, "Larrow Villages", (4_050, 3_050), ((4_050, 3_050, 370),), 6, 2_000,
        0.22, 0.74, "ZQ2 8",
        ("Cawthwick Street", "Chapel Lane", "Forge Hill", "Town End", "Wold View", "Glebe Lane"),
    ),
    Neighbourhood(
        "Hollinfen", 12, "Larrow Villages", (3_700, -2_350), ((3_700, -2_350, 380),), 6, 1_950,
        0.45, 0.78, "ZQ4 6",
        ("Fen Lane", "Drove Road", "Sluice Lane", "Washway", "Eau Bank", "Holly Row"),
    ),
)  # fmt: skip

_RIVER_BENDS: Final = (
    (-7_600, 900), (-6_700, 420), (-5_950, 60), (-5_350, 210), (-4_900, -60), (-4_250, -330),
    (-3_650, -60), (-3_150, -190), (-2_800, -620), (-2_250, -560), (-1_950, -210), (-1_450, -260),
    (-1_050, -640), (-450, -420), (150, -520), (800, -350), (1_150, -640), (1_700, -740),
    (2_050, -430), (2_700, -380), (2_950, -860), (3_500, -1_010), (4_050, -640), (4_700, -820),
    (5_000, -1_300), (5_900, -1_200), (7_600, -1_500),
)  # fmt: skip
_RAILWAY_BENDS: Final = (
    (-7_600, 2_700), (-5_500, 2_250), (-3_900, 1_950), (-2_300, 1_250), (-1_200, 870), (0, 790),
    (1_000, 830), (1_900, 960), (3_200, 1_050), (4_800, 1_450), (7_600, 1_900),
)  # fmt: skip
_EDGE: Final = (
    (-2_720, -600), (-2_150, -980), (-2_300, -1_650), (-1_750, -2_050), (-1_950, -2_700),
    (-1_150, -2_900), (-300, -2_720), (500, -3_150), (1_450, -2_800), (1_900, -3_300),
    (2_750, -3_150), (3_150, -3_750), (4_200, -3_450), (4_950, -3_600), (5_150, -2_750),
    (4_750, -2_050), (5_050, -1_350), (4_250, -750), (3_850, -150), (3_300, 60), (3_450, 700),
    (4_150, 950), (4_700, 1_550), (5_250, 1_750), (4_980, 2_500), (5_300, 3_250), (4_650, 3_500),
    (4_450, 4_020), (3_650, 3_700), (3_000, 3_850), (2_700, 3_150), (2_050, 3_020),
    (1_500, 3_620), (650, 3_500), (150, 3_900), (-650, 3_380), (-1_250, 3_480), (-1_700, 3_020),
    (-2_350, 3_080), (-2_700, 2_420), (-3_500, 2_350), (-3_900, 2_620), (-4_700, 2_230),
    (-5_300, 2_320), (-5_500, 1_600), (-6_050, 1_250), (-5_700, 700), (-5_960, 60),
)  # fmt: skip
_EDGE_ROUGHNESS: Final = 0.17
HIGH_STREET: Final = ((-430, 190), (-200, 120), (0, 60), (260, 90), (520, 40))
TRAM_STOPS: Final = (
    ("Hawthorn Square", "Hawthorn Rise", (-3_150, 1_180)),
    ("Rowan Crescent", "Hawthorn Rise", (-2_700, 900)),
    ("Wharf Road", "Riverside", (-2_000, 520)),
    ("Lock Street", "Riverside", (-1_400, 400)),
    ("Tannery Lane", "Market Quarter", (-520, 330)),
    ("Market Place", "Market Quarter", (-40, 190)),
    ("Larrowby Station", "Market Quarter", (120, 690)),
    ("Cross Street", "Market Quarter", (480, 320)),
    ("Old Mill", "Old Mill", (1_150, 330)),
    ("Loom Street", "Old Mill", (1_700, 420)),
    ("Dyehouse Lane", "Old Mill", (2_050, 700)),
    ("Signal Road", "Beacon Fields", (2_200, 1_300)),
    ("Beacon Fields", "Beacon Fields", (2_300, 1_850)),
)
RAIL_STATIONS: Final = (
    ("Larrowby", "Station Town", (100, 835)),
    ("Priory Halt", "Priory Park", (-1_450, 985)),
    ("Cawthwick Road", "Cawthwick", (4_300, 1_315)),
)


def curve(bends: tuple[Point, ...], step: float) -> list[Point]:
    """Return points about `step` metres apart on a smooth line through `bends` (Catmull-Rom)."""
    line: list[Point] = []
    for k in range(len(bends) - 1):
        before, start = bends[max(k - 1, 0)], bends[k]
        end, after = bends[k + 1], bends[min(k + 2, len(bends) - 1)]
        pieces = max(1, round(math.dist(start, end) / step))
        for i in range(pieces):
            t = i / pieces
            line.append(
                tuple(
                    0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2
                           + (3 * b - a - 3 * c + d) * t**3)
                    for a, b, c, d in zip(before, start, end, after, strict=True)
                )  # type: ignore[arg-type]
            )  # fmt: skip
    return [*line, bends[-1]]


def river(step: float = 60) -> list[Point]:
    """Return the River Larrow from west to east."""
    return curve(_RIVER_BENDS, step)


def railway(step: float = 60) -> list[Point]:
    """Return the railway from west to east."""
    return curve(_RAILWAY_BENDS, step)


def edge(random: Random) -> list[Point]:
    """Return the town's boundary, less the stretch in the west where it follows the river.

    Each straight piece is broken in the middle and pushed aside, over and over, so that it
    looks like a line that follows ditches and field corners (midpoint displacement).
    """
    line: list[Point] = list(_EDGE)
    while max(math.dist(p, q) for p, q in pairwise(line)) > 130:
        broken: list[Point] = []
        for (x0, y0), (x1, y1) in pairwise(line):
            aside = random.uniform(-_EDGE_ROUGHNESS, _EDGE_ROUGHNESS)
            middle = ((x0 + x1) / 2 - (y1 - y0) * aside, (y0 + y1) / 2 + (x1 - x0) * aside)
            broken += [(x0, y0), middle]
        line = [*broken, line[-1]]
    return line
