"""Parks, play spaces and pitches as outlines on the ground, some of them without a name."""

from __future__ import annotations

import math
from random import Random
from typing import Final

import shapely

from demo_town.assets import Asset, nearest
from demo_town.people import Postcode
from demo_town.town import NEIGHBOURHOODS, Point, railway, river

SHEET: Final = "parks_and_play"
_GARDEN, _PLAY, _PLOTS = "Public Park Or Garden", "Play Space", "Allotments"
_FIELD, _BOWLS, _TENNIS = "Playing Field", "Bowling Green", "Tennis Court"
SPORT_KINDS: Final = (_FIELD, _BOWLS, _TENNIS)
_LARGE: Final = (
    # name, neighbourhood, middle, hectares, how long for its width, angle in degrees
    ("Priory Park", "Priory Park", (-1_830, 1_520), 23.0, 1.3, 20),
    ("Minster Green", "Market Quarter", (-330, 330), 1.1, 1.2, 70),
    ("Exchange Gardens", "Market Quarter", (390, -110), 0.6, 1.5, 10),
    ("Albion Park", "Station Town", (560, 1_640), 3.6, 1.4, 50),
    ("Mill Meadows", "Old Mill", (2_420, -120), 13.0, 2.6, 175),
    ("Old Mill Yard Garden", "Old Mill", (1_330, 120), 0.7, 1.2, 40),
    ("Staithe Walk", "Riverside", (-1_480, -120), 5.2, 5.0, 170),
    ("Hawthorn Recreation Ground", "Hawthorn Rise", (-3_420, 800), 4.8, 1.5, 30),
    ("Beacon Hill Common", "Beacon Fields", (2_900, 2_300), 14.0, 1.5, 60),
    ("Orchard Country Park", "Orchard Leys", (820, 3_180), 9.0, 1.6, 15),
    ("Southmoor Recreation Ground", "Southmoor", (-1_050, -2_180), 3.2, 1.3, 80),
    ("Upper Larrow Common", "Upper Larrow", (-5_080, 1_420), 12.0, 1.7, 25),
    ("Cawthwick Green", "Cawthwick", (4_020, 3_190), 1.8, 1.5, 130),
    ("Hollinfen Washlands", "Hollinfen", (3_450, -1_620), 19.0, 2.2, 5),
)  # fmt: skip
_SMALL: Final = (5, 9, 8, 13, 20, 21, 15, 9, 5, 8, 7, 6)
_KINDS: Final = (
    # kind, hectares, corners, how long for its width, how often
    (_GARDEN, 0.55, 11, 1.5, 18),
    (_PLAY, 0.12, 5, 1.3, 40),
    (_PLOTS, 0.85, 4, 1.7, 17),
    (_FIELD, 1.90, 8, 1.4, 14),
    (_BOWLS, 0.15, 4, 1.0, 6),
    (_TENNIS, 0.13, 4, 1.9, 5),
)  # fmt: skip
NAMED_SHARE: Final = 0.55


def parks(codes: list[Postcode], random: Random) -> list[Asset]:
    """Return parks and pitches that do not overlap, the large ones first."""
    found: list[Asset] = []
    for name, where, middle, hectares, long, angle in _LARGE:
        shape = _outline(middle, hectares, 22, long, math.radians(angle), random)
        found.append(_asset(name, _GARDEN, shape, where, codes))
    lines = shapely.MultiLineString([river(), railway()]).buffer(15)
    kinds, weights = [k[:4] for k in _KINDS], [k[4] for k in _KINDS]
    for neighbourhood, wanted in zip(NEIGHBOURHOODS, _SMALL, strict=True):
        own = [code for code in codes if code.neighbourhood is neighbourhood]
        made = 0
        while made < wanted:
            kind, hectares, corners, long = random.choices(kinds, weights, k=1)[0]
            x, y = random.choice(own).at
            away = 40 + 90 * random.random()
            turn = random.uniform(0, 2 * math.pi)
            middle = (x + away * math.cos(turn), y + away * math.sin(turn))
            size = hectares * random.uniform(0.7, 1.5)
            shape = _outline(middle, size, corners, long, random.uniform(0, math.pi), random)
            clear = not shape.intersects(lines) and all(
                other.shape is not None and shape.distance(other.shape) > 12 for other in found
            )
            if clear:
                name = _name(kind, middle, codes, random)
                name = "" if name in {other.name for other in found} else name
                found.append(_asset(name, kind, shape, neighbourhood.name, codes))
                made += 1
    wolds = _outline((-4_450, 3_550), 16.0, 20, 1.4, 0.5, random)
    found.append(_asset("Amberfleet Country Park", _GARDEN, wolds, "Outside", codes))
    return found


def _outline(
    middle: Point, hectares: float, corners: int, long: float, angle: float, random: Random
) -> shapely.Polygon:
    """Return an uneven outline of about so many hectares; four corners make a rectangle."""
    shake = 0.0 if corners == 4 else 0.16
    start = math.pi / corners
    ring: list[Point] = []
    for i in range(corners):
        turn = start + 2 * math.pi * i / corners + random.uniform(-shake, shake) / 2
        radius = 1 + random.uniform(-shake, shake)
        x, y = radius * math.cos(turn) * math.sqrt(long), radius * math.sin(turn) / math.sqrt(long)
        ring.append((x * math.cos(angle) - y * math.sin(angle),
                     x * math.sin(angle) + y * math.cos(angle)))  # fmt: skip
    unit = shapely.Polygon(ring).area
    scale = math.sqrt(hectares * 10_000 / unit)
    return shapely.Polygon([(middle[0] + x * scale, middle[1] + y * scale) for x, y in ring])


def _name(kind: str, at: Point, codes: list[Postcode], random: Random) -> str:
    if random.random() > NAMED_SHARE:
        return ""
    ending = {
        _GARDEN: ("Gardens", "Green", "Pocket Park"), _PLAY: ("Play Area", "Playground"),
        _PLOTS: ("Allotments",), _FIELD: ("Playing Field",), _BOWLS: ("Bowling Green",),
        _TENNIS: ("Tennis Courts",),
    }[kind]  # fmt: skip
    return f"{nearest(codes, at).street} {random.choice(ending)}"


def _asset(
    name: str, kind: str, shape: shapely.Polygon, where: str, codes: list[Postcode]
) -> Asset:
    at = (shape.centroid.x, shape.centroid.y)
    near = nearest(codes, at)
    category = "sport" if kind in SPORT_KINDS else "park"
    return Asset(name, category, SHEET, kind, at, near.street, near.code, where, shape=shape)
