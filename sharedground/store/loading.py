"""Reading a place back: whole tables at one revision, postcodes and raw rows on demand."""

from __future__ import annotations

import json
import zlib
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any, Final

import geopandas as gpd
import pandas as pd
import shapely
import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

from sharedground import code_point
from sharedground.errors import NotFoundError
from sharedground.model.base import stable_id
from sharedground.model.frames import TABLES, empty
from sharedground.model.place import AreaSet, Place, Source
from sharedground.store import schema
from sharedground.store.area_sets import main_set, sets_of
from sharedground.store.backgrounds import LAYER, read_layers
from sharedground.store.decisions import read_decisions
from sharedground.store.directions import with_directions
from sharedground.store.edits import read_edits
from sharedground.store.holdings import Holdings, SetHoldings
from sharedground.store.meetings import read_meetings
from sharedground.store.pairs import read_pairs
from sharedground.store.places import _place
from sharedground.store.resolving import (
    contacts_by_list,
    of_representatives,
    one_of_each,
    place_by_code_point,
    place_waiting,
    representatives,
    share_sites,
    waits_for_postcodes,
    with_edits,
    with_partner_edits,
)
from sharedground.store.rounds import read_rounds
from sharedground.store.scenarios import read_scenarios
from sharedground.store.stories import read_stories
from sharedground.store.street_maps import read_street_maps
from sharedground.store.street_networks import NETWORK, network_in_use
from sharedground.store.suggestions import BY_HAND, read_suggestions
from sharedground.store.surveyed import unsurveyed_of
from sharedground.store.visions import read_visions
from sharedground.words import say

AT_ONCE: Final = 500
"""Ids that one query asks for."""


def load(engine: Engine, place_id: str) -> Holdings:
    """Return everything known of a place, read in one transaction.

    Raises
    ------
    NotFoundError
        If the place is gone.
    """
    with engine.connect() as connection:
        return load_in(engine, connection, place_id)


def load_in(engine: Engine, connection: Connection, place_id: str) -> Holdings:
    """Return what `load` does, inside a transaction that is under way."""
    row = (
        connection.execute(sa.select(schema.place).where(schema.place.c.place_id == place_id))
        .mappings()
        .one_or_none()
    )
    if row is None:
        raise NotFoundError(
            "place.gone",
            say("This place is no longer there. Go back to Start and choose another."),
        )
    order = _source_order(connection, place_id)
    things = things_of(connection, _place(row))
    sets = sets_of(connection, place_id)
    main = _set_held(connection, place_id, main_or_none(connection, place_id, sets), order)
    return Holdings(
        place=_place(row),
        data_revision=row["data_revision"],
        areas=main.areas,
        area_parents=_parents(connection, place_id, order),
        population=main.population,
        indicators=main.indicators,
        indicator_values=main.indicator_values,
        estimates=main.estimates,
        main_set=main.about,
        other_sets=tuple(
            _set_held(connection, place_id, one, order) for one in sets if not one.main
        ),
        partners=things.partners,
        sites=things.sites,
        assets=things.assets,
        contacts=things.contacts,
        merged=things.merged,
        pairs=things.pairs,
        edits=things.edits,
        suggestions=read_suggestions(connection, place_id),
        sources=sources(connection, place_id),
        visions=read_visions(connection, place_id),
        backgrounds=read_layers(connection, place_id),
        street_maps=read_street_maps(connection, place_id),
        scenarios=read_scenarios(connection, place_id),
        stories=read_stories(connection, place_id),
        meetings=read_meetings(connection, place_id),
        decisions=read_decisions(connection, place_id),
        rounds=read_rounds(connection, place_id),
        unsurveyed=unsurveyed_of(read_edits(connection, place_id)),
        street_network=network_in_use(engine, connection, place_id),
    )


def main_or_none(connection: Connection, place_id: str, sets: tuple[AreaSet, ...]) -> AreaSet:
    """Return the main set; one without areas while its outlines are not in use."""
    known = next((one for one in sets if one.main), None)
    return known or AreaSet(set_id=main_set(connection, place_id), name=say("Areas"), main=True)


