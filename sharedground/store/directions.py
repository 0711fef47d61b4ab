"""Which way an indicator is bad, as people say it later: it lies over what its file says."""

from __future__ import annotations

from typing import Any, Final

import pandas as pd
import sqlalchemy as sa
from sqlalchemy.engine import Engine

from sharedground.errors import NotFoundError
from sharedground.model.outcome import Direction
from sharedground.store import schema
from sharedground.store.edits import insert_edits
from sharedground.store.places import writing
from sharedground.words import say

THING: Final = "indicator"
FIELD: Final = "direction"


def set_direction(
    engine: Engine, place_id: str, indicator_id: str, direction: Direction, *, reason: str = ""
) -> list[str]:
    """Say whether a high figure of an indicator is bad or good.

    It holds for every version of the indicator, those that are loaded later too, until it is said
    anew or taken back.

    Returns
    -------
    list of str
        The id of the change, for `edits.undo_edits`; empty when it was so already.

    Raises
    ------
    NotFoundError
        "indicator.unknown" when the place has no such indicator.
    """
    details: dict[str, Any] = {"indicator_id": indicator_id, "direction": direction.value}
    with writing(engine, place_id, "set direction", reason=reason, details=details) as write:
        was = _direction_now(write.connection, place_id, indicator_id)
        details["was"] = was
        if was == direction.value:
            write.unchanged = True
            return []
        details["edits"] = insert_edits(
            write.connection, place_id, THING, indicator_id, {FIELD: direction.value},
            {FIELD: was}, reason,
        )  # fmt: skip
    return list(details["edits"])


def _direction_now(connection: sa.Connection, place_id: str, indicator_id: str) -> str:
    indicator, source, edit = schema.indicator, schema.source, schema.edit
    there = sa.and_(
        source.c.place_id == indicator.c.place_id, source.c.source_id == indicator.c.source_id
    )
    in_file = connection.execute(
        sa.select(indicator.c.direction)
        .join_from(indicator, source, there)
        .where(
            indicator.c.place_id == place_id,
            indicator.c.indicator_id == indicator_id,
            source.c.live,
        )
        .order_by(source.c.loaded_at.desc())
    ).scalars().first()  # fmt: skip
    if in_file is None:
        raise NotFoundError(
            "indicator.unknown",
            say("There is no figure called {name} here.", name=indicator_id),
            indicator_id=indicator_id,
        )
    said = connection.execute(
        sa.select(edit.c.value)
        .where(
            edit.c.place_id == place_id,
            edit.c.thing == THING,
            edit.c.thing_id == indicator_id,
            edit.c.undone.is_(False),
        )
        .order_by(edit.c.number.desc())
    ).scalars().first()  # fmt: skip
    return str(said if said is not None else in_file)


def directions_said(engine: Engine, place_id: str) -> pd.DataFrame:
    """Return who said what of the direction of which indicator, newest first.

    Returns
    -------
    pandas.DataFrame
        indicator_id, direction, was, at, actor, reason, undone, edit_id.
    """
    edit = schema.edit
    query = (
        sa.select(
            edit.c.thing_id.label("indicator_id"), edit.c.value.label("direction"), edit.c.was,
            edit.c.at, edit.c.actor, edit.c.reason, edit.c.undone, edit.c.edit_id,
        )
        .where(edit.c.place_id == place_id, edit.c.thing == THING)
        .order_by(edit.c.number.desc())
    )  # fmt: skip
    with engine.connect() as connection:
        result = connection.execute(query)
        names = list(result.keys())
        return pd.DataFrame.from_records([tuple(row) for row in result], columns=names)


def with_directions(indicators: pd.DataFrame, edits: pd.DataFrame) -> pd.DataFrame:
    """Return indicators with the directions that people said, over those of their files."""
    said = edits[(edits["thing"] == THING) & (edits["field"] == FIELD)]
    if said.empty:
        return indicators
    ways = indicators["indicator_id"].map(said.set_index("thing_id")["value"])
    return indicators.assign(direction=ways.fillna(indicators["direction"]))
