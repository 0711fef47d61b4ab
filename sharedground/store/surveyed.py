"""Areas that nobody has looked at yet: what is there is not known, and never counted as none."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

import pandas as pd
import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

from sharedground.errors import NotFoundError
from sharedground.store import schema
from sharedground.store.edits import insert_edits, read_edits
from sharedground.store.places import writing
from sharedground.words import say

THING: Final = "area"
FIELD: Final = "surveyed"
NO: Final = "no"
YES: Final = "yes"


def set_surveyed(
    engine: Engine, place_id: str, area_codes: Iterable[str], *, surveyed: bool, reason: str = ""
) -> list[str]:
    """Say of areas whether anybody has looked what is there.

    An area counts as looked at until somebody says that it is not. It holds for its code, in every
    version of the outlines.

    Returns
    -------
    list of str
        Ids of the changes, for `edits.undo_edits`; empty when it was so already.

    Raises
    ------
    NotFoundError
        "area.unknown" for a code that the place does not have. Nothing is changed then.
    """
    wanted, now = list(dict.fromkeys(area_codes)), NO if not surveyed else YES
    details: dict[str, Any] = {"area_codes": wanted, "surveyed": surveyed}
    with writing(engine, place_id, "set surveyed", reason=reason, details=details) as write:
        _check(write.connection, place_id, wanted)
        not_looked_at = unsurveyed_of(read_edits(write.connection, place_id))
        changed = [code for code in wanted if (code in not_looked_at) == surveyed]
        if not changed:
            write.unchanged = True
            return []
        details["edits"] = [
            identity
            for code in changed
            for identity in insert_edits(
                write.connection, place_id, THING, code, {FIELD: now},
                {FIELD: YES if now == NO else NO}, reason,
            )
        ]  # fmt: skip
    return list(details["edits"])


def _check(connection: Connection, place_id: str, codes: list[str]) -> None:
    area = schema.area
    known = set(
        connection.execute(sa.select(area.c.area_code).where(area.c.place_id == place_id)).scalars()
    )
    for code in codes:
        if code not in known:
            raise NotFoundError(
                "area.unknown", say("There is no area {code} here.", code=code), area=code
            )


def unsurveyed_of(edits: pd.DataFrame) -> frozenset[str]:
    """Return the codes of areas that nobody has looked at, from the table `EDITS`."""
    said = edits[(edits["thing"] == THING) & (edits["field"] == FIELD)]
    return frozenset(said.loc[said["value"] == NO, "thing_id"])
