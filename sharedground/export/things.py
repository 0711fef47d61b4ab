"""The tables people take away, made of the tables of a view: names they know, no inner workings."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from sharedground import code_point
from sharedground.export.dataset import Dataset, with_sources
from sharedground.model.category import BY_CODE, OTHER
from sharedground.model.place import Source
from sharedground.model.placing import BY_CODE_POINT
from sharedground.words import say

ASSET_COLUMNS: Final = (
    "asset_id", "name", "category", "category_name", "asset_kind", "description", "status",
    "organization", "partner_id", "address", "postcode", "lon", "lat", "precision", "url",
    "email", "phone", "schedules", "cost_options", "eligibility", "accessibility", "capacity",
    "assured_date", "external_identifiers", "position_credit",
)  # fmt: skip
"""Columns of assets that everyone gets; names follow HSDS where it has one."""

ASSET_COLUMNS_FOR_OFFICERS: Final = (
    "assurer", "assurer_email", "visibility", "sensitive", "placed_by", "category_how",
    "row_number", "contact_name", "contact_email", "contact_phone",
)  # fmt: skip
PARTNER_COLUMNS: Final = (
    "partner_id", "name", "partner_kind", "description", "url", "email", "phone",
    "external_identifiers",
)  # fmt: skip
CONTACT_COLUMNS: Final = ("contact_name", "contact_email", "contact_phone")
"""Contacts of people, kept apart: for officers only."""

_TOTAL: Final = "ALL"


def assets(
    located: pd.DataFrame, sources: Sequence[Source], contacts: pd.DataFrame, *, public: bool
) -> Dataset:
    """Return assets with their sites.

    Parameters
    ----------
    located
        `views.View.assets`: what the audience may see, at the positions it may see.
    contacts
        Contacts of people, for officers; the view of everyone has none.
    """
    names = {code: say(category.one) for code, category in BY_CODE.items()}
    columns = list(ASSET_COLUMNS if public else ASSET_COLUMNS + ASSET_COLUMNS_FOR_OFFICERS)
    known = located["external_identifiers"].map(identifiers_in_words)
    table = located.assign(
        position_credit=_credits(located["placed_by"]),
        **_people(located["asset_id"], contacts, "asset"),
        category_name=located["category"].map(names).fillna(names[OTHER]),
        # An identifier of a building tells where a sensitive place truly is.
        external_identifiers=known.where(~(located["sensitive"].astype(bool) & public), ""),
    )
    shapes = points(located["lon"], located["lat"])
    return Dataset("assets", say("Places and groups"), "asset_id",
                   with_sources(table[[*columns, "source_id"]], sources), shapes)  # fmt: skip


def _credits(placed_by: pd.Series) -> pd.Series:
    """Return whose postcodes placed each row, where that has to be said."""
    return placed_by.map(lambda how: code_point.attribution() if how in BY_CODE_POINT else "")


def partners(
    listed: pd.DataFrame, sources: Sequence[Source], contacts: pd.DataFrame, *, public: bool
) -> Dataset:
    """Return partners, one row for each organisation; `contacts` as for `assets`."""
    table = listed.assign(
        **_people(listed["partner_id"], contacts, "partner"),
        external_identifiers=listed["external_identifiers"].map(identifiers_in_words),
    )
    columns = PARTNER_COLUMNS if public else PARTNER_COLUMNS + CONTACT_COLUMNS
    return Dataset("partners", say("Partners"), "partner_id",
                   with_sources(table[[*columns, "source_id"]], sources))  # fmt: skip


def _people(ids: pd.Series, contacts: pd.DataFrame, thing: str) -> dict[str, pd.Series]:
    """Return the contacts of people by column, "" where there are none."""
    mine = contacts[contacts["thing"] == thing]
    found = {}
    for column in CONTACT_COLUMNS:
        rows = mine[mine["field"] == column.removeprefix("contact_")]
        joined = rows.groupby("thing_id")["value"].agg(lambda told: "; ".join(dict.fromkeys(told)))
        known = dict(joined)
        found[column] = pd.Series([known.get(one, "") for one in ids], ids.index, dtype=object)
    return found


def areas(
    outlines: gpd.GeoDataFrame, parents: pd.DataFrame, people: pd.DataFrame,
    indicators: pd.DataFrame, values: pd.DataFrame, sources: Sequence[Source],
    *, name: str = "areas", title: str = "",
) -> Dataset:  # fmt: skip
    """Return areas with their wards, people and one column for each figure.

    Parameters
    ----------
    name, title
        What to call them, where a place is cut into areas in several ways.
    """
    table = pd.DataFrame(outlines[["area_code", "area_name"]])
    codes = table["area_code"]
    for level, rows in parents.groupby("level"):
        named = rows.drop_duplicates("area_code").set_index("area_code")
        table[f"{level}_code"] = codes.map(named["parent_code"]).fillna("")
        table[str(level)] = codes.map(named["parent_name"]).fillna("")
    counted = people.drop_duplicates("area_code").set_index("area_code")
    table["people"] = codes.map(counted["people"]).astype(float)
    table["people_year"] = codes.map(counted["year"]).astype(float)
    wide = values.pivot_table(index="area_code", columns="indicator_id", values="value",
                              aggfunc="first")  # fmt: skip
    titles = _figure_titles(indicators, set(table.columns))
    figures = {
        title: codes.map(wide[each]).astype(float) if each in wide else np.nan
        for each, title in titles.items()
    }
    table = pd.concat([table, pd.DataFrame(figures, index=table.index)], axis=1)
    table["source_id"] = outlines["source_id"].to_numpy()
    return Dataset(name, title or say("Areas, people and figures"), "area_code",
                   with_sources(table, sources), outlines.geometry.to_numpy())  # fmt: skip


def _figure_titles(indicators: pd.DataFrame, taken: set[str]) -> dict[str, str]:
    """Return a column title for each indicator: its name, with the year where two are alike."""
    titles: dict[str, str] = {}
    seen = {name.casefold() for name in taken}
    alike = indicators["name"].map(str.casefold).duplicated(keep=False)
    twice = set(indicators.loc[alike, "name"])
    listed = zip(indicators["indicator_id"], indicators["name"], indicators["year"], strict=True)
    for identity, name, year in listed:
        title = f"{name} ({year:.0f})" if name in twice and pd.notna(year) else str(name)
        unique, n = title, 1
        while unique.casefold() in seen:
            n += 1
            unique = f"{title} {n}"
        seen.add(unique.casefold())
        titles[str(identity)] = unique
    return titles


def figures(
    indicators: pd.DataFrame, values: pd.DataFrame, estimates: pd.DataFrame, names: pd.Series,
    sources: Sequence[Source], *, area_set: str = "",
) -> Dataset:  # fmt: skip
    """Return one row for each figure of each area.

    Parameters
    ----------
    estimates
        Which of them were carried over from other areas: `carried_over` is the share that was
        moved, empty for figures as they were published.
    names
        Area names by area code.
    area_set
        What the areas are called, where a place is cut into areas in several ways.
    """
    listed = indicators.drop(columns="source_id").rename(columns={"name": "indicator"})
    joined = values[["indicator_id", "area_code", "value", "source_id"]].merge(
        listed, on="indicator_id", how="left"
    )
    key = ["indicator_id", "area_code"]
    joined = joined.merge(estimates[[*key, "moved"]], on=key, how="left")
    joined["area_name"] = joined["area_code"].map(names).fillna("")
    joined["area_set"], joined["carried_over"] = area_set, joined["moved"].astype(float)
    columns = ["area_set", "area_code", "area_name", "indicator_id", "indicator", "year", "value",
               "carried_over", "measure", "unit", "direction", "source_id"]  # fmt: skip
    return Dataset("figures", say("Figures of need"), "",
                   with_sources(joined[columns], sources))  # fmt: skip


def gaps(found: pd.DataFrame, outlines: gpd.GeoDataFrame, *, on_map: bool) -> Dataset:
    """Return need, access and gap.

    Parameters
    ----------
    found
        `Assessment.table`.
    on_map
        One row for each area with its outline, and two columns for each outcome; else one row
        for each area and outcome.
    """
    title = say("Need, access and gap")
    if not on_map:
        return Dataset("gaps", title, "", found)
    total = found[found["outcome"] == _TOTAL].set_index("area_code")
    wide = total[["area_name", "people", "need", "gap", "weight_covered", "state"]].copy()
    for outcome, rows in found[found["outcome"] != _TOTAL].groupby("outcome", sort=False):
        mine = rows.set_index("area_code")
        for column in ("need", "gap"):
            wide[f"{column}: {outcome}"] = mine[column]
    table = wide.reset_index()
    shape = dict(zip(outlines["area_code"], outlines.geometry, strict=True))
    shapes = np.array([shape.get(code) for code in table["area_code"]], dtype=object)
    return Dataset("gaps", title, "area_code", table, shapes)


def points(lon: pd.Series, lat: pd.Series) -> NDArray[np.object_]:
    """Return points (EPSG:4326), None where the position is not known or impossible."""
    x, y = lon.to_numpy(float), lat.to_numpy(float)
    good = in_range(x, y)
    shapes = np.full(len(x), None, dtype=object)
    shapes[good] = shapely.points(x[good], y[good])
    return shapes


def in_range(lon: NDArray[np.float64], lat: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Say which positions exist: -180 to 180 and -90 to 90 degrees."""
    with np.errstate(invalid="ignore"):
        return np.asarray((np.abs(lon) <= 180) & (np.abs(lat) <= 90))


def identifiers_in_words(text: str) -> str:
    """Return a JSON list of identifiers as "UPRN 10012345; URN 106000"."""
    return "; ".join(f"{one['scheme']} {one['identifier']}" for one in json.loads(text or "[]"))
