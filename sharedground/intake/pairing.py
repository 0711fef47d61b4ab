"""A table that names the new area of each old one, such as a best fit of LSOA 2011 to LSOA 2021."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from sharedground.errors import NothingUsableError
from sharedground.intake.codes import GSS, AreaCodes
from sharedground.intake.columns import cells
from sharedground.intake.headings import plain
from sharedground.intake.raw import RawFile, RawTable
from sharedground.intake.values import numbers
from sharedground.words import say

_SHARE = frozenset(["share", "weight", "proportion", "fraction", "ratio", "percent", "percentage"])


def pairs_of(raw: RawFile, old: Mapping[str, str], new: Mapping[str, str]) -> pd.DataFrame:
    """Return the new area of each old one.

    The two columns are found by their values: the one that holds most codes of the old areas and
    the one that holds most of the new, never the same.

    Parameters
    ----------
    raw
        A table with a column of old codes and one of new codes, and perhaps one of shares.
    old, new
        Area code to name.

    Returns
    -------
    pandas.DataFrame
        `from_code`, `to_code`, each pair once; `share` (0 to 1) where the table has shares. Old
        areas of elsewhere are left out.

    Raises
    ------
    NothingUsableError
        "lookup.no_pairs".
    """
    tables = raw.tables if old and new else ()
    found = [pairs for table in tables if (pairs := _pairs(table, old, new)) is not None]
    if not found:
        raise NothingUsableError("lookup.no_pairs", _no_pairs(old, new))
    return max(found, key=len)


def _no_pairs(old: Mapping[str, str], new: Mapping[str, str]) -> str:
    if not old:
        return say(
            "This table does not have the codes of your figures. It needs a column with them, and "
            "one with the codes of this place, such as {new}.", new=next(iter(new), "?"),
        )  # fmt: skip
    return say(
        "This table does not name areas of both kinds. It needs a column with codes such as {old} "
        "and one with codes such as {new}.", old=next(iter(old)), new=next(iter(new), "?"),
    )  # fmt: skip


def old_codes(lookup: RawFile, figures: RawFile, new: Mapping[str, str]) -> dict[str, str]:
    """Return the codes of the column of a lookup that most of the codes in a file stand in.

    Parameters
    ----------
    lookup
        Names the new area of each old one.
    figures
        The file whose codes are of another year.
    new
        Code to name of the areas there are: the column that holds most of them is not it.

    Returns
    -------
    dict
        Code to itself, as the lookup has it; empty when no column fits.
    """
    there = [
        set(cells(table, str(heading)).str.strip()) - {""}
        for table in figures.tables
        for heading in table.rows.columns
    ]
    best: list[str] = []
    most = 0
    for table in lookup.tables:
        headings = [str(heading) for heading in table.rows.columns]
        known = AreaCodes(new)
        reach = {h: len(set(known.match(cells(table, h))) - {""}) for h in headings}
        newest = max(headings, key=lambda h: reach[h])
        for heading in (each for each in headings if each != newest):
            codes = list(dict.fromkeys(cells(table, heading).str.strip()))
            shared = max((len(column.intersection(codes)) for column in there), default=0)
            if shared > most:
                best, most = codes, shared
    return {code: code for code in best if code}


def with_same_codes(pairs: pd.DataFrame, figures: RawFile, new: Mapping[str, str]) -> pd.DataFrame:
    """Return pairs with those codes of a file of figures that are in the place as they are.

    Only codes of the Government Statistical Service, which are retired when bounds change; and only
    those that the lookup does not name.
    """
    known, named = AreaCodes(new), set(pairs["from_code"])
    columns = (
        set(known.match(cells(table, str(heading)))) - {""}
        for table in figures.tables
        for heading in table.rows.columns
    )
    best = max(columns, key=len, default=set())
    same = sorted(code for code in best if GSS.match(code) and code not in named)
    more = pd.DataFrame({"from_code": same, "to_code": same, "share": 1.0})
    return pd.concat([pairs, more[list(pairs.columns)]], ignore_index=True)


def _pairs(table: RawTable, old: Mapping[str, str], new: Mapping[str, str]) -> pd.DataFrame | None:
    headings = [str(heading) for heading in table.rows.columns]
    was, now = (
        {heading: codes.match(cells(table, heading)) for heading in headings}
        for codes in (AreaCodes(old), AreaCodes(new))
    )
    best, most = None, 0.0
    for one in headings:
        for other in headings:
            both = (was[one] != "") & (now[other] != "")
            reach = len(set(was[one][both])) / len(old) + len(set(now[other][both])) / len(new)
            if one != other and both.any() and reach > most:
                best, most = (one, other), reach
    if best is None:
        return None
    pairs = pd.DataFrame({"from_code": was[best[0]], "to_code": now[best[1]]})
    heading = next((h for h in headings if set(plain(h).split()) & _SHARE), "")
    given = numbers(cells(table, heading)) if heading else np.array([])
    if heading and np.isfinite(given).all() and (given >= 0).all():
        pairs["share"] = given / (100.0 if "percent" in plain(heading) else 1.0)
    pairs = pairs[(pairs["from_code"] != "") & (pairs["to_code"] != "")]
    return pairs.drop_duplicates(["from_code", "to_code"]).reset_index(drop=True)
