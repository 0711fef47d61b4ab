"""From rows of lists to things: what several lists bring becomes one, and edits lie on top.

Pure functions on tables of `model.frames`. Nothing in the database is changed by a merge, an
edit or a postcode that arrives later, so all of it can be taken back.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Container, Iterable, Mapping
from typing import Any, Final

import pandas as pd

from sharedground import code_point
from sharedground.model.base import stable_id
from sharedground.model.category import BY_CODE
from sharedground.model.frames import CONTACTS
from sharedground.model.groups import stand_ins
from sharedground.model.placing import (
    APPROXIMATE,
    BY_ANY_POSTCODE,
    BY_CODE_POINT,
    CODE_POINT,
    CODE_POINT_OUTWARD,
    EXACT,
    NONE,
    OUTWARD,
    PERSON,
    POSTCODE,
    outward,
)

SITE_FIELDS: Final = ("address", "postcode", "lon", "lat")
"""Fields of an asset's site that can be edited: the asset then has a site of its own."""

_NUMBERS: Final = ("capacity", "lon", "lat")
_LEVELS: Final = ("public", "partners", "officers")
_STRICTEST: Final[dict[str, Callable[[Iterable[Any]], Any]]] = {
    "sensitive": lambda values: any(bool(value) for value in values),
    "visibility": lambda values: max(values, key=_LEVELS.index),
}
"""What protects counts when one list has it, whatever the others say."""

NOT_PUBLISHED: Final = "list.not_published"
"""Why a contact is kept apart that another list of the same thing brought."""


def one_of_each(frame: pd.DataFrame, key: str, order: Mapping[str, int]) -> pd.DataFrame:
    """Return one row per `key`: of the list that came first, blanks filled from later lists.

    Parameters
    ----------
    order
        Source to its place in the order of lists.
    """
    if frame.empty or not frame[key].duplicated().any():
        return frame.reset_index(drop=True)
    ranked = frame.assign(_order=frame["source_id"].map(order).fillna(len(order)))
    ranked = ranked.sort_values([key, "_order"], kind="stable").drop(columns="_order")
    twice = ranked[key].duplicated(keep=False)
    joined = pd.concat([ranked[~twice], _filled(ranked[twice], key)])
    tidy: pd.DataFrame = joined.sort_values(key, kind="stable").reset_index(drop=True)
    return tidy.astype(frame.dtypes.to_dict())


def _filled(rows: pd.DataFrame, key: str) -> pd.DataFrame:
    """Return the first row of each key, with what it does not say from those after it."""
    ids = rows[key].to_numpy()
    first = rows.drop_duplicates(key).set_index(key, drop=False)
    columns = {}
    for column in rows.columns:
        if column in _STRICTEST:
            continue
        values = rows[column].astype(object)
        told = (values.notna() & (values != "")).to_numpy(dtype=bool)
        found = pd.Series(values.to_numpy(dtype=object)[told], index=ids[told])
        found = found[~found.index.duplicated()].reindex(first.index)
        columns[column] = found.where(found.notna(), first[column].astype(object))
    for column, combine in (*_STRICTEST.items(), ("external_identifiers", _joined_identifiers)):
        if column in rows:
            every = rows[column].astype(object).groupby(rows[key], sort=False).agg(list)
            columns[column] = every.map(combine).reindex(first.index)
    filled = pd.DataFrame(columns, columns=rows.columns, index=first.index)
    return filled.reset_index(drop=True)


