"""Versions of lists: which one is in use, going back to a former one, and taking a list away."""

from __future__ import annotations

from typing import Any, Final

import pandas as pd
import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine, RowMapping

from sharedground.errors import NotFoundError, SharedGroundError
from sharedground.model.place import Kind, Source
from sharedground.store import schema
from sharedground.store.area_sets import claim_main, main_set
from sharedground.store.places import writing
from sharedground.words import say

_SHOWN: Final = (
    "source_id", "list_id", "former_id", "kind", "title", "file_name", "sha256", "loaded_at",
    "loaded_by", "set_id", "live", "held", "rows_read", "rows_kept", "rows_merged",
    "rows_set_aside",
)  # fmt: skip


def set_live(
    connection: Connection, place_id: str, source_id: str, instead_of: str
) -> dict[str, Any]:
    """Put one version in use instead of another; "" for either is none.

    Returns
    -------
    dict
        For the journal: whether they are outlines, which may change settings of the place.
    """
    source = schema.source
    for which, live in ((instead_of, False), (source_id, True)):
        if which:
            connection.execute(
                source.update()
                .where(source.c.place_id == place_id, source.c.source_id == which)
                .values(live=live)
            )
    row = _row(connection, place_id, source_id or instead_of)
    if row["kind"] != Kind.AREAS.value:
        return {}
    if source_id:
        claim_main(connection, place_id, row["set_id"], row["metric_crs"])
    elif row["set_id"] == main_set(connection, place_id):
        place = schema.place
        connection.execute(
            place.update().where(place.c.place_id == place_id).values(metric_crs=None)
        )
    return {"outlines": True}


def version_at(engine: Engine, place_id: str, source_id: str) -> Source:
    """Return one version of a list, in use or not.

    Raises
    ------
    NotFoundError
        "source.gone" when there is none.
    """
    with engine.connect() as connection:
        row = _row(connection, place_id, source_id)
    return Source(**{name: row[name] for name in Source.model_fields})


def resting_version(
    connection: Connection, place_id: str, kind: Kind, sha256: str
) -> Source | None:
    """Return the last version of a list that this file made and that is not in use any more."""
    table = schema.source
    in_use = sa.select(table.c.list_id).where(table.c.place_id == place_id, table.c.live)
    query = (
        sa.select(*(table.c[name] for name in Source.model_fields))
        .where(
            table.c.place_id == place_id,
            table.c.kind == kind.value,
            table.c.sha256 == sha256,
            table.c.list_id.not_in(in_use),
        )
        .order_by(table.c.loaded_at.desc())
    )
    row = connection.execute(query).mappings().first()
    return Source(**row) if row else None


def versions_of(engine: Engine, place_id: str, list_id: str | None = None) -> pd.DataFrame:
    """Return the versions of one list (or of all), newest first.

    Returns
    -------
    pandas.DataFrame
        Who loaded which file when (`loaded_by`, `file_name`, `sha256`, `loaded_at`), whether it
        is in use (`live`), what it took over from (`former_id`), and its counts of rows.
    """
    source = schema.source
    columns = [source.c[name] for name in _SHOWN]
    query = sa.select(*columns).where(source.c.place_id == place_id)
    if list_id is not None:
        query = query.where(source.c.list_id == list_id)
    with engine.connect() as connection:
        rows = connection.execute(query.order_by(source.c.loaded_at.desc())).all()
    return pd.DataFrame.from_records([tuple(row) for row in rows], columns=list(_SHOWN))


