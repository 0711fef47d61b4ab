"""Scenarios in the store: kept by name, deleted and brought back."""

from __future__ import annotations

import datetime as dt
from typing import Any, Final

import sqlalchemy as sa
from pydantic import ValidationError
from sqlalchemy.engine import Connection, Engine

from sharedground.access import Role, current, require
from sharedground.errors import NotFoundError, SharedGroundError
from sharedground.model.scenario import LONGEST_NAME, Scenario, new_id
from sharedground.store import schema
from sharedground.store.places import writing
from sharedground.words import say

MOST: Final = 100
"""Scenarios that one place may keep."""


def named(scenario: Scenario, name: str, note: str = "") -> Scenario:
    """Return a scenario by this name.

    Raises
    ------
    SharedGroundError
        "scenario.name" when the name is empty or too long, "scenario.note" when the note is.
    """
    try:
        values = scenario.model_dump() | {"name": name, "note": note}
        return Scenario.model_validate(values)
    except ValidationError as error:
        if any(fault["loc"] == ("note",) for fault in error.errors()):
            raise SharedGroundError(
                "scenario.note", say("Please keep the note under 600 letters.")
            ) from error
        raise SharedGroundError(
            "scenario.name", say("Give it a name of 1 to {n} letters.", n=LONGEST_NAME)
        ) from error


def save(engine: Engine, place_id: str, scenario: Scenario, *, reason: str = "") -> Scenario:
    """Keep a scenario and return it as it is kept, with its id, date and who kept it.

    Whoever takes part may do so: it changes no figure, as a vision that is being written does not.

    Raises
    ------
    SharedGroundError
        "scenario.empty" when it changes nothing, "scenario.taken" when another has its name,
        "scenario.many" when there are `MOST`.
    """
    if not scenario.actions:
        raise SharedGroundError(
            "scenario.empty", say("Nothing would change. Choose a new place, a closure or hours.")
        )
    details: dict[str, Any] = {}
    with writing(
        engine, place_id, "save scenario", reason=reason, data=False, needs=Role.PARTICIPANT,
        details=details,
    ) as write:  # fmt: skip
        _check_room(write.connection, place_id, scenario)
        now = dt.datetime.now(dt.UTC)
        kept = scenario.model_copy(
            update={"scenario_id": new_id(), "date": now.date(), "by": current().name}
        )
        write.connection.execute(
            schema.scenario.insert().values(
                place_id=place_id, scenario_id=kept.scenario_id, live=True, saved_by=kept.by,
                saved_at=now,
                body=kept.model_dump(mode="json", exclude={"scenario_id", "date", "by"}),
            )
        )  # fmt: skip
        details |= {"scenario_id": kept.scenario_id, "name": kept.name}
    return kept


def _check_room(connection: Connection, place_id: str, scenario: Scenario) -> None:
    there = read_scenarios(connection, place_id)
    if any(one.name.casefold() == scenario.name.casefold() for one in there):
        raise SharedGroundError(
            "scenario.taken",
            say("There is a scenario called {name} already. Choose another name.",
                name=scenario.name), name=scenario.name,
        )  # fmt: skip
    if len(there) >= MOST:
        raise SharedGroundError(
            "scenario.many",
            say("{n} scenarios are kept here. Delete one that nobody needs any more.", n=MOST),
        )


def delete(engine: Engine, place_id: str, scenario_id: str, *, reason: str = "") -> None:
    """Delete a scenario; `restore` brings it back.

    Officers may delete any, others those that they kept themselves.

    Raises
    ------
    NotFoundError
        "scenario.gone" when it is not there.
    NotAllowedError
        When somebody else kept it.
    """
    _set_live(engine, place_id, scenario_id, "delete scenario", reason, live=False)


def restore(engine: Engine, place_id: str, scenario_id: str, *, reason: str = "") -> None:
    """Bring a deleted scenario back; who may, and what can go wrong, as for `delete`.

    Raises
    ------
    SharedGroundError
        "scenario.taken" when another has its name by now.
    """
    _set_live(engine, place_id, scenario_id, "restore scenario", reason, live=True)


def _set_live(
    engine: Engine, place_id: str, scenario_id: str, action: str, reason: str, *, live: bool
) -> None:
    table = schema.scenario
    details: dict[str, Any] = {"scenario_id": scenario_id}
    with writing(
        engine, place_id, action, reason=reason, data=False, needs=Role.PARTICIPANT,
        details=details,
    ) as write:  # fmt: skip
        mine = sa.and_(table.c.place_id == place_id, table.c.scenario_id == scenario_id)
        query = sa.select(table).where(mine, table.c.live == (not live))
        row = write.connection.execute(query).mappings().one_or_none()
        if row is None:
            raise NotFoundError("scenario.gone", say("This scenario is not there any more."))
        if row["saved_by"] != current().name:
            require(Role.OFFICER)
        if live:
            _check_room(write.connection, place_id, _scenario(dict(row)))
        write.connection.execute(table.update().where(mine).values(live=live))
        details["name"] = row["body"]["name"]


def read_scenarios(connection: Connection, place_id: str) -> tuple[Scenario, ...]:
    """Return the scenarios that are kept, oldest first."""
    table = schema.scenario
    query = (
        sa.select(table)
        .where(table.c.place_id == place_id, table.c.live.is_(True))
        .order_by(table.c.saved_at, table.c.scenario_id)
    )
    return tuple(_scenario(dict(row)) for row in connection.execute(query).mappings())


def _scenario(row: dict[str, Any]) -> Scenario:
    about = {"scenario_id": row["scenario_id"], "by": row["saved_by"],
             "date": row["saved_at"].date()}  # fmt: skip
    return Scenario.model_validate(row["body"] | about)


def found(scenarios: tuple[Scenario, ...], which: str) -> Scenario:
    """Return the scenario with this id or name, ignoring case.

    Raises
    ------
    NotFoundError
        "scenario.unknown"; the message lists those there are.
    """
    for one in scenarios:
        if which.strip().casefold() in (one.scenario_id.casefold(), one.name.casefold()):
            return one
    names = ", ".join(one.name for one in scenarios) or say("none yet")
    raise NotFoundError(
        "scenario.unknown",
        say("There is no scenario called {name}. Kept here: {names}.", name=which, names=names),
        name=which,
    )
