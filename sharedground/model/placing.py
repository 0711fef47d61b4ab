"""How a row got its place on the map, how precisely, and what British postcodes look like."""

from __future__ import annotations

import re
from typing import Final

EXACT, APPROXIMATE, NONE = "exact", "approximate", "none"
"""How precisely a site is placed (`precision`)."""

COORDINATES, GRID, GEOMETRY = "coordinates", "grid reference", "geometry"
POSTCODE, OUTWARD, AREA, PERSON = "postcode", "outward code", "area", "a person"
CODE_POINT, CODE_POINT_OUTWARD = "postcode (Code-Point Open)", "outward code (Code-Point Open)"
"""How it was placed (`placed_by`); postcodes are those that the partnership loaded, unless said."""

BY_CODE_POINT: Final = (CODE_POINT, CODE_POINT_OUTWARD)
BY_WHOLE_POSTCODE: Final = (POSTCODE, CODE_POINT)
BY_ANY_POSTCODE: Final = (POSTCODE, OUTWARD, *BY_CODE_POINT)

UK_POSTCODE: Final = re.compile(r"^([A-Z]{1,2}\d[A-Z\d]?)(\d[A-Z]{2})$")
OUTWARD_CODE: Final = re.compile(r"^[A-Z]{1,2}\d[A-Z\d]?$")
SECTOR: Final = re.compile(r"^([A-Z]{1,2}\d[A-Z\d]?)\s+\d[A-Z]?$")


def is_full_postcode(text: str) -> bool:
    """Say whether a tidied text (upper case) is a whole UK postcode."""
    return bool(UK_POSTCODE.match(text.replace(" ", "")))


def outward(text: str) -> str:
    """Return the first half when only that (or little more) is given: "M41", "WA14 1"."""
    if OUTWARD_CODE.match(text):
        return text
    sector = SECTOR.match(text)
    return sector[1] if sector else ""
