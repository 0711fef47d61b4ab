"""Statements that a room votes on: from the facilitator, or from the room once approved."""

from __future__ import annotations

import datetime as dt
import hashlib
from typing import Final

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine, RowMapping

from sharedground.access import Role, current, require
from sharedground.errors import NotFoundError, SharedGroundError
from sharedground.model.rounds import (
    LONGEST_STATEMENT,
    RoundKind,
    RoundState,
    Statement,
    StatementState,
    one_line,
)
from sharedground.store import schema
from sharedground.store.dialect import for_update
from sharedground.store.places import writing
from sharedground.words import say

FACILITATOR: Final = "facilitator"
MOST: Final = 200
"""Statements of one round, whatever became of them."""

MOST_WAITING: Final = 5
"""Statements of one phone that may wait at once."""


def read_statements(connection: Connection, place_id: str, round_id: str) -> tuple[Statement, ...]:
    """Return the statements of a round in the order in which they came."""
    table = schema.statement
    query = sa.select(table).where(_of(place_id, round_id)).order_by(table.c.number)
    return tuple(_statement(row) for row in connection.execute(query).mappings())


def statements(engine: Engine, place_id: str, round_id: str) -> tuple[Statement, ...]:
    """Return the statements of a round, whatever became of them."""
    with engine.connect() as connection:
        return read_statements(connection, place_id, round_id)


def add(engine: Engine, place_id: str, round_id: str, text: str) -> Statement:
    """Put a statement of the facilitator to the room; it is approved at once.

    Raises
    ------
    SharedGroundError
        "statement.text" or "statement.many".
    """
    text = tidy(text)
    details: dict[str, object] = {"round_id": round_id, "text": text}
    with writing(
        engine, place_id, "add statement", data=False, needs=Role.FACILITATOR, details=details
    ) as write:
        _open_round(write.connection, place_id, round_id, need_open=False)
        key = f"{FACILITATOR}:{text.casefold()}"
        return _put(
            write.connection, place_id, round_id, text, FACILITATOR, key, "",
            StatementState.APPROVED,
        )  # fmt: skip


def suggest(
    engine: Engine, place_id: str, round_id: str, text: str, *, by: str, key: str, device: str = ""
) -> Statement:
    """Keep a statement of somebody in the room; it waits until the facilitator approves it.

    The same `key`, or the same words, give the same statement. Needs no role: whoever holds the
    round's code or token may suggest.

    Parameters
    ----------
    by
        The id of the partner that they speak for, or "resident".
    key
        A random id of the filled-in form.
    device
        A hash of the phone's random id, so that nobody floods the queue.

    Raises
    ------
    SharedGroundError
        "statement.text", "statement.many", "statement.waiting" or "round.closed".
    """
    text = tidy(text)
    with engine.execution_options(writes=True).begin() as connection:
        _open_round(connection, place_id, round_id, need_open=True)
        return _put(connection, place_id, round_id, text, by, key, device, StatementState.WAITING)


def decide(
    engine: Engine, place_id: str, round_id: str, statement_id: str, *, approve: bool,
    answer: str = "", text: str = "",
) -> Statement:  # fmt: skip
    """Approve a statement, or turn it down with a reason.

    Parameters
    ----------
    text
        Its words as they are put to the room, where a slip was mended; "" leaves them.
    """
    state = StatementState.APPROVED if approve else StatementState.TURNED_DOWN
    details = {"round_id": round_id, "statement_id": statement_id, "state": state.value}
    with writing(
        engine, place_id, "decide statement", data=False, needs=Role.FACILITATOR,
        reason=answer, details=details,
    ) as write:  # fmt: skip
        found = _found(write.connection, place_id, round_id, statement_id)
        words = tidy(text) if text else found.text
        table = schema.statement
        write.connection.execute(
            table.update()
            .where(_of(place_id, round_id), table.c.statement_id == statement_id)
            .values(
                state=state.value, answer=answer.strip()[:300], text=words,
                decided_by=current().name,
            )
        )  # fmt: skip
        return _found(write.connection, place_id, round_id, statement_id)


