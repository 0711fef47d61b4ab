"""Street maps from the internet that a place has chosen; kept as changes by hand, so undoable."""

from __future__ import annotations

import json
from typing import Any, Final

import sqlalchemy as sa
from pydantic import ValidationError
from sqlalchemy.engine import Connection, Engine

from sharedground.errors import NotFoundError, SharedGroundError
from sharedground.model.street_map import StreetMap, street_map
from sharedground.store import schema
from sharedground.store.edits import insert_edits
from sharedground.store.places import writing
from sharedground.words import say

THING: Final = "street map"
FIELD: Final = "source"


def add_street_map(engine: Engine, place_id: str, chosen: StreetMap, *, reason: str = "") -> None:
    """Offer a street map to the visitors of a place; one of the same name gives way."""
    chosen = street_map(chosen.name, chosen.url, chosen.credit)
    _write(engine, place_id, chosen.name, chosen.model_dump_json(), "add street map", reason)


def remove_street_map(engine: Engine, place_id: str, name: str, *, reason: str = "") -> None:
    """Offer a street map no more.

    Raises
    ------
    NotFoundError
        "streets.not_found" when the place has none of that name.
    """
    _write(engine, place_id, name, "", "remove street map", reason)


def _write(engine: Engine, place_id: str, name: str, value: str, action: str, reason: str) -> None:
    key = " ".join(name.split()).casefold()
    details: dict[str, Any] = {"name": name}
    with writing(engine, place_id, action, reason=reason, details=details) as write:
        was = _values(write.connection, place_id).get(key, "")
        if not value and not was:
            raise NotFoundError(
                "streets.not_found", say('There is no street map called "{name}".', name=name),
                name=name,
            )  # fmt: skip
        if was == value:
            write.unchanged = True
            return
        details["edits"] = insert_edits(
            write.connection, place_id, THING, key, {FIELD: value}, {FIELD: was}, reason
        )


def read_street_maps(connection: Connection, place_id: str) -> tuple[StreetMap, ...]:
    """Return the street maps that a place has chosen, by name."""
    values = _values(connection, place_id)
    return tuple(from_text(values[key]) for key in sorted(values) if values[key])


def sites(engine: Engine) -> tuple[str, ...]:
    """Return the sites of the street maps of all places, each once."""
    with engine.connect() as connection:
        found = _values(connection)
    return tuple(sorted({from_text(value).site for value in found.values() if value}))


def from_text(value: str) -> StreetMap:
    """Return a street map as it was kept, looked at again.

    Raises
    ------
    SharedGroundError
        If it may not be.
    """
    try:
        told = StreetMap.model_validate(json.loads(value))
    except (ValidationError, ValueError) as fault:
        raise SharedGroundError(
            "streets.url", say("A street map here cannot be read. Add it again.")
        ) from fault
    return street_map(told.name, told.url, told.credit)


def _values(connection: Connection, place_id: str | None = None) -> dict[str, str]:
    """Return what is kept now by the key of each street map: of one place, or of all."""
    edit = schema.edit
    query = sa.select(edit.c.place_id, edit.c.thing_id, edit.c.value).where(
        edit.c.thing == THING, edit.c.undone.is_(False)
    )
    if place_id is not None:
        query = query.where(edit.c.place_id == place_id)
    found: dict[str, str] = {}
    for of_place, key, value in connection.execute(query.order_by(edit.c.number)):
        found[key if place_id is not None else f"{of_place} {key}"] = value
    return found
