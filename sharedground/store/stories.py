"""Stories in the store: kept by name, changed, deleted and brought back."""

from __future__ import annotations

import datetime as dt
from typing import Any, Final

import sqlalchemy as sa
from pydantic import ValidationError
from sqlalchemy.engine import Connection, Engine

from sharedground.access import Role, current
from sharedground.errors import NotFoundError, SharedGroundError, StaleError
from sharedground.model.story import LONGEST_NAME, LONGEST_TITLE, LONGEST_WORDS, Story, new_id
from sharedground.store import schema
from sharedground.store.places import Write, writing
from sharedground.words import say

MOST: Final = 50
"""Stories that one place may keep."""


def checked(story: Story, **changed: Any) -> Story:
    """Return a story with changes.

    Raises
    ------
    SharedGroundError
        "story.name", "story.title" or "story.words" when one is too long or empty.
    """
    try:
        return Story.model_validate(story.model_dump() | changed)
    except ValidationError as error:
        where = [fault["loc"][-1] for fault in error.errors()]
        if "name" in where:
            raise SharedGroundError(
                "story.name", say("Give the story a name of 1 to {n} letters.", n=LONGEST_NAME)
            ) from error
        if "title" in where or "ask" in where:
            raise SharedGroundError(
                "story.title", say("Please keep headings and questions under {n} letters.",
                                   n=LONGEST_TITLE)
            ) from error  # fmt: skip
        raise SharedGroundError(
            "story.words", say("Please keep the words of a step under {n} letters, and the story "
                               "under 60 steps.", n=LONGEST_WORDS)
        ) from error  # fmt: skip


def save(engine: Engine, place_id: str, story: Story, *, reason: str = "") -> Story:
    """Keep a story, a new one or a changed one, and return it with its id, date and who kept it.

    Raises
    ------
    SharedGroundError
        "story.taken" when another has its name, "story.many" when there are `MOST`.
    NotFoundError
        "story.gone" when it was deleted in the meantime.
    StaleError
        "story.stale" when somebody changed it since it was opened.
    """
    details: dict[str, Any] = {}
    with writing(
        engine, place_id, "save story", reason=reason, data=False, needs=Role.PARTICIPANT,
        details=details,
    ) as write:  # fmt: skip
        there = read_stories(write.connection, place_id)
        _check_room(there, story)
        now = dt.datetime.now(dt.UTC)
        kept = story.model_copy(
            update={"story_id": story.story_id or new_id(), "date": now.date(),
                    "by": current().name, "edition": story.edition + 1}
        )  # fmt: skip
        _check_fresh(there, story)
        _put(write, place_id, kept, now)
        details |= {"story_id": kept.story_id, "name": kept.name}
    return kept


def _check_room(there: tuple[Story, ...], story: Story) -> None:
    others = [one for one in there if one.story_id != story.story_id]
    if any(one.name.casefold() == story.name.casefold() for one in others):
        raise SharedGroundError(
            "story.taken",
            say("There is a story called {name} already. Choose another name.", name=story.name),
            name=story.name,
        )
    if len(others) >= MOST:
        raise SharedGroundError(
            "story.many",
            say("{n} stories are kept here. Delete one that nobody needs any more.", n=MOST),
        )


def _check_fresh(there: tuple[Story, ...], story: Story) -> None:
    if not story.story_id:
        return
    before = next((one for one in there if one.story_id == story.story_id), None)
    if before is None:
        raise NotFoundError("story.gone", say("This story is not there any more."))
    if before.edition != story.edition:
        raise StaleError(
            "story.stale",
            say("{name} changed this story while you did. Load the page again to see it; then make "
                "your changes.", name=before.by or say("Somebody")),
        )  # fmt: skip


def _put(write: Write, place_id: str, kept: Story, now: dt.datetime) -> None:
    table = schema.story
    body = kept.model_dump(mode="json", exclude={"story_id", "date", "by"})
    values = {"body": body, "live": True, "saved_by": kept.by, "saved_at": now}
    mine = sa.and_(table.c.place_id == place_id, table.c.story_id == kept.story_id)
    done = write.connection.execute(table.update().where(mine).values(**values))
    if not done.rowcount:
        write.connection.execute(
            table.insert().values(place_id=place_id, story_id=kept.story_id, **values)
        )


def delete(engine: Engine, place_id: str, story_id: str, *, reason: str = "") -> None:
    """Delete a story; `restore` brings it back.

    Raises
    ------
    NotFoundError
        "story.gone" when it is not there.
    """
    _set_live(engine, place_id, story_id, "delete story", reason, live=False)


def restore(engine: Engine, place_id: str, story_id: str, *, reason: str = "") -> None:
    """Bring a deleted story back.

    Raises
    ------
    NotFoundError
        "story.gone" when it is not there.
    SharedGroundError
        "story.taken" when another has its name by now.
    """
    _set_live(engine, place_id, story_id, "restore story", reason, live=True)


def _set_live(
    engine: Engine, place_id: str, story_id: str, action: str, reason: str, *, live: bool
) -> None:
    table = schema.story
    details: dict[str, Any] = {"story_id": story_id}
    with writing(
        engine, place_id, action, reason=reason, data=False, needs=Role.PARTICIPANT,
        details=details,
    ) as write:  # fmt: skip
        mine = sa.and_(table.c.place_id == place_id, table.c.story_id == story_id)
        query = sa.select(table).where(mine, table.c.live == (not live))
        row = write.connection.execute(query).mappings().one_or_none()
        if row is None:
            raise NotFoundError("story.gone", say("This story is not there any more."))
        if live:
            _check_room(read_stories(write.connection, place_id), _story(dict(row)))
        write.connection.execute(table.update().where(mine).values(live=live))
        details["name"] = row["body"]["name"]


def read_stories(connection: Connection, place_id: str) -> tuple[Story, ...]:
    """Return the stories that are kept, by when they were saved."""
    table = schema.story
    query = (
        sa.select(table)
        .where(table.c.place_id == place_id, table.c.live.is_(True))
        .order_by(table.c.saved_at, table.c.story_id)
    )
    return tuple(_story(dict(row)) for row in connection.execute(query).mappings())


def _story(row: dict[str, Any]) -> Story:
    about = {"story_id": row["story_id"], "by": row["saved_by"], "date": row["saved_at"].date()}
    return Story.model_validate(row["body"] | about)


def found(stories: tuple[Story, ...], which: str) -> Story:
    """Return the story with this id or name, ignoring case.

    Raises
    ------
    NotFoundError
        "story.unknown"; the message lists those there are.
    """
    for one in stories:
        if which.strip().casefold() in (one.story_id.casefold(), one.name.casefold()):
            return one
    names = ", ".join(one.name for one in stories) or say("none yet")
    raise NotFoundError(
        "story.unknown",
        say("There is no story called {name}. Kept here: {names}.", name=which, names=names),
        name=which,
    )
