"""Keeping an accepted upload: all of it in one transaction, once, as a version of its list."""

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
from sqlalchemy.engine import Connection, Engine, RowMapping

from sharedground import code_point
from sharedground.access import current
from sharedground.errors import StaleError
from sharedground.model.frames import TABLES, empty
from sharedground.model.place import Kind, Source
from sharedground.model.placing import EXACT
from sharedground.store import schema
from sharedground.store.area_sets import outlines_before, set_of_upload
from sharedground.store.backgrounds import LAYER, write_layer
from sharedground.store.pairs import insert_pairs
from sharedground.store.places import _place, writing
from sharedground.store.remembering import Memory, write_memory
from sharedground.store.street_networks import NETWORK
from sharedground.store.versions import resting_version, set_live
from sharedground.words import say

CHUNK: Final = 5_000
"""Rows sent to the database at a time; all of them belong to one transaction."""

_ONCE: Final = {"areas": "area_code", "postcodes": "postcode", "partners": "partner_id",
                "sites": "site_id"}  # fmt: skip
"""Things that several sheets of one file may bring: the first one stays."""


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
    updates
        The `source_id` of the version in use of the list that this is the next version of; "" for
        a new list, or for the list that the same file brought.
    further
        Whether it makes a list of its own, even where the same file brought one already.
    beside
        Whether areas make a further set, beside those of the place.
    pairs
        Assets that are, or may be, one (table of `model.frames`).
    publish_contacts
        Whether telephone numbers and e-mail addresses of organisations in it are made public. A
        list that shows them goes on doing so (see `versions.publish_contacts`).
    memory
        What a person chose, for the next list like it.
    layer
        Of a background of the map: its packed layer. Of a network of streets: it, packed.
    """

    source: Source
    import_id: str
    reading: str
    frames: Mapping[str, pd.DataFrame]
    records: Mapping[str, pd.DataFrame]
    reports: list[dict[str, Any]] = field(default_factory=list)
    parts: Mapping[str, bytes] = field(default_factory=dict)
    updates: str = ""
    further: bool = False
    beside: bool = False
    pairs: pd.DataFrame = field(default_factory=lambda: empty("pairs"))
    publish_contacts: bool = False
    memory: Memory = field(default_factory=Memory)
    layer: bytes = b""


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
        "areas.present" when the place has other areas, and the new ones neither replace them
        (`replace_areas`) nor stand beside them.
    StaleError
        "list.stale" when the version that this one updates is no longer the one in use.
    """
    source = upload.source
    details: dict[str, Any] = {"source_id": source.source_id, "file": source.file_name}
    with writing(engine, place_id, f"add {source.kind}", reason=reason, details=details) as write:
        connection = write.connection
        same = _same_upload(connection, place_id, upload)
        if same is not None:
            write.unchanged = True
            return Kept(same, already=True)
        former = _former(connection, place_id, upload)
        if source.kind is Kind.AREAS and former is None:
            former = outlines_before(
                connection, place_id, source, beside=upload.beside, replace=replace_areas
            )
        _insert_source(connection, place_id, upload, former, metric_crs or "")
        instead_of = former["source_id"] if former else ""
        details |= set_live(connection, place_id, source.source_id, instead_of)
        for name, frame in upload.frames.items():
            _insert_frame(connection, place_id, name, frame)
        if upload.layer:
            name = NETWORK if source.kind is Kind.STREETS else LAYER
            write_layer(connection, place_id, source.source_id, source.sha256, upload.layer, name)
        insert_pairs(connection, place_id, source.source_id, upload.pairs)
        write_memory(connection, place_id, source.kind, upload.memory)
        placed = _placed_by(connection, place_id, source.source_id)
        details["placed_later"] = placed
        details["former_id"] = former["source_id"] if former else ""
    return Kept(source.source_id, placed_later=placed, replaced=former is not None)


def _same_upload(connection: Connection, place_id: str, upload: Upload) -> str | None:
    """Return the source that this very upload, or this file read this way, is already."""
    table = schema.source
    same_file = sa.and_(
        table.c.live,
        table.c.kind == upload.source.kind.value,
        table.c.sha256 == upload.source.sha256,
        table.c.reading == upload.reading,
        sa.or_(table.c.publish_contacts, sa.literal(not upload.publish_contacts)),
    )
    query = sa.select(table.c.source_id).where(
        table.c.place_id == place_id,
        sa.or_(table.c.import_id == upload.import_id, same_file),
    )
    return connection.execute(query).scalars().first()


