"""Places in the store: list, make, find, change; and the one way in for every write."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine, RowMapping

from sharedground.access import Role, require
from sharedground.errors import NotFoundError, SharedGroundError
from sharedground.model.base import stable_id
from sharedground.model.place import DETOUR_FACTOR, Place
from sharedground.store import schema
from sharedground.store.dialect import for_update
from sharedground.words import say

SETTINGS: Final = ("main_set", "metric_crs", "detour_factor")
"""What a place's figures stand on, beside its lists: the journal keeps what it was."""

_FIELDS = ("place_id", "name", "metric_crs", "detour_factor", "revision", "fictional")


def _place(row: RowMapping) -> Place:
    return Place(**{name: row[name] for name in _FIELDS})


def places(engine: Engine) -> list[Place]:
    """Return all places by name."""
    with engine.connect() as connection:
        rows = connection.execute(sa.select(schema.place).order_by(schema.place.c.name))
        return [_place(row) for row in rows.mappings()]


def place_named(engine: Engine, name: str) -> Place:
    """Return the place with this name (or id), ignoring case.

    Raises
    ------
    NotFoundError
        If there is none; the message lists the places there are.
    """
    known = places(engine)
    for place in known:
        if name.casefold() in (place.name.casefold(), place.place_id.casefold()):
            return place
    names = ", ".join(place.name for place in known) or say("none yet")
    raise NotFoundError(
        "place.unknown",
        say("There is no place called {name}. Places here: {names}.", name=name, names=names),
        name=name,
    )


def revision_of(engine: Engine, place_id: str) -> int | None:
    """Return the place's revision number, or None if it is gone. Cheap: asked on each rerun."""
    query = sa.select(schema.place.c.revision).where(schema.place.c.place_id == place_id)
    with engine.connect() as connection:
        return connection.execute(query).scalar()


def new_place(engine: Engine, name: str, *, fictional: bool = False, reason: str = "") -> Place:
    """Make an empty place.

    Raises
    ------
    SharedGroundError
        If the name is empty or taken.
    """
    actor = require(Role.OFFICER)
    name = " ".join(name.split())
    if not 1 <= len(name) <= 80:
        raise SharedGroundError("place.name", say("Give the place a name of 1 to 80 letters."))
    place_id = stable_id("place", name.casefold())
    with engine.execution_options(writes=True).begin() as connection:
        taken = connection.execute(
            sa.select(schema.place.c.name).where(
                sa.or_(
                    schema.place.c.place_id == place_id,
                    sa.func.lower(schema.place.c.name) == name.lower(),
                )
            )
        ).scalar()
        if taken is not None:
            raise SharedGroundError(
                "place.taken",
                say("There is already a place called {name}. Choose another name.", name=taken),
                name=taken,
            )
        connection.execute(
            schema.place.insert().values(
                place_id=place_id,
                name=name,
                detour_factor=DETOUR_FACTOR,
                fictional=fictional,
                revision=1,
                data_revision=1,
            )
        )
        _note(connection, place_id, 1, actor.name, "new place", reason, {"name": name})
    return place_named(engine, place_id)


@dataclass
class Write:
    """A write under way. Set `unchanged` to say that nothing was changed: no new revision."""

    connection: Connection
    unchanged: bool = False


@contextmanager
def writing(
    engine: Engine,
    place_id: str,
    action: str,
    *,
    reason: str = "",
    data: bool = True,
    needs: Role = Role.OFFICER,
    details: dict[str, Any] | None = None,
) -> Iterator[Write]:
    """Run one write to a place: one transaction, one new revision, one line in the journal.

    The place's row is locked first, so writers of one place follow one another. If the block
    raises, nothing is kept. `details` may be filled inside the block.

    Raises
    ------
    NotAllowedError, NotFoundError
        Before anything is written.
    """
    actor = require(needs)
    details = {} if details is None else details
    with engine.execution_options(writes=True).begin() as connection:
        table = schema.place
        settings = _settings(connection, place_id, lock=True)
        revision = settings.get("revision")
        if revision is None:
            raise NotFoundError(
                "place.gone",
                say("This place is no longer there. Go back to Start and choose another."),
                place_id=place_id,
            )
        write = Write(connection)
        yield write
        if write.unchanged:
            return
        changes = {"revision": revision + 1}
        if data:
            changes["data_revision"] = table.c.data_revision + 1
            details |= _changed_settings(connection, place_id, settings)
        connection.execute(table.update().where(table.c.place_id == place_id).values(**changes))
        _note(connection, place_id, revision + 1, actor.name, action, reason, details)


def _settings(connection: Connection, place_id: str, *, lock: bool = False) -> dict[str, Any]:
    """Return a place's revision and the settings that figures stand on; {} if it is gone."""
    columns = [schema.place.c.revision, *(schema.place.c[name] for name in SETTINGS)]
    query = sa.select(*columns).where(schema.place.c.place_id == place_id)
    row = connection.execute(for_update(query) if lock else query).mappings().one_or_none()
    return dict(row) if row is not None else {}


def _changed_settings(
    connection: Connection, place_id: str, before: dict[str, Any]
) -> dict[str, Any]:
    """Return, for the journal, settings as they were before a write that changed them."""
    now = _settings(connection, place_id)
    changed = {name: before[name] for name in SETTINGS if before[name] != now.get(name)}
    return {"place_was": changed} if changed else {}


def _note(
    connection: Connection,
    place_id: str,
    revision: int,
    actor: str,
    action: str,
    reason: str,
    details: dict[str, Any],
) -> None:
    connection.execute(
        schema.journal.insert().values(
            place_id=place_id,
            revision=revision,
            at=dt.datetime.now(dt.UTC),
            actor=actor,
            action=action,
            reason=reason,
            details=details,
        )
    )


def change_place(
    engine: Engine,
    place_id: str,
    *,
    metric_crs: str | None = None,
    detour_factor: float | None = None,
    reason: str = "",
) -> None:
    """Set the place's metric CRS or its detour factor."""
    changes: dict[str, Any] = {}
    if metric_crs is not None:
        changes["metric_crs"] = metric_crs
    if detour_factor is not None:
        changes["detour_factor"] = detour_factor
    with writing(engine, place_id, "settings", reason=reason, details=changes) as write:
        table = schema.place
        now = _settings(write.connection, place_id)
        write.unchanged = all(now[name] == value for name, value in changes.items())
        write.connection.execute(
            table.update().where(table.c.place_id == place_id).values(**changes)
        )


def copy_place(source: Engine, target: Engine, place_id: str) -> None:
    """Copy a whole place into another database, in one transaction; a present one stays."""
    require(Role.PARTICIPANT)
    with source.connect() as reading, target.execution_options(writes=True).begin() as connection:
        here = sa.select(schema.place.c.place_id).where(schema.place.c.place_id == place_id)
        if connection.execute(here).scalar() is not None:
            return
        for table in schema.metadata.sorted_tables:
            rows = reading.execute(sa.select(table).where(table.c.place_id == place_id))
            values = [dict(row) for row in rows.mappings()]
            if values:
                connection.execute(table.insert(), values)
