"""A street map from the internet: pictures at addresses with {z}, {x} and {y} in them."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import urlsplit

from sharedground.errors import SharedGroundError
from sharedground.model.base import Value
from sharedground.words import say

LONGEST_URL: Final = 300
LONGEST_NAME: Final = 40
LONGEST_CREDIT: Final = 120
_ADDRESS: Final = re.compile(r"https://[A-Za-z0-9.-]+(:[0-9]{1,5})?/[A-Za-z0-9{}./_~%?&=@+,;:-]*")
_SITE: Final = re.compile(
    r"(?=.{4,253}$)([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,63}"
)
_HOLES: Final = re.compile(r"\{([^{}]*)\}")


class StreetMap(Value):
    """One street map that visitors may switch on.

    Parameters
    ----------
    name
        What it is called in the list to choose from.
    url
        Address of a picture, such as "https://tiles.example.org/{z}/{x}/{y}.png".
    credit
        Whose map it is: written on it.
    """

    name: str
    url: str
    credit: str

    @property
    def site(self) -> str:
        """The site that its pictures come from, such as "https://tiles.example.org"."""
        parts = urlsplit(self.url)
        return f"https://{parts.netloc}"


OPENSTREETMAP: Final = StreetMap(
    name="OpenStreetMap", url="https://tile.openstreetmap.org/{z}/{x}/{y}.png",
    credit="© OpenStreetMap contributors",
)  # fmt: skip
"""The one that is always there. Nothing is fetched from it until a visitor switches it on."""


def street_map(name: str, url: str, credit: str) -> StreetMap:
    """Return a street map whose name, address and credit have been looked at.

    Raises
    ------
    SharedGroundError
        "streets.name", "streets.url" or "streets.credit", in words that say what to write.
    """
    name, url, credit = " ".join(name.split()), url.strip(), " ".join(credit.split())
    if not 1 <= len(name) <= LONGEST_NAME or name.casefold() == OPENSTREETMAP.name.casefold():
        raise SharedGroundError(
            "streets.name",
            say("Give the street map a name of its own, of 1 to {n} letters.", n=LONGEST_NAME),
        )
    if not _is_address(url):
        raise SharedGroundError(
            "streets.url",
            say('"{url}" is no address of a street map. Write it like '
                "https://tiles.example.org/{z}/{x}/{y}.png: it begins with https, and has {z}, {x} "
                "and {y} in it once each.", url=url[:80], z="{z}", x="{x}", y="{y}"),
            url=url[:LONGEST_URL],
        )  # fmt: skip
    if not 1 <= len(credit) <= LONGEST_CREDIT:
        raise SharedGroundError(
            "streets.credit", say("Say whose map it is. It is written on the map.")
        )
    return StreetMap(name=name, url=url, credit=credit)


def _is_address(url: str) -> bool:
    """Say whether an address is safe to fetch pictures from: a site by name, and only our holes."""
    if len(url) > LONGEST_URL or not _ADDRESS.fullmatch(url) or "@" in url.split("/")[2]:
        return False
    parts = urlsplit(url)
    holes = sorted(_HOLES.findall(url))
    rest = _HOLES.sub("", url)
    return bool(
        _SITE.fullmatch(parts.hostname or "")
        and holes == ["x", "y", "z"]
        and not set(rest) & set("{}")
    )
