"""Visions in the store: every version is kept, and a stale save is refused."""

from __future__ import annotations

import datetime as dt

import pandas as pd
import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

from sharedground.access import Role, current
from sharedground.errors import StaleError
from sharedground.model.vision import Vision
from sharedground.store import schema
from sharedground.store.places import writing
from sharedground.words import say


def read_visions(connection: Connection, place_id: str) -> tuple[Vision, ...]:
    """Return every saved version, oldest first."""
    table = schema.vision
    query = sa.select(table.c.body).where(table.c.place_id == place_id).order_by(table.c.version)
    return tuple(Vision.model_validate(body) for body in connection.execute(query).scalars())


def history_of(engine: Engine, place_id: str) -> pd.DataFrame:
    """Return `version`, `saved_at`, `saved_by` and `reason` of every version, newest first."""
    table = schema.vision
    columns = [table.c.version, table.c.saved_at, table.c.saved_by, table.c.reason]
    query = sa.select(*columns).where(table.c.place_id == place_id).order_by(table.c.version.desc())
    with engine.connect() as connection:
        rows = connection.execute(query).all()
    return pd.DataFrame.from_records(rows, columns=[column.name for column in columns])


def save_vision(
    engine: Engine, place_id: str, vision: Vision, *, opened_from: int, reason: str = ""
) -> Vision:
    """Save a vision as the next version and return it.

    Parameters
    ----------
    opened_from
        The version that the person had before them: 0 when there was none yet.

    Raises
    ------
    StaleError
        If a newer version was saved meanwhile. `details` carries `yours` and `theirs`;
        nothing is overwritten.
    """
    details: dict[str, object] = {"opened_from": opened_from}
    with writing(
        engine, place_id, "save vision", reason=reason, data=False,
        needs=Role.PARTICIPANT, details=details,
    ) as write:  # fmt: skip
        saved = read_visions(write.connection, place_id)
        newest = saved[-1].version if saved else 0
        if newest != opened_from:
            raise StaleError(
                "vision.stale",
                say(
                    "Someone saved version {newest} while you worked on version {yours}. "
                    "Nothing was overwritten. Both are shown below.",
                    newest=newest,
                    yours=opened_from,
                ),
                yours=vision,
                theirs=saved[-1] if saved else None,
            )
        now = dt.datetime.now(dt.UTC)
        kept = vision.model_copy(update={"version": newest + 1, "date": now.date()})
        write.connection.execute(
            schema.vision.insert().values(
                place_id=place_id,
                version=kept.version,
                body=kept.model_dump(mode="json"),
                saved_by=current().name,
                saved_at=now,
                reason=reason,
            )
        )
        details["version"] = kept.version
    return kept
