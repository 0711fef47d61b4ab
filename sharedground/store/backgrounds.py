"""The packed background of the map, kept beside the file that it is made of."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from typing import Final

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from sharedground.store import schema

LAYER: Final = "background.layer"
"""Name under which a packed layer lies among the files of its source; no file that came has it."""


@dataclass(frozen=True)
class Background:
    """One background of a place: the source that it came from, and its packed layer."""

    source_id: str
    layer: bytes


def write_layer(
    connection: Connection, place_id: str, source_id: str, sha256: str, layer: bytes,
    name: str = LAYER,
) -> None:  # fmt: skip
    """Keep what is packed of a source, under a name that no file has."""
    connection.execute(
        schema.upload.insert().values(
            place_id=place_id, source_id=source_id, file_name=name, sha256=sha256,
            content=zlib.compress(layer),
        )
    )  # fmt: skip


def read_layers(connection: Connection, place_id: str) -> tuple[Background, ...]:
    """Return the backgrounds in use, in the order in which they came."""
    upload, source = schema.upload, schema.source
    there = sa.and_(
        upload.c.place_id == source.c.place_id, upload.c.source_id == source.c.source_id
    )
    query = (
        sa.select(upload.c.source_id, upload.c.content)
        .join_from(upload, source, there)
        .where(upload.c.place_id == place_id, source.c.live, upload.c.file_name == LAYER)
        .order_by(source.c.loaded_at, source.c.source_id)
    )
    return tuple(Background(row[0], zlib.decompress(row[1])) for row in connection.execute(query))
