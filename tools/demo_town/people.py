"""Who lives where in the town, what they need, and the postcodes and streets they live in."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import product
from random import Random
from typing import Final

import shapely

from demo_town.ground import Area
from demo_town.town import HIGH_STREET, NEIGHBOURHOODS, Neighbourhood, Point

PEOPLE_PER_POSTCODE: Final = 43
INWARD_LETTERS: Final = "ABDEFGHJLNPQRSTUWXYZ"
"""Letters that the second half of a postcode may end in (C I K M O V are never used there)."""
NO_PEOPLE_COUNTED: Final = "Larrowby 006J"
HIDDEN_VALUE: Final = ("Larrowby 002H", "Older people living alone (65 and over)")
POCKETS: Final = (
    # x, y, radius in metres, and how much more (or less) need than around
    (-850, -950, 480, -0.42), (700, -1_250, 380, -0.28), (-950, -2_450, 420, -0.15),
    (-800, 2_600, 380, 0.38), (950, 2_450, 360, 0.34), (-4_650, 650, 260, 0.42),
    (-1_050, 100, 300, 0.28), (1_900, -250, 380, -0.30), (-3_450, 1_500, 350, -0.28),
    (2_650, 2_450, 420, -0.24), (4_150, 2_850, 240, 0.30),
)  # fmt: skip
HIDDEN: Final = "[c]"
"""What British statistics offices write for a figure that is kept back to protect people."""


@dataclass(frozen=True)
class Postcode:
    """A postcode, the point in its middle (metres from the market cross) and its street."""

    code: str
    at: Point
    neighbourhood: Neighbourhood
    street: str


@dataclass(frozen=True)
class Ground:
    """What lies behind the figures of one area, each from about 0 to 1."""

    need: float
    age: float
    centre: float
    old_houses: float


def population(areas: list[Area], random: Random) -> dict[str, int]:
    """Return people by area code, adding up to about what each neighbourhood should have."""
    found: dict[str, int] = {}
    for neighbourhood in NEIGHBOURHOODS:
        own = [area for area in areas if area.neighbourhood is neighbourhood]
        shares = [sum(h for _, h in area.homes) * random.uniform(0.92, 1.08) for area in own]
        for area, share in zip(own, shares, strict=True):
            found[area.code] = round(neighbourhood.people * share / sum(shares))
    return found


def grounds(areas: list[Area], random: Random) -> dict[str, Ground]:
    """Return what lies behind the figures of each area; near areas are alike."""
    hills = _hills(random)
    found: dict[str, Ground] = {}
    for area in areas:
        p, n = home(area), area.neighbourhood
        wave = _height(hills, p)
        pocket = sum(h * math.exp(-((math.dist(p, (x, y)) / r) ** 2)) for x, y, r, h in POCKETS)
        pull = [(m.need, math.exp(-math.dist(p, m.heart) / 700)) for m in NEIGHBOURHOODS]
        around = sum(need * w for need, w in pull) / sum(w for _, w in pull)
        found[area.code] = Ground(
            need=_between(
                0.74 * n.need + 0.26 * around + pocket + 0.09 * wave + random.gauss(0, 0.045)
            ),
            age=_between(n.age + 0.05 * wave + random.gauss(0, 0.06)),
            centre=math.exp(-((math.dist(p, (0, 200)) / 900) ** 2)),
            old_houses={3: 1.0, 2: 0.8, 1: 0.7, 12: 0.7, 4: 0.4, 6: -0.4}.get(n.number, 0.0),
        )
    return found


def _hills(random: Random) -> list[tuple[float, float, float]]:
    """Return smooth ups and downs over the ground, so that near areas are alike."""
    return [
        (random.uniform(-5_500, 5_000), random.uniform(-3_500, 3_800), random.gauss(0, 1))
        for _ in range(40)
    ]


def _height(hills: list[tuple[float, float, float]], p: Point) -> float:
    return sum(h * math.exp(-((math.dist(p, (x, y)) / 750) ** 2)) for x, y, h in hills)


def home(area: Area) -> Point:
    """Return the middle of where people live in an area."""
    total = sum(h for _, h in area.homes)
    return (
        sum(p[0] * h for p, h in area.homes) / total,
        sum(p[1] * h for p, h in area.homes) / total,
    )


def _between(value: float, low: float = 0.02, high: float = 0.99) -> float:
    return min(max(value, low), high)


INDICATORS: Final = (
    # name, unit, year, direction, and how it follows from the ground
    ("Households on low income", "%", 2024, "high-is-bad",
     lambda g: 5 + 33 * g.need**1.2, 1.7),
    ("Children in low-income families", "%", 2024, "high-is-bad",
     lambda g: 4 + 44 * g.need**1.25, 2.6),
    ("People out of work", "%", 2025, "high-is-bad",
     lambda g: 1.8 + 11 * g.need**1.3, 0.8),
    ("Homes that are cold or crowded", "%", 2021, "high-is-bad",
     lambda g: 5 + 15 * g.need + 7 * g.old_houses, 1.5),
    ("People with a long-term illness", "%", 2021, "high-is-bad",
     lambda g: 9 + 11 * g.need + 11 * g.age, 1.3),
    ("Adults with no qualifications", "%", 2021, "high-is-bad",
     lambda g: 6 + 25 * g.need + 5 * g.age, 2.0),
    ("Recorded crime", "per 1,000 people", 2024, "high-is-bad",
     lambda g: 22 + 90 * g.need**1.4 + 95 * g.centre, 8.0),
    ("Older people living alone (65 and over)", "% of households", 2021, "high-is-bad",
     lambda g: 4 + 11 * g.age + 5 * g.need, 1.0),
    ("Households without a car", "%", 2021, "high-is-bad",
     lambda g: 7 + 36 * g.need + 20 * g.centre, 2.6),
)  # fmt: skip
GREEN_SPACE: Final = ("Public green space", "square metres per person", 2025, "high-is-good")
EARLIER: Final = ("Households on low income", 2023, 1.06)
"""An indicator with an older year too, and how much higher it was."""


def indicators(
    areas: list[Area],
    people: dict[str, int],
    parks: list[shapely.Polygon],
    random: Random,
) -> list[tuple[str, str, int, str, str, str]]:
    """Return (area_code, indicator, year, value, unit, direction), one indicator after another."""
    behind = grounds(areas, random)
    rows: list[tuple[str, str, int, str, str, str]] = []
    for name, unit, year, direction, follows, noise in INDICATORS:
        hills = _hills(random)
        for area in areas:
            own = noise * (random.gauss(0, 1) + _height(hills, home(area)))
            value = max(follows(behind[area.code]) + own, 0.6)
            if name == EARLIER[0]:
                older = value * EARLIER[2] + random.gauss(0, 0.6)
                rows.append((area.code, name, EARLIER[1], f"{older:.1f}", unit, direction))
            shown = HIDDEN if (area.name, name) == HIDDEN_VALUE else f"{value:.1f}"
            rows.append((area.code, name, year, shown, unit, direction))
    name, unit, year, direction = GREEN_SPACE
    for area in areas:
        green = _green_space(area, areas, people, parks)
        rows.append((area.code, name, year, f"{green:.1f}", unit, direction))
    return rows


def _green_space(
    area: Area, areas: list[Area], people: dict[str, int], parks: list[shapely.Polygon]
) -> float:
    """Return square metres of park within about 800 m for each person who shares them."""
    near = shapely.Point(home(area)).buffer(800)
    green = sum(park.intersection(near).area for park in parks)
    sharing = sum(people[a.code] for a in areas if near.contains(shapely.Point(home(a))))
    return green / sharing


def postcodes(areas: list[Area], people: dict[str, int], random: Random) -> list[Postcode]:
    """Return about one postcode for each 43 people, on fictional ground and in a fictional series.

    No British postcode area is called ZQ.
    """
    endings: dict[str, list[str]] = {}
    found: list[Postcode] = []
    spots: list[tuple[Neighbourhood, Point]] = []
    for area in areas:
        wanted = max(2, round(people[area.code] / PEOPLE_PER_POSTCODE))
        spots += [(area.neighbourhood, p) for p in _homes(area, wanted, random)]
    anchors = {n.number: _anchors(n, spots, random) for n in NEIGHBOURHOODS}
    for n, p in spots:
        if n.sector not in endings:
            endings[n.sector] = ["".join(pair) for pair in product(INWARD_LETTERS, repeat=2)]
            random.shuffle(endings[n.sector])
        street = min(anchors[n.number], key=lambda a: (math.dist(a[1], p), a[0]))[0]
        found.append(Postcode(f"{n.sector}{endings[n.sector].pop()}", p, n, street))
    return found


def _homes(area: Area, wanted: int, random: Random) -> list[Point]:
    """Return points where people live in an area, no two closer than 18 m."""
    cells, weights = zip(*area.homes, strict=True)
    found: list[Point] = []
    for _ in range(wanted * 200):
        x, y = random.choices(cells, weights, k=1)[0]
        p = (x + random.gauss(0, 24), y + random.gauss(0, 24))
        if area.shape.contains(shapely.Point(p)) and all(math.dist(p, q) > 18 for q in found):
            found.append(p)
        if len(found) == wanted:
            break
    return found


def _anchors(
    neighbourhood: Neighbourhood, spots: list[tuple[Neighbourhood, Point]], random: Random
) -> list[tuple[str, Point]]:
    """Return points along which each street runs: a postcode belongs to the nearest."""
    own = [p for n, p in spots if n is neighbourhood]
    streets = neighbourhood.streets
    if neighbourhood.number == 1:
        return [
            *((streets[0], p) for p in HIGH_STREET),
            *((street, random.choice(own)) for street in streets[1:]),
        ]
    return [
        (streets[0], neighbourhood.heart),
        *((street, random.choice(own)) for street in streets[1:]),
        *((street, random.choice(own)) for street in streets[1:]),
    ]
