"""Positions as people write them: degrees, pairs in one text, grid references, names of a CRS."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

import numpy as np
import pandas as pd
import pyproj
from numpy.typing import NDArray
from pyproj.exceptions import CRSError

from sharedground.intake.values import by_value, number

Floats = NDArray[np.float64]

NOWHERE: Final = (float("nan"), float("nan"))

_NUMBER = r"[-+]?\d{1,7}(?:[.,]\d{1,16})?"
_LETTER = r"(?:[NSEW](?![a-z]))"
_LABEL = r"(?:lat|latitude|lon|long|lng|longitude|easting|eastings|northing|northings|[NSEWXY])"
_ONE = (
    rf"(?:({_LABEL})\s{{0,2}}[:=.]?\s{{0,2}}({_NUMBER})\s{{0,2}}[°º]?"
    rf"|({_NUMBER})\s{{0,2}}[°º]?\s{{0,2}}({_LETTER})?)"
)
_PAIR = re.compile(rf"^\W{{0,4}}?{_ONE}\s{{0,3}}([,;/|\s])\s{{0,3}}{_ONE}\W{{0,4}}$", re.IGNORECASE)
_SIX = re.compile(r"^[1-9]\d{5} [1-9]\d{5,6}$")
"""Metres beside each other, and no telephone number."""

_AT_END = re.compile(r"\((-?\d{1,3}\.\d{1,16}),\s{0,3}(-?\d{1,3}\.\d{1,16})\)\s{0,9}$")
_IN_LINK = re.compile(
    r"^https?://\S{0,300}?[@=/](-?\d{1,2}\.\d{2,16})(?:,|%2C|&mlon=|&lon=|&lng=)\+?"
    r"(-?\d{1,3}\.\d{2,16})",
    re.IGNORECASE,
)
_MINUTES = (
    r"([NSEW])?\s{0,2}(\d{1,3})\s{0,2}[°ºd:\s]\s{0,2}(\d{1,2}(?:\.\d{1,9})?)"
    r"(?:\s{0,2}['′’m:\s]\s{0,2}(\d{1,2}(?:\.\d{1,9})?))?\s{0,2}(?:[\"″”s'′’m]{0,2})\s{0,2}([NSEW])?"
)
_DMS = re.compile(rf"^\s{{0,9}}{_MINUTES}\s{{0,9}}$", re.IGNORECASE)
_DMS_PAIR = re.compile(
    rf"^\W{{0,4}}?{_MINUTES}\s{{0,3}}[,;/|\s]\s{{0,3}}{_MINUTES}\W{{0,4}}$", re.IGNORECASE
)
_LETTERED = re.compile(
    r"^\s{0,9}([NSEW])?\s{0,2}(\d{1,3}(?:[.,]\d{1,16})?)\s{0,2}[°º]?\s{0,2}([NSEW])?\s{0,9}$",
    re.IGNORECASE,
)
_GRID = re.compile(
    r"^(?:os|osgb|ngr|gr|grid ref(?:erence)?)?[\s:.]{0,3}([A-Z]{1,2})\s{0,3}(\d[\d\s,/]{0,14})$",
    re.IGNORECASE,
)
_SQUARE: Final = 500_000
_EPSG = re.compile(r"(?:^|(?:epsg|srid|crs)\W{0,8})(\d{4,6})(?!\d)", re.IGNORECASE)
_UTM = re.compile(r"utm\D{0,12}?(\d{1,2})\s{0,2}([ns])", re.IGNORECASE)
_SYSTEMS: Final = {
    4326: "wgs84 wgs1984 gps latlong latlon latlng longlat lonlat geographic degrees",
    27700: "osgb osgb36 osgb1936 bng britishnationalgrid nationalgrid osgrid ordnancesurvey "
    "osnationalgrid osgb36britishnationalgrid osgb1936britishnationalgrid eastingnorthing os",
    29903: "irishgrid irishnationalgrid tm65 tm75 tm75irishgrid tm65irishgrid osi osni",
    2157: "itm irishtransversemercator irenet95irishtransversemercator",
    3857: "webmercator pseudomercator googlemercator wgs84pseudomercator sphericalmercator",
    4258: "etrs89",
    4269: "nad83",
}
_NAMED: Final = {name: code for code, names in _SYSTEMS.items() for name in names.split()}


def degrees(cells: pd.Series[str]) -> Floats:
    """Return longitudes or latitudes: decimal, with a decimal comma or a letter, or in minutes."""
    plain = pd.to_numeric(cells, errors="coerce").to_numpy(dtype=np.float64, na_value=np.nan)
    plain = np.where(np.isfinite(plain), plain, np.nan)
    left = np.flatnonzero(np.isnan(plain))
    plain[left] = by_value(cells.iloc[left], degree)
    return plain


def degree(text: str) -> float:
    """Return one longitude or latitude, NaN where there is none."""
    lettered = _LETTERED.match(text)
    if lettered and (lettered[1] or lettered[3]):
        return _signed(float(lettered[2].replace(",", ".")), lettered[1] or lettered[3])
    minutes = _DMS.match(text)
    if minutes and (minutes[1] or minutes[5]):
        return _from_minutes(minutes.groups())
    return number(text.replace("°", ""), decimal_comma=True)


def _signed(value: float, letter: str) -> float:
    return -value if letter.upper() in "SW" else value


def _from_minutes(parts: tuple[str | None, ...]) -> float:
    before, whole, minutes, seconds, after = parts
    value = float(whole or 0) + float(minutes or 0) / 60 + float(seconds or 0) / 3600
    return _signed(value, before or after or "N")


def pair(text: str) -> tuple[float, float]:
    """Return (north, east) of a text such as "53.42, -2.31", "(53.42 N, 2.31 W)" or a map's link.

    Degrees without a letter are read as latitude first, metres as easting first: where that is
    wrong for a whole column, the place tells. They may stand in brackets at the end of an address.
    """
    found = _AT_END.search(text) or _IN_LINK.match(text)
    if found:
        return float(found[1]), float(found[2])
    minutes = _DMS_PAIR.match(text)
    if minutes and all(minutes[at] or minutes[at + 4] for at in (1, 6)):
        first, second = _from_minutes(minutes.groups()[:5]), _from_minutes(minutes.groups()[5:])
        return (second, first) if _is_east(minutes[1] or minutes[5]) else (first, second)
    return _plain_pair(text)


def _plain_pair(text: str) -> tuple[float, float]:
    found = _PAIR.match(text.replace("\u2212", "-"))
    if not found:
        return NOWHERE
    parts = found.groups()
    one, two = parts[1] or parts[2], parts[6] or parts[7]
    name, other = parts[0] or parts[3], parts[5] or parts[8]
    first, second = _turned(_value(one), name), _turned(_value(two), other)
    told, metres = name or other, min(abs(first), abs(second)) >= 1_000
    if metres and not told and parts[4].isspace() and not _SIX.match(f"{one} {two}"):
        return NOWHERE
    if not metres and not told and not re.search(r"[.,]|-\d", f"{one} {two}"):
        return NOWHERE
    east_first = _is_east(name) or _is_north(other) or (metres and not told)
    return (second, first) if east_first else (first, second)


def _value(text: str) -> float:
    """Return a number; a comma parts thousands of metres, else decimals."""
    whole, comma, rest = text.partition(",")
    thousands = bool(comma) and len(rest) == 3 and abs(float(whole)) > 180
    return float(whole + rest if thousands else text.replace(",", "."))


def _turned(value: float, letter: str | None) -> float:
    return -value if letter and letter.upper() in ("S", "W") and abs(value) <= 180 else value


def _is_east(letter: str | None) -> bool:
    return bool(letter) and str(letter).casefold()[:2] in ("e", "w", "x", "lo", "ln", "ea")


def _is_north(letter: str | None) -> bool:
    return bool(letter) and str(letter).casefold()[:2] in ("n", "s", "y", "la", "no")


def grid_reference(text: str) -> tuple[float, float, float]:
    """Return the middle of a square as easting, northing and its side, in metres; NaN for none.

    Two letters are of the British National Grid ("SJ 789 912"), one is of the Irish Grid.
    """
    found = _GRID.match(" ".join(text.split()))
    nothing = (*NOWHERE, float("nan"))
    if not found:
        return nothing
    letters, groups = found[1].upper(), re.findall(r"\d+", found[2])
    digits = "".join(groups)
    if len(digits) % 2 or len(digits) > 10 or len({len(each) for each in groups}) > 1:
        return nothing
    corner = _corner(letters)
    if corner is None:
        return nothing
    half = len(digits) // 2
    side = 10.0 ** (5 - half)
    east, north = int(digits[:half]) * side, int(digits[half:]) * side
    return corner[0] + east + side / 2, corner[1] + north + side / 2, side


def _corner(letters: str) -> tuple[int, int] | None:
    """Return the south-west corner of a square of 100 km, None where there is none."""
    if "I" in letters:
        return None
    places = [(ord(each) - ord("A") - (each > "I")) for each in letters]
    if len(places) == 1:
        return places[0] % 5 * 100_000, (4 - places[0] // 5) * 100_000
    if letters[0] not in "HJNOST":
        return None
    first, second = places
    x = (first % 5 - 2) * _SQUARE + second % 5 * 100_000
    y = (3 - first // 5) * _SQUARE + (4 - second // 5) * 100_000
    return (x, y) if 0 <= x < 700_000 and 0 <= y < 1_300_000 else None


def is_grid_reference(text: str) -> bool:
    """Say whether a text is a grid reference of 1 km or better, or a pair of metres.

    Shorter ones look like the first half of a postcode ("SO14"), and codes of many kinds look like
    references ("TA1234"): the heading has to say so too.
    """
    return grid_reference(text)[2] <= 1_000 or min(map(abs, pair(text))) >= 1_000


@cache
def crs_named(text: str) -> str:
    """Return "EPSG:27700" for a coordinate system as a cell names it; "" when it is not known.

    Only codes and a few names are understood: a definition could name a file.
    """
    plain = re.sub(r"[^a-z0-9]", "", text[:100].casefold())
    utm = _UTM.search(text[:100])
    if utm:
        return f"EPSG:{(32600 if utm[2].casefold() == 'n' else 32700) + int(utm[1])}"
    found = _EPSG.search(text[:100].strip())
    code = _NAMED.get(plain) or (int(found[1]) if found else 0)
    return f"EPSG:{code}" if code and _exists(code) else ""


@cache
def _exists(code: int) -> bool:
    try:
        pyproj.CRS.from_epsg(code)
    except CRSError:
        return False
    return True