def _set_held(
    connection: Connection, place_id: str, about: AreaSet, order: dict[str, int]
) -> SetHoldings:
    """Return the areas of one set, with the figures that are given for them."""
    indicators = _latest(_frame(connection, place_id, "indicators", about), order)
    kept = indicators[["indicator_id", "source_id"]]
    values, estimates = (
        _frame(connection, place_id, name, about).merge(kept, on=["indicator_id", "source_id"])
        for name in ("indicator_values", "estimates")
    )
    areas = _areas(connection, place_id, about)
    return SetHoldings(
        about=about,
        areas=areas,
        population=_population(connection, place_id, order, about, set(areas["area_code"])),
        indicators=with_directions(indicators, read_edits(connection, place_id)),
        indicator_values=values,
        estimates=estimates,
    )


@dataclass(frozen=True)
class Things:
    """Partners, sites and assets after merges, edits and late postcodes, and what led there."""

    partners: pd.DataFrame
    sites: pd.DataFrame
    assets: pd.DataFrame
    contacts: pd.DataFrame
    merged: pd.DataFrame
    pairs: pd.DataFrame
    edits: pd.DataFrame


def things_of(connection: Connection, place: Place, *, without: Collection[str] = ()) -> Things:
    """Return what the lists in use bring, one row for each thing.

    Parameters
    ----------
    without
        Sources whose assets are left out.
    """
    place_id = place.place_id
    order = _list_order(connection, place_id)
    pairs, edits = read_pairs(connection, place_id), read_edits(connection, place_id)
    published = _published(connection, place_id)
    partners, same, hidden = _one_partner_each(
        _frame(connection, place_id, "partners"), pairs, order, published
    )
    sites = one_of_each(_frame(connection, place_id, "sites"), "site_id", order)
    assets = _frame(connection, place_id, "assets")
    assets = assets.replace({"partner_id": same}) if same else assets
    assets = assets[~assets["source_id"].isin(without)] if without else assets
    assets, merged, also_hidden = _merged(assets, pairs, order, published)
    into = dict(zip(merged["asset_id"], merged["into"], strict=True)) | same
    contacts = of_representatives(_frame(connection, place_id, "contacts"), into)
    contacts = pd.concat([contacts, hidden, also_hidden], ignore_index=True)
    assets = share_sites(assets, pairs)
    assets, sites = with_edits(assets, sites, edits, place_id)
    sites = sites[sites["site_id"].isin(assets["site_id"])].reset_index(drop=True)
    sites = _with_postcodes(connection, place, sites)
    here = {*assets["asset_id"], *merged["asset_id"], *partners["partner_id"], *same}
    open_pairs = pairs[pairs["one"].isin(here) & pairs["other"].isin(here)]
    return Things(
        partners=with_partner_edits(partners, edits),
        sites=sites,
        assets=assets,
        contacts=contacts,
        merged=merged,
        pairs=open_pairs.reset_index(drop=True),
        edits=edits,
    )


def _one_partner_each(
    partners: pd.DataFrame, pairs: pd.DataFrame, order: dict[str, int], published: set[str]
) -> tuple[pd.DataFrame, dict[str, str], pd.DataFrame]:
    """Return one row for each partner, which stands for which others, and contacts kept apart."""
    ranks = partners["source_id"].map(order).fillna(len(order))
    rank = dict(zip(partners["partner_id"], ranks, strict=True))
    same = representatives(pairs, partners["partner_id"], rank)
    partners = partners.replace({"partner_id": same}) if same else partners
    partners, hidden = contacts_by_list(partners, "partner", "partner_id", published)
    return one_of_each(partners, "partner_id", order), same, hidden


