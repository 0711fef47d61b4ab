"""What people suggest: kept, shown to officers, and seen by others only when approved."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from typing import Any, Final

import pandas as pd
import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine, RowMapping

from sharedground.access import Role, current, require
from sharedground.errors import NotFoundError, SharedGroundError
from sharedground.model.base import stable_id
from sharedground.model.category import BY_CODE, OTHER
from sharedground.model.frames import ASSETS, SITES, SUGGESTIONS
from sharedground.model.place import Kind
from sharedground.model.placing import APPROXIMATE, AREA, EXACT, NONE, PERSON, POSTCODE
from sharedground.store import schema
from sharedground.store.edits import check_change, insert_edits
from sharedground.store.places import writing
from sharedground.words import say

KINDS: Final = ("place", "correction", "missing")
BY_HAND: Final = "by hand"
"""File name of the list that holds approved suggestions; each has a place and no file."""

LONGEST: Final = 2_000
MOST_WAITING: Final = 20
"""Suggestions of one person that may wait at once, so that nobody floods the queue."""

_BODY: Final = (
    "name", "category", "address", "postcode", "lon", "lat", "note", "outcome", "changes",
    "organization", "schedules", "url", "was", "placed_by", "partner_id",
)  # fmt: skip
_DEGREES: Final = {"lon": 180.0, "lat": 90.0}
_PLACED_BY: Final = ("", PERSON, POSTCODE, AREA)

CORRECTABLE: Final = (
    "name", "address", "postcode", "schedules", "organization", "url", "phone", "email",
    "category", "status",
)  # fmt: skip
"""Fields of a place that whoever takes part may suggest to change: those that their form offers.

