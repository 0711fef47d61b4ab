"""Whether the rows of a partnership file belong together and can be shown and worked with."""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from pydantic import ValidationError
from pyproj import CRS
from pyproj.exceptions import CRSError

from sharedground.errors import SharedGroundError
from sharedground.model.base import Value
from sharedground.model.category import BY_CODE, AssetKind
from sharedground.model.decision import Decision, Meeting
from sharedground.model.outcome import Direction
from sharedground.model.place import Kind, Level, Measure, Place
from sharedground.model.rounds import Answer, Round, RoundState, Statement
from sharedground.model.scenario import Scenario
from sharedground.model.story import Story
from sharedground.model.vision import Vision
from sharedground.partnership.faults import Faults
from sharedground.store import street_maps, surveyed
from sharedground.store.directions import THING
from sharedground.store.edits import check_change as check_edit
from sharedground.store.pairs import VERDICTS
from sharedground.words import say

Row = dict[str, Any]
Tables = Mapping[str, Sequence[Row]]

_WEB: Final = re.compile(r"https?://\S+")
_GRID: Final = re.compile(r"EPSG:\d{4,6}")


def _one_of(*values: str) -> Callable[[Any], bool]:
    allowed = frozenset(values)
    return lambda value: value in allowed


def _between(low: float, high: float) -> Callable[[Any], bool]:
    return lambda value: value is None or low <= value <= high


def _identifiers(text: Any) -> bool:
    listed = json.loads(text or "[]")
    return isinstance(listed, list) and all(
        isinstance(one, dict) and isinstance(one.get("scheme"), str)
        and isinstance(one.get("identifier"), str)
        for one in listed
    )  # fmt: skip


def _json_object(text: Any) -> bool:
    return isinstance(json.loads(text or "{}"), dict)


def _web(text: Any) -> bool:
    return not text or _WEB.fullmatch(text) is not None


def _grid(text: Any) -> bool:
    return not text or (
        _GRID.fullmatch(text) is not None and bool(CRS.from_user_input(text).is_projected)
    )


def _dicts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(one, dict) for one in value)


def _is_dict(value: Any) -> bool:
    return isinstance(value, dict)


_LON, _LAT = _between(-180, 180), _between(-90, 90)
RULES: Final[dict[tuple[str, str], Callable[[Any], bool]]] = {
    ("place", "metric_crs"): _grid,
    ("source", "metric_crs"): _grid,
    ("source", "kind"): _one_of(*(kind.value for kind in Kind)),
    ("source", "level"): _one_of("", *(level.value for level in Level)),
    ("source", "set_name"): lambda name: len(name) <= 80,
    ("source", "vintage"): _between(0, 9999),
    ("source", "reading"): _json_object,
    ("source", "reports"): _dicts,
    ("source", "url"): _web,
    ("population", "people"): _between(0, 1e10),
    ("population", "year"): _between(0, 9999),
    ("indicator", "year"): _between(0, 9999),
    ("indicator", "measure"): _one_of("", *(measure.value for measure in Measure)),
    ("indicator", "direction"): _one_of("", *(way.value for way in Direction)),
    ("estimate", "moved"): _between(-1e-6, 1 + 1e-6),
    ("postcode", "lon"): _LON,
    ("postcode", "lat"): _LAT,
    ("partner", "url"): _web,
    ("partner", "external_identifiers"): _identifiers,
    ("site", "lon"): _LON,
    ("site", "lat"): _LAT,
    ("site", "precision"): _one_of("exact", "approximate", "none"),
    ("asset", "url"): _web,
    ("asset", "external_identifiers"): _identifiers,
    ("asset", "category"): _one_of(*BY_CODE),
    ("asset", "asset_kind"): _one_of(*(kind.value for kind in AssetKind)),
    ("asset", "capacity"): _between(0, 1e9),
    ("asset", "visibility"): _one_of("public", "partners", "officers"),
    ("pair", "verdict"): _one_of(*VERDICTS),
    ("suggestion", "body"): _is_dict,
    ("suggestion", "state"): _one_of("waiting", "approved", "turned down"),
    ("record", "original"): _json_object,
    ("record", "fate"): _one_of("kept", "merged", "set aside"),
    ("wording", "category"): _one_of(*BY_CODE),
    ("journal", "details"): _is_dict,
}
"""What may stand in a column, where the product relies on it."""


def check(tables: Tables, faults: Faults) -> None:
    """Note all that is wrong with the rows of a place."""
    _check_place(tables["place"], faults)
    for (table, column), fits in RULES.items():
        _check_column(table, column, tables.get(table, ()), fits, faults)
    _check_sources(tables, faults)
    _check_links(tables, faults)
    _check_edits(tables["edit"], faults)
    _check_visions(tables["vision"], faults)
    _check_scenarios(tables["scenario"], faults)
    _check_rounds(tables, faults)
    _check_bodies("decision", Decision, tables, faults)
    _check_bodies("meeting", Meeting, tables, faults)
    _check_bodies("story", Story, tables, faults)


def _wrong(faults: Faults, table: str, row: int, column: str, value: object) -> None:
    faults.add(
        "package.cell",
        say('{table}, row {row}, {column}: "{value}" cannot stand there.', table=table, row=row,
            column=column, value=str(value)[:40]),
        row=row, column=column, value=value,
    )  # fmt: skip


def _check_column(
    table: str, column: str, rows: Sequence[Row], fits: Callable[[Any], bool], faults: Faults
) -> None:
    for number, row in enumerate(rows, start=2):
        try:
            good = fits(row[column])
        except (ValueError, TypeError, RecursionError, CRSError):
            good = False
        if not good:
            _wrong(faults, table, number, column, row[column])
            if faults.full:
                return