def as_listed(engine: Engine, place_id: str, ids: Collection[str]) -> pd.DataFrame:
    """Return assets at their sites as their lists in use say, before merges and edits.

    Parameters
    ----------
    ids
        Of the assets wanted.
    """
    asset, site = schema.asset, schema.site
    there = sa.and_(*(asset.c[key] == site.c[key] for key in ("place_id", "source_id", "site_id")))
    columns = [*(asset.c[name] for name in TABLES["assets"]),
               *(site.c[name] for name in ("address", "postcode", "lon", "lat", "precision",
                                           "placed_by"))]  # fmt: skip
    query = (
        sa.select(*columns)
        .join_from(asset, site, there)
        .where(asset.c.place_id == place_id, asset.c.source_id.in_(_live(place_id)))
    )
    wanted = sorted(ids)
    rows: list[sa.Row[Any]] = []
    with engine.connect() as connection:
        for start in range(0, len(wanted), AT_ONCE):
            part = wanted[start : start + AT_ONCE]
            rows += connection.execute(query.where(asset.c.asset_id.in_(part))).all()
    names = [column.name for column in columns]
    return pd.DataFrame.from_records([tuple(row) for row in rows], columns=names)


def partner_names(engine: Engine, place_id: str) -> dict[str, str]:
    """Return the name of every partner of the lists in use, also of those that are one."""
    table = schema.partner
    query = sa.select(table.c.partner_id, table.c.name).where(
        table.c.place_id == place_id, table.c.source_id.in_(_live(place_id))
    )
    with engine.connect() as connection:
        return {row[0]: row[1] for row in connection.execute(query)}


def compared_with(
    engine: Engine, place_id: str, sha256: str, updates: str = ""
) -> tuple[pd.DataFrame, dict[str, str]]:
    """Return the places that a new list is compared with, and what was decided of pairs before.

    Parameters
    ----------
    sha256
        Of the file of the new list: what that very file brought before is left out.
    updates
        The `source_id` of the list it is the next version of, which is left out too.

    Returns
    -------
    pandas.DataFrame
        Assets joined to their sites.
    dict
        Verdict by the two ids, in the order of the alphabet with a space between.
    """
    source = schema.source
    same = sa.select(source.c.source_id).where(
        source.c.place_id == place_id,
        sa.or_(source.c.sha256 == sha256, source.c.source_id == updates),
    )
    place = place_at(engine, place_id)
    with engine.connect() as connection:
        left_out = set(connection.execute(same).scalars())
        things = things_of(connection, place, without=left_out)
        known = read_pairs(connection, place_id)
    decided = known[known["verdict"] != "open"]
    verdicts = dict(zip(decided["one"] + " " + decided["other"], decided["verdict"], strict=True))
    sites = things.sites.drop(columns=["name", "source_id"])
    return things.assets.merge(sites, on="site_id"), verdicts


def _published(connection: Connection, place_id: str) -> set[str]:
    """Return the sources in use whose organisations' contacts are public."""
    source = schema.source
    query = sa.select(source.c.source_id).where(
        source.c.place_id == place_id, source.c.live, source.c.publish_contacts
    )
    return set(connection.execute(query).scalars())


