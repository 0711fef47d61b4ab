"""What is known of assets that may be one: decided by a rule or a person, kept, and taken back."""

from __future__ import annotations

import datetime as dt
from typing import Any, Final

import pandas as pd
import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

from sharedground.access import current
from sharedground.model.frames import PAIRS
from sharedground.store import schema
from sharedground.store.places import writing

VERDICTS: Final = ("same", "same place", "apart", "open")


def insert_pairs(connection: Connection, place_id: str, pairs: pd.DataFrame) -> None:
    """Keep what is known of some pairs; what a person decided before is not asked again."""
    if pairs.empty:
        return
    table = schema.pair
    query = sa.select(table.c.one, table.c.other).where(
        table.c.place_id == place_id, table.c.verdict != "open"
    )
    decided = {(one, other) for one, other in connection.execute(query)}
    rows = [row for row in _rows(place_id, pairs) if (row["one"], row["other"]) not in decided]
    _forget(connection, place_id, rows)
    if rows:
        connection.execute(table.insert(), rows)


def decide(
    engine: Engine, place_id: str, one: str, other: str, verdict: str, *, reason: str = ""
) -> None:
    """Say of two assets whether they are one ("same"), share a site ("same place"), or neither.

    Parameters
    ----------
    verdict
        One of `VERDICTS`; "open" takes a decision back.
    """
    if verdict not in VERDICTS:
        raise ValueError(verdict)
    details: dict[str, Any] = {"one": one, "other": other, "verdict": verdict}
    with writing(engine, place_id, "decide pair", reason=reason, details=details) as write:
        table = schema.pair
        first, second = sorted((one, other))
        here = sa.and_(table.c.place_id == place_id, table.c.one == first, table.c.other == second)
        known = write.connection.execute(
            sa.select(table.c.likeness, table.c.evidence).where(here)
        ).one_or_none()
        likeness, evidence = known if known else (None, [])
        write.connection.execute(table.delete().where(here))
        pair = pd.DataFrame(
            [(first, second, verdict, likeness, evidence)], columns=list(PAIRS)
        )  # fmt: skip
        write.connection.execute(table.insert(), _rows(place_id, pair))


def read_pairs(connection: Connection, place_id: str) -> pd.DataFrame:
    """Return all pairs of a place (`model.frames.PAIRS`)."""
    table = schema.pair
    query = (
        sa.select(*(table.c[name] for name in PAIRS))
        .where(table.c.place_id == place_id)
        .order_by(table.c.one, table.c.other)
    )
    rows = [tuple(row) for row in connection.execute(query)]
    return pd.DataFrame.from_records(rows, columns=list(PAIRS))


def _rows(place_id: str, pairs: pd.DataFrame) -> list[dict[str, Any]]:
    now, actor = dt.datetime.now(dt.UTC), current().name
    rows: dict[tuple[str, str], dict[str, Any]] = {}
    for first, second, verdict, likeness, evidence in pairs[list(PAIRS)].to_numpy(dtype=object):
        one, other = sorted((str(first), str(second)))
        known = likeness is not None and likeness == likeness
        rows[one, other] = {
            "place_id": place_id, "one": one, "other": other, "verdict": str(verdict),
            "likeness": float(likeness) if known else None, "evidence": list(evidence),
            "actor": actor, "at": now,
        }  # fmt: skip
    return list(rows.values())


def _forget(connection: Connection, place_id: str, rows: list[dict[str, Any]]) -> None:
    table = schema.pair
    if rows:
        connection.execute(
            table.delete().where(
                table.c.place_id == place_id,
                table.c.one == sa.bindparam("first"),
                table.c.other == sa.bindparam("second"),
            ),
            [{"first": row["one"], "second": row["other"]} for row in rows],
        )
