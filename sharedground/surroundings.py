"""What intake may know of a place while it reads a file, and which area set the file fits."""

from __future__ import annotations

from collections.abc import Iterable

import geopandas as gpd
import pandas as pd
from sqlalchemy.engine import Engine

from sharedground import code_point
from sharedground.errors import NotFoundError, SharedGroundError
from sharedground.intake.codes import GSS
from sharedground.intake.columns import cells
from sharedground.intake.context import Context
from sharedground.intake.joined import area_column
from sharedground.intake.raw import RawFile, RawTable
from sharedground.model.place import AreaSet, Kind
from sharedground.store import loading
from sharedground.store.area_sets import set_named
from sharedground.store.holdings import Holdings
from sharedground.words import say

ON_AREAS = frozenset([Kind.POPULATION, Kind.INDICATORS])
"""Kinds that may stand on any set; names of parents are for the main one."""

MOSTLY = 0.9
"""Share of a column's cells that must be codes before it counts as one of codes."""


def context_for(engine: Engine, known: loading.Known, of_set: AreaSet | None = None) -> Context:
    """Return what intake may know of a place while it reads a file.

    Parameters
    ----------
    of_set
        The area set that figures are joined to; the main one if None.
    """
    place_id = known.place.place_id
    others = {one.set_id: areas for one, areas in known.other_sets}
    areas = others.get(of_set.set_id, known.areas) if of_set else known.areas
    labels = area_labels(known)
    return Context(
        place_id=place_id,
        areas=dict(zip(areas["area_code"], areas["area_name"], strict=True)),
        outlines=areas if len(areas) else None,
        labels=dict(zip(labels["area_code"], labels["group"], strict=True)),
        postcodes=lambda wanted: loading.postcodes_of(engine, place_id, wanted),
        holds_postcodes=lambda bounds: loading.holds_postcodes(engine, place_id, bounds),
        code_point=code_point.covers(known.place),
        wider=_wider(known.area_parents, set(areas["area_code"])),
        partners=dict(zip(known.partners["name"], known.partners["partner_id"], strict=True)),
        metric_crs=known.place.metric_crs,
    )


def _wider(parents: pd.DataFrame, known: set[str]) -> dict[str, tuple[str, ...]]:
    """Return the areas in each ward, neighbourhood or locality, by its code and by its name.

    Of two that are called the same, the smaller one is meant.
    """
    found: dict[str, tuple[str, ...]] = {}
    here = parents[parents["area_code"].isin(known)]
    for column in ("parent_code", "parent_name"):
        named = here[column].fillna("").astype(str).str.strip().str.casefold()
        groups = here.groupby([named, here["level"]])
        for (key, _), codes in groups["area_code"]:
            within = tuple(sorted(set(codes)))
            if key and len(within) < len(found.get(str(key), known)):
                found[str(key)] = within
    return found


def set_for(kind: Kind, raw: RawFile, known: loading.Known, wanted: str = "") -> AreaSet:
    """Return the area set that the rows of a file stand on.

    Parameters
    ----------
    wanted
        Name or id of a set, as a person chose it; "" lets the codes in the file decide: the set of
        which most areas are in the file, the main one first.

    Raises
    ------
    NotFoundError
        "set.unknown" when no set is called so.
    """
    sets = (known.main_set, *(one for one, _ in known.other_sets))
    if wanted:
        return set_named(sets, wanted)
    if kind not in ON_AREAS or not known.other_sets:
        return known.main_set
    frames = (known.areas, *(areas for _, areas in known.other_sets))
    return max(zip(sets, frames, strict=True), key=lambda each: _fit(raw, each[1]))[0]


def _fit(raw: RawFile, areas: gpd.GeoDataFrame) -> float:
    """Return the share of a set's areas that a file has."""
    context = Context(areas=dict(zip(areas["area_code"], areas["area_name"], strict=True)))
    return max(_coverages(raw, context), default=0.0)


def _coverages(raw: RawFile, context: Context) -> Iterable[float]:
    for table in raw.tables:
        try:
            found = area_column(table, context)
        except SharedGroundError:
            continue
        if not _has_finer_codes(table, found.heading):
            yield found.coverage


def _has_finer_codes(table: RawTable, heading: str) -> bool:
    """Say whether another column tells smaller areas: a table of wards names their district too."""
    column = cells(table, heading)
    return any(
        cells(table, other).nunique() > column.nunique()
        and bool(cells(table, other).str.fullmatch(GSS.pattern.strip("^$")).mean() > MOSTLY)
        for other in map(str, table.rows.columns)
        if other != heading
    )


def groups_of(labels: pd.DataFrame) -> pd.Series:
    """Return the ward or neighbourhood of each area; one without any stands for itself.

    Parameters
    ----------
    labels
        As `area_labels` returns them.
    """
    return labels["group"].where(labels["group"] != "", labels["label"])


def named(holdings: Holdings, words: str) -> tuple[tuple[str, ...], str]:
    """Return the areas that a code or a name means, and what they are called together.

    Parameters
    ----------
    words
        Of an area, or of a ward, neighbourhood or locality; large and small letters are alike.

    Raises
    ------
    NotFoundError
        "area.unknown" when nothing here is called so.
    """
    wanted = words.strip().casefold()
    labels = area_labels(holdings)
    names = holdings.areas["area_name"].astype(str)
    for column in (labels["area_code"], labels["label"], names):
        found = (column.astype(str).str.casefold() == wanted).to_numpy()
        if found.any():
            return (str(labels["area_code"][found].iloc[0]),), str(labels["label"][found].iloc[0])
    wider = _wider(holdings.area_parents, set(labels["area_code"]))
    if wanted not in wider:
        raise NotFoundError(
            "area.unknown", say("There is no area {code} here.", code=words), area=words
        )
    parents = holdings.area_parents
    called = parents.loc[
        (parents["parent_code"].fillna("").astype(str).str.casefold() == wanted)
        | (parents["parent_name"].fillna("").astype(str).str.strip().str.casefold() == wanted),
        "parent_name",
    ]
    return wider[wanted], str(called.iloc[0]) or words


def area_labels(holdings: Holdings | loading.Known) -> pd.DataFrame:
    """Return how each area is called on screen, by the names people know.

    Returns
    -------
    pandas.DataFrame
        `area_code`, `label` ("Old Trafford 001D"), `group` ("Old Trafford", or "" when no
        lookup names one) and `level` of the group; in the order of the areas.
    """
    parents = holdings.area_parents
    areas = holdings.areas[["area_code", "area_name"]]
    level = next((n for n in ("neighbourhood", "ward", "locality") if n in set(parents["level"])),
                 None)  # fmt: skip
    if level is None:
        return areas.rename(columns={"area_name": "label"}).assign(group="", level="")
    names = parents[parents["level"] == level].set_index("area_code")["parent_name"]
    group = areas["area_code"].map(names).fillna("")
    short = areas["area_name"].str.rsplit(n=1).str[-1]
    label = (group + " " + short).where(group != "", areas["area_name"])
    return pd.DataFrame(
        {"area_code": areas["area_code"], "label": label, "group": group, "level": level}
    )
