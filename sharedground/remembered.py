"""Next month's sheet read as this month's was: what people chose, found again and applied."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from rapidfuzz import fuzz
from sqlalchemy.engine import Engine

from sharedground.errors import FileRefusedError
from sharedground.intake.categorise import wordings_in
from sharedground.intake.context import Context, Intake, Options
from sharedground.intake.kind import guess_kinds
from sharedground.intake.raw import RawFile, ReadAs
from sharedground.intake.read import read_file
from sharedground.model.base import wording_of
from sharedground.model.category import BY_CODE
from sharedground.model.outcome import Direction
from sharedground.model.place import Kind
from sharedground.store import remembering
from sharedground.store.remembering import Memory, signature_of
from sharedground.watch import Watch
from sharedground.words import later

OF_SOURCE: Final = ("publisher", "licence", "url")
"""What is the same of every number of a list; its title and date change."""

CHOICES: Final[dict[str, str]] = {
    "reading": later("where the headings are"),
    "columns": later("its columns"),
    "direction": later("whether a high figure is bad"),
    "category": later("kind of place"),
    "table": later("its sheet"),
    "publisher": later("who publishes it"),
    "licence": later("licence"),
    "url": later("web address"),
}
"""What can be remembered of a list, in words."""

OF_THE_LIST: Final = ("category", "table", *OF_SOURCE)
"""What is only believed of a file whose name is like that of the last one."""

ALIKE: Final = 80.0
"""RapidFuzz score from which two names of files are alike."""

ENDINGS: Final = frozenset(
    ["csv", "tsv", "txt", "xls", "xlsx", "xlsb", "ods", "json", "geojson", "gpkg", "zip",
     "shp", "kml"]
)  # fmt: skip
"""Of files, which say nothing of what is in them."""

_CHANGES: Final = re.compile(
    r"\bv?\d+|\d+|\b(jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec|january|february|march|april|"
    r"june|july|august|september|october|november|december|copy|final|new|latest)\b"
)
"""What changes in a file's name from month to month."""


@dataclass(frozen=True)
class Recalled:
    """A file with what was chosen for the last one like it.

    Parameters
    ----------
    raw
        Read again where its headings were in another row than we found.
    options, about
        With remembered choices where a person said nothing this time.
    used
        Which choices were remembered, such as "columns" and "licence".
    """

    raw: RawFile
    options: Options
    about: Mapping[str, str]
    used: tuple[str, ...] = ()


def recall(
    engine: Engine, place_id: str, kind: Kind, raw: RawFile, options: Options,
    about: Mapping[str, str], watch: Watch | None = None,
) -> Recalled:  # fmt: skip
    """Apply what was chosen for the last list with these headings; what is said now wins.

    Parameters
    ----------
    about
        What is said of the source, by the names of `OF_SOURCE`; "" where nothing is.
    """
    choices = remembering.choices_for(engine, place_id, kind, _headings(raw))
    if not choices and raw.read_as == ReadAs():
        raw, choices = _read_as_before(engine, place_id, kind, raw, watch)
    options = replace(
        options, heading_rows=raw.read_as.heading_rows, encoding=raw.read_as.encoding,
        delimiter=raw.read_as.delimiter,
    )  # fmt: skip
    if not _is_same_list(choices, raw):
        choices = {name: it for name, it in choices.items() if name not in OF_THE_LIST}
    found = _choices_used(choices, raw, options)
    told = {name: str(choices[name]) for name in OF_SOURCE if choices.get(name)}
    told = {name: text for name, text in told.items() if not about.get(name)}
    reading = ("reading",) if raw.read_as != ReadAs() else ()
    return Recalled(
        raw, replace(options, **found), {**about, **told}, (*reading, *found, *told)
    )  # fmt: skip


def _is_same_list(choices: Mapping[str, Any], raw: RawFile) -> bool:
    """Say whether the names of two files are alike: many lists share their headings."""
    return fuzz.token_set_ratio(choices.get("file", ""), clue_of(raw.name)) >= ALIKE