def _merged(
    assets: pd.DataFrame, pairs: pd.DataFrame, order: dict[str, int], published: set[str]
) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Return one row for each asset, which rows stand behind it, and contacts kept apart."""
    ranks = assets["source_id"].map(order).fillna(len(order))
    rank = dict(zip(assets["asset_id"], ranks, strict=True))
    into = representatives(pairs, assets["asset_id"], rank)
    if not into:
        return assets, empty("merged"), empty("contacts")
    named = assets.assign(into=assets["asset_id"].map(into).fillna(assets["asset_id"]))
    groups = named[named["into"].isin(into.values())]
    merged = groups[["asset_id", "into", "source_id", "row_number"]].reset_index(drop=True)
    named, hidden = contacts_by_list(
        named.assign(asset_id=named["into"]).drop(columns="into"), "asset", "asset_id", published
    )
    return one_of_each(named, "asset_id", order), merged, hidden


def _with_postcodes(connection: Connection, place: Place, sites: pd.DataFrame) -> pd.DataFrame:
    """Place sites by postcodes: those that the partnership loaded, then those that we bring."""
    wanted = sites.loc[waits_for_postcodes(sites), "postcode"]
    if wanted.empty:
        return sites
    any_loaded = _postcodes_in_use(place.place_id).order_by(None).limit(1)
    if connection.execute(any_loaded).first() is not None:
        sites = place_waiting(sites, _positions_of(connection, place.place_id, wanted))
    return place_by_code_point(sites) if code_point.covers(place) else sites


def _postcodes_in_use(place_id: str) -> sa.Select[Any]:
    """Return a query of postcodes in use, those loaded last at the end."""
    postcode, source = schema.postcode, schema.source
    there = sa.and_(
        source.c.place_id == postcode.c.place_id, source.c.source_id == postcode.c.source_id
    )
    return (
        sa.select(postcode.c.postcode, postcode.c.lon, postcode.c.lat)
        .join_from(postcode, source, there)
        .where(postcode.c.place_id == place_id, source.c.live)
        .order_by(source.c.loaded_at)
    )


def _live(place_id: str, of_set: AreaSet | None = None) -> sa.Select[tuple[str]]:
    """Return a query of the sources in use, only those of one area set if one is given."""
    source = schema.source
    query = sa.select(source.c.source_id).where(source.c.place_id == place_id, source.c.live)
    if of_set is None:
        return query
    return query.where(source.c.set_id.in_([of_set.set_id, ""] if of_set.main else [of_set.set_id]))


@dataclass(frozen=True)
class Known:
    """What is needed of a place to understand another file: cheaper to load than all of it."""

    place: Place
    areas: gpd.GeoDataFrame
    area_parents: pd.DataFrame
    partners: pd.DataFrame
    main_set: AreaSet
    other_sets: tuple[tuple[AreaSet, gpd.GeoDataFrame], ...] = ()


def load_known(engine: Engine, place_id: str, *, without: str = "") -> Known:
    """Return a place's areas, their parents, and its partners.

    Parameters
    ----------
    without
        A source whose partners are left out.
    """
    place = place_at(engine, place_id)
    with engine.connect() as connection:
        order = _source_order(connection, place_id)
        sets = sets_of(connection, place_id)
        main = main_or_none(connection, place_id, sets)
        partners = _frame(connection, place_id, "partners")
        return Known(
            place=place,
            areas=_areas(connection, place_id, main),
            main_set=main,
            other_sets=tuple(
                (one, _areas(connection, place_id, one)) for one in sets if not one.main
            ),
            area_parents=_parents(connection, place_id, order),
            partners=one_of_each(
                partners[partners["source_id"] != without],
                "partner_id",
                _list_order(connection, place_id),
            ),
        )


def place_at(engine: Engine, place_id: str) -> Place:
    """Return the place itself, without its data."""
    with engine.connect() as connection:
        query = sa.select(schema.place).where(schema.place.c.place_id == place_id)
        row = connection.execute(query).mappings().one()
        return _place(row)


def _frame(
    connection: Connection, place_id: str, name: str, which: AreaSet | str | None = None
) -> pd.DataFrame:
    """Return the rows of the lists in use, of one area set, or of one version (by its id)."""
    table = schema.BY_FRAME[name]
    columns = [table.c[column] for column in TABLES[name]]
    keys = [c for c in table.primary_key.columns if c.name not in ("place_id", "source_id")]
    order = [*keys, table.c.source_id]
    sources = (
        table.c.source_id == which
        if isinstance(which, str)
        else table.c.source_id.in_(_live(place_id, which))
    )
    query = sa.select(*columns).where(table.c.place_id == place_id, sources).order_by(*order)
    rows = connection.execute(query).all()
    values = zip(*rows, strict=True) if rows else ([] for _ in columns)
    names = list(TABLES[name])
    frame = pd.DataFrame({n: list(v) for n, v in zip(names, values, strict=True)}, columns=names)
    for column in columns:
        if isinstance(column.type, sa.Double):
            frame[column.name] = frame[column.name].astype(float)
    return frame


def _areas(connection: Connection, place_id: str, of_set: AreaSet) -> gpd.GeoDataFrame:
    frame = _frame(connection, place_id, "areas", of_set)
    geometry = shapely.from_wkb(frame.pop("geometry").to_numpy(dtype=object))
    areas = gpd.GeoDataFrame(frame, geometry=geometry, crs="EPSG:4326")
    return areas.loc[:, list(TABLES["areas"])]


def _source_order(connection: Connection, place_id: str) -> dict[str, int]:
    source = schema.source
    query = (
        sa.select(source.c.source_id)
        .where(source.c.place_id == place_id, source.c.live)
        .order_by(source.c.loaded_at, source.c.source_id)
    )
    return {source_id: n for n, source_id in enumerate(connection.execute(query).scalars())}


def _list_order(connection: Connection, place_id: str) -> dict[str, int]:
    """Return the sources in use by when their list first came, whatever its version."""
    source = schema.source
    query = (
        sa.select(source.c.list_id, sa.func.min(source.c.loaded_at).label("first"))
        .where(source.c.place_id == place_id)
        .group_by(source.c.list_id)
        .subquery()
    )
    ordered = (
        sa.select(source.c.source_id)
        .join_from(source, query, source.c.list_id == query.c.list_id)
        .where(source.c.place_id == place_id, source.c.live)
        .order_by(query.c.first, source.c.source_id)
    )
    return {source_id: n for n, source_id in enumerate(connection.execute(ordered).scalars())}


def _latest(frame: pd.DataFrame, order: dict[str, int]) -> pd.DataFrame:
    """Keep each indicator from the source that was loaded last."""
    key = "indicator_id"
    ranked = frame.assign(_order=frame["source_id"].map(order).fillna(-1))
    latest = ranked.sort_values("_order", kind="stable").drop_duplicates(key, keep="last")
    tidy: pd.DataFrame = latest.sort_values(key).drop(columns="_order").reset_index(drop=True)
    return tidy


def _parents(connection: Connection, place_id: str, order: dict[str, int]) -> pd.DataFrame:
    """Return the parents of each level from one source only, so that vintages are not mixed."""
    frame = _frame(connection, place_id, "area_parents")
    sizes = frame.groupby(["level", "source_id"], as_index=False).size()
    sizes["order"] = sizes["source_id"].map(order).fillna(-1)
    best = sizes.sort_values(["size", "order"]).drop_duplicates("level", keep="last")
    chosen: pd.DataFrame = frame.merge(best[["level", "source_id"]], on=["level", "source_id"])
    return chosen


def _population(
    connection: Connection, place_id: str, order: dict[str, int], of_set: AreaSet, codes: set[str]
) -> pd.DataFrame:
    """Return the population of the one source that covers most areas, then the newest."""
    frame = _frame(connection, place_id, "population", of_set)
    if frame.empty:
        return frame
    known = frame[frame["area_code"].isin(codes) & frame["people"].notna()]
    sizes = known.groupby("source_id").agg(n=("area_code", "nunique"), year=("year", "max"))
    if sizes.empty:
        return frame.iloc[0:0]
    sizes["order"] = [order.get(str(source_id), -1) for source_id in sizes.index]
    best = sizes.sort_values(["n", "year", "order"]).index[-1]
    chosen: pd.DataFrame = frame[frame["source_id"] == best].reset_index(drop=True)
    return chosen


def sources(connection: Connection, place_id: str) -> tuple[Source, ...]:
    """Return the sources in use as they were loaded; what was added by hand is counted."""
    table, asset = schema.source, schema.asset
    added = connection.execute(
        sa.select(sa.func.count())
        .select_from(asset)
        .where(asset.c.place_id == place_id, asset.c.source_id == stable_id(place_id, BY_HAND))
    ).scalar_one()
    query = (
        sa.select(*(table.c[name] for name in Source.model_fields))
        .where(table.c.place_id == place_id, table.c.live)
        .order_by(table.c.loaded_at, table.c.source_id)
    )
    read = (Source(**row) for row in connection.execute(query).mappings())
    return tuple(
        one.model_copy(update={"rows_read": added, "rows_kept": added})
        if one.file_name == BY_HAND
        else one
        for one in read
    )


def frames_of(
    engine: Engine, place_id: str, source_id: str, names: Iterable[str] = schema.BY_FRAME
) -> dict[str, pd.DataFrame]:
    """Return the rows that one version of a list brought, in use or not, as they were kept.

    Edits and pairs are not in them. Tables without rows are left out.
    """
    with engine.connect() as connection:
        frames = {name: _frame(connection, place_id, name, source_id) for name in names}
    found = {name: frame for name, frame in frames.items() if len(frame)}
    if "areas" in found:
        shapes = shapely.from_wkb(found["areas"]["geometry"].to_numpy(dtype=object))
        found["areas"] = found["areas"].assign(geometry=shapes)
    return found


def kept_as_of(engine: Engine, place_id: str, source_id: str) -> dict[tuple[str, int], str]:
    """Return what the rows of a version that were kept became: ids by sheet and row number."""
    table = schema.record
    query = sa.select(table.c.table_name, table.c.row_number, table.c.kept_as).where(
        table.c.place_id == place_id, table.c.source_id == source_id, table.c.fate == "kept"
    )
    with engine.connect() as connection:
        return {(row[0], row[1]): row[2] for row in connection.execute(query)}


def headings_of(engine: Engine, place_id: str) -> dict[str, set[str]]:
    """Return the headings of the lists in use, by source, without case."""
    table = schema.record
    first = (
        sa.select(table.c.source_id, table.c.table_name, sa.func.min(table.c.row_number).label("n"))
        .where(table.c.place_id == place_id, table.c.source_id.in_(_live(place_id)))
        .group_by(table.c.source_id, table.c.table_name)
        .subquery()
    )
    there = sa.and_(
        table.c.place_id == place_id,
        table.c.source_id == first.c.source_id,
        table.c.table_name == first.c.table_name,
        table.c.row_number == first.c.n,
    )
    query = sa.select(table.c.source_id, table.c.original).join_from(table, first, there)
    found: dict[str, set[str]] = {}
    with engine.connect() as connection:
        for source_id, original in connection.execute(query):
            names = {" ".join(name.casefold().split()) for name in json.loads(original)}
            found.setdefault(source_id, set()).update(names)
    return found


def ids_elsewhere(engine: Engine, place_id: str, sha256: str, list_id: str) -> set[str]:
    """Return the ids of assets of other lists that the same file brought, in use or not."""
    source, asset = schema.source, schema.asset
    others = sa.select(source.c.list_id).where(
        source.c.place_id == place_id, source.c.sha256 == sha256, source.c.list_id != list_id
    )
    sources = sa.select(source.c.source_id).where(
        source.c.place_id == place_id, source.c.list_id.in_(others)
    )
    query = sa.select(asset.c.asset_id).where(
        asset.c.place_id == place_id, asset.c.source_id.in_(sources)
    )
    with engine.connect() as connection:
        return set(connection.execute(query).scalars())


def reports_of(engine: Engine, place_id: str, source_id: str) -> list[dict[str, Any]]:
    """Return the reports that were shown when this source was accepted."""
    table = schema.source
    query = sa.select(table.c.reports).where(
        table.c.place_id == place_id, table.c.source_id == source_id
    )
    with engine.connect() as connection:
        return list(connection.execute(query).scalar() or [])


def reading_of_source(engine: Engine, place_id: str, source_id: str) -> str:
    """Return how a source was read: its options as JSON, "" when there is no such source."""
    table = schema.source
    query = sa.select(table.c.reading).where(
        table.c.place_id == place_id, table.c.source_id == source_id
    )
    with engine.connect() as connection:
        return str(connection.execute(query).scalar() or "")


def records_of(
    engine: Engine, place_id: str, source_id: str, fate: str | None = None
) -> pd.DataFrame:
    """Return raw rows as read, with `row_number`, `fate`, `reason` and every original column."""
    table = schema.record
    query = (
        sa.select(
            table.c.table_name, table.c.row_number, table.c.fate, table.c.reason, table.c.original
        )
        .where(table.c.place_id == place_id, table.c.source_id == source_id)
        .order_by(table.c.table_name, table.c.row_number)
    )
    if fate is not None:
        query = query.where(table.c.fate == fate)
    with engine.connect() as connection:
        rows = connection.execute(query).all()
    base = pd.DataFrame.from_records(
        [row[:4] for row in rows], columns=["table", "row", "fate", "reason"]
    )
    originals = pd.DataFrame.from_records([json.loads(row[4]) for row in rows])
    originals.columns = [f"{name} (as read)" if name in base else name for name in originals]
    return base.join(originals)


def postcodes_of(
    engine: Engine, place_id: str, wanted: Iterable[str]
) -> dict[str, tuple[float, float]]:
    """Return (lon, lat) of those postcodes (upper case, one space) that the place knows."""
    with engine.connect() as connection:
        return _positions_of(connection, place_id, wanted)


def _positions_of(
    connection: Connection, place_id: str, wanted: Iterable[str]
) -> dict[str, tuple[float, float]]:
    asked = sorted(set(wanted))
    found: dict[str, tuple[float, float]] = {}
    for start in range(0, len(asked), 500):
        query = _postcodes_in_use(place_id).where(
            schema.postcode.c.postcode.in_(asked[start : start + 500])
        )
        found.update({row[0]: (row[1], row[2]) for row in connection.execute(query)})
    return found


def holds_postcodes(
    engine: Engine, place_id: str, bounds: tuple[float, float, float, float] | None = None
) -> bool:
    """Say whether the place knows any postcode (within west, south, east, north in degrees)."""
    table = schema.postcode
    in_use = sa.and_(table.c.place_id == place_id, table.c.source_id.in_(_live(place_id)))
    query = sa.select(table.c.postcode).where(in_use).limit(1)
    if bounds is not None:
        west, south, east, north = bounds
        query = query.where(table.c.lon.between(west, east), table.c.lat.between(south, north))
    with engine.connect() as connection:
        return connection.execute(query).first() is not None


def postcode_count(engine: Engine, place_id: str) -> int:
    """Return how many postcodes the place knows."""
    table = schema.postcode
    in_use = sa.and_(table.c.place_id == place_id, table.c.source_id.in_(_live(place_id)))
    query = sa.select(sa.func.count(sa.distinct(table.c.postcode))).where(in_use)
    with engine.connect() as connection:
        return int(connection.execute(query).scalar_one())


def upload_of(engine: Engine, place_id: str, source_id: str) -> dict[str, bytes]:
    """Return the uploaded files as they came, by file name."""
    table = schema.upload
    query = sa.select(table.c.file_name, table.c.content).where(
        table.c.place_id == place_id, table.c.source_id == source_id,
        table.c.file_name.not_in([LAYER, NETWORK]),
    )  # fmt: skip
    with engine.connect() as connection:
        return {name: zlib.decompress(content) for name, content in connection.execute(query)}


def journal_of(engine: Engine, place_id: str) -> pd.DataFrame:
    """Return who did what, when and why: newest first. `details` holds a dict, such as the file."""
    table = schema.journal
    names = ("revision", "at", "actor", "action", "reason", "details")
    columns = [table.c[name] for name in names]
    query = (
        sa.select(*columns).where(table.c.place_id == place_id).order_by(table.c.revision.desc())
    )
    with engine.connect() as connection:
        rows = connection.execute(query).all()
    return pd.DataFrame.from_records(rows, columns=[column.name for column in columns])