def _former(connection: Connection, place_id: str, upload: Upload) -> RowMapping | None:
    """Return the version that this upload takes over from: as said, else the same file."""
    if upload.further:
        return None
    table = schema.source
    which = table.c.source_id == upload.updates
    if not upload.updates:
        which = sa.and_(
            table.c.kind == upload.source.kind.value, table.c.sha256 == upload.source.sha256
        )
    columns = (table.c.source_id, table.c.list_id, table.c.set_id, table.c.publish_contacts)
    query = sa.select(*columns).where(table.c.place_id == place_id, table.c.live, which)
    former = connection.execute(query).mappings().first()
    if upload.updates and former is None:
        raise StaleError(
            "list.stale",
            say(
                "Someone changed this list while you looked at your file. Nothing was "
                "overwritten. Choose your file again to see it beside the newest version."
            ),
        )
    return former


def _publishes(former: RowMapping | None) -> bool:
    """Say whether the version that gives way shows its organisations' contacts to everyone."""
    return bool(former is not None and former.get("publish_contacts"))


def _insert_source(
    connection: Connection, place_id: str, upload: Upload, former: RowMapping | None,
    metric_crs: str,
) -> None:  # fmt: skip
    filled_here = {"loaded_by", "loaded_at", "kind", "list_id", "set_id", "publish_contacts"}
    list_id = former["list_id"] if former else _own_list(connection, place_id, upload)
    own = "" if upload.beside else set_of_upload(connection, place_id, upload.source)
    set_id = former["set_id"] if former else own
    if upload.source.kind is Kind.AREAS:
        set_id = set_id or list_id
    fields = upload.source.model_dump(mode="python", exclude=filled_here)
    connection.execute(
        schema.source.insert().values(
            **fields,
            place_id=place_id,
            kind=upload.source.kind.value,
            import_id=upload.import_id,
            reading=upload.reading,
            list_id=list_id,
            set_id=set_id,
            former_id=former["source_id"] if former else "",
            live=False,
            held=True,
            publish_contacts=upload.publish_contacts or _publishes(former),
            metric_crs=metric_crs,
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


def _own_list(connection: Connection, place_id: str, upload: Upload) -> str:
    """Return the list of an upload that takes over from none: the one that its file made before.

    A file that was added, taken away, and is added again goes on with its list.
    """
    source = upload.source
    if upload.further or upload.beside:
        return source.source_id
    before = resting_version(connection, place_id, source.kind, source.sha256)
    return before.list_id if before else source.source_id


def _insert_frame(connection: Connection, place_id: str, name: str, frame: pd.DataFrame) -> None:
    """Insert the rows of one frame. What several lists bring is kept for each of them."""
    frame = frame.loc[:, list(TABLES[name])].assign(place_id=place_id)
    if name == "areas":
        frame = _with_boxes(frame)
    if name in _ONCE:
        frame = frame.drop_duplicates(_ONCE[name])
    _insert(connection, schema.BY_FRAME[name], frame)


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


def _placed_by(connection: Connection, place_id: str, source_id: str) -> int:
    """Return how many assets wait no longer, now that a source has brought its postcodes."""
    site, postcode, asset, source = schema.site, schema.postcode, schema.asset, schema.source
    live = sa.select(source.c.source_id).where(source.c.place_id == place_id, source.c.live)
    known = sa.select(postcode.c.postcode).where(
        postcode.c.place_id == place_id,
        postcode.c.source_id != source_id,
        postcode.c.source_id.in_(live),
    )
    brought = sa.select(postcode.c.postcode).where(
        postcode.c.place_id == place_id, postcode.c.source_id == source_id
    )
    there = sa.and_(
        site.c.place_id == asset.c.place_id,
        site.c.source_id == asset.c.source_id,
        site.c.site_id == asset.c.site_id,
    )
    query = (
        sa.select(asset.c.asset_id, site.c.postcode)
        .distinct()
        .join_from(asset, site, there)
        .where(
            asset.c.place_id == place_id,
            asset.c.source_id.in_(live),
            site.c.precision != EXACT,
            site.c.postcode.in_(brought),
            site.c.postcode.not_in(known),
        )
    )
    waited = connection.execute(query).all()
    ours = _on_the_map_already(connection, place_id, {code for _, code in waited})
    return len({asset_id for asset_id, code in waited if code not in ours})


def _on_the_map_already(connection: Connection, place_id: str, codes: set[str]) -> set[str]:
    """Return those postcodes by which places are shown anyway, as they come with the product."""
    query = sa.select(schema.place).where(schema.place.c.place_id == place_id)
    place = _place(connection.execute(query).mappings().one())
    return set(code_point.positions(codes)) if codes and code_point.covers(place) else set()
