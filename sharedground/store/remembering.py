"""What a person chose for one sheet, remembered for the next one like it."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

from sharedground.model.base import wording_of
from sharedground.model.place import Kind
from sharedground.store import schema
from sharedground.store.places import writing


@dataclass(frozen=True)
class Memory:
    """What to remember of a sheet: choices by signature, and the category of each wording.

    Parameters
    ----------
    choices
        Signature (see `signature_of`) to anything that JSON can hold.
    categories
        Words as they stand in the list to category code; "" forgets the words.
    """

    choices: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    categories: Mapping[str, str] = field(default_factory=dict)


def signature_of(headings: Iterable[str]) -> str:
    """Return what sheets with the same headings share, in any order and case."""
    plain = sorted({" ".join(str(heading).casefold().split()) for heading in headings} - {""})
    return hashlib.sha256(json.dumps(plain).encode()).hexdigest()


def remember(
    engine: Engine,
    place_id: str,
    kind: Kind,
    headings: Iterable[str],
    choices: Mapping[str, Any],
    categories: Mapping[str, str],
) -> None:
    """Keep what was chosen for a sheet, and which category each wording was given.

    Parameters
    ----------
    choices
        Anything that JSON can hold, such as `columns` (field to heading) and `publisher`.
    categories
        Words as they stand in the list to category code; "" forgets the words.
    """
    details = {"kind": kind.value, "categories": len(categories)}
    memory = Memory({signature_of(headings): choices}, categories)
    with writing(engine, place_id, "remember choices", data=False, details=details) as write:
        write.unchanged = not write_memory(write.connection, place_id, kind, memory)


def write_memory(connection: Connection, place_id: str, kind: Kind, memory: Memory) -> bool:
    """Remember inside a write that is under way; say whether anything is new."""
    changed = False
    for signature, choices in memory.choices.items():
        changed |= _keep_choices(connection, place_id, kind, signature, choices)
    for text, code in memory.categories.items():
        changed |= _keep_wording(connection, place_id, text, code)
    return changed


def _keep_choices(
    connection: Connection, place_id: str, kind: Kind, signature: str, choices: Mapping[str, Any]
) -> bool:
    table = schema.matching
    here = sa.and_(
        table.c.place_id == place_id, table.c.kind == kind.value, table.c.signature == signature
    )
    known = connection.execute(sa.select(table.c.choices).where(here)).scalar_one_or_none()
    if known == dict(choices) or (known is None and not choices):
        return False
    connection.execute(table.delete().where(here))
    connection.execute(
        table.insert().values(
            place_id=place_id, kind=kind.value, signature=signature, choices=dict(choices),
            at=dt.datetime.now(dt.UTC),
        )
    )  # fmt: skip
    return True


def _keep_wording(connection: Connection, place_id: str, text: str, code: str) -> bool:
    table = schema.wording
    words = wording_of(text)
    here = sa.and_(table.c.place_id == place_id, table.c.text == words)
    known = connection.execute(sa.select(table.c.category).where(here)).scalar_one_or_none()
    if known == code or (known is None and not code) or not words:
        return False
    connection.execute(table.delete().where(here))
    if code:
        connection.execute(
            table.insert().values(
                place_id=place_id, text=words, category=code, at=dt.datetime.now(dt.UTC)
            )
        )
    return True


def choices_for(
    engine: Engine, place_id: str, kind: Kind, headings: Iterable[str]
) -> dict[str, Any]:
    """Return what was chosen for a sheet with these headings; empty if nothing was."""
    table = schema.matching
    query = sa.select(table.c.choices).where(
        table.c.place_id == place_id,
        table.c.kind == kind.value,
        table.c.signature == signature_of(headings),
    )
    with engine.connect() as connection:
        return dict(connection.execute(query).scalar_one_or_none() or {})


def kinds_for(engine: Engine, place_id: str, headings: Iterable[str]) -> tuple[Kind, ...]:
    """Return what sheets with these headings were taken for before, the latest first."""
    table = schema.matching
    query = (
        sa.select(table.c.kind)
        .where(table.c.place_id == place_id, table.c.signature == signature_of(headings))
        .order_by(table.c.at.desc())
    )
    with engine.connect() as connection:
        return tuple(Kind(kind) for kind in connection.execute(query).scalars())


def wordings(engine: Engine, place_id: str) -> dict[str, str]:
    """Return the category given to each wording, as `wording_of` writes it."""
    table = schema.wording
    query = sa.select(table.c.text, table.c.category).where(table.c.place_id == place_id)
    with engine.connect() as connection:
        return {row.text: row.category for row in connection.execute(query)}