Who sees a place or its contacts, where exactly it lies and when it was checked are for officers,
and are never changed by way of a suggestion.
"""


def suggest(
    engine: Engine, place_id: str, kind: str, body: Mapping[str, Any], *, thing_id: str = ""
) -> str:
    """Keep a suggestion; nobody but officers sees it until it is approved.

    Parameters
    ----------
    kind
        "place" (something that is there), "correction" (of the asset `thing_id`; `changes` maps
        its fields to what they should say) or "missing" (something that is lacking at a point).
    body
        Any of name, category, address, postcode, lon, lat, note, outcome, changes,
        organization, schedules, url; `was` (what stood before the `changes`), `placed_by` (how
        the point was told: `placing.PERSON`, `POSTCODE` or `AREA`) and `partner_id` (for which
        partner this is said).

    Returns
    -------
    str
        The `suggestion_id`.

    Raises
    ------
    SharedGroundError
        "suggestion.empty", "suggestion.long", "suggestion.where", "suggestion.kind",
        "suggestion.field" (not one of `CORRECTABLE`) or "edit.value" when the body cannot stand;
        "suggestion.gone" when the asset is not there; "suggestion.many" when `MOST_WAITING` of this
        person's wait already.
    """
    said = _checked(kind, body, thing_id)
    suggestion_id = str(uuid.uuid4())
    details: dict[str, Any] = {"suggestion_id": suggestion_id, "kind": kind}
    with writing(
        engine, place_id, "suggest", needs=Role.PARTICIPANT, details=details
    ) as write:  # fmt: skip
        _check_flood(write.connection, place_id)
        if kind == "correction":
            _check_asset(write.connection, place_id, thing_id)
        write.connection.execute(
            schema.suggestion.insert().values(
                place_id=place_id, suggestion_id=suggestion_id, kind=kind, thing_id=thing_id,
                body=said, state="waiting", made_by=current().name, made_at=dt.datetime.now(dt.UTC),
            )
        )  # fmt: skip
    return suggestion_id


def _check_flood(connection: Connection, place_id: str) -> None:
    table = schema.suggestion
    mine = sa.and_(
        table.c.place_id == place_id, table.c.made_by == current().name, table.c.state == "waiting"
    )
    waiting = connection.execute(sa.select(sa.func.count()).where(mine)).scalar_one()
    if waiting >= MOST_WAITING:
        raise SharedGroundError(
            "suggestion.many",
            say("{n} of your suggestions still wait for an officer. Please wait until some are "
                "decided.", n=waiting),
        )  # fmt: skip


def _checked(kind: str, body: Mapping[str, Any], thing_id: str) -> dict[str, Any]:
    """Return what a suggestion may say, and nothing else of its body; refuse what cannot stand."""
    said = {name: body[name] for name in _BODY if body.get(name) not in (None, "", {})}
    _check(kind, said, thing_id)
    return said


def _check(kind: str, said: dict[str, Any], thing_id: str) -> None:
    if kind not in KINDS:
        raise ValueError(kind)
    told = {
        "place": bool(said.get("name")),
        "correction": bool(thing_id and (said.get("changes") or said.get("note"))),
        "missing": bool(said.get("note") or said.get("category")),
    }
    if not told[kind]:
        raise SharedGroundError(
            "suggestion.empty",
            say("Say a little more: a name, what should change, or what is missing."),
        )
    if any(len(str(value)) > LONGEST for value in said.values()):
        raise SharedGroundError(
            "suggestion.long", say("Please keep it under {n} letters.", n=LONGEST)
        )
    if said.get("category", OTHER) not in BY_CODE:
        raise SharedGroundError(
            "suggestion.kind", say("There is no kind of place with the code {code}.",
                                   code=said["category"]),
        )  # fmt: skip
    for field, value in (said.get("changes") or {}).items():
        _check_correction(str(field), str(value))
    _check_spot(said)


def _check_correction(field: str, value: str) -> None:
    if field not in CORRECTABLE:
        raise SharedGroundError(
            "suggestion.field",
            say("{field} cannot be changed by a suggestion. Say it in your own words, and an "
                "officer will see to it.", field=field), field=field,
        )  # fmt: skip
    check_change("asset", field, value)


def _check_spot(said: dict[str, Any]) -> None:
    given = [name for name in _DEGREES if name in said]
    numbers = [said[name] for name in given if isinstance(said[name], int | float)]
    inside = [abs(at) <= _DEGREES[name] for name, at in zip(given, numbers, strict=False)]
    unknown = said.get("placed_by", "") not in _PLACED_BY
    if len(given) == 1 or len(numbers) < len(given) or not all(inside) or unknown:
        raise SharedGroundError(
            "suggestion.where",
            say("Give both the longitude (-180 to 180) and the latitude (-90 to 90)."),
        )


def _check_asset(connection: Connection, place_id: str, asset_id: str) -> None:
    asset = schema.asset
    there = sa.and_(asset.c.place_id == place_id, asset.c.asset_id == asset_id)
    if connection.execute(sa.select(asset.c.asset_id).where(there)).first() is None:
        raise NotFoundError(
            "suggestion.gone", say("The place that you want to correct is not listed now.")
        )


def approve(
    engine: Engine, place_id: str, suggestion_id: str, *, body: Mapping[str, Any] | None = None,
    answer: str = "",
) -> str:  # fmt: skip
    """Accept a suggestion, as it came or as an officer mended it (`body`).

    A place becomes an asset of the list "Added by people here", a correction becomes edits, and
    what is missing is shown to everyone.

    Returns
    -------
    str
        The id of the asset it made or changed, "" for what is missing.

    Raises
    ------
    NotFoundError
        "suggestion.gone" when it is not there or was decided already.
    SharedGroundError
        As `suggest` does, when what is approved cannot stand: nobody can have anything changed
        that could not be suggested.
    """
    details: dict[str, Any] = {"suggestion_id": suggestion_id}
    with writing(
        engine, place_id, "approve suggestion", reason=answer, details=details
    ) as write:  # fmt: skip
        row = _waiting(write.connection, place_id, suggestion_id)
        said = _checked(row["kind"], row["body"] if body is None else body, row["thing_id"])
        thing_id = _carry_out(write.connection, place_id, row, said)
        _decide(write.connection, place_id, row, "approved", answer, said, thing_id)
        details |= {"thing_id": thing_id, "edits": said.get("edits", [])}
    return thing_id


def turn_down(engine: Engine, place_id: str, suggestion_id: str, *, answer: str) -> None:
    """Turn a suggestion down, saying why; it stays in the log.

    Raises
    ------
    SharedGroundError
        "suggestion.no_reason" without a reason.
    """
    if not answer.strip():
        raise SharedGroundError(
            "suggestion.no_reason", say("Say why, so that people know. One sentence is enough.")
        )
    details: dict[str, Any] = {"suggestion_id": suggestion_id}
    with writing(
        engine, place_id, "turn down suggestion", reason=answer, details=details
    ) as write:  # fmt: skip
        row = _waiting(write.connection, place_id, suggestion_id)
        _decide(
            write.connection, place_id, row, "turned down", answer, row["body"], row["thing_id"]
        )


def reopen(engine: Engine, place_id: str, suggestion_id: str, *, reason: str = "") -> None:
    """Take a decision back: the suggestion waits again, and what it made is gone.

    Raises
    ------
    NotFoundError
        "suggestion.gone" when it is not there or waits already.
    """
    details: dict[str, Any] = {"suggestion_id": suggestion_id}
    with writing(
        engine, place_id, "reopen suggestion", reason=reason, details=details
    ) as write:  # fmt: skip
        row = _row(write.connection, place_id, suggestion_id, ("approved", "turned down"))
        body = dict(row["body"])
        details["was"] = _as_decided(row)
        if row["state"] == "approved":
            details |= _rows_added(write.connection, place_id, row)
            _take_back(write.connection, place_id, row, body.pop("edits", []))
        table = schema.suggestion
        thing_id = row["thing_id"] if row["kind"] == "correction" else ""
        write.connection.execute(
            table.update()
            .where(table.c.place_id == place_id, table.c.suggestion_id == suggestion_id)
            .values(state="waiting", answer="", decided_by="", decided_at=None, body=body,
                    thing_id=thing_id)
        )  # fmt: skip


def _as_decided(row: RowMapping) -> dict[str, Any]:
    """Return, for the journal, what a suggestion was before its decision was taken back."""
    names = ("state", "answer", "decided_by", "body", "thing_id")
    return {name: row[name] for name in names} | {"decided_at": row["decided_at"].isoformat()}


def _rows_added(connection: Connection, place_id: str, row: RowMapping) -> dict[str, Any]:
    """Return, for the journal, the rows that an approved place made: they are deleted."""
    if row["kind"] != "place":
        return {}
    made: dict[str, Any] = {}
    for table, column, key in _made(place_id, row["thing_id"]):
        query = sa.select(table).where(table.c.place_id == place_id, column == key)
        made[table.name] = [dict(one) for one in connection.execute(query).mappings()]
    return {"rows": made}


def _made(place_id: str, asset_id: str) -> tuple[tuple[sa.Table, sa.Column[str], str], ...]:
    """Return where the rows of a suggested place stand: its asset and its site."""
    site_id = stable_id(place_id, "site of", asset_id)
    return (
        (schema.asset, schema.asset.c.asset_id, asset_id),
        (schema.site, schema.site.c.site_id, site_id),
    )


def _take_back(
    connection: Connection, place_id: str, row: RowMapping, edit_ids: list[str]
) -> None:  # fmt: skip
    if row["kind"] == "correction":
        edit = schema.edit
        mine = sa.and_(edit.c.place_id == place_id, edit.c.edit_id.in_(edit_ids))
        connection.execute(edit.update().where(mine).values(undone=True))
    if row["kind"] == "place":
        for table, column, key in _made(place_id, row["thing_id"]):
            connection.execute(table.delete().where(table.c.place_id == place_id, column == key))


def made_by(engine: Engine, place_id: str, name: str) -> pd.DataFrame:
    """Return the suggestions of one person, newest first (`model.frames.SUGGESTIONS`)."""
    with engine.connect() as connection:
        every = read_suggestions(connection, place_id)
    mine: pd.DataFrame = every[every["made_by"] == name].reset_index(drop=True)
    return mine


def decided(engine: Engine, place_id: str) -> pd.DataFrame:
    """Return what was decided, newest first, without who suggested, who decided and what was said.

    Of the bodies only the kind of place is left: words that were turned down may name a person,
    and those that were approved may tell where a sensitive place is. What everyone may see of
    them is in the view.
    """
    require(Role.PARTICIPANT)
    with engine.connect() as connection:
        every = read_suggestions(connection, place_id)
    found = every[every["state"] != "waiting"].assign(made_by="", decided_by="")
    bodies = [{"category": body.get("category", "")} for body in found["body"]]
    found["body"] = pd.Series(bodies, index=found.index, dtype=object)
    return found.reset_index(drop=True)


def read_suggestions(connection: Connection, place_id: str) -> pd.DataFrame:
    """Return all suggestions, newest first (`model.frames.SUGGESTIONS`)."""
    table = schema.suggestion
    query = (
        sa.select(*(table.c[name] for name in SUGGESTIONS))
        .where(table.c.place_id == place_id)
        .order_by(table.c.made_at.desc(), table.c.suggestion_id)
    )
    rows = [tuple(row) for row in connection.execute(query)]
    return pd.DataFrame.from_records(rows, columns=list(SUGGESTIONS))


def _waiting(connection: Connection, place_id: str, suggestion_id: str) -> RowMapping:
    return _row(connection, place_id, suggestion_id, ("waiting",))


def _row(
    connection: Connection, place_id: str, suggestion_id: str, states: tuple[str, ...]
) -> RowMapping:  # fmt: skip
    table = schema.suggestion
    query = sa.select(table).where(
        table.c.place_id == place_id,
        table.c.suggestion_id == suggestion_id,
        table.c.state.in_(states),
    )
    row = connection.execute(query).mappings().one_or_none()
    if row is None:
        raise NotFoundError(
            "suggestion.gone",
            say("Someone has decided this already. Load the page again."),
        )
    return row


def _decide(
    connection: Connection, place_id: str, row: RowMapping, state: str, answer: str,
    body: Mapping[str, Any], thing_id: str,
) -> None:  # fmt: skip
    table = schema.suggestion
    connection.execute(
        table.update()
        .where(table.c.place_id == place_id, table.c.suggestion_id == row["suggestion_id"])
        .values(state=state, answer=answer.strip(), body=dict(body), thing_id=thing_id,
                decided_by=current().name, decided_at=dt.datetime.now(dt.UTC))
    )  # fmt: skip


def _carry_out(connection: Connection, place_id: str, row: RowMapping, said: dict[str, Any]) -> str:
    if row["kind"] == "correction":
        changes = {str(f): str(v) for f, v in (said.get("changes") or {}).items()}
        reason = say("Suggested by {name}", name=row["made_by"])
        said["edits"] = insert_edits(
            connection, place_id, "asset", row["thing_id"], changes, said.get("was") or {}, reason
        )
        return str(row["thing_id"])
    if row["kind"] == "place":
        return _add_asset(connection, place_id, row["suggestion_id"], said)
    return ""


def _add_asset(
    connection: Connection, place_id: str, suggestion_id: str, said: dict[str, Any]
) -> str:
    source_id = _list_by_hand(connection, place_id)
    asset_id = stable_id(place_id, "suggestion", suggestion_id)
    category = str(said.get("category") or OTHER)
    site = dict.fromkeys(SITES, "") | {
        "site_id": stable_id(place_id, "site of", asset_id), "source_id": source_id,
        "name": said["name"], "address": said.get("address", ""),
        "postcode": said.get("postcode", ""), **_spot(said),
    }  # fmt: skip
    asset = dict.fromkeys(ASSETS, "") | {
        "asset_id": asset_id, "site_id": site["site_id"], "source_id": source_id,
        "row_number": _next_row(connection, place_id, source_id), "category": category,
        "category_how": "given", "asset_kind": BY_CODE[category].asset_kind.value,
        "capacity": None, "visibility": "public", "sensitive": False, "status": "active",
        "external_identifiers": "[]", "description": said.get("note", ""),
        "assured_date": dt.datetime.now(dt.UTC).date().isoformat(), "assurer": current().name,
    }  # fmt: skip
    asset |= {name: said.get(name, "") for name in ("name", "organization", "schedules", "url")}
    connection.execute(schema.site.insert().values(place_id=place_id, **site))
    connection.execute(schema.asset.insert().values(place_id=place_id, **asset))
    return asset_id


def _spot(said: Mapping[str, Any]) -> dict[str, Any]:
    """Return where the site of a suggested place is; one with a postcode is placed as it is read.

    The middle of an area is only roughly where a place is.
    """
    how = str(said.get("placed_by") or PERSON)
    if said.get("lon") is None or how == POSTCODE:
        return {"lon": None, "lat": None, "precision": NONE, "placed_by": ""}
    precision = APPROXIMATE if how == AREA else EXACT
    return {"lon": said["lon"], "lat": said["lat"], "precision": precision, "placed_by": how}


def _next_row(connection: Connection, place_id: str, source_id: str) -> int:
    asset = schema.asset
    query = sa.select(sa.func.max(asset.c.row_number)).where(
        asset.c.place_id == place_id, asset.c.source_id == source_id
    )
    return int(connection.execute(query).scalar() or 0) + 1


def _list_by_hand(connection: Connection, place_id: str) -> str:
    """Return the source of things added here, making it the first time."""
    source = schema.source
    source_id = stable_id(place_id, BY_HAND)
    here = sa.and_(source.c.place_id == place_id, source.c.source_id == source_id)
    present = connection.execute(sa.select(source.c.live).where(here)).scalar_one_or_none()
    if present is None:
        connection.execute(
            source.insert().values(
                place_id=place_id, source_id=source_id, list_id=source_id, former_id="",
                import_id=source_id, kind=Kind.ASSETS.value, sha256="", reading="{}", live=True,
                held=True, publish_contacts=True, metric_crs="", file_name=BY_HAND,
                title=say("Added by people here"), licence="", loaded_by=current().name,
                loaded_at=dt.datetime.now(dt.UTC), rows_read=0, rows_kept=0, rows_merged=0,
                rows_set_aside=0, reports=[],
            )
        )  # fmt: skip
    elif not present:
        connection.execute(source.update().where(here).values(live=True))
    return source_id
