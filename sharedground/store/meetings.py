"""Meetings in the store: begun, ended, and what they were held with."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any, Final

import sqlalchemy as sa
from pydantic import ValidationError
from sqlalchemy.engine import Connection, Engine, RowMapping

from sharedground.access import Role, current
from sharedground.errors import NotFoundError, SharedGroundError
from sharedground.model.decision import LONGEST_TITLE, Meeting, new_id
from sharedground.store import schema
from sharedground.store.places import writing
from sharedground.words import say

_ABOUT: Final = frozenset({"meeting_id", "by", "open"})


def start_meeting(
    engine: Engine, place_id: str, *, title: str, meeting_id: str = "", story_id: str = "",
    held_on: dt.date | None = None, vision_version: int = 0, in_the_room: Iterable[str] = (),
) -> Meeting:  # fmt: skip
    """Begin a meeting and return it; one goes on at a time.

    Parameters
    ----------
    meeting_id
        Made by the form: a form that is sent twice begins one meeting.
    held_on
        Today unless said.
    vision_version
        The version of the vision that is shown.

    Raises
    ------
    SharedGroundError
        "meeting.title" or "meeting.names" for words that cannot be; "meeting.open" when another
        one goes on.
    """
    details: dict[str, Any] = {}
    with writing(
        engine, place_id, "start meeting", data=False, needs=Role.FACILITATOR, details=details
    ) as write:
        known = read_meetings(write.connection, place_id)
        same = next((one for one in known if meeting_id and one.meeting_id == meeting_id), None)
        if same is not None:
            write.unchanged = True
            return same
        _check_none_open(known)
        place = schema.place
        query = sa.select(place.c.revision, place.c.data_revision)
        revision, data_revision = write.connection.execute(
            query.where(place.c.place_id == place_id)
        ).one()
        now = dt.datetime.now(dt.UTC)
        made = _checked(
            meeting_id=meeting_id or new_id(), title=title, story_id=story_id,
            held_on=held_on or now.date(), vision_version=vision_version, revision=revision,
            data_revision=data_revision, in_the_room=tuple(in_the_room), opened_at=now,
            by=current().name,
        )  # fmt: skip
        write.connection.execute(
            schema.meeting.insert().values(
                place_id=place_id, meeting_id=made.meeting_id, live=True, saved_by=made.by,
                saved_at=now, body=_body(made),
            )
        )  # fmt: skip
        details |= {"meeting_id": made.meeting_id, "title": made.title}
    return made


def _check_none_open(known: tuple[Meeting, ...]) -> None:
    going_on = next((one for one in known if one.open), None)
    if going_on is not None:
        raise SharedGroundError(
            "meeting.open",
            say('The meeting "{title}" has not ended yet. End it first.', title=going_on.title),
        )


def _checked(**values: Any) -> Meeting:
    try:
        return Meeting(**values)
    except ValidationError as error:
        if any("title" in fault["loc"] for fault in error.errors()):
            raise SharedGroundError(
                "meeting.title",
                say("Give the meeting a name of 1 to {n} letters.", n=LONGEST_TITLE),
            ) from error
        raise SharedGroundError(
            "meeting.names", say("Write up to 200 names, each of up to 300 letters.")
        ) from error


def close_meeting(engine: Engine, place_id: str, meeting_id: str) -> Meeting:
    """End a meeting and return it. Ending it twice changes nothing.

    Raises
    ------
    NotFoundError
        "meeting.gone" when there is none.
    """
    with writing(
        engine, place_id, "end meeting", data=False, needs=Role.FACILITATOR,
        details={"meeting_id": meeting_id},
    ) as write:  # fmt: skip
        found = _of_id(write.connection, place_id, meeting_id)
        if not found.open:
            write.unchanged = True
            return found
        place = schema.place
        query = sa.select(place.c.revision).where(place.c.place_id == place_id)
        revision = write.connection.execute(query).scalar_one()
        ended = {"closed_at": dt.datetime.now(dt.UTC), "closed_revision": revision + 1}
        closed = found.model_copy(update=ended)
        _update(write.connection, place_id, closed)
    return closed


def amend_meeting(
    engine: Engine, place_id: str, meeting_id: str, *, title: str | None = None,
    in_the_room: Iterable[str] | None = None, held_on: dt.date | None = None,
) -> Meeting:  # fmt: skip
    """Say anew what a meeting is called, who is there, or on which day it is held."""
    said = {"title": title, "held_on": held_on,
            "in_the_room": None if in_the_room is None else tuple(in_the_room)}  # fmt: skip
    changes = {name: value for name, value in said.items() if value is not None}
    details: dict[str, Any] = {"meeting_id": meeting_id}
    with writing(
        engine, place_id, "change meeting", data=False, needs=Role.FACILITATOR, details=details
    ) as write:
        before = _of_id(write.connection, place_id, meeting_id)
        after = _checked(**(before.model_dump() | changes))
        write.unchanged = after == before
        details["was"] = before.model_dump(mode="json", include=set(changes))
        _update(write.connection, place_id, after)
    return after


def read_meetings(connection: Connection, place_id: str) -> tuple[Meeting, ...]:
    """Return the meetings, those that began first at the front."""
    table = schema.meeting
    query = (
        sa.select(table)
        .where(table.c.place_id == place_id, table.c.live.is_(True))
        .order_by(table.c.saved_at, table.c.meeting_id)
    )
    return tuple(_meeting(row) for row in connection.execute(query).mappings())


def going_on(meetings: Iterable[Meeting]) -> Meeting | None:
    """Return the meeting that goes on, None where none does."""
    return next((one for one in meetings if one.open), None)


def last_ended(meetings: Iterable[Meeting]) -> Meeting | None:
    """Return the meeting that ended last, None where none has."""
    ended = [one for one in meetings if not one.open]
    return max(ended, key=lambda one: one.closed_revision) if ended else None


def _of_id(connection: Connection, place_id: str, meeting_id: str) -> Meeting:
    known = read_meetings(connection, place_id)
    for one in known:
        if one.meeting_id == meeting_id:
            return one
    raise NotFoundError("meeting.gone", say("There is no such meeting here any more."))


def _body(meeting: Meeting) -> dict[str, Any]:
    return meeting.model_dump(mode="json", exclude=set(_ABOUT))


def _update(connection: Connection, place_id: str, meeting: Meeting) -> None:
    table = schema.meeting
    mine = sa.and_(table.c.place_id == place_id, table.c.meeting_id == meeting.meeting_id)
    connection.execute(table.update().where(mine).values(body=_body(meeting)))


def _meeting(row: RowMapping) -> Meeting:
    about = {"meeting_id": row["meeting_id"], "by": row["saved_by"]}
    return Meeting.model_validate(row["body"] | about)
