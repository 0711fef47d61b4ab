"""Keeping an accepted upload: all of it in one transaction, once."""

from __future__ import annotations

import datetime as dt
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
import pandas as pd
import shapely
import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

from sharedground.access import current
from sharedground.errors import SharedGroundError
from sharedground.model.frames import TABLES
from sharedground.model.place import Kind, Source
from sharedground.store import schema
from sharedground.store.places import writing
from sharedground.words import say

CHUNK: Final = 5_000
"""Rows sent to the database at a time; all of them belong to one transaction."""

_SHARED: Final = {"areas": "area_code", "postcodes": "postcode", "partners": "partner_id",
                  "sites": "site_id"}  # fmt: skip
"""Things that several sources may bring: the first one stays."""


@dataclass(frozen=True)
class Upload:
    """An upload that a person has accepted, ready to be kept.

    Parameters
    ----------
    source
        With its counts of rows; `loaded_by` and `loaded_at` are filled when kept.
    import_id
        Made once when the file was read: keeping the same one twice changes nothing.
    reading
        How it was read (options as JSON). The same file read the same way is kept once;
        read in another way it replaces its former reading.
    frames
        Tables of `model.frames`, except "records".
    records
        By sheet or layer: the fate of every row read.
    reports, parts
        The reports as JSON objects; the bytes by file name.
    """

    source: Source
    import_id: str
    reading: str
    frames: Mapping[str, pd.DataFrame]
    records: Mapping[str, pd.DataFrame]
    reports: list[dict[str, Any]] = field(default_factory=list)
    parts: Mapping[str, bytes] = field(default_factory=dict)


@dataclass(frozen=True)
class Kept:
    """What keeping did. `already` means that it was there before and nothing was changed."""

    source_id: str
    already: bool = False
    placed_later: int = 0
    replaced: bool = False


def keep(
    engine: Engine,
    place_id: str,
    upload: Upload,
    *,
    reason: str = "",
    replace_areas: bool = False,
    metric_crs: str | None = None,
) -> Kept:
    """Keep an upload, whole or not at all.

    Raises
    ------
    SharedGroundError
        "areas.present" when the place has other areas and `replace_areas` is not set.
    """
    source = upload.source
    details: dict[str, Any] = {"source_id": source.source_id, "file": source.file_name}
    with writing(engine, place_id, f"add {source.kind}", reason=reason, details=details) as write:
        connection = write.connection
        former = _former(connection, place_id, upload)
        if former is not None and former[1]:
            write.unchanged = True
            return Kept(former[0], already=True)
        if former is not None:
            _remove(connection, place_id, former[0])
        if source.kind is Kind.AREAS:
            _make_room_for_areas(connection, place_id, replace=replace_areas)
            _set_metric_crs(connection, place_id, metric_crs)
        _insert_source(connection, place_id, upload)
        for name, frame in upload.frames.items():
            _insert_frame(connection, place_id, name, frame)
        placed = _place_waiting(connection, place_id) if "postcodes" in upload.frames else 0
        details["placed_later"] = placed
    return Kept(source.source_id, placed_later=placed, replaced=former is not None)


def _former(connection: Connection, place_id: str, upload: Upload) -> tuple[str, bool] | None:
    """Return (source_id, is the very same upload) of the file's former reading, if any."""
    table = schema.source
    query = sa.select(table.c.source_id, table.c.import_id, table.c.reading).where(
        table.c.place_id == place_id,
        sa.or_(
            table.c.import_id == upload.import_id,
            sa.and_(
                table.c.live,
                table.c.kind == upload.source.kind.value,
                table.c.sha256 == upload.source.sha256,
            ),
        ),
    )
    rows = connection.execute(query).all()
    for source_id, import_id, reading in rows:
        if import_id == upload.import_id or reading == upload.reading:
            return source_id, True
    return (rows[0][0], False) if rows else None


def _remove(connection: Connection, place_id: str, source_id: str) -> None:
    """Take out what a former reading brought; its line and its raw rows stay as history."""
    for name, table in schema.BY_FRAME.items():
        if name == "sites":
            continue
        connection.execute(
            table.delete().where(table.c.place_id == place_id, table.c.source_id == source_id)
        )
    site, asset = schema.site, schema.asset
    used = sa.select(asset.c.site_id).where(asset.c.place_id == place_id)
    connection.execute(
        site.delete().where(site.c.place_id == place_id, site.c.site_id.not_in(used))
    )
    source = schema.source
    connection.execute(
        source.update()
        .where(source.c.place_id == place_id, source.c.source_id == source_id)
        .values(live=False)
    )


def _make_room_for_areas(connection: Connection, place_id: str, *, replace: bool) -> None:
    area = schema.area
    count = connection.execute(
        sa.select(sa.func.count()).select_from(area).where(area.c.place_id == place_id)
    ).scalar_one()
    if count and not replace:
        raise SharedGroundError(
            "areas.present",
            say(
                "This place already has {count} areas. Make a new place for other areas, "
                "or say that these replace them.",
                count=count,
            ),
            count=count,
        )
    connection.execute(area.delete().where(area.c.place_id == place_id))
    source = schema.source
    connection.execute(
        source.update()
        .where(source.c.place_id == place_id, source.c.kind == Kind.AREAS.value)
        .values(live=False)
    )


