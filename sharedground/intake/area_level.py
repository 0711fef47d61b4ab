"""What areas are, told by their codes, their headings and the name of their file."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

import pandas as pd

from sharedground.intake.headings import plain
from sharedground.intake.raw import RawFile
from sharedground.model.place import AreaSet, Level
from sharedground.words import later, say

_BY_CODE: Final[dict[str, tuple[Level, str]]] = {
    "E01": (Level.SMALL, "LSOA"), "W01": (Level.SMALL, "LSOA"),
    "S01": (Level.SMALL, later("Data zones")), "N21": (Level.SMALL, later("Data zones")),
    "N20": (Level.SMALL, later("Data zones")), "95": (Level.SMALL, "SOA"),
    "E02": (Level.NEIGHBOURHOOD, "MSOA"), "W02": (Level.NEIGHBOURHOOD, "MSOA"),
    "S02": (Level.NEIGHBOURHOOD, later("Intermediate zones")),
    "E05": (Level.WARD, later("Wards")), "W05": (Level.WARD, later("Wards")),
    "S13": (Level.WARD, later("Wards")), "N08": (Level.WARD, later("District electoral areas")),
    **{code: (Level.DISTRICT, later("Local authority"))
       for code in ("E06", "E07", "E08", "E09", "W06", "S12", "N09")},
}  # fmt: skip
"""First letters of codes of the Government Statistical Service, and what they stand for.

Source: ONS, Register of Geographic Codes.
"""
_BY_WORD: Final[tuple[tuple[str, Level, str], ...]] = (
    (r"localit\w*", Level.LOCALITY, later("Localities")),
    (r"wards?", Level.WARD, later("Wards")),
    (r"msoas?", Level.NEIGHBOURHOOD, "MSOA"),
    (r"lsoas?", Level.SMALL, "LSOA"),
    (r"data ?zones?", Level.SMALL, later("Data zones")),
    (r"tracts?", Level.SMALL, later("Tracts")),
    (r"(community areas?|comm area|neighbou?rhoods?)", Level.NEIGHBOURHOOD,
     later("Neighbourhoods")),
    (r"(local authorit\w*|districts?|boroughs?)", Level.DISTRICT, later("Local authority")),
)  # fmt: skip
_VINTAGE: Final = re.compile(
    r"\b(?:lsoa|msoa|wd|ward|lad|dz|oa|soa)s? ?((?:19|20)?\d\d) ?(?:cd|nm|code)"
)
_CODE: Final = re.compile(r"^(?:([EWSNKJLM]\d\d)\d{6}|(95)\w{6})$")
_YEAR: Final = re.compile(r"(?<!\d)(19|20)\d\d(?!\d)")


def area_set_of(raw: RawFile, areas: pd.DataFrame, title: str = "") -> AreaSet:
    """Return what a file of outlines seems to bring, for a person to confirm or change.

    Parameters
    ----------
    raw
        The file: its name and headings may tell the year of the bounds.
    areas
        The areas read from it (table of `model.frames`).
    title
        What a person called the list, "" if nothing.

    Returns
    -------
    AreaSet
        Without an id. The name is the person's own title where there is one.
    """
    headings = [str(h) for table in raw.tables for h in table.rows.columns]
    level, name = _level(areas["area_code"], (title, raw.name, *headings))
    vintage = _vintage(title, raw.name, headings)
    told = f"{name} {vintage}" if vintage else name
    return AreaSet(set_id="", name=(title or told)[:80], level=level, vintage=vintage,
                   areas=len(areas))  # fmt: skip


def _level(codes: pd.Series[str], words: Iterable[str]) -> tuple[Level, str]:
    texts = codes.astype(str)
    first = pd.Series(
        [found[1] or found[2] for text in texts if (found := _CODE.match(text))], dtype=object
    )
    if len(first) and len(first) > 0.8 * len(codes):
        commonest = str(first.mode().iloc[0])
        if commonest in _BY_CODE:
            level, name = _BY_CODE[commonest]
            return level, say(name)
    for text in words:
        for pattern, level, name in _BY_WORD:
            if re.search(rf"\b{pattern}\b", plain(text)):
                return level, say(name)
    return Level.OTHER, say("Areas")


def _vintage(title: str, file: str, headings: list[str]) -> int | None:
    for text in (title, file):
        if found := _YEAR.search(text):
            return int(found[0])
    for heading in headings:
        if found := _VINTAGE.search(heading.casefold()):
            year = int(found[1])
            return year if year > 1900 else 2000 + year
    return None
