"""Decisions, commitments and disagreements in the store: recorded, changed, done, taken back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any, Final

import sqlalchemy as sa
from pydantic import ValidationError
from sqlalchemy.engine import Connection, Engine, RowMapping

from sharedground.access import Role, current, require
from sharedground.errors import NotFoundError, SharedGroundError, StaleError
from sharedground.model.decision import (
    LONGEST_WORDS,
    MAY_BE,
    NEEDS_REASON,
    Decision,
    DecisionState,
    Entry,
    new_id,
)
from sharedground.store import schema
from sharedground.store.places import writing
from sharedground.words import say

MOST: Final = 2_000
"""Decisions that one place may keep."""

CHANGEABLE: Final = ("kind", "words", "who", "by_when", "outcome", "outcome_name", "area",
                     "area_name")  # fmt: skip
_ABOUT: Final = frozenset({"decision_id", "by"})
"""What stands in columns of its own."""


def checked(values: Mapping[str, Any]) -> Decision:
    """Return a decision with these values.

    Raises
    ------
    SharedGroundError
        "decision.words" when it says nothing or too much, "decision.who" for names that cannot
        be, "decision.value" for anything else.
    """
    try:
        return Decision.model_validate(dict(values))
    except ValidationError as error:
        where = {str(fault["loc"][0]) for fault in error.errors() if fault["loc"]}
        if "words" in where:
            raise SharedGroundError(
                "decision.words",
                say("Say in 1 to {n} letters what was decided.", n=LONGEST_WORDS),
            ) from error
        if "who" in where:
            raise SharedGroundError(
                "decision.who", say("Write up to 40 names, each of up to 300 letters.")
            ) from error
        raise SharedGroundError(
            "decision.value",
            say("This cannot be recorded. Look at the kind, the date and the outcome."),
        ) from error


def save(engine: Engine, place_id: str, decision: Decision, *, reason: str = "") -> Decision:
    """Record a decision, and return it as it is kept.

    The same id is recorded once, however often it comes: the one that is kept is returned. Whoever
    takes part may record; no figure changes.

    Parameters
    ----------
    decision
        `made_on` is today unless it says a day. Its state is open, and its log begins here.

    Raises
    ------
    SharedGroundError
        "decision.many" when there are `MOST`.
    """
    details: dict[str, Any] = {}
    with writing(
        engine, place_id, "record decision", reason=reason, data=False, needs=Role.PARTICIPANT,
        details=details,
    ) as write:  # fmt: skip
        same = _row_or_none(write.connection, place_id, decision.decision_id)
        if same is not None:
            write.unchanged = True
            return _decision(same)
        if len(read_decisions(write.connection, place_id)) >= MOST:
            raise SharedGroundError(
                "decision.many", say("{n} decisions are kept here. Take old ones back.", n=MOST)
            )
        now = dt.datetime.now(dt.UTC)
        kept = decision.model_copy(
            update={
                "decision_id": decision.decision_id or new_id(), "by": current().name,
                "made_on": decision.made_on or now.date(), "state": DecisionState.OPEN, "log": (),
            }
        )  # fmt: skip
        write.connection.execute(
            schema.decision.insert().values(
                place_id=place_id, decision_id=kept.decision_id, live=True, saved_by=kept.by,
                saved_at=now, body=_body(kept),
            )
        )  # fmt: skip
        details |= {"decision_id": kept.decision_id, "kind": kept.kind.value}
    return kept


def amend(
    engine: Engine, place_id: str, seen: Decision, changes: Mapping[str, Any], *, reason: str = ""
) -> Decision:
    """Change what a decision says, and return it.

    Parameters
    ----------
    seen
        As it was on the screen: one that somebody changed since is not overwritten.
    changes
        Any of `CHANGEABLE`.

    Raises
    ------
    StaleError
        "decision.newer" when it is another one by now.
    NotFoundError, NotAllowedError, SharedGroundError
        When it is gone, somebody else's, or cannot be so.
    """
    wanted = {name: changes[name] for name in CHANGEABLE if name in changes}
    details: dict[str, Any] = {"decision_id": seen.decision_id}
    with writing(
        engine, place_id, "change decision", reason=reason, data=False, needs=Role.PARTICIPANT,
        details=details,
    ) as write:  # fmt: skip
        row = _row(write.connection, place_id, seen.decision_id, live=True)
        _check_mine(row)
        before = _decision(row)
        _check_fresh(before, seen)
        after = checked(before.model_dump() | wanted)
        write.unchanged = after == before
        _update(write.connection, place_id, after)
        told = _body(before)
        details["was"] = {name: told[name] for name in wanted}
    return after


def set_state(
    engine: Engine, place_id: str, decision_id: str, state: DecisionState, words: str = ""
) -> Decision:
    """Say what became of a decision, and return it. Whoever takes part may.

    Parameters
    ----------
    words
        What is said of it; needed for what was not done or is dropped.

    Raises
    ------
    SharedGroundError
        "decision.reason" without words where they are needed, "decision.state" for what this kind
        cannot become.
    """
    details: dict[str, Any] = {"decision_id": decision_id, "state": state.value}
    with writing(
        engine, place_id, "decision state", reason=words, data=False, needs=Role.PARTICIPANT,
        details=details,
    ) as write:  # fmt: skip
        before = _decision(_row(write.connection, place_id, decision_id, live=True))
        if state not in MAY_BE[before.kind]:
            raise SharedGroundError(
                "decision.state", say("Only what somebody promised can be done or not done.")
            )
        if before.state is state:
            write.unchanged = True
            return before
        entry = _entry(state, words)
        details["was"] = before.state.value
        after = before.model_copy(update={"state": state, "log": (*before.log, entry)})
        _update(write.connection, place_id, after)
    return after


def _entry(state: DecisionState, words: str) -> Entry:
    if state in NEEDS_REASON and not words.strip():
        raise SharedGroundError(
            "decision.reason", say("Say why, so that people know. One sentence is enough.")
        )
    try:
        return Entry(at=dt.datetime.now(dt.UTC), by=current().name, state=state, words=words)
    except ValidationError as error:
        raise SharedGroundError(
            "decision.words", say("Please keep it under {n} letters.", n=LONGEST_WORDS)
        ) from error


def take_back(engine: Engine, place_id: str, decision_id: str, *, reason: str = "") -> None:
    """Take a decision back: it is in no list any more. `bring_back` undoes it.

    Officers may take back any, others those that they recorded themselves.

    Raises
    ------
    NotFoundError
        "decision.gone" when it is not there.
    NotAllowedError
        When somebody else recorded it.
    """
    _set_live(engine, place_id, decision_id, "take back decision", reason, live=False)


def bring_back(engine: Engine, place_id: str, decision_id: str, *, reason: str = "") -> None:
    """Bring back what was taken back; who may, and what can go wrong, as for `take_back`."""
    _set_live(engine, place_id, decision_id, "bring back decision", reason, live=True)


def _set_live(
    engine: Engine, place_id: str, decision_id: str, action: str, reason: str, *, live: bool
) -> None:
    table = schema.decision
    with writing(
        engine, place_id, action, reason=reason, data=False, needs=Role.PARTICIPANT,
        details={"decision_id": decision_id},
    ) as write:  # fmt: skip
        row = _row(write.connection, place_id, decision_id, live=not live)
        _check_mine(row)
        mine = sa.and_(table.c.place_id == place_id, table.c.decision_id == decision_id)
        write.connection.execute(table.update().where(mine).values(live=live))


def read_decisions(
    connection: Connection, place_id: str, *, live: bool = True
) -> tuple[Decision, ...]:
    """Return what is recorded, oldest first; with `live` False what was taken back."""
    table = schema.decision
    query = (
        sa.select(table)
        .where(table.c.place_id == place_id, table.c.live.is_(live))
        .order_by(table.c.saved_at, table.c.decision_id)
    )
    return tuple(_decision(row) for row in connection.execute(query).mappings())


def of_place(engine: Engine, place_id: str) -> tuple[Decision, ...]:
    """Return what is recorded as those who take part see it, with the names of people."""
    require(Role.PARTICIPANT)
    with engine.connect() as connection:
        return read_decisions(connection, place_id)


def found(decisions: Iterable[Decision], which: str) -> Decision:
    """Return the decision whose id begins with these letters, or that says just this.

    Raises
    ------
    NotFoundError
        "decision.unknown" when there is none, or more than one.
    """
    wanted = which.strip().casefold()
    known = [
        one
        for one in decisions
        if wanted and (one.decision_id.startswith(wanted) or one.words.casefold() == wanted)
    ]
    if len(known) == 1:
        return known[0]
    raise NotFoundError(
        "decision.unknown",
        say('There is no decision "{name}", or more than one. List them to see their ids.',
            name=which), name=which,
    )  # fmt: skip


def _body(decision: Decision) -> dict[str, Any]:
    return decision.model_dump(mode="json", exclude=set(_ABOUT))


def _update(connection: Connection, place_id: str, decision: Decision) -> None:
    table = schema.decision
    mine = sa.and_(table.c.place_id == place_id, table.c.decision_id == decision.decision_id)
    connection.execute(table.update().where(mine).values(body=_body(decision)))


def _check_mine(row: RowMapping) -> None:
    if row["saved_by"] != current().name:
        require(Role.OFFICER)


def _check_fresh(now: Decision, seen: Decision) -> None:
    names = (*CHANGEABLE, "state")
    if any(getattr(now, name) != getattr(seen, name) for name in names):
        raise StaleError(
            "decision.newer",
            say("Somebody changed this meanwhile. Load the page again to see it."),
        )


def _row(connection: Connection, place_id: str, decision_id: str, *, live: bool) -> RowMapping:
    row = _row_or_none(connection, place_id, decision_id)
    if row is None or row["live"] is not live:
        raise NotFoundError(
            "decision.gone", say("This is not in the list any more. Load the page again.")
        )
    return row


def _row_or_none(connection: Connection, place_id: str, decision_id: str) -> RowMapping | None:
    table = schema.decision
    query = sa.select(table).where(table.c.place_id == place_id, table.c.decision_id == decision_id)
    return connection.execute(query).mappings().one_or_none()


def _decision(row: RowMapping) -> Decision:
    about = {"decision_id": row["decision_id"], "by": row["saved_by"]}
    return Decision.model_validate(row["body"] | about)