def _set_metric_crs(connection: Connection, place_id: str, metric_crs: str | None) -> None:
    table = schema.place
    connection.execute(
        table.update().where(table.c.place_id == place_id).values(metric_crs=metric_crs)
    )


def _insert_source(connection: Connection, place_id: str, upload: Upload) -> None:
    fields = upload.source.model_dump(mode="python", exclude={"loaded_by", "loaded_at", "kind"})
    connection.execute(
        schema.source.insert().values(
            **fields,
            place_id=place_id,
            kind=upload.source.kind.value,
            import_id=upload.import_id,
            reading=upload.reading,
            live=True,
            loaded_by=current().name,
            loaded_at=dt.datetime.now(dt.UTC),
            reports=upload.reports,
        )
    )
    for file_name, content in upload.parts.items():
        connection.execute(
            schema.upload.insert().values(
                place_id=place_id,
                source_id=upload.source.source_id,
                file_name=file_name,
                sha256=upload.source.sha256,
                content=zlib.compress(content),
            )
        )
    for table_name, records in upload.records.items():
        _insert(
            connection,
            schema.record,
            records.assign(
                place_id=place_id, source_id=upload.source.source_id, table_name=table_name
            ),
        )


def _insert_frame(connection: Connection, place_id: str, name: str, frame: pd.DataFrame) -> None:
    """Insert the rows of one frame; things that are there already stay as they were."""
    frame = frame.loc[:, list(TABLES[name])].assign(place_id=place_id)
    table = schema.BY_FRAME[name]
    if name == "areas":
        frame = _with_boxes(frame)
    if name in _SHARED:
        key = _SHARED[name]
        known = set(
            connection.execute(
                sa.select(table.c[key]).where(table.c.place_id == place_id)
            ).scalars()
        )
        frame = frame[~frame[key].isin(known)].drop_duplicates(key)
    if name == "assets":
        _forget_assets(connection, place_id, frame["asset_id"].tolist())
    _insert(connection, table, frame)


def _forget_assets(connection: Connection, place_id: str, asset_ids: list[str]) -> None:
    """Let a newer list that brings the same asset (by its own id) replace the older row."""
    asset = schema.asset
    for start in range(0, len(asset_ids), 500):
        connection.execute(
            asset.delete().where(
                asset.c.place_id == place_id, asset.c.asset_id.in_(asset_ids[start : start + 500])
            )
        )


def _with_boxes(frame: pd.DataFrame) -> pd.DataFrame:
    geometry = np.asarray(frame["geometry"], dtype=object)
    bounds = shapely.bounds(geometry)
    boxes = dict(zip(("min_x", "min_y", "max_x", "max_y"), bounds.T, strict=True))
    return pd.DataFrame(frame).assign(geometry=shapely.to_wkb(geometry), **boxes)


def _insert(connection: Connection, table: sa.Table, frame: pd.DataFrame) -> None:
    """Insert a frame in chunks; NaN becomes NULL and numpy numbers become plain ones."""
    if frame.empty:
        return
    columns = [column.name for column in table.columns]
    plain = {name: _plain(frame[name]) for name in columns}
    for start in range(0, len(frame), CHUNK):
        rows = zip(*(values[start : start + CHUNK] for values in plain.values()), strict=True)
        connection.execute(table.insert(), [dict(zip(columns, row, strict=True)) for row in rows])


def _plain(values: pd.Series[Any]) -> list[Any]:
    return [None if value is None or value is pd.NA or value != value else value
            for value in values.tolist()]  # fmt: skip


def _place_waiting(connection: Connection, place_id: str) -> int:
    """Place the sites that waited for their postcode; return how many were placed."""
    site, postcode = schema.site, schema.postcode
    query = (
        sa.select(site.c.site_id, postcode.c.lon, postcode.c.lat)
        .join_from(
            site,
            postcode,
            sa.and_(postcode.c.place_id == site.c.place_id, postcode.c.postcode == site.c.postcode),
        )
        .where(site.c.place_id == place_id, site.c.precision != "exact", site.c.postcode != "")
    )
    waiting = connection.execute(query).all()
    if not waiting:
        return 0
    change = (
        site.update()
        .where(site.c.place_id == place_id, site.c.site_id == sa.bindparam("which"))
        .values(
            lon=sa.bindparam("x"), lat=sa.bindparam("y"), precision="exact", placed_by="postcode"
        )
    )
    connection.execute(
        change, [{"which": site_id, "x": lon, "y": lat} for site_id, lon, lat in waiting]
    )
    which = [site_id for site_id, _lon, _lat in waiting]
    asset = schema.asset
    total = 0
    for start in range(0, len(which), 500):
        total += connection.execute(
            sa.select(sa.func.count())
            .select_from(asset)
            .where(asset.c.place_id == place_id, asset.c.site_id.in_(which[start : start + 500]))
        ).scalar_one()
    return total