def _check_place(rows: Sequence[Row], faults: Faults) -> None:
    if len(rows) != 1:
        faults.add("package.place", say("It must hold one place, and holds {n}.", n=len(rows)))
        return
    try:
        place = Place(**{name: rows[0][name] for name in Place.model_fields})
        known = str(uuid.UUID(place.place_id)) == place.place_id
        if not known or rows[0]["revision"] < 1 or rows[0]["data_revision"] < 1:
            _wrong(faults, "place", 2, "place_id", place.place_id)
    except (ValidationError, ValueError, TypeError, AttributeError):
        faults.add("package.place", say("The place has a name or a setting that may not be."))


def _check_sources(tables: Tables, faults: Faults) -> None:
    """Every row must name a source that is there; lists and area sets are in use once at most."""
    known = {row["source_id"] for row in tables["source"]}
    for name, rows in tables.items():
        if name in ("source", "place"):
            continue
        may = {*known, ""} if name == "pair" else known
        for number, row in enumerate(rows, start=2):
            if "source_id" in row and row["source_id"] not in may:
                _wrong(faults, name, number, "source_id", row["source_id"])
                if faults.full:
                    return
    in_use: set[tuple[str, str]] = set()
    for number, row in enumerate(tables["source"], start=2):
        if row["live"]:
            keys = {("list", row["list_id"])}
            if row["kind"] == Kind.AREAS.value:
                keys.add(("set", row["set_id"]))
            if keys & in_use:
                _wrong(faults, "source", number, "live", row["live"])
            in_use |= keys


def _check_links(tables: Tables, faults: Faults) -> None:
    """Every asset must have its site, and every value its indicator, in the same list."""
    for name, column, other in (("asset", "site_id", "site"),
                                ("indicator_value", "indicator_id", "indicator")):  # fmt: skip
        known = {(row["source_id"], row[column]) for row in tables[other]}
        for number, row in enumerate(tables[name], start=2):
            if (row["source_id"], row[column]) not in known:
                _wrong(faults, name, number, column, row[column])
                if faults.full:
                    return


def _check_edits(rows: Sequence[Row], faults: Faults) -> None:
    for number, row in enumerate(rows, start=2):
        try:
            if row["thing"] == THING:
                Direction(row["value"])
                continue
            if row["thing"] == street_maps.THING:
                if row["value"]:
                    street_maps.from_text(row["value"])
                continue
            if row["thing"] == surveyed.THING:
                if row["field"] != surveyed.FIELD or row["value"] not in (
                    surveyed.NO,
                    surveyed.YES,
                ):
                    raise ValueError(row["value"])
                continue
            if row["thing"] not in ("asset", "partner"):
                raise ValueError(row["thing"])
            check_edit(row["thing"], row["field"], row["value"])
            if row["field"] == "url" and not _web(row["value"]):
                raise ValueError(row["value"])
        except (SharedGroundError, ValueError):
            _wrong(faults, "edit", number, "value", row["value"])


def _check_visions(rows: Sequence[Row], faults: Faults) -> None:
    for number, row in enumerate(rows, start=2):
        try:
            version = Vision.model_validate(row["body"]).version
        except (ValidationError, RecursionError):
            version = -1
        if version != number - 1 or row["version"] != version:
            _wrong(faults, "vision", number, "body", row["body"])


def _check_rounds(tables: Tables, faults: Faults) -> None:
    known = set[str]()
    for number, row in enumerate(tables.get("round", ()), start=2):
        columns = ("round_id", "state", "opened_at", "closings", "published")
        try:
            Round.model_validate(row["body"] | {name: row[name] for name in columns})
            known.add(row["round_id"])
        except (ValidationError, TypeError, RecursionError):
            _wrong(faults, "round", number, "body", row["body"])
        if row["code"] or row["token"] or row["state"] != RoundState.CLOSED:
            _wrong(faults, "round", number, "state", row["state"])
    for name in ("answer", "statement"):
        for number, row in enumerate(tables.get(name, ()), start=2):
            if row["round_id"] not in known or not _is_round_row(name, row):
                _wrong(faults, name, number, "round_id", row["round_id"])


_SAID: Final = ("round_id", "device", "seq", "speaker", "item", "body")
_STATED: Final = ("statement_id", "number", "text", "state", "by", "at", "answer")


def _is_round_row(name: str, row: Row) -> bool:
    """Say whether an answer or a statement is one that the store would have kept."""
    try:
        if name == "answer":
            Answer.model_validate({**{f: row[f] for f in _SAID}, "key": "restored"})
        else:
            Statement.model_validate({f: row[f] for f in _STATED})
    except (ValidationError, TypeError, RecursionError):
        return False
    return True


def _check_scenarios(rows: Sequence[Row], faults: Faults) -> None:
    for number, row in enumerate(rows, start=2):
        try:
            Scenario.model_validate(row["body"] | {"scenario_id": row["scenario_id"]})
        except (ValidationError, TypeError, RecursionError):
            _wrong(faults, "scenario", number, "body", row["body"])


def _check_bodies(name: str, made: type[Value], tables: Tables, faults: Faults) -> None:
    """Note the rows of a table whose body is not one that the store would have kept."""
    key = f"{name}_id"
    for number, row in enumerate(tables.get(name, ()), start=2):
        try:
            made.model_validate(row["body"] | {key: row[key]})
        except (ValidationError, TypeError, RecursionError):
            _wrong(faults, name, number, "body", row["body"])
