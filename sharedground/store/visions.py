"""Visions in the store: every version is kept, a stale save is refused, one may be agreed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Final

import pandas as pd
import sqlalchemy as sa
from pydantic import ValidationError
from sqlalchemy.engine import Connection, Engine

from sharedground.access import Role, current, require
from sharedground.errors import NotFoundError, SharedGroundError, StaleError
from sharedground.model.vision import Vision, VisionState, unsaid
from sharedground.store import schema
from sharedground.store.places import writing
from sharedground.words import day, say

_AHEAD: Final = dt.timedelta(days=1)
"""It may be tomorrow already where people meet."""

_ACTIONS: Final = {
    VisionState.DRAFT: "withdraw vision",
    VisionState.PROPOSED: "propose vision",
    VisionState.AGREED: "agree vision",
}


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
    """Save a vision as the next version and return it. It is a draft: nobody has agreed to it yet.

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
        kept = unsaid(vision).model_copy(update={"version": newest + 1, "date": now.date()})
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


def set_state(
    engine: Engine,
    place_id: str,
    version: int,
    state: VisionState,
    *,
    on: dt.date | None = None,
    in_the_room: Iterable[str] = (),
    reason: str = "",
) -> Vision:
    """Propose a saved version, agree it, or withdraw it (back to a draft); return it.

    What the version says never changes. Whoever takes part may propose, and withdraw what is
    proposed; agreeing, and withdrawing what was agreed, is for facilitators.

    Parameters
    ----------
    on
        When it was agreed; today in UTC unless said.
    in_the_room
        Who was there: names of partners and of people. Each is kept once.
    reason
        Kept in the journal.

    Raises
    ------
    NotFoundError, SharedGroundError
        If there is no such version, or it cannot come into that state now.
    """
    facilitator = state is VisionState.AGREED
    details: dict[str, object] = {"version": version, "state": state.value}
    with writing(
        engine, place_id, _ACTIONS[state], reason=reason, data=False,
        needs=Role.FACILITATOR if facilitator else Role.PARTICIPANT, details=details,
    ) as write:  # fmt: skip
        saved = {one.version: one for one in read_visions(write.connection, place_id)}
        before = version_of(saved.values(), version)
        _may_become(before, state)
        names_of_state = {"state", "agreed_on", "in_the_room"}
        details["was"] = before.model_dump(mode="json", include=names_of_state)
        after = unsaid(before).model_copy(update={"state": state})
        if state is VisionState.AGREED:
            names = tuple(dict.fromkeys(filter(None, (" ".join(n.split()) for n in in_the_room))))
            agreed_on = on or dt.datetime.now(dt.UTC).date()
            after = _agreed(after, agreed_on, names)
            details |= {"on": agreed_on.isoformat(), "in_the_room": list(names)}
        table = schema.vision
        write.connection.execute(
            table.update()
            .where(table.c.place_id == place_id, table.c.version == version)
            .values(body=after.model_dump(mode="json"))
        )
    return after


def version_of(saved: Iterable[Vision], version: int) -> Vision:
    """Return one of the saved versions by its number.

    Raises
    ------
    NotFoundError
        In words that say which versions there are.
    """
    known = {one.version: one for one in saved}
    if version in known:
        return known[version]
    there = (
        say("The versions saved so far are 1 to {n}.", n=max(known))
        if known
        else say("No version is saved yet.")
    )
    raise NotFoundError(
        "vision.version",
        say("There is no version {n} of our vision. {there}", n=version, there=there),
        version=version,
    )


def _may_become(before: Vision, state: VisionState) -> None:
    """Refuse a step that leads nowhere, and weights that say nothing."""
    n = before.version
    if before.state is VisionState.AGREED and state is VisionState.DRAFT:
        require(Role.FACILITATOR)
    elif before.state is VisionState.AGREED:
        raise _refused(say("Version {n} is agreed already. Withdraw that first.", n=n), before)
    if before.state is state:
        text = {
            VisionState.DRAFT: say("Version {n} is a draft. There is nothing to withdraw.", n=n),
            VisionState.PROPOSED: say("Version {n} is proposed already.", n=n),
        }[state]
        raise _refused(text, before)
    if state is not VisionState.DRAFT and not any(one.weight for one in before.outcomes):
        raise _refused(
            say("Version {n} has no outcome with points. Share the points first.", n=n), before
        )


def _agreed(vision: Vision, on: dt.date, names: tuple[str, ...]) -> Vision:
    if on > dt.datetime.now(dt.UTC).date() + _AHEAD:
        raise _refused(
            say("{date} is still to come. Give the date on which you agreed.", date=day(on)), vision
        )
    try:
        return Vision.model_validate(vision.model_dump() | {"agreed_on": on, "in_the_room": names})
    except ValidationError as error:
        message = say("Write up to 200 names, each of up to 120 letters.")
        raise _refused(message, vision) from error


def _refused(message: str, vision: Vision) -> SharedGroundError:
    return SharedGroundError("vision.state", message, version=vision.version)
