"""Saying afterwards where a list came from: title, publisher, licence and date of a source."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

from sharedground.errors import NotFoundError
from sharedground.store import schema
from sharedground.store.places import writing
from sharedground.words import say

DETAILS: Final = ("title", "publisher", "licence", "date", "url")


def stated_of(
    connection: Connection, place_id: str, source_id: str, names: Iterable[str]
) -> dict[str, Any]:
    """Return what these columns of a source say, for the journal; {} when it is not there."""
    table = schema.source
    columns = [table.c[name] for name in names] or [table.c.source_id]
    query = sa.select(*columns).where(table.c.place_id == place_id, table.c.source_id == source_id)
    row = connection.execute(query).mappings().one_or_none()
    return dict(row) if row is not None else {}


def describe_source(
    engine: Engine, place_id: str, source_id: str, details: Mapping[str, str], *, reason: str = ""
) -> None:
    """Set what is stated of a source; its rows and its counts stay as they are.

    Parameters
    ----------
    details
        Any of `DETAILS` with its text; "" means "not stated".

    Raises
    ------
    NotFoundError
        If the source is not there, or was replaced meanwhile.
    """
    stated = {name: details[name].strip() for name in DETAILS if name in details}
    said: dict[str, Any] = {"source_id": source_id, **stated}
    with writing(engine, place_id, "describe source", reason=reason, details=said) as write:
        table = schema.source
        said["was"] = stated_of(write.connection, place_id, source_id, stated)
        changed = write.connection.execute(
            table.update()
            .where(
                table.c.place_id == place_id, table.c.source_id == source_id, table.c.live
            )
            .values(**stated)
        )  # fmt: skip
        if changed.rowcount != 1:
            raise NotFoundError(
                "source.gone",
                say(
                    "This list is no longer there. It may have been replaced. Load the page again."
                ),
            )
