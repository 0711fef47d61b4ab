"""Streets by the names that a place's own addresses have, and names that are nearly alike."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import Final, NamedTuple

import pandas as pd
from rapidfuzz import fuzz, process, utils

_SHORT: Final = {"st": "street", "rd": "road", "ave": "avenue", "av": "avenue", "ln": "lane",
                 "cl": "close", "dr": "drive", "sq": "square", "ct": "court", "gr": "grove",
                 "cres": "crescent", "pl": "place", "terr": "terrace", "gdns": "gardens",
                 "pk": "park", "blvd": "boulevard"}  # fmt: skip
_WAYS: Final = frozenset(
    [*_SHORT.values(), "way", "row", "walk", "hill", "mews", "yard", "bank", "green", "parade",
     "quay", "wharf", "rise", "view", "path", "gate", "end", "brow", "fold", "alley", "broadway"]
)  # fmt: skip
_NUMBER: Final = re.compile(
    r"^(?:(?:flat|unit|suite|floor)\s+\w+\s+)?\d+\w?(?:\s*[-/–]\s*\d+\w?)?\s+", re.IGNORECASE
)
_UNSAID: Final = frozenset("'’‘`.")
_LEAST: Final = 3
"""Letters from which on a word is found inside another one."""

ALIKE: Final = 75
"""Of 100, from which on names count as nearly alike."""


class Spread(NamedTuple):
    """A name and the box around what is called so, in degrees."""

    name: str
    west: float
    south: float
    east: float
    north: float

    @property
    def box(self) -> tuple[float, float, float, float]:
        """West, south, east, north."""
        return self.west, self.south, self.east, self.north


def plain(words: str) -> str:
    """Return a name for comparing: lower case, no marks, "St" and "Rd" at its end written out."""
    parts = re.sub(r"[^\w\s]", "", words.casefold()).split()
    return " ".join([*parts[:-1], _SHORT.get(parts[-1], parts[-1])]) if parts else ""


def pattern(word: str) -> str:
    """Return a pattern for a word as `folded` leaves it.

    "rd" and "road" as whole words mean the same. A number and a word of two letters count only as a
    whole: "10" is not in "105", nor "gp" in "ZQ1 2GP".
    """
    long = _SHORT.get(word, word)
    both = [short for short, way in _SHORT.items() if way == long]
    whole = [rf"\b{re.escape(one)}\b" for one in dict.fromkeys((word, long, *both))]
    if len(word) < _LEAST or word.isdigit():
        return "|".join(whole)
    return "|".join([re.escape(word), *(whole if both else [])])


def folded(text: str) -> str:
    """Return text to be looked for: small letters without accents, apostrophes and full stops."""
    bare = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in bare if not unicodedata.combining(letter)
                   and letter not in _UNSAID)  # fmt: skip


def street_of(address: str) -> str:
    """Return the street of an address as it stands there, without a number; "" if there is none."""
    for part in address.split(","):
        bare = _NUMBER.sub("", part.strip(), count=1).strip()
        words = plain(bare).split()
        if len(words) > 1 and words[-1] in _WAYS:
            return bare
    return ""


def streets(assets: pd.DataFrame) -> dict[str, Spread]:
    """Return the streets that addresses name, by their plain name.

    Parameters
    ----------
    assets
        `address`, `lon`, `lat`; those without a location are left out.
    """
    placed = assets[assets["lon"].notna() & (assets["address"] != "")]
    known = {text: street_of(text) for text in placed["address"].astype(str).unique()}
    named = placed.assign(street=placed["address"].astype(str).map(known))
    named = named[named["street"] != ""]
    plainly = named["street"].map({street: plain(street) for street in named["street"].unique()})
    return {
        str(key): Spread(str(rows["street"].iloc[0]), *_box(rows))
        for key, rows in named[["street", "lon", "lat"]].groupby(plainly)
    }


def _box(rows: pd.DataFrame) -> tuple[float, float, float, float]:
    lon, lat = rows["lon"].astype(float), rows["lat"].astype(float)
    return float(lon.min()), float(lat.min()), float(lon.max()), float(lat.max())


def alike(words: str, names: Iterable[str], most: int = 3) -> list[str]:
    """Return names that are nearly what was typed, the nearest first."""
    wanted = plain(words)
    if len(wanted) < 3:
        return []
    found = process.extract(wanted, dict.fromkeys(names).keys(), scorer=fuzz.WRatio, limit=3 * most,
                            processor=utils.default_process, score_cutoff=ALIKE)  # fmt: skip
    close = [str(name) for name, _, _ in found if len(plain(str(name))) >= len(wanted) - 3]
    return close[:most]