def undo_upload(engine: Engine, place_id: str, source_id: str, *, reason: str = "") -> str:
    """Take an upload back: the version before it is in use again, exactly as it was.

    Returns
    -------
    str
        The `source_id` that is in use now, "" when the upload was the first of its list.

    Raises
    ------
    NotFoundError
        "source.gone" when the upload is not in use.
    SharedGroundError
        "version.not_held" when its former version was deleted by an older program.
    """
    details: dict[str, Any] = {"source_id": source_id}
    with writing(engine, place_id, "undo upload", reason=reason, details=details) as write:
        row = _live_row(write.connection, place_id, source_id)
        former = row["former_id"]
        if former:
            _check_held(write.connection, place_id, former)
        details |= set_live(write.connection, place_id, former, source_id)
        details.update(file=row["file_name"], former_id=former)
    return str(former)


def use_version(engine: Engine, place_id: str, source_id: str, *, reason: str = "") -> None:
    """Put a version of a list in use again, instead of the one that is.

    Raises
    ------
    NotFoundError, SharedGroundError
        When there is no such version, or its rows are no longer held.
    """
    details: dict[str, Any] = {"source_id": source_id}
    with writing(engine, place_id, "use version", reason=reason, details=details) as write:
        row = _row(write.connection, place_id, source_id)
        _check_held(write.connection, place_id, source_id)
        if row["live"]:
            write.unchanged = True
            return
        present = _in_use_instead(write.connection, place_id, row)
        details |= set_live(write.connection, place_id, source_id, present)
        details.update(file=row["file_name"], former_id=present)


def take_away(engine: Engine, place_id: str, source_id: str, *, reason: str = "") -> None:
    """Take a list away, whatever its versions. They are kept, and can be used again.

    Raises
    ------
    NotFoundError
        "source.gone" when the version is not in use.
    """
    details: dict[str, Any] = {"source_id": source_id}
    with writing(engine, place_id, "take list away", reason=reason, details=details) as write:
        row = _live_row(write.connection, place_id, source_id)
        details |= set_live(write.connection, place_id, "", source_id)
        details["file"] = row["file_name"]


def _in_use_instead(connection: Connection, place_id: str, row: RowMapping) -> str:
    """Return what must give way to a version: the one of its list in use; areas, of its set."""
    source = schema.source
    same = source.c.list_id == row["list_id"]
    if row["kind"] == Kind.AREAS.value:
        same = sa.and_(source.c.kind == row["kind"], source.c.set_id == row["set_id"])
    query = sa.select(source.c.source_id).where(source.c.place_id == place_id, source.c.live, same)
    return str(connection.execute(query).scalars().first() or "")


def publish_contacts(
    engine: Engine, place_id: str, source_id: str, *, publish: bool, reason: str = ""
) -> None:
    """Say whether telephone numbers and e-mail addresses of organisations in a list are public."""
    details: dict[str, Any] = {"source_id": source_id, "publish": publish}
    with writing(engine, place_id, "publish contacts", reason=reason, details=details) as write:
        row = _live_row(write.connection, place_id, source_id)
        source = schema.source
        details["was"] = {"publish_contacts": row["publish_contacts"]}
        write.connection.execute(
            source.update()
            .where(source.c.place_id == place_id, source.c.source_id == row["source_id"])
            .values(publish_contacts=publish)
        )


def _row(connection: Connection, place_id: str, source_id: str) -> RowMapping:
    source = schema.source
    query = sa.select(source).where(source.c.place_id == place_id, source.c.source_id == source_id)
    row = connection.execute(query).mappings().one_or_none()
    if row is None:
        raise _gone()
    return row


def _live_row(connection: Connection, place_id: str, source_id: str) -> RowMapping:
    row = _row(connection, place_id, source_id)
    if not row["live"]:
        raise _gone()
    return row


def _check_held(connection: Connection, place_id: str, source_id: str) -> None:
    if not _row(connection, place_id, source_id)["held"]:
        raise SharedGroundError(
            "version.not_held",
            say(
                "The rows of this version are no longer kept. Its file is: download it and "
                "add it again."
            ),
        )


def _gone() -> NotFoundError:
    return NotFoundError(
        "source.gone",
        say("This list is no longer there. It may have been replaced. Load the page again."),
    )