def _choices_used(
    choices: Mapping[str, Any], raw: RawFile, options: Options
) -> dict[str, Any]:  # fmt: skip
    """Return the options that are changed by what was chosen before."""
    found: dict[str, Any] = {}
    columns = {**choices.get("columns", {}), **options.columns}
    if columns != dict(options.columns):
        found["columns"] = columns
    ways = {name: Direction(way) for name, way in choices.get("direction", {}).items()}
    if not set(ways) <= set(options.direction):
        found["direction"] = {**ways, **options.direction}
    if not options.category and choices.get("category") in BY_CODE:
        found["category"] = choices["category"]
    if options.table is None and choices.get("table") in {table.name for table in raw.tables}:
        found["table"] = choices["table"]
    return found


def _read_as_before(
    engine: Engine, place_id: str, kind: Kind, raw: RawFile, watch: Watch | None
) -> tuple[RawFile, dict[str, Any]]:
    """Read a file as the last one of its name, if that gives headings that are known."""
    clue = remembering.choices_for(engine, place_id, kind, [clue_of(raw.name)])
    if not clue.get("read_as"):
        return raw, {}
    try:
        again = read_file(raw.name, raw.parts, read_as=ReadAs(**clue["read_as"]), watch=watch)
    except FileRefusedError:
        return raw, {}
    choices = remembering.choices_for(engine, place_id, kind, _headings(again))
    return (again, choices) if choices else (raw, {})


def memory_of(
    kind: Kind, raw: RawFile, options: Options, about: Mapping[str, str]
) -> Memory:  # fmt: skip
    """Return what is worth remembering of how a file was read."""
    said: dict[str, Any] = {
        "kind": kind.value,
        "file": clue_of(raw.name),
        "columns": dict(options.columns),
        "direction": {name: way.value for name, way in options.direction.items()},
        "category": options.category or "",
        "table": options.table or "",
        **{name: about.get(name, "") for name in OF_SOURCE},
    }
    choices = {signature_of(_headings(raw)): {name: it for name, it in said.items() if it}}
    if raw.read_as != ReadAs():
        clue = {"read_as": vars(raw.read_as) | {"heading_rows": dict(raw.read_as.heading_rows)}}
        choices[signature_of([clue_of(raw.name)])] = clue
    return Memory(choices, options.categories)


def with_wordings(
    options: Options, known: Mapping[str, str], raw: RawFile, intakes: tuple[Intake, ...]
) -> Options:
    """Return options with those remembered words that stand in the file, and no others.

    So a list that is read again later is read the same, whatever was learnt since.
    """
    tables = {table.name: table for table in raw.tables}
    here: set[str] = set()
    for intake in intakes:
        here |= wordings_in(tables[intake.table], intake.report.columns)
    used = {text: code for text, code in known.items() if text in here}
    return replace(options, categories={**used, **_plain(options.categories)})


def all_wordings(
    engine: Engine, place_id: str, options: Options, *, remember: bool
) -> dict[str, str]:  # fmt: skip
    """Return the category of every wording a person said now or, with `remember`, before."""
    before = remembering.wordings(engine, place_id) if remember else {}
    return {**before, **_plain(options.categories)}


def _plain(categories: Mapping[str, str]) -> dict[str, str]:
    return {wording_of(text): code for text, code in categories.items()}


def likely_kinds(
    engine: Engine, place_id: str, raw: RawFile, context: Context
) -> tuple[Kind, ...]:  # fmt: skip
    """Return what a file may hold: what the last one like it held, then what it looks like."""
    before = remembering.kinds_for(engine, place_id, _headings(raw))
    return tuple(dict.fromkeys([*before, *guess_kinds(raw, context)]))


def _headings(raw: RawFile) -> list[str]:
    return [str(heading) for table in raw.tables for heading in table.rows.columns]


def clue_of(name: str) -> str:
    """Return what stays of a file's name from month to month, marked so that it is no heading."""
    plain = _CHANGES.sub(" ", re.sub(r"[\W_]+", " ", name.casefold()))
    words = [word for word in plain.split() if word not in ENDINGS]
    return "\u2060" + " ".join(words or plain.split())
