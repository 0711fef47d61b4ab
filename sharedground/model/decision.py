"""What a partnership decided, promised or left open, and the meetings at which it did."""

from __future__ import annotations

import datetime as dt
import uuid
from enum import StrEnum
from typing import Annotated, Any, Final, Self

from pydantic import Field, field_validator, model_validator

from sharedground.model.base import Value
from sharedground.model.rounds import one_line

LONGEST_WORDS: Final = 600
LONGEST_NAME: Final = 300
LONGEST_TITLE: Final = 120
MOST_NAMES: Final = 40
MOST_IN_THE_ROOM: Final = 200

Id = Annotated[str, Field(max_length=60)]
Short = Annotated[str, Field(max_length=LONGEST_NAME)]
Name = Annotated[str, Field(min_length=1, max_length=LONGEST_NAME)]


class DecisionKind(StrEnum):
    """What was recorded."""

    DECISION = "decision"
    COMMITMENT = "commitment"
    DISAGREEMENT = "disagreement"


class DecisionState(StrEnum):
    """What became of it. An open decision holds, and an open disagreement is not settled."""

    OPEN = "open"
    DONE = "done"
    NOT_DONE = "not done"
    DROPPED = "dropped"


MAY_BE: Final[dict[DecisionKind, tuple[DecisionState, ...]]] = {
    DecisionKind.DECISION: (DecisionState.OPEN, DecisionState.DROPPED),
    DecisionKind.COMMITMENT: tuple(DecisionState),
    DecisionKind.DISAGREEMENT: (DecisionState.OPEN, DecisionState.DONE),
}
"""What may become of each kind: only what was promised is done, not done or dropped; a decision
holds until it is dropped, and a disagreement is open until it is settled ("done")."""

NEEDS_REASON: Final = (DecisionState.NOT_DONE, DecisionState.DROPPED)


class Entry(Value):
    """One line of the log: when and by whom it came into this state, and what was said of it."""

    at: dt.datetime
    by: str = ""
    state: DecisionState
    words: Annotated[str, Field(max_length=LONGEST_WORDS)] = ""

    @field_validator("words")
    @classmethod
    def _one_line(cls, value: str) -> str:
        return one_line(value)


class Decision(Value):
    """Something that was decided, promised, or not agreed on.

    Parameters
    ----------
    decision_id
        Made by the form, so that a form that is sent twice makes one.
    words
        What, on one line.
    who
        Names of partners, and of others as they were written.
    by_when
        By when it is promised; None for no date.
    outcome, outcome_name
        Code of the outcome that it is for, and what it was called then; "" for none.
    area, area_name
        Code of the area, or name of the group of areas, and what people called it then.
    meeting_id
        Of the meeting at which it was recorded, "" for none.
    log
        What became of it, oldest first.
    by
        Who recorded it.
    """

    decision_id: Id = ""
    kind: DecisionKind
    words: Annotated[str, Field(min_length=1, max_length=LONGEST_WORDS)]
    who: Annotated[tuple[Name, ...], Field(max_length=MOST_NAMES)] = ()
    by_when: dt.date | None = None
    outcome: Short = ""
    outcome_name: Short = ""
    area: Short = ""
    area_name: Short = ""
    meeting_id: Id = ""
    made_on: dt.date | None = None
    state: DecisionState = DecisionState.OPEN
    log: tuple[Entry, ...] = ()
    by: str = ""

    @field_validator("words", "outcome", "outcome_name", "area", "area_name")
    @classmethod
    def _one_line(cls, value: str) -> str:
        return one_line(value)

    @field_validator("who", mode="before")
    @classmethod
    def _each_once(cls, value: Any) -> Any:
        if not isinstance(value, tuple | list) or not all(isinstance(v, str) for v in value):
            return value
        return tuple(dict.fromkeys(filter(None, map(one_line, value))))

    @model_validator(mode="after")
    def _may_be(self) -> Self:
        if self.state not in MAY_BE[self.kind]:
            message = f"a {self.kind} cannot be {self.state}"
            raise ValueError(message)
        return self

    @property
    def is_promise(self) -> bool:
        """Whether somebody promised it."""
        return self.kind is DecisionKind.COMMITMENT

    def is_overdue(self, today: dt.date) -> bool:
        """Say whether it is promised by a day that has passed, and nobody has said it is done."""
        waits = self.is_promise and self.state is DecisionState.OPEN
        return waits and self.by_when is not None and self.by_when < today


class Meeting(Value):
    """A meeting that was held, with what was shown at it.

    Parameters
    ----------
    vision_version, revision, data_revision
        The versions of the vision, the place and its data that it began with.
    in_the_room
        Names of partners and of people.
    opened_at, closed_at
        When it began, and when it ended; None while it goes on.
    closed_revision
        The revision of the place when it had ended; 0 while it goes on.
    """

    meeting_id: Id = ""
    title: Annotated[str, Field(min_length=1, max_length=LONGEST_TITLE)]
    story_id: Id = ""
    held_on: dt.date
    vision_version: Annotated[int, Field(ge=0)] = 0
    revision: Annotated[int, Field(ge=0)] = 0
    data_revision: Annotated[int, Field(ge=0)] = 0
    in_the_room: Annotated[tuple[Name, ...], Field(max_length=MOST_IN_THE_ROOM)] = ()
    opened_at: dt.datetime | None = None
    closed_at: dt.datetime | None = None
    closed_revision: Annotated[int, Field(ge=0)] = 0
    by: str = ""

    @field_validator("title")
    @classmethod
    def _one_line(cls, value: str) -> str:
        return one_line(value)

    @field_validator("in_the_room", mode="before")
    @classmethod
    def _each_once(cls, value: Any) -> Any:
        if not isinstance(value, tuple | list) or not all(isinstance(v, str) for v in value):
            return value
        return tuple(dict.fromkeys(filter(None, map(one_line, value))))

    @property
    def open(self) -> bool:
        """Whether it goes on."""
        return self.closed_at is None


def new_id() -> str:
    """Return an id for a decision or a meeting."""
    return str(uuid.uuid4())