def contacts_by_list(
    frame: pd.DataFrame, thing: str, key: str, published: Container[str]
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Keep contacts of lists that do not publish them from filling rows of lists that do.

    Parameters
    ----------
    frame
        Assets or partners, before what several lists bring becomes one.
    published
        Sources whose contacts are public.

    Returns
    -------
    tuple of pandas.DataFrame
        The rows without those contacts, and these as a table of `model.frames.CONTACTS`.
    """
    public = frame["source_id"].map(lambda source: source in published).astype(bool)
    mixed = public.groupby(frame[key]).transform("nunique") > 1
    rows = mixed & ~public
    if not rows.any():
        return frame, pd.DataFrame(columns=list(CONTACTS), dtype=object)
    apart = [
        (thing, row[key], field, row[field], NOT_PUBLISHED, row["source_id"], row["row_number"])
        for row in frame[rows].to_dict("records")
        for field in ("email", "phone")
        if row[field]
    ]
    bare = frame.copy()
    bare.loc[rows, ["email", "phone"]] = ""
    return bare, pd.DataFrame(apart, columns=list(CONTACTS), dtype=object)


def of_representatives(contacts: pd.DataFrame, into: Mapping[str, str]) -> pd.DataFrame:
    """Give the contacts of things that are one with others to the one that stands for all."""
    return contacts.assign(thing_id=contacts["thing_id"].map(lambda one: into.get(one, one)))


def _joined_identifiers(texts: Iterable[str]) -> str:
    texts = list(texts)
    if len(set(texts)) == 1:
        return str(texts[0])
    every = [one for text in texts for one in json.loads(text or "[]")]
    unique = {(one["scheme"], one["identifier"]): one for one in every}
    return json.dumps(list(unique.values()), ensure_ascii=False)


def representatives(
    pairs: pd.DataFrame, ids: Iterable[str], rank: Mapping[str, int]
) -> dict[str, str]:
    """Return for each asset that is one with others the one that stands for all of them.

    Parameters
    ----------
    pairs
        Only those with the verdict "same" count.
    ids
        Assets that are there; pairs with others are passed over.
    rank
        Asset to the order of its list: the lowest stands for the group.
    """
    here = set(ids)
    same = pairs[(pairs["verdict"] == "same") & pairs["one"].isin(here) & pairs["other"].isin(here)]
    return stand_ins(zip(same["one"], same["other"], strict=True), lambda each: (rank[each], each))


def share_sites(assets: pd.DataFrame, pairs: pd.DataFrame) -> pd.DataFrame:
    """Let assets that a person put at the same place share a site: the first one's."""
    together = pairs[pairs["verdict"] == "same place"]
    if together.empty or assets.empty:
        return assets
    site = dict(zip(assets["asset_id"], assets["site_id"], strict=True))
    for one, other in zip(together["one"], together["other"], strict=True):
        if one in site and other in site:
            site[other] = site[one]
    return assets.assign(site_id=assets["asset_id"].map(site))


def waits_for_postcodes(sites: pd.DataFrame) -> pd.Series[bool]:
    """Say which sites a loaded postcode would place (better, or instead of Code-Point Open)."""
    waits = (sites["precision"] != EXACT) | sites["placed_by"].isin(BY_CODE_POINT)
    return waits & (sites["postcode"] != "")


def place_waiting(
    sites: pd.DataFrame, postcodes: Mapping[str, tuple[float, float]]
) -> pd.DataFrame:
    """Place sites by postcodes that the partnership loaded, where nothing better is known.

    A whole postcode places exactly; half of one roughly, and only what lies nowhere else.
    """
    listed = waits_for_postcodes(sites) & sites["postcode"].isin(postcodes.keys())
    half = sites["postcode"].map(outward) != ""
    nowhere = sites["lon"].isna() | sites["placed_by"].isin(BY_CODE_POINT)
    sites = _placed(sites, listed & ~half, postcodes, EXACT, POSTCODE)
    return _placed(sites, listed & half & nowhere, postcodes, APPROXIMATE, OUTWARD)


def place_by_code_point(sites: pd.DataFrame) -> pd.DataFrame:
    """Place sites of Great Britain by the postcodes that come with the product."""
    waits = (sites["precision"] != EXACT) & (sites["postcode"] != "")
    half = sites["postcode"].map(outward)
    ours = code_point.positions({*sites.loc[waits, "postcode"], *half[waits]})
    for exact, precision in ((True, EXACT), (False, APPROXIMATE)):
        known = {code: at[:2] for code, at in ours.items() if at.exact is exact and " " in code}
        rows = waits & sites["postcode"].isin(known.keys()) & (exact | sites["lon"].isna())
        sites = _placed(sites, rows, known, precision, CODE_POINT)
    middles = {code: at[:2] for code, at in ours.items() if " " not in code}
    rows = waits & half.isin(middles.keys()) & sites["lon"].isna()
    sites = _placed(sites, rows, middles, APPROXIMATE, CODE_POINT_OUTWARD, half)
    left = waits & sites["lon"].isna()
    rough = {code: at[:2] for code, at in code_point.rough_positions(
        sites.loc[left, "postcode"]).items()}  # fmt: skip
    rows = left & sites["postcode"].isin(rough.keys())
    return _placed(sites, rows, rough, APPROXIMATE, CODE_POINT_OUTWARD)


def _placed(
    sites: pd.DataFrame, rows: pd.Series[bool], known: Mapping[str, tuple[float, float]],
    precision: str, how: str, codes: pd.Series[str] | None = None,
) -> pd.DataFrame:  # fmt: skip
    """Return the sites with some of them placed where their code lies."""
    if not rows.any():
        return sites
    placed = sites.copy()
    found = [known[code] for code in (sites["postcode"] if codes is None else codes)[rows]]
    placed.loc[rows, "lon"] = [lon for lon, _ in found]
    placed.loc[rows, "lat"] = [lat for _, lat in found]
    placed.loc[rows, "precision"], placed.loc[rows, "placed_by"] = precision, how
    return placed


def with_edits(
    assets: pd.DataFrame, sites: pd.DataFrame, edits: pd.DataFrame, place_id: str
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Lay people's edits over assets and their sites.

    Parameters
    ----------
    edits
        `thing`, `thing_id`, `field`, `value`: at most one per field of a thing.
    """
    mine = edits[(edits["thing"] == "asset") & edits["thing_id"].isin(assets["asset_id"])]
    if mine.empty:
        return assets, sites
    at_site = mine["field"].isin(SITE_FIELDS)
    assets = _edited(assets, "asset_id", mine[~at_site])
    if not at_site.any():
        return assets, sites
    moved = mine.loc[at_site, "thing_id"].unique()
    own = {asset: stable_id(place_id, "site of", asset) for asset in moved}
    which = assets["asset_id"].isin(moved)
    rows = assets.loc[which, ["asset_id", "site_id"]].merge(sites, on="site_id", how="left")
    rows["site_id"] = rows["asset_id"].map(own)
    rows = _edited(rows, "asset_id", mine[at_site])
    pointed = rows["asset_id"].isin(mine.loc[mine["field"].isin(["lon", "lat"]), "thing_id"])
    rows.loc[pointed, "precision"], rows.loc[pointed, "placed_by"] = EXACT, PERSON
    moved_on = rows["asset_id"].isin(mine.loc[mine["field"] == "postcode", "thing_id"])
    moved_on &= rows["placed_by"].isin(BY_ANY_POSTCODE)
    rows.loc[moved_on, ["lon", "lat"]] = float("nan")
    rows.loc[moved_on, "precision"], rows.loc[moved_on, "placed_by"] = NONE, ""
    assets = assets.assign(site_id=assets["asset_id"].map(own).fillna(assets["site_id"]))
    return assets, pd.concat([sites, rows[sites.columns]], ignore_index=True)


def with_partner_edits(partners: pd.DataFrame, edits: pd.DataFrame) -> pd.DataFrame:
    """Lay people's edits over partners."""
    return _edited(partners, "partner_id", edits[edits["thing"] == "partner"])


def _edited(frame: pd.DataFrame, key: str, edits: pd.DataFrame) -> pd.DataFrame:
    known = edits[edits["field"].isin(frame.columns)]
    if known.empty:
        return frame
    changed = frame.copy()
    at = pd.Series(range(len(frame)), index=frame[key])
    for field, rows in known.groupby("field"):
        there = rows[rows["thing_id"].isin(at.index)]
        places = at[there["thing_id"]].to_numpy()
        values = [_value(str(field), value) for value in there["value"]]
        column = changed[str(field)].to_numpy(dtype=object, copy=True)
        column[places] = values
        changed[str(field)] = pd.Series(column, index=changed.index).astype(frame[str(field)].dtype)
        if field == "category":
            _follow_category(changed, places, [str(value) for value in values])
    return changed


def _value(field: str, value: str) -> object:
    if field in _NUMBERS:
        return float(value) if value else float("nan")
    return value == "true" if field == "sensitive" else value


def _follow_category(assets: pd.DataFrame, places: Any, codes: list[str]) -> None:
    assets.iloc[places, assets.columns.get_loc("category_how")] = "given"  # type: ignore[index]
    assets.iloc[places, assets.columns.get_loc("asset_kind")] = [  # type: ignore[index]
        BY_CODE[code].asset_kind.value for code in codes
    ]
