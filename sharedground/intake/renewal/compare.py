"""Two versions of a list side by side, for each kind of list."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

import numpy as np
import pandas as pd
import shapely

from sharedground.intake.alike.traits import each, text_of
from sharedground.intake.alike.weigh import EARTH_M
from sharedground.intake.renewal.comparison import (
    VALUES,
    Comparison,
    Texts,
    number,
    of_things,
    of_values,
)
from sharedground.intake.renewal.identity import Frames, partners, placed, table_of
from sharedground.model.category import BY_CODE
from sharedground.model.place import Kind
from sharedground.model.placing import AREA, BY_ANY_POSTCODE
from sharedground.words import say

Labels = Mapping[str, str]

ASSET_FIELDS: Final = (
    "name", "category", "organization", "description", "status", "address", "postcode", "url",
    "email", "phone", "schedules", "cost_options", "eligibility", "accessibility", "capacity",
    "assured_date", "assurer_email", "external_identifiers", "visibility", "sensitive",
)  # fmt: skip
PARTNER_FIELDS: Final = ("name", "partner_kind", "description", "url", "email", "phone",
                         "external_identifiers")  # fmt: skip

MOVED_M: Final = 2.0
"""Points no further apart than this are one: digits that were cut off."""

MOVED_SHARE: Final = 0.001
"""Share of an area that must lie elsewhere before its outline counts as moved."""

NAMED: Final = 5
"""Figures that are named in a sentence."""


def compare(kind: Kind, former: Frames, new: Frames, labels: Labels) -> Comparison:
    """Compare the tables of two versions of a list, row by row.

    Parameters
    ----------
    former, new
        Tables of `model.frames`; ids are those that the versions share (see `identity`).
    labels
        Area code to what people call the area.
    """
    return _BY_KIND[kind](former, new, labels)


def _assets(former: Frames, new: Frames, _labels: Labels) -> Comparison:
    sides = [_as_listed(frames) for frames in (former, new)]
    kinds = [
        each(text_of(side["category"]), lambda code: say(BY_CODE[code].name) if code else "")
        for side in sides
    ]
    about = [_about_place(side, said) for side, said in zip(sides, kinds, strict=True)]
    moved = _moves(sides[0], sides[1])
    sides = [side.assign(category=said) for side, said in zip(sides, kinds, strict=True)]
    return of_things(Kind.ASSETS, sides, "asset_id", ASSET_FIELDS, about, moved)


def _as_listed(frames: Frames) -> pd.DataFrame:
    rows = placed(frames)
    return rows.assign(capacity=rows["capacity"].astype(float))


def _about_place(rows: pd.DataFrame, kinds: Texts) -> Texts:
    address, postcode = text_of(rows["address"]), text_of(rows["postcode"])
    where = np.where(address != "", address, postcode)
    said = [", ".join(filter(None, pair)) for pair in zip(kinds, where, strict=True)]
    return np.array(said, dtype=object)


def _moves(former: pd.DataFrame, new: pd.DataFrame) -> pd.DataFrame:
    """Return places that lie elsewhere than before.

    A point that only a postcode or an area tells moves when that does, which is a change already.
    """
    columns = ["asset_id", "lon", "lat", "placed_by"]
    both = former[columns].merge(new[columns], on="asset_id", suffixes=("", "_now"))
    wide = (*BY_ANY_POSTCODE, AREA, "")
    told = ~(both["placed_by"].isin(wide) & both["placed_by_now"].isin(wide))
    lon, lat, lon_now, lat_now = (
        both[name].to_numpy(dtype=float) for name in ("lon", "lat", "lon_now", "lat_now")
    )
    east = np.radians(lon_now - lon) * np.cos(np.radians(lat))
    metres = EARTH_M * np.hypot(np.radians(lat_now - lat), east)
    one_only = np.isnan(lat) != np.isnan(lat_now)
    at = np.flatnonzero(told.to_numpy(dtype=bool) & ((metres > MOVED_M) | one_only))
    found = {
        "id": both["asset_id"].to_numpy()[at],
        "field": "location",
        "was": [_point(y, x) for y, x in zip(lat[at], lon[at], strict=True)],
        "now": [
            say("{point} ({n} m away)", point=_point(y, x), n=round(far))
            if np.isfinite(far)
            else _point(y, x)
            for y, x, far in zip(lat_now[at], lon_now[at], metres[at], strict=True)
        ],
    }
    return pd.DataFrame(found, dtype=object)


def _point(lat: float, lon: float) -> str:
    return f"{lat:.5f}, {lon:.5f}" if np.isfinite(lat) else ""


def _partners(former: Frames, new: Frames, _labels: Labels) -> Comparison:
    sides = [partners(frames) for frames in (former, new)]
    about = [text_of(side["partner_kind"]) for side in sides]
    return of_things(Kind.PARTNERS, sides, "partner_id", PARTNER_FIELDS, about)


def _values(
    keys: Texts, names: list[str], fields: list[str], values: Texts | pd.Series
) -> pd.DataFrame:
    columns = (keys, names, fields, np.asarray(values))
    return pd.DataFrame(dict(zip(VALUES, columns, strict=True)))


def _population(former: Frames, new: Frames, labels: Labels) -> Comparison:
    tables = [table_of(frames, "population") for frames in (former, new)]
    sides = []
    for rows in tables:
        codes = text_of(rows["area_code"])
        names = [labels.get(code, code) for code in codes]
        people = rows["people"].astype(float)
        sides.append(_values(codes, names, ["people"] * len(rows), people))
    was, now = (number(float(side["value"].sum())) for side in sides)
    years = [_years(rows) for rows in tables]
    return of_values(Kind.POPULATION, sides).saying(
        say("All people: {was} before, {now} now.", was=was, now=now),
        say("Year: {was} before, {now} now.", was=years[0], now=years[1])
        if years[0] != years[1]
        else "",
    )


def _years(rows: pd.DataFrame) -> str:
    known = sorted(set(rows["year"].dropna()))
    return ", ".join(f"{year:.0f}" for year in known) or say("not stated")


def _indicators(former: Frames, new: Frames, labels: Labels) -> Comparison:
    sides = [_figures(frames, labels) for frames in (former, new)]
    before, now = (list(dict.fromkeys(side["field"])) for side in sides)
    fresh = [name for name in now if name not in before]
    lost = [name for name in before if name not in now]
    return of_values(Kind.INDICATORS, sides).saying(
        say("New figures: {names}.", names=_few(fresh)) if fresh else "",
        say("Figures that are gone: {names}.", names=_few(lost)) if lost else "",
    )


def _few(names: list[str]) -> str:
    listed = "; ".join(names[:NAMED])
    if len(names) <= NAMED:
        return listed
    return say("{names} and {n} more", names=listed, n=len(names) - NAMED)


def _figures(frames: Frames, labels: Labels) -> pd.DataFrame:
    about, values = table_of(frames, "indicators"), table_of(frames, "indicator_values")
    named = {
        identity: f"{name} ({year:.0f})" if pd.notna(year) else str(name)
        for identity, name, year in zip(
            text_of(about["indicator_id"]), about["name"], about["year"], strict=True
        )
    }
    ids, codes = text_of(values["indicator_id"]), text_of(values["area_code"])
    keys = [f"{one}\x1f{code}" for one, code in zip(ids, codes, strict=True)]
    return _values(
        np.array(keys, dtype=object), [labels.get(code, code) for code in codes],
        [named.get(one, one) for one in ids], values["value"].astype(float),
    )  # fmt: skip


def _lookup(former: Frames, new: Frames, labels: Labels) -> Comparison:
    sides = []
    for frames in (former, new):
        rows = table_of(frames, "area_parents")
        codes, levels = text_of(rows["area_code"]), text_of(rows["level"])
        keys = [f"{code}\x1f{level}" for code, level in zip(codes, levels, strict=True)]
        named = text_of(rows["parent_name"])
        parents = np.where(named != "", named, text_of(rows["parent_code"]))
        names = [labels.get(code, code) for code in codes]
        sides.append(_values(np.array(keys, dtype=object), names, levels.tolist(), parents))
    return of_values(Kind.LOOKUP, sides)


def _postcodes(former: Frames, new: Frames, _labels: Labels) -> Comparison:
    sides = []
    for frames in (former, new):
        rows = table_of(frames, "postcodes")
        codes = text_of(rows["postcode"])
        lon, lat = (rows[name].to_numpy(dtype=float) for name in ("lon", "lat"))
        points = np.array([_point(y, x) for y, x in zip(lat, lon, strict=True)], dtype=object)
        sides.append(_values(codes, codes.tolist(), ["location"] * len(rows), points))
    return of_values(Kind.POSTCODES, sides)


def _areas(former: Frames, new: Frames, _labels: Labels) -> Comparison:
    tables = [table_of(frames, "areas") for frames in (former, new)]
    codes = [text_of(rows["area_code"]) for rows in tables]
    sides = [
        pd.DataFrame({"area_code": code, "name": text_of(rows["area_name"])}, dtype=object)
        for code, rows in zip(codes, tables, strict=True)
    ]
    moved = _moved_outlines(tables[0], tables[1])
    return of_things(Kind.AREAS, sides, "area_code", ("name",), codes, moved)


def _moved_outlines(former: pd.DataFrame, new: pd.DataFrame) -> pd.DataFrame:
    """Return areas whose outline lies elsewhere, with the share of it that does."""
    columns = ["area_code", "geometry"]
    both = former[columns].merge(new[columns], on="area_code", suffixes=("", "_now"))
    was, now = (both[name].to_numpy(dtype=object) for name in ("geometry", "geometry_now"))
    elsewhere = shapely.area(shapely.symmetric_difference(was, now))
    share = np.minimum(elsewhere / np.maximum(shapely.area(was), 1e-12), 1.0)
    found = {
        "id": both["area_code"],
        "field": "outline",
        "was": say("as it was"),
        "now": [say("{share} % lies elsewhere", share=f"{100 * each:.1f}") for each in share],
    }
    return pd.DataFrame(pd.DataFrame(found, dtype=object)[share > MOVED_SHARE])


_BY_KIND: Final[dict[Kind, Callable[[Frames, Frames, Labels], Comparison]]] = {
    Kind.ASSETS: _assets,
    Kind.PARTNERS: _partners,
    Kind.POPULATION: _population,
    Kind.INDICATORS: _indicators,
    Kind.LOOKUP: _lookup,
    Kind.POSTCODES: _postcodes,
    Kind.AREAS: _areas,
}
