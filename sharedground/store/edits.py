"""Changing one thing by hand: kept beside what the lists say, with who, when and why."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd
import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

from sharedground.access import Role, current
from sharedground.errors import NotFoundError, SharedGroundError, StaleError
from sharedground.model.category import BY_CODE
from sharedground.model.frames import EDITS
from sharedground.store import schema
from sharedground.store.places import writing
from sharedground.words import say

ASSET_FIELDS: Final = (
    "name", "description", "status", "organization", "partner_id", "url", "email", "phone",
    "schedules", "cost_options", "eligibility", "accessibility", "assured_date", "assurer",
    "category", "capacity", "visibility", "sensitive", "contacts", "address", "postcode", "lon",
    "lat",
)  # fmt: skip
PARTNER_FIELDS: Final = (
    "name", "partner_kind", "description", "url", "email", "phone", "contacts",
)  # fmt: skip
"""Of both, `contacts` says who sees numbers and mails of this one thing, whatever its list says."""

_CHOICES: Final[dict[str, tuple[str, ...]]] = {
    "status": ("", "active", "inactive", "defunct", "temporarily closed"),
    "visibility": ("public", "partners", "officers"),
    "sensitive": ("true", "false"),
    "contacts": ("", "public", "officers"),
    "category": tuple(BY_CODE),
}
_RANGES: Final = {"lon": (-180.0, 180.0), "lat": (-90.0, 90.0), "capacity": (0.0, 1e9)}
LONGEST: Final = 5_000
CHECKED: Final = ("assured_date", "assurer")
"""What `assure` sets."""


def edit_thing(
    engine: Engine, place_id: str, thing: str, thing_id: str, changes: Mapping[str, str],
    *, was: Mapping[str, str] | None = None, reason: str = "",
) -> list[str]:  # fmt: skip
    """Change some fields of an asset or a partner.

    Parameters
    ----------
    thing
        "asset" or "partner".
    changes
        Field to its new value as text; "" empties it. `sensitive` is "true" or "false".
    was
        Field to what stood there before, kept beside the change.

    Returns
    -------
    list of str
        The ids of the edits, for `undo_edits`.

    Raises
    ------
    SharedGroundError
        "edit.value" when a value cannot stand in its field: the message says what can.
    """
    for field, value in changes.items():
        check_change(thing, field, value)
    details: dict[str, Any] = {"thing": thing, "thing_id": thing_id, "changes": dict(changes)}
    with writing(engine, place_id, f"edit {thing}", reason=reason, details=details) as write:
        ids = insert_edits(write.connection, place_id, thing, thing_id, changes, was or {}, reason)
        details["edits"] = ids
        write.unchanged = not ids
    return ids


@dataclass(frozen=True)
class Told:
    """What somebody says of one asset: its fields as they are now, as they were, and why."""

    asset_id: str
    changes: Mapping[str, str]
    was: Mapping[str, str]
    reason: str = ""


def edit_assets(
    engine: Engine, place_id: str, told: Iterable[Told], *, action: str, revision: int,
    details: Mapping[str, Any] | None = None,
) -> list[str]:  # fmt: skip
    """Change many assets at once: all of it is kept, or nothing.

    Parameters
    ----------
    revision
        The `data_revision` of the place that `told` was worked out from.

    Returns
    -------
    list of str
        The ids of the edits, for `undo_edits`.

    Raises
    ------
    StaleError
        "edit.newer" when the place was changed since then.
    SharedGroundError
        "edit.field" or "edit.value" when a value cannot stand in its field.
    """
    every = list(told)
    for one in every:
        for name, value in one.changes.items():
            check_change("asset", name, value)
    noted = dict(details or {})
    with writing(engine, place_id, action, details=noted) as write:
        table = schema.place
        query = sa.select(table.c.data_revision).where(table.c.place_id == place_id)
        if write.connection.execute(query).scalar_one() != revision:
            raise StaleError(
                "edit.newer",
                say("Something was changed here meanwhile. Look at the answers again, then save."),
            )
        ids = [
            each
            for one in every
            for each in insert_edits(write.connection, place_id, "asset", one.asset_id,
                                     one.changes, one.was, one.reason)
        ]  # fmt: skip
        noted["edits"] = ids
        write.unchanged = not ids
    return ids


def assure(
    engine: Engine, place_id: str, asset_ids: Sequence[str], date: dt.date, *, reason: str = ""
) -> list[str]:
    """Keep that somebody checked these assets and found them right; any participant may.

    Returns
    -------
    list of str
        The ids of the edits, for `undo_edits`.
    """
    details: dict[str, Any] = {"assets": list(asset_ids), "date": date.isoformat()}
    with writing(
        engine, place_id, "check", reason=reason, needs=Role.PARTICIPANT, details=details
    ) as write:
        changes = dict(zip(CHECKED, (date.isoformat(), current().name), strict=True))
        ids = [
            each
            for asset_id in asset_ids
            for each in insert_edits(
                write.connection, place_id, "asset", asset_id, changes, {}, reason
            )
        ]
        details["edits"] = ids
        write.unchanged = not ids
    return ids


def insert_edits(
    connection: Connection, place_id: str, thing: str, thing_id: str,
    changes: Mapping[str, str], was: Mapping[str, str], reason: str,
) -> list[str]:  # fmt: skip
    """Insert edits inside a write that is under way; return their ids."""
    table = schema.edit
    highest = connection.execute(
        sa.select(sa.func.max(table.c.number)).where(table.c.place_id == place_id)
    ).scalar()
    now = dt.datetime.now(dt.UTC)
    rows = [
        {
            "place_id": place_id, "edit_id": str(uuid.uuid4()), "thing": thing,
            "thing_id": thing_id, "field": field, "value": value, "was": was.get(field, ""),
            "at": now, "number": (highest or 0) + 1 + at, "actor": current().name,
            "reason": reason, "undone": False,
        }
        for at, (field, value) in enumerate(changes.items())
    ]  # fmt: skip
    if rows:
        connection.execute(table.insert(), rows)
    return [str(row["edit_id"]) for row in rows]


def undo_edits(engine: Engine, place_id: str, edit_ids: list[str], *, reason: str = "") -> None:
    """Take edits back: the values that stood there before count again.

    Whoever is not an officer may take back only that they themselves checked something (`assure`).

    Raises
    ------
    NotFoundError
        "edit.gone" when one of them is not there, is not theirs to take back, or was taken back
        already.
    """
    details: dict[str, Any] = {"edits": list(edit_ids)}
    with writing(
        engine, place_id, "undo edit", reason=reason, needs=Role.PARTICIPANT, details=details
    ) as write:
        table = schema.edit
        which = [
            table.c.place_id == place_id,
            table.c.edit_id.in_(list(edit_ids)),
            table.c.undone.is_(False),
        ]
        if not current().role.may(Role.OFFICER):
            which += [table.c.actor == current().name, table.c.field.in_(CHECKED)]
        done = write.connection.execute(table.update().where(*which).values(undone=True))
        if done.rowcount != len(set(edit_ids)):
            raise NotFoundError(
                "edit.gone", say("This change was taken back already. Load the page again.")
            )


def read_edits(connection: Connection, place_id: str) -> pd.DataFrame:
    """Return the edit that counts for each field of each thing (`model.frames.EDITS`)."""
    table = schema.edit
    query = (
        sa.select(*(table.c[name] for name in EDITS))
        .where(table.c.place_id == place_id, table.c.undone.is_(False))
        .order_by(table.c.number)
    )
    rows = [tuple(row) for row in connection.execute(query)]
    every = pd.DataFrame.from_records(rows, columns=list(EDITS))
    return every.drop_duplicates(["thing", "thing_id", "field"], keep="last").reset_index(drop=True)


def check_change(thing: str, field: str, value: str) -> None:
    """Raise "edit.field" or "edit.value" when a value cannot stand in a field."""
    fields = ASSET_FIELDS if thing == "asset" else PARTNER_FIELDS
    if field not in fields:
        raise SharedGroundError(
            "edit.field", say("{field} cannot be changed by hand.", field=field), field=field
        )
    if field in _CHOICES and value not in _CHOICES[field]:
        raise _refused(field, value, ", ".join(each or '""' for each in _CHOICES[field]))
    if field in _RANGES and value:
        low, high = _RANGES[field]
        if not _is_number(value) or not low <= float(value) <= high:
            raise _refused(field, value, f"{low:g} - {high:g}")
    if field == "name" and not value.strip():
        raise _refused(field, value, say("a name"))
    if len(value) > LONGEST:
        raise _refused(field, value[:60], say("at most {n} letters", n=LONGEST))


def _is_number(text: str) -> bool:
    try:
        return float(text) == float(text)
    except ValueError:
        return False


def _refused(field: str, value: str, allowed: str) -> SharedGroundError:
    return SharedGroundError(
        "edit.value",
        say('"{value}" cannot stand in {field}. It can be: {allowed}.',
            value=value, field=field, allowed=allowed),
        field=field, value=value,
    )  # fmt: skip
