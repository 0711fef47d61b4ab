"""A whole place out of the store and into another one, row by row, in one transaction each."""

from __future__ import annotations

import datetime as dt
import zlib
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Engine

from sharedground.access import Role, require
from sharedground.errors import SharedGroundError
from sharedground.model.base import stable_id
from sharedground.model.place import Place
from sharedground.store import schema
from sharedground.store.keeping import CHUNK
from sharedground.store.places import _note, place_named
from sharedground.store.suggestions import BY_HAND
from sharedground.words import say

Rows = Sequence[Mapping[str, Any]]


def dump(engine: Engine, place_id: str, tables: Iterable[str]) -> dict[str, list[dict[str, Any]]]:
    """Return the rows of a place by table, in the order of their keys, without `place_id`.

    Times have a time zone (UTC); the bytes of files are as they came.
    """
    require(Role.OFFICER)
    found: dict[str, list[dict[str, Any]]] = {}
    with engine.connect() as connection:
        for name in tables:
            table = schema.metadata.tables[name]
            query = sa.select(table).where(table.c.place_id == place_id)
            query = query.order_by(*table.primary_key.columns)
            rows = [_out(name, dict(row)) for row in connection.execute(query).mappings()]
            found[name] = rows
    return found


def _out(name: str, row: dict[str, Any]) -> dict[str, Any]:
    if name != "place":
        del row["place_id"]
    if name == "upload":
        row["content"] = zlib.decompress(row["content"])
    for column, value in row.items():
        if isinstance(value, dt.datetime):
            row[column] = value.replace(tzinfo=dt.UTC) if value.tzinfo is None else value
    return row


def restore(
    engine: Engine, tables: Mapping[str, Rows], *, name: str = "", reason: str = ""
) -> Place:
    """Put a place that was dumped into this store: all of it, or nothing.

    Parameters
    ----------
    tables
        Rows as `dump` gives them; they have been checked.
    name
        Another name for the place, so that it can stand beside one of the same name.

    Raises
    ------
    SharedGroundError
        "place.taken" when there is such a place already.
    """
    actor = require(Role.OFFICER)
    given = dict(tables["place"][0])
    former_id = str(given["place_id"])
    name = " ".join(name.split())
    if name and name.casefold() != str(given["name"]).casefold():
        if len(name) > 80:
            raise SharedGroundError("place.name", say("Give the place a name of 1 to 80 letters."))
        given |= {"name": name, "place_id": stable_id("place", name.casefold())}
    place_id = str(given["place_id"])
    renamed = {stable_id(former_id, BY_HAND): stable_id(place_id, BY_HAND)}
    with engine.execution_options(writes=True).begin() as connection:
        _check_free(connection, place_id, str(given["name"]))
        revision = int(given["revision"]) + 1
        given["revision"] = revision
        connection.execute(schema.place.insert().values(**given))
        for table in schema.metadata.sorted_tables:
            rows = tables.get(table.name, ())
            if table is schema.place or not rows:
                continue
            for start in range(0, len(rows), CHUNK):
                chunk = [_in(table.name, row, place_id, renamed)
                         for row in rows[start : start + CHUNK]]  # fmt: skip
                connection.execute(table.insert(), chunk)
        details = {"name": given["name"], "made_as": former_id}
        _note(connection, place_id, revision, actor.name, "open partnership file", reason, details)
    return place_named(engine, place_id)


def _check_free(connection: sa.Connection, place_id: str, name: str) -> None:
    table = schema.place
    same = sa.or_(table.c.place_id == place_id, sa.func.lower(table.c.name) == name.lower())
    taken = connection.execute(sa.select(table.c.name).where(same)).scalar()
    if taken is not None:
        raise SharedGroundError(
            "place.taken",
            say("There is already a place called {name}. Open the file under another name.",
                name=taken),
            name=taken,
        )  # fmt: skip


def _in(
    table: str, row: Mapping[str, Any], place_id: str, renamed: Mapping[str, str]
) -> dict[str, Any]:
    made = {**row, "place_id": place_id}
    for column in ("source_id", "list_id", "former_id"):
        if made.get(column) in renamed:
            made[column] = renamed[made[column]]
    if table == "upload":
        made["content"] = zlib.compress(made["content"])
    return made