def waiting(engine: Engine, place_id: str, round_id: str) -> int:
    """Return how many statements wait for the facilitator, cheaply."""
    require(Role.FACILITATOR)
    query = (
        sa.select(sa.func.count())
        .select_from(schema.statement)
        .where(_of(place_id, round_id), schema.statement.c.state == StatementState.WAITING.value)
    )
    with engine.connect() as connection:
        return int(connection.execute(query).scalar() or 0)


def _put(
    connection: Connection, place_id: str, round_id: str, text: str, by: str, key: str,
    device: str, state: StatementState,
) -> Statement:  # fmt: skip
    statement_id = hashlib.sha256(f"{round_id}|{by}|{device}|{key}".encode()).hexdigest()[:32]
    there = read_statements(connection, place_id, round_id)
    for one in there:
        if one.statement_id == statement_id or one.text.casefold() == text.casefold():
            return one
    if len(there) >= MOST:
        raise SharedGroundError(
            "statement.many", say("This round has {n} statements, and can hold no more.", n=MOST)
        )
    if device:
        _check_flood(connection, place_id, round_id, device)
    connection.execute(
        schema.statement.insert().values(
            place_id=place_id, round_id=round_id, statement_id=statement_id,
            number=len(there) + 1, text=text, state=state.value, by=by, device=device,
            at=dt.datetime.now(dt.UTC),
        )
    )  # fmt: skip
    return _found(connection, place_id, round_id, statement_id)


def _check_flood(connection: Connection, place_id: str, round_id: str, device: str) -> None:
    table = schema.statement
    mine = sa.and_(
        _of(place_id, round_id), table.c.device == device,
        table.c.state == StatementState.WAITING.value,
    )  # fmt: skip
    query = sa.select(sa.func.count()).select_from(table).where(mine)
    if int(connection.execute(query).scalar() or 0) >= MOST_WAITING:
        raise SharedGroundError(
            "statement.waiting",
            say("{n} of your statements still wait for the facilitator. Please give them time.",
                n=MOST_WAITING),
        )  # fmt: skip


def _open_round(connection: Connection, place_id: str, round_id: str, *, need_open: bool) -> None:
    table = schema.asked
    query = for_update(
        sa.select(table.c.state, table.c.body).where(
            table.c.place_id == place_id, table.c.round_id == round_id
        )
    )
    row = connection.execute(query).one_or_none()
    if row is None or row.body["kind"] != RoundKind.STATEMENTS.value:
        raise NotFoundError("round.gone", say("This round is not there any more."))
    if need_open and row.state != RoundState.OPEN.value:
        raise SharedGroundError("round.closed", say("This round is closed."))


def _found(connection: Connection, place_id: str, round_id: str, statement_id: str) -> Statement:
    for one in read_statements(connection, place_id, round_id):
        if one.statement_id == statement_id:
            return one
    raise NotFoundError("statement.gone", say("This statement is not there any more."))


def tidy(text: str) -> str:
    """Return a statement as it is kept.

    Raises
    ------
    SharedGroundError
        "statement.text".
    """
    text = one_line(text)
    if not 1 <= len(text) <= LONGEST_STATEMENT:
        raise SharedGroundError(
            "statement.text",
            say("Write a statement of 1 to {n} letters.", n=LONGEST_STATEMENT),
        )
    return text


def _of(place_id: str, round_id: str) -> sa.ColumnElement[bool]:
    table = schema.statement
    return sa.and_(table.c.place_id == place_id, table.c.round_id == round_id)


def _statement(row: RowMapping) -> Statement:
    at = row["at"] if row["at"].tzinfo else row["at"].replace(tzinfo=dt.UTC)
    return Statement.model_validate(
        {name: row[name] for name in ("statement_id", "number", "text", "state", "by", "answer")}
        | {"at": at}
    )
