"""What is known of assets that may be one: decided by a rule or a person, kept, and taken back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any, Final

import pandas as pd
import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

from sharedground.access import current
from sharedground.model.frames import PAIRS
from sharedground.store import schema
from sharedground.store.places import writing

VERDICTS: Final = ("same", "same place", "apart", "open")


def insert_pairs(
    connection: Connection, place_id: str, source_id: str, pairs: pd.DataFrame
) -> None:
    """Keep the pairs that an upload found; what a person decided before is not asked again."""
    if pairs.empty:
        return
    table = schema.pair
    query = sa.select(table.c.one, table.c.other).where(
        table.c.place_id == place_id, table.c.source_id == "", table.c.verdict != "open"
    )
    decided = {(one, other) for one, other in connection.execute(query)}
    rows = [
        row
        for row in _rows(place_id, source_id, pairs)
        if (row["one"], row["other"]) not in decided
    ]
    if rows:
        connection.execute(table.insert(), rows)


def decide(
    engine: Engine, place_id: str, one: str, other: str, verdict: str, *, reason: str = ""
) -> None:
    """Say of two assets (or partners) whether they are one, share a site, or neither.

    Parameters
    ----------
    verdict
        One of `VERDICTS`; "open" takes a decision back.
    """
    decide_all(engine, place_id, [(one, other)], verdict, reason=reason)


def decide_all(
    engine: Engine, place_id: str, couples: Iterable[tuple[str, str]], verdict: str,
    *, reason: str = "",
) -> None:  # fmt: skip
    """Say the same of several pairs, as `decide` does of one, in one write."""
    if verdict not in VERDICTS:
        raise ValueError(verdict)
    ordered = list(dict.fromkeys((min(couple), max(couple)) for couple in couples))
    details: dict[str, Any] = {"pairs": [list(couple) for couple in ordered], "verdict": verdict}
    with writing(engine, place_id, "decide pair", reason=reason, details=details) as write:
        write.unchanged = not ordered
        details["was"] = [
            _decide(write.connection, place_id, one, other, verdict) for one, other in ordered
        ]


def _decide(
    connection: Connection, place_id: str, one: str, other: str, verdict: str
) -> str | None:
    """Keep what a person says of a pair; return what was said before, None for nothing."""
    table = schema.pair
    here = sa.and_(table.c.one == one, table.c.other == other)
    said_before = sa.select(table.c.verdict).where(
        table.c.place_id == place_id, table.c.source_id == "", here
    )
    was = connection.execute(said_before).scalar()
    known = _in_use(connection, place_id, here)[["likeness", "evidence"]]
    likeness, evidence = known.iloc[0] if len(known) else (None, [])
    connection.execute(
        table.delete().where(table.c.place_id == place_id, table.c.source_id == "", here)
    )
    said = pd.DataFrame([(one, other, verdict, likeness, evidence)], columns=list(PAIRS))
    connection.execute(table.insert(), _rows(place_id, "", said))
    return was


def decisions(engine: Engine, place_id: str) -> pd.DataFrame:
    """Return what people said of pairs, newest first: `PAIRS`, `actor` and `at`."""
    table = schema.pair
    query = (
        sa.select(*(table.c[name] for name in (*PAIRS, "actor", "at")))
        .where(table.c.place_id == place_id, table.c.source_id == "", table.c.verdict != "open")
        .order_by(table.c.at.desc(), table.c.one, table.c.other)
    )
    with engine.connect() as connection:
        rows = [tuple(row) for row in connection.execute(query)]
    return pd.DataFrame.from_records(rows, columns=[*PAIRS, "actor", "at"])


def read_pairs(connection: Connection, place_id: str) -> pd.DataFrame:
    """Return all pairs of a place (`model.frames.PAIRS`).

    What a person said counts; else what the upload that is in use and came last has found.
    """
    return _in_use(connection, place_id, sa.true())


def _in_use(connection: Connection, place_id: str, which: sa.ColumnElement[bool]) -> pd.DataFrame:
    table, source = schema.pair, schema.source
    found_by = sa.and_(
        source.c.place_id == table.c.place_id, source.c.source_id == table.c.source_id
    )
    query = (
        sa.select(*(table.c[name] for name in PAIRS))
        .select_from(table.outerjoin(source, found_by))
        .where(table.c.place_id == place_id, which)
        .where(sa.or_(table.c.source_id == "", source.c.live))
        .order_by(
            table.c.one, table.c.other, table.c.source_id != "", source.c.loaded_at.desc(),
            table.c.source_id,
        )
    )  # fmt: skip
    rows = [tuple(row) for row in connection.execute(query)]
    every = pd.DataFrame.from_records(rows, columns=list(PAIRS))
    return every.drop_duplicates(["one", "other"]).reset_index(drop=True)


def _rows(place_id: str, source_id: str, pairs: pd.DataFrame) -> list[dict[str, Any]]:
    now, actor = dt.datetime.now(dt.UTC), current().name
    rows: dict[tuple[str, str], dict[str, Any]] = {}
    for first, second, verdict, likeness, evidence in pairs[list(PAIRS)].to_numpy(dtype=object):
        one, other = sorted((str(first), str(second)))
        known = likeness is not None and likeness == likeness
        rows[one, other] = {
            "place_id": place_id, "source_id": source_id, "one": one, "other": other,
            "verdict": str(verdict), "likeness": float(likeness) if known else None,
            "evidence": list(evidence), "actor": actor, "at": now,
        }  # fmt: skip
    return list(rows.values())
