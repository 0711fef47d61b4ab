"""The network of streets of a place: kept packed beside its file, and read only when it is used."""

from __future__ import annotations

import zlib
from dataclasses import dataclass, field
from typing import Final

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

from sharedground.model.place import Kind
from sharedground.store import schema

NETWORK: Final = "streets.network"
"""Name of a packed network among the files of its source; no file that came has it."""


@dataclass(frozen=True)
class StreetNetwork:
    """That a place has a network, and where it is; `packed` reads it.

    Parameters
    ----------
    origin, place_id, source_id
        Which database, place and source. What a source brought never changes, so these tell two
        networks apart.
    """

    origin: str
    place_id: str
    source_id: str
    engine: Engine = field(compare=False, repr=False)

    def packed(self) -> bytes:
        """Return the packed network, b"" if it is gone."""
        query = sa.select(schema.upload.c.content).where(
            schema.upload.c.place_id == self.place_id,
            schema.upload.c.source_id == self.source_id,
            schema.upload.c.file_name == NETWORK,
        )
        with self.engine.connect() as connection:
            content = connection.execute(query).scalar()
        return zlib.decompress(content) if content else b""


def network_in_use(engine: Engine, connection: Connection, place_id: str) -> StreetNetwork | None:
    """Return the network of a place, the newest in use; None where it has none."""
    upload, source = schema.upload, schema.source
    there = sa.and_(
        upload.c.place_id == source.c.place_id, upload.c.source_id == source.c.source_id
    )
    query = (
        sa.select(upload.c.source_id)
        .join_from(upload, source, there)
        .where(
            upload.c.place_id == place_id, source.c.live, source.c.kind == Kind.STREETS.value,
            upload.c.file_name == NETWORK,
        )
        .order_by(source.c.loaded_at.desc(), source.c.source_id)
    )  # fmt: skip
    found = connection.execute(query).scalars().first()
    if found is None:
        return None
    origin = engine.url.render_as_string(hide_password=True)
    return StreetNetwork(origin, place_id, str(found), engine)
