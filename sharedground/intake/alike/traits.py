"""What places are compared by, beside their names: where they lie and how one reaches them."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sharedground.intake.alike.names import Floats, Ints, Names
from sharedground.model.placing import (
    AREA,
    BY_ANY_POSTCODE,
    CODE_POINT_OUTWARD,
    GRID,
    OUTWARD,
    OUTWARD_CODE,
)

Texts = NDArray[np.object_]

WIDE: Final = (*BY_ANY_POSTCODE, AREA, GRID)
"""Ways of placing that tell an area rather than a point."""

COARSE: Final = (OUTWARD, CODE_POINT_OUTWARD, AREA)
"""Those that tell so large an area that a distance means nothing."""

TEXTS: Final = ("name", "category", "source_id", "organization", "address", "postcode", "placed_by",
                "phone", "email", "url", "external_identifiers")  # fmt: skip

OF_ONE_PLACE: Final = ("URN", "CQC", "ODS", "OSM", "ATCO", "TOID")
"""Schemes whose identifiers stand for one place each."""

_WORD = re.compile(r"[^\W_]+")
_POSTCODE = re.compile(r"\b[a-z]{1,2}\d[a-z\d]? ?\d[a-z]{2}\b")
_NOT_DIGITS = re.compile(r"\D")


@dataclass(frozen=True, eq=False)
class Traits:
    """Every row as it is compared. Numbers stand for texts; 0 stands for "not stated".

    Parameters
    ----------
    pointed
        Rows with a point of their own, and not only that of a postcode or an area.
    places
        A number for where each row lies, as near as that is known.
    shared_by
        By field: how many different places each value is given for.
    """

    names: Names
    source: Ints
    category: Texts
    lon: Floats
    lat: Floats
    pointed: NDArray[np.bool_]
    postcode: Ints
    outward: Ints
    address: Texts
    house: Ints
    places: Ints
    identifier: Ints
    listed_as: Ints
    codes: dict[str, Ints]
    shared_by: dict[str, Ints]
    said: Ints

    def groups(self) -> Ints:
        """Give rows of one list with one name at one spot a number: services of one place."""
        keys = pd.DataFrame({"list": self.source, "name": self.names.of_row, "place": self.places})
        alone = np.where(self.places == 0, -np.arange(len(self.places)) - 1, self.places)
        return np.asarray(keys.assign(place=alone).groupby(list(keys)).ngroup(), dtype=np.intp)

    def services(self) -> NDArray[np.bool_]:
        """Tell rows whose list has other rows of their name and spot that are something else."""
        said = pd.DataFrame({"group": self.groups(), "said": self.said})
        return np.asarray(said.groupby("group")["said"].transform("nunique") > 1, dtype=bool)


def traits_of(rows: pd.DataFrame) -> Traits:
    """Return what rows (assets joined to their sites) are compared by."""
    said = {name: text_of(rows[name]) for name in TEXTS}
    postcode = numbered(each(said["postcode"], _whole_postcode))
    lon, lat = rows["lon"].to_numpy(dtype=float), rows["lat"].to_numpy(dtype=float)
    wide = np.isin(said["placed_by"].astype(str), WIDE)
    pointed = np.isfinite(lon) & np.isfinite(lat) & ~wide
    coarse = np.isin(said["placed_by"].astype(str), COARSE)
    lon, lat = np.where(coarse, np.nan, lon), np.where(coarse, np.nan, lat)
    address = each(said["address"], _plain_address)
    places = _places(lon, lat, postcode, address)
    names = Names(said["name"].tolist(), address.tolist(), places)
    listed = np.where(said["external_identifiers"] == "[]", "", said["external_identifiers"])
    codes = {
        "phone": numbered(each(said["phone"], _digits)),
        "email": numbered(each(said["email"], _plain)),
        "website": numbered(each(said["url"], _page)),
        "host": numbered(each(said["url"], _host)),
        "run by": numbered(each(said["organization"], _plain)),
    }
    return Traits(
        names=names,
        source=numbered(said["source_id"]),
        category=said["category"],
        lon=lon, lat=lat, pointed=pointed, postcode=postcode,
        outward=numbered(each(said["postcode"], _outward)),
        address=address, house=numbered(each(address, _house)), places=places,
        identifier=numbered(each(listed, _of_one_place)), listed_as=numbered(listed), codes=codes,
        shared_by={field: _shared_by(code, names, places) for field, code in codes.items()},
        said=_said(rows),
    )  # fmt: skip


def text_of(column: pd.Series) -> Texts:
    """Return a column as plain text, "" where nothing is said."""
    values = column.to_numpy(dtype=object, na_value="")
    return np.array([str(value) for value in values], dtype=object)


def numbered(values: Texts) -> Ints:
    """Return a number for each distinct text, 0 for none."""
    codes, known = pd.factorize(values)
    numbers = np.arange(1, len(known) + 1)
    numbers[known == ""] = 0
    return np.asarray(numbers[codes], dtype=np.intp) if len(codes) else codes.astype(np.intp)


def each(values: Texts, what: Callable[[str], str]) -> Texts:
    """Return what a function makes of each text; equal texts are looked at once."""
    codes, known = pd.factorize(values)
    made = np.array([what(text) for text in known] or [""], dtype=object)
    return np.asarray(made[codes], dtype=object)


def _places(lon: Floats, lat: Floats, postcode: Ints, address: Texts) -> Ints:
    """Give rows at one spot (or of one postcode, or address) one number; 0 where nothing tells."""
    x, y = (np.nan_to_num(np.round(value * 1000), nan=0).astype(np.int64) for value in (lon, lat))
    spot = (x << 32) ^ (y & 0xFFFFFFFF)
    key = np.where(np.isfinite(lon), spot, -postcode.astype(np.int64))
    by_address = numbered(address)
    key = np.where(key == 0, -(by_address.astype(np.int64) << 33), key)
    codes = pd.factorize(key)[0] + 1
    return np.where(key == 0, 0, codes).astype(np.intp)


def _shared_by(code: Ints, names: Names, places: Ints) -> Ints:
    """Return, for each row, how many places its value is given for: a switchboard serves many."""
    frame = pd.DataFrame({"code": code, "name": names.of_row, "place": places})
    grouped = frame[frame["code"] > 0].groupby("code")
    many = np.zeros(int(code.max(initial=0)) + 1, dtype=np.intp)
    at = grouped["place"].nunique()
    named = (grouped["name"].nunique() + 1) // 2
    many[at.index.to_numpy()] = np.maximum(at.to_numpy(), named.to_numpy())
    return many[code]


def _said(rows: pd.DataFrame) -> Ints:
    """Give rows that say the same of what they are one number, for rows of one list."""
    columns = ["category", "description", "schedules", "eligibility", "capacity"]
    there = [name for name in columns if name in rows]
    said = rows[there].astype(object).where(rows[there].notna(), "")
    hashed = pd.util.hash_pandas_object(said, index=False)
    return pd.factorize(hashed)[0].astype(np.intp)


def _plain(text: str) -> str:
    return text.strip().casefold()


def _whole_postcode(text: str) -> str:
    """Return a postcode, or "" if it is only the first half of one."""
    tidy = text.strip().upper()
    return "" if OUTWARD_CODE.match(tidy) or not any(c.isdigit() for c in tidy) else tidy


def _outward(text: str) -> str:
    return text.upper().split()[0] if text.strip() else ""


def _digits(text: str) -> str:
    digits = _NOT_DIGITS.sub("", text)
    return digits[-9:] if len(digits) >= 7 else ""


def _page(url: str) -> str:
    """Return host and path, without what makes no difference."""
    bare = url.strip().casefold().split("#")[0].split("://")[-1]
    return bare.removeprefix("www.").rstrip("/.")


def _host(url: str) -> str:
    return _page(url).split("/")[0].split("?")[0]


def _plain_address(text: str) -> str:
    """Return the words of an address without its postcode."""
    return " ".join(_WORD.findall(_POSTCODE.sub(" ", text.casefold().replace("'", ""))))


def _house(address: str) -> str:
    """Return the numbers in an address: of the house, or of the unit."""
    return " ".join(word for word in address.split() if word[0].isdigit())


def _of_one_place(text: str) -> str:
    for entry in json.loads(text or "[]"):
        if entry["scheme"] in OF_ONE_PLACE:
            return f"{entry['scheme']}:{entry['identifier'].casefold()}"
    return ""
