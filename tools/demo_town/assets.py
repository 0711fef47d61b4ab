"""Where each place and group of the town is, and what is said of it."""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from pathlib import Path
from random import Random
from typing import Final

import shapely

from demo_town.people import Postcode
from demo_town.town import HIGH_STREET, NEIGHBOURHOODS, RAIL_STATIONS, TRAM_STOPS, Point

PLACES: Final = Path(__file__).with_name("places.txt")
DEFIBRILLATORS: Final = (18, 12, 9, 9, 12, 9, 5, 4, 2, 7, 6, 4)
"""How many in each neighbourhood, in the order of the list."""
NEAR_HEART_M: Final = {
    "community-hub": 420, "library": 250, "gp-surgery": 380, "pharmacy": 300, "work-advice": 330,
    "food-support": 480, "council-site": 520, "faith-place": 650, "sport": 900, "school": 800,
    "care-home": 900,
}  # fmt: skip
OUTSIDE: Final = (
    # name of the place beyond the boundary, where it is, its fictional postcode sector, streets
    ("Amberfleet", (-3_950, 3_650), "ZQ7 2", ("Amber Street", "Fleet Road", "Wold Road")),
    ("Kettlewold", (600, -4_250), "ZQ8 5", ("Main Street", "Kettle Lane", "Beck Side")),
)
PHONE_HOME: Final = "01632 960"
"""Ofcom's numbers for drama: 01632 960000 to 960999 ring nowhere."""


@dataclass(frozen=True)
class Asset:
    """A place or group as it truly is, before it is written into a messy sheet.

    `at` is in metres from the market cross; `category` is what a careful reader would call it.
    """

    name: str
    category: str
    sheet: str
    kind: str
    at: Point
    address: str
    postcode: str
    neighbourhood: str
    provider: str = ""
    phone: str = ""
    email: str = ""
    website: str = ""
    opening: str = ""
    capacity: int | None = None
    description: str = ""
    shape: shapely.Polygon | None = field(default=None, compare=False)


@dataclass(frozen=True)
class _Listed:
    name: str
    category: str
    sheet: str
    kind: str
    neighbourhood: str
    host: str


def all_assets(codes: list[Postcode], parks: list[Asset], random: Random) -> list[Asset]:
    """Return every place and group, each kind together, in the order of the lists."""
    listed = _listed()
    placed: dict[str, Asset] = {}
    taken: list[Point] = [p.at for p in parks]
    for entry in sorted(listed, key=lambda e: bool(e.host)):
        if entry.host:
            host = placed[entry.host]
            placed[entry.name] = replace(
                host, name=entry.name, category=entry.category, sheet=entry.sheet, kind=entry.kind
            )
            continue
        placed[entry.name] = _placed(entry, codes, taken, random)
        taken.append(placed[entry.name].at)
    ordered = [placed[entry.name] for entry in listed]
    stops = _stops(codes)
    return [*ordered, *stops, *_defibrillators([*ordered, *stops], random), *parks]


def _listed() -> list[_Listed]:
    found: list[_Listed] = []
    category = sheet = ""
    for line in PLACES.read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            category, sheet = line.strip("[]").split()
        elif line and not line.startswith("#"):
            where, _, names = line.partition(": ")
            for entry in names.split("; "):
                rest, _, host = entry.partition(" @ ")
                name, _, kind = rest.partition(" / ")
                found.append(_Listed(name, category, sheet, kind, where, host))
    return found


def _placed(entry: _Listed, codes: list[Postcode], taken: list[Point], random: Random) -> Asset:
    if entry.neighbourhood == "Outside":
        return _outside(entry, random)
    neighbourhood = next(n for n in NEIGHBOURHOODS if n.name == entry.neighbourhood)
    reach = NEAR_HEART_M[entry.category] * (0.55 if neighbourhood.number > 9 else 1.0)
    own = [code for code in codes if code.neighbourhood is neighbourhood]
    clear = [c for c in own if all(math.dist(c.at, p) > 28 for p in taken)] or own
    clear = [c for c in clear if entry.name.startswith(c.street)] or clear
    weights = [math.exp(-((_from_heart(c) / reach) ** 2) / 2) + 0.002 for c in clear]
    code = random.choices(clear, weights, k=1)[0]
    at = (code.at[0] + random.uniform(-12, 12), code.at[1] + random.uniform(-12, 12))
    return Asset(
        entry.name, entry.category, entry.sheet, entry.kind, at,
        f"{random.randint(1, 140)} {code.street}", code.code, entry.neighbourhood,
    )  # fmt: skip


def _from_heart(code: Postcode) -> float:
    """Return metres to the shops: in the middle of town, to the whole High Street."""
    if code.neighbourhood.number == 1:
        return shapely.LineString(HIGH_STREET).distance(shapely.Point(code.at))
    return math.dist(code.at, code.neighbourhood.heart)


def _outside(entry: _Listed, random: Random) -> Asset:
    first = OUTSIDE[0] if "Amberfleet" in entry.name else OUTSIDE[1]
    village, (x, y), sector, streets = first
    at = (x + random.gauss(0, 130), y + random.gauss(0, 130))
    ending = random.choice("ABDEFGHJ") + random.choice("LNPQRST")
    return Asset(
        entry.name, entry.category, entry.sheet, entry.kind, at,
        f"{random.randint(1, 60)} {random.choice(streets)}, {village}", f"{sector}{ending}",
        "Outside",
    )  # fmt: skip


def _stops(codes: list[Postcode]) -> list[Asset]:
    stops = [(name, "Tram stop", where, at) for name, where, at in TRAM_STOPS]
    stops += [(name, "Railway station", where, at) for name, where, at in RAIL_STATIONS]
    return [
        Asset(
            f"{name} {kind.lower()}", "transit-stop", "council_sites", kind, at, name,
            nearest(codes, at).code, where,
        )
        for name, kind, where, at in stops
    ]  # fmt: skip


def nearest(codes: list[Postcode], at: Point) -> Postcode:
    """Return the postcode nearest to a point."""
    return min(codes, key=lambda code: math.dist(code.at, at))


def _defibrillators(assets: list[Asset], random: Random) -> list[Asset]:
    """Hang defibrillators on the walls of schools, halls, churches, stops and public buildings."""
    walls = {"school", "community-hub", "faith-place", "sport", "council-site", "transit-stop"}
    found: list[Asset] = []
    wanted = dict(zip((n.name for n in NEIGHBOURHOODS), DEFIBRILLATORS, strict=True))
    for where, count in [*wanted.items(), ("Outside", 4)]:
        seen: set[Point] = set()
        hosts = [a for a in assets if a.neighbourhood == where and a.category in walls]
        for host in random.sample(hosts, len(hosts)):
            if host.at not in seen and len(seen) < count:
                seen.add(host.at)
                place = random.choice(("outside wall", "by the entrance", "reception", "foyer"))
                at = (host.at[0] + random.uniform(-6, 6), host.at[1] + random.uniform(-6, 6))
                found.append(
                    replace(host, name=f"{host.name}, {place}", category="defibrillator",
                            sheet="health_and_care", kind="Defibrillator", at=at)
                )  # fmt: skip
    return found
