"""What stands in a partnership file: which tables, with which columns of which types.

It is read off the tables of the store, so that a column added there is packed too.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

import sqlalchemy as sa

from sharedground.store import schema
from sharedground.words import later

FORMAT: Final = 1
"""Version of the layout of partnership files. Goes up when an older program cannot read it."""


class Type(StrEnum):
    """What a cell holds; the names are those of the Table Schema standard, but for FILE."""

    STRING = "string"
    NUMBER = "number"
    INTEGER = "integer"
    BOOLEAN = "boolean"
    DATETIME = "datetime"
    GEOJSON = "geojson"
    JSON = "any"
    FILE = "file"
    """The path of a file in the zip; a string to others."""


@dataclass(frozen=True)
class Field:
    """One column. `blank` says whether an empty cell is "not known" (NULL)."""

    name: str
    type: Type
    blank: bool


@dataclass(frozen=True)
class Shape:
    """One table: its fields in order, and the ones that tell rows apart."""

    name: str
    title: str
    fields: tuple[Field, ...]
    key: tuple[str, ...]


TITLES: Final[dict[str, str]] = {
    "place": later("The place and its settings"),
    "source": later("Sources: every version of every list, with licence and date"),
    "area": later("Areas with their outlines"),
    "area_parent": later("Wards and neighbourhoods of areas"),
    "population": later("People"),
    "indicator": later("Figures of need: what they are"),
    "indicator_value": later("Figures of need: the values"),
    "estimate": later("Figures that were carried over from other areas"),
    "postcode": later("Postcodes"),
    "partner": later("Partners"),
    "site": later("Sites of places and groups"),
    "asset": later("Places and groups"),
    "edit": later("Changes by hand"),
    "pair": later("What was decided of places that may be one"),
    "vision": later("Every version of the shared vision, with its weights"),
    "scenario": later("What might change: scenarios that were kept"),
    "story": later("Stories that are shown at meetings"),
    "meeting": later("Meetings that were held"),
    "decision": later("Decisions, commitments and disagreements"),
    "round": later("What the room was asked, and the results that were published"),
    "answer": later("What partners answered, in rounds that name them"),
    "statement": later("Statements that people voted on"),
    "upload": later("The files as they came"),
    "record": later("Every row as it was read, and what became of it"),
    "contact": later("Contacts of people"),
    "suggestion": later("Suggestions"),
    "matching": later("What was chosen for sheets"),
    "wording": later("Words and their categories"),
    "journal": later("What was done, when and by whom"),
}

SHARED: Final = (
    "place", "source", "area", "area_parent", "population", "indicator", "indicator_value",
    "estimate", "postcode", "partner", "site", "asset", "edit", "pair", "vision",
    "scenario",
)  # fmt: skip
"""Tables that every figure is made of: these go to other partnerships."""

ADDED: Final = frozenset({"scenario"})
"""Those of them that files of older programs do not have."""

ONLY_WHOLE: Final = (
    "upload", "record", "contact", "suggestion", "matching", "wording", "journal", "round",
    "answer", "statement", "story", "meeting", "decision",
)  # fmt: skip
"""Tables of a whole copy only: files and rows as they came, people's contacts, who did what, and
what the room was asked."""

BLANKED: Final[dict[str, tuple[str, ...]]] = {
    "source": ("loaded_by",),
    "asset": ("assurer", "assurer_email"),
    "edit": ("was", "actor", "reason"),
    "pair": ("actor",),
    "vision": ("saved_by",),
    "scenario": ("saved_by",),
}
"""Columns that name people; left empty in a file to share."""

_TYPES: Final[tuple[tuple[type[Any], Type], ...]] = (
    (sa.Boolean, Type.BOOLEAN),
    (sa.Integer, Type.INTEGER),
    (sa.Double, Type.NUMBER),
    (sa.DateTime, Type.DATETIME),
    (sa.JSON, Type.JSON),
    (sa.String, Type.STRING),
)


def tables(*, whole: bool) -> tuple[str, ...]:
    """Return the tables of a partnership file, in the order in which they can be restored."""
    wanted = {*SHARED, *(ONLY_WHOLE if whole else ())}
    return tuple(table.name for table in schema.metadata.sorted_tables if table.name in wanted)


def shape_of(name: str) -> Shape:
    """Return the shape of a table; the id of the place stands only in the table `place`."""
    table = schema.metadata.tables[name]
    columns = [c for c in table.columns if name == "place" or c.name != "place_id"]
    key = tuple(c.name for c in table.primary_key.columns if c in columns)
    fields = tuple(Field(c.name, _type(c), bool(c.nullable)) for c in columns)
    return Shape(name, TITLES.get(name, name), fields, key)


def _type(column: sa.Column[object]) -> Type:
    if isinstance(column.type, sa.LargeBinary):
        return Type.GEOJSON if column.name == "geometry" else Type.FILE
    return next(ours for theirs, ours in _TYPES if isinstance(column.type, theirs))
