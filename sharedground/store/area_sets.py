"""The area sets of a place: which there are, which one is for the sums, and who replaces whom."""

from __future__ import annotations

from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine, RowMapping

from sharedground.errors import NotFoundError, SharedGroundError
from sharedground.model.place import AreaSet, Kind, Level, Source
from sharedground.store import schema
from sharedground.store.places import writing
from sharedground.words import say

OF_AREAS: Final = frozenset([Kind.AREAS, Kind.POPULATION, Kind.INDICATORS, Kind.LOOKUP])
"""Kinds whose rows make, or stand on, the areas of one set."""


def sets_of(connection: Connection, place_id: str) -> tuple[AreaSet, ...]:
    """Return the area sets in use: the main one first, the others by level and name."""
    source, area = schema.source, schema.area
    main = main_set(connection, place_id)
    there = sa.and_(source.c.place_id == area.c.place_id, source.c.source_id == area.c.source_id)
    columns = (source.c.set_id, source.c.set_name, source.c.level, source.c.vintage)
    query = (
        sa.select(*columns, sa.func.count(area.c.area_code).label("areas"))
        .select_from(source.outerjoin(area, there))
        .where(source.c.place_id == place_id, source.c.live, source.c.kind == Kind.AREAS.value)
        .group_by(*columns, source.c.source_id)
    )
    found = [
        AreaSet(
            set_id=row.set_id, name=row.set_name or say("Areas"),
            level=Level(row.level or Level.OTHER), vintage=row.vintage,
            main=row.set_id == main, areas=row.areas,
        )
        for row in connection.execute(query)
    ]  # fmt: skip
    levels = list(Level)
    return tuple(sorted(found, key=lambda one: (not one.main, levels.index(one.level), one.name)))


def area_sets(engine: Engine, place_id: str) -> tuple[AreaSet, ...]:
    """Return the area sets of a place, the main one first; empty before areas are loaded."""
    with engine.connect() as connection:
        return sets_of(connection, place_id)


def main_set(connection: Connection, place_id: str) -> str:
    """Return the id of the set that the sums are for, "" before there is any."""
    query = sa.select(schema.place.c.main_set).where(schema.place.c.place_id == place_id)
    return str(connection.execute(query).scalar() or "")


def set_named(sets: tuple[AreaSet, ...], name: str) -> AreaSet:
    """Return the set with this name or id, ignoring case.

    Raises
    ------
    NotFoundError
        "set.unknown"; the message lists those there are.
    """
    wanted = name.strip().casefold()
    for one in sets:
        if wanted in (one.name.casefold(), one.set_id.casefold()):
            return one
    names = ", ".join(one.name for one in sets) or say("none yet")
    raise NotFoundError(
        "set.unknown",
        say("There are no areas called {name}. Areas here: {names}.", name=name, names=names),
        name=name,
    )


def make_main(engine: Engine, place_id: str, set_id: str, *, reason: str = "") -> AreaSet:
    """Let the sums be worked out for another set; every set keeps its own figures.

    Raises
    ------
    NotFoundError
        "set.unknown" when there is no such set in use.
    """
    details = {"set_id": set_id}
    with writing(engine, place_id, "main areas", reason=reason, details=details) as write:
        chosen = set_named(sets_of(write.connection, place_id), set_id)
        details["name"] = chosen.name
        if chosen.main:
            write.unchanged = True
            return chosen
        row = _live_outlines(write.connection, place_id, chosen.set_id)
        assert row is not None
        _be_main(write.connection, place_id, chosen.set_id, row["metric_crs"])
    return chosen.model_copy(update={"main": True})


def describe_set(
    engine: Engine, place_id: str, set_id: str, *,
    name: str, level: Level, vintage: int | None, reason: str = "",
) -> None:  # fmt: skip
    """Say anew what a set is called, how large its areas are, and what year its bounds are of."""
    said = AreaSet(set_id=set_id, name=name, level=level, vintage=vintage)
    details: dict[str, Any] = {"set_id": set_id, "name": said.name, "level": said.level.value,
                               "vintage": vintage}  # fmt: skip
    with writing(engine, place_id, "describe areas", reason=reason, details=details) as write:
        known = sets_of(write.connection, place_id)
        set_named(known, set_id)
        _refuse_same_name(known, said.name, but=set_id)
        source = schema.source
        outlines = _live_outlines(write.connection, place_id, set_id)
        assert outlines is not None
        details["source_id"] = outlines["source_id"]
        details["was"] = {name: outlines[name] for name in ("set_name", "level", "vintage")}
        write.connection.execute(
            source.update()
            .where(source.c.place_id == place_id, source.c.set_id == set_id,
                   source.c.kind == Kind.AREAS.value, source.c.live)
            .values(set_name=said.name, level=said.level.value, vintage=vintage)
        )  # fmt: skip


def set_of_upload(connection: Connection, place_id: str, source: Source) -> str:
    """Return the set that rows belong to: the one that they name, else the main one."""
    return source.set_id or (main_set(connection, place_id) if source.kind in OF_AREAS else "")


def outlines_before(
    connection: Connection, place_id: str, source: Source, *, beside: bool, replace: bool
) -> RowMapping | None:
    """Return the outlines in use that new ones take over from; None for a set of its own.

    Parameters
    ----------
    source
        The new outlines. Its `set_id` names the set that they renew, "" the main one.
    beside
        Whether they make a further set, beside those there are.
    replace
        Whether outlines in use may give way.

    Raises
    ------
    SharedGroundError
        "areas.present" when there are outlines that may not give way; "set.name_taken" when
        another set has the name of the new one.
    """
    sets = sets_of(connection, place_id)
    if beside and not source.set_id:
        _refuse_same_name(sets, source.set_name)
        return None
    set_id = source.set_id or main_set(connection, place_id)
    present = _live_outlines(connection, place_id, set_id)
    if present is None or present["sha256"] == source.sha256 or replace:
        return present
    count = next(one.areas for one in sets if one.set_id == set_id)
    raise SharedGroundError(
        "areas.present",
        say(
            "This place already has {count} areas. Add these beside them, say that these "
            "replace them, or make a new place.",
            count=count,
        ),
        count=count,
    )


def claim_main(connection: Connection, place_id: str, set_id: str, metric_crs: str) -> None:
    """Make a set the main one, if the place has no main set in use."""
    main = main_set(connection, place_id)
    if main in ("", set_id) or _live_outlines(connection, place_id, main) is None:
        _be_main(connection, place_id, set_id, metric_crs)


def _be_main(connection: Connection, place_id: str, set_id: str, metric_crs: str) -> None:
    place = schema.place
    connection.execute(
        place.update()
        .where(place.c.place_id == place_id)
        .values(main_set=set_id, metric_crs=metric_crs or None)
    )


def _live_outlines(connection: Connection, place_id: str, set_id: str) -> RowMapping | None:
    source = schema.source
    query = sa.select(
        source.c.source_id, source.c.list_id, source.c.set_id, source.c.sha256,
        source.c.metric_crs, source.c.set_name, source.c.level, source.c.vintage,
    ).where(
        source.c.place_id == place_id, source.c.live, source.c.kind == Kind.AREAS.value,
        source.c.set_id == set_id,
    )  # fmt: skip
    return connection.execute(query).mappings().first()


def _refuse_same_name(sets: tuple[AreaSet, ...], name: str, but: str = "") -> None:
    if any(one.name.casefold() == name.casefold() and one.set_id != but for one in sets):
        raise SharedGroundError(
            "set.name_taken",
            say("There are areas called {name} already. Give these another name.", name=name),
            name=name,
        )
