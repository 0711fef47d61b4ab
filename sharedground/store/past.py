"""A place as it was: the lists, edits and visions that were in use at a former revision.

The rows that writes change are read, the journal is taken back line by line (`unwinding`), and the
result stands in temporary tables of the same names, which hide the real ones while the place is
read. So the past is read by the very code that reads the present. Decision 0032 says why.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

from sharedground.errors import NotFoundError
from sharedground.model.base import stable_id
from sharedground.store import loading, schema
from sharedground.store.holdings import Holdings
from sharedground.store.suggestions import BY_HAND
from sharedground.store.unwinding import NOT_HELD, Line, Rows, unwind
from sharedground.words import day, say

_BY_HAND_TABLES: Final = (schema.asset, schema.site)


@dataclass(frozen=True)
class Past:
    """A place as it was.

    Parameters
    ----------
    at
        When this revision was made.
    unknown
        What of it is not known for certain, a sentence each; empty where all is.
    """

    holdings: Holdings
    revision: int
    at: dt.datetime
    unknown: tuple[str, ...] = ()


def load_at(engine: Engine, place_id: str, revision: int) -> Holdings:
    """Return everything known of a place as it was at a former revision.

    See `look_back` for what goes wrong, and for what is not known.
    """
    return look_back(engine, place_id, revision).holdings


def look_back(engine: Engine, place_id: str, revision: int) -> Past:
    """Return a place as it was at a former revision, and what of that is not known.

    Lists, edits, merges, visions, scenarios, decisions, suggestions and rounds are as they were.
    Results of rounds are as they are published now; stories and the names of meetings are left as
    they are.

    Raises
    ------
    NotFoundError
        "past.unknown" for a revision before the first that the journal tells of, or after the last.
    """
    with engine.connect() as connection:
        try:
            return _look_back(engine, connection, place_id, revision)
        finally:
            connection.rollback()  # the temporary tables go with it


def _look_back(engine: Engine, connection: Connection, place_id: str, revision: int) -> Past:
    journal = lines_of(connection, place_id)
    line = next((one for one in journal if one.revision == revision), None)
    if line is None:
        raise _unknown(journal, revision)
    rows = _rows(connection, place_id, journal)
    unwind(rows, revision)
    if any(row["live"] and not row["held"] for row in rows.sources.values()):
        rows.unknown[NOT_HELD] = None
    _shadow_all(connection, place_id, rows)
    held = loading.load_in(engine, connection, place_id)
    return Past(held, revision, line.at, tuple(say(text) for text in rows.unknown))


def _unknown(journal: Sequence[Line], revision: int) -> NotFoundError:
    if not journal:
        return NotFoundError(
            "place.gone",
            say("This place is no longer there. Go back to Start and choose another."),
        )
    first, last = journal[0], journal[-1]
    return NotFoundError(
        "past.unknown",
        say("Nothing is known of version {n} of this place. Known are versions {first} (of {date}) "
            "to {last}.", n=revision, first=first.revision, last=last.revision,
            date=day(first.at.date())), revision=revision,
    )  # fmt: skip


def lines_of(connection: Connection, place_id: str) -> list[Line]:
    """Return the journal of a place, oldest first."""
    table = schema.journal
    query = (
        sa.select(table.c.revision, table.c.at, table.c.action, table.c.details)
        .where(table.c.place_id == place_id)
        .order_by(table.c.revision)
    )
    return [Line(row[0], _utc(row[1]), row[2], row[3] or {}) for row in connection.execute(query)]


def _utc(at: dt.datetime) -> dt.datetime:
    return at if at.tzinfo else at.replace(tzinfo=dt.UTC)


def _rows(connection: Connection, place_id: str, journal: Sequence[Line]) -> Rows:
    """Return the rows of today that writes may have changed."""
    place = _all(connection, schema.place, place_id)
    by_hand = stable_id(place_id, BY_HAND)
    former = {line.details["made_as"] for line in journal if line.details.get("made_as")}
    said = [row for row in _all(connection, schema.pair, place_id) if not row["source_id"]]
    return Rows(
        place=place[0],
        sources=_by(connection, schema.source, place_id, "source_id"),
        edits=_by(connection, schema.edit, place_id, "edit_id"),
        said={(row["one"], row["other"]): row for row in said},
        visions=_by(connection, schema.vision, place_id, "version"),
        scenarios=_by(connection, schema.scenario, place_id, "scenario_id"),
        decisions=_by(connection, schema.decision, place_id, "decision_id"),
        meetings=_by(connection, schema.meeting, place_id, "meeting_id"),
        suggestions=_by(connection, schema.suggestion, place_id, "suggestion_id"),
        rounds=_by(connection, schema.asked, place_id, "round_id"),
        journal=journal,
        by_hand=by_hand,
        called={stable_id(one, BY_HAND): by_hand for one in former},
    )


def _all(connection: Connection, table: sa.Table, place_id: str) -> list[dict[str, Any]]:
    query = sa.select(table).where(table.c.place_id == place_id)
    rows = [dict(row) for row in connection.execute(query).mappings()]
    for row in rows:
        row |= {name: _utc(value) for name, value in row.items() if isinstance(value, dt.datetime)}
    return rows


def _by(connection: Connection, table: sa.Table, place_id: str, key: str) -> dict[Any, Any]:
    return {row[key]: row for row in _all(connection, table, place_id)}


def _shadow_all(connection: Connection, place_id: str, rows: Rows) -> None:
    pairs = [row for row in _all(connection, schema.pair, place_id) if row["source_id"]]
    held: Mapping[sa.Table, Iterable[dict[str, Any]]] = {
        schema.place: [rows.place],
        schema.source: rows.sources.values(),
        schema.edit: rows.edits.values(),
        schema.pair: [*pairs, *rows.said.values()],
        schema.vision: rows.visions.values(),
        schema.scenario: rows.scenarios.values(),
        schema.decision: rows.decisions.values(),
        schema.meeting: rows.meetings.values(),
        schema.suggestion: rows.suggestions.values(),
        schema.asked: rows.rounds.values(),
    }
    if rows.gone or any(rows.back.values()):
        _shadow_by_hand(connection, place_id, rows)
    for table, values in held.items():
        _shadow(connection, table, list(values))


def _shadow_by_hand(connection: Connection, place_id: str, rows: Rows) -> None:
    """Hide the assets and sites of the place behind those that were there."""
    gone = {"asset_id": rows.gone, "site_id": {stable_id(place_id, "site of", one)
                                               for one in rows.gone}}  # fmt: skip
    for table, key in zip(_BY_HAND_TABLES, gone, strict=True):
        left_out = sa.and_(table.c.source_id == rows.by_hand, table.c[key].in_(gone[key]))
        query = sa.select(table).where(table.c.place_id == place_id, ~left_out)
        there = [dict(row) for row in connection.execute(query).mappings()]
        there += [row | {"place_id": place_id, "source_id": rows.by_hand}
                  for row in rows.back[table.name]]  # fmt: skip
        _shadow(connection, table, there)


def _shadow(connection: Connection, table: sa.Table, rows: list[dict[str, Any]]) -> None:
    """Make a temporary table of the same name, which SQLite and PostgreSQL read first."""
    columns = (sa.Column(column.name, column.type) for column in table.columns)
    sa.Table(table.name, sa.MetaData(), *columns, prefixes=["TEMPORARY"]).create(
        connection, checkfirst=False
    )
    if rows:
        connection.execute(table.insert(), rows)
