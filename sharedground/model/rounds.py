"""A round: one asking of the room, for points shared between outcomes or votes on statements."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import unicodedata
from enum import IntEnum, StrEnum
from typing import Annotated, Any, Final, Self

from pydantic import Field, model_validator

from sharedground.model.base import Value

RESIDENT: Final = "resident"
"""Stands for people who speak for themselves, not for a partner."""

LONGEST_TITLE: Final = 120
LONGEST_STATEMENT: Final = 280
LONGEST_NAME: Final = 300
MOST_OUTCOMES: Final = 60
MOST_SPEAKERS: Final = 200
MOST_POINTS: Final = 1_000_000.0


_JOINERS: Final = "\u200c\u200d"
"""Hold letters of some scripts, and signs made of several, together."""


def one_line(text: str) -> str:
    """Return text on one line, without signs that nobody sees and that turn its order round."""
    seen = (
        sign if not sign.isspace() else " " for sign in text
        if sign.isspace() or sign in _JOINERS or unicodedata.category(sign) not in ("Cc", "Cf")
    )  # fmt: skip
    told = " ".join("".join(seen).split())
    return told if told.strip(_JOINERS + " ") else ""


class RoundKind(StrEnum):
    """What people are asked."""

    POINTS = "points"
    STATEMENTS = "statements"


class RoundState(StrEnum):
    """Whether answers are taken."""

    OPEN = "open"
    CLOSED = "closed"


class Naming(StrEnum):
    """Whether the result says which partner gave what."""

    NAMED = "named"
    UNATTRIBUTED = "unattributed"


class Vote(IntEnum):
    """What a person thinks of a statement, as the public exports of Polis code it."""

    DISAGREE = -1
    SKIPPED = 0
    AGREE = 1


class Choice(Value):
    """An outcome as it was asked for."""

    code: Annotated[str, Field(min_length=1, max_length=20)]
    name: Annotated[str, Field(min_length=1, max_length=80)]
    why: Annotated[str, Field(max_length=600)] = ""


class Speaker(Value):
    """A partner that people in the room may speak for."""

    partner_id: Annotated[str, Field(min_length=1, max_length=200)]
    name: Annotated[str, Field(min_length=1, max_length=LONGEST_NAME)]

    @model_validator(mode="after")
    def _no_resident(self) -> Self:
        if self.partner_id == RESIDENT:
            message = "a partner cannot have the id of a resident"
            raise ValueError(message)
        return self


class Published(Value):
    """A result that was published when a round closed. It never changes.

    Parameters
    ----------
    upto
        The store's number of the last answer that it includes.
    people
        Of how many it is: partners or people.
    mean
        Shares of 1 by outcome's code, in a round of points.
    votes
        How many agree, disagree and pass, by a statement's id, in a round of statements.
    """

    upto: Annotated[int, Field(ge=0)]
    people: Annotated[int, Field(ge=1)]
    mean: dict[str, float] = {}
    votes: dict[str, tuple[int, int, int]] = {}


class Round(Value):
    """One asking of the room. What lets people join is kept apart, in `Keys`.

    Parameters
    ----------
    vision_version
        The version of the vision whose outcomes are asked for; 0 for a first draft.
    outcomes
        As they were asked; empty in a round of statements that began without a vision.
    speakers
        Partners that people may speak for.
    residents
        Whether people may answer for themselves.
    source
        Name of the file that the answers came from, "" when they were given live.
    closings
        How often the round was closed so far.
    published
        What was published of each group that is shown as averages only ("partners", "residents",
        "people"), oldest first; see `sharedground.rounds`.
    """

    round_id: Annotated[str, Field(min_length=1, max_length=60)]
    kind: RoundKind
    title: Annotated[str, Field(min_length=1, max_length=LONGEST_TITLE)]
    naming: Naming = Naming.NAMED
    vision_version: Annotated[int, Field(ge=0)] = 0
    outcomes: Annotated[tuple[Choice, ...], Field(max_length=MOST_OUTCOMES)] = ()
    speakers: Annotated[tuple[Speaker, ...], Field(max_length=MOST_SPEAKERS)] = ()
    residents: bool = True
    source: str = ""
    state: RoundState = RoundState.OPEN
    opened_at: dt.datetime
    closed_at: dt.datetime | None = None
    opened_by: str = ""
    closings: Annotated[int, Field(ge=0)] = 0
    published: dict[str, tuple[Published, ...]] = {}

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        ids = [speaker.partner_id for speaker in self.speakers]
        codes = [choice.code for choice in self.outcomes]
        if len(set(ids)) < len(ids) or len(set(codes)) < len(codes):
            message = "two speakers or two outcomes share an id"
            raise ValueError(message)
        if self.kind is RoundKind.POINTS and not self.outcomes:
            message = "a round of points needs outcomes"
            raise ValueError(message)
        if self.kind is RoundKind.STATEMENTS and self.naming is Naming.NAMED:
            message = "votes on statements are never linked to names"
            raise ValueError(message)
        return self

    @property
    def is_open(self) -> bool:
        """Whether answers are taken."""
        return self.state is RoundState.OPEN


class Keys(Value):
    """What lets people join an open round.

    Parameters
    ----------
    code
        Six characters to type, of an alphabet without look-alikes.
    token
        128 bits for the link and the QR code, 22 characters that are safe in an address.
    """

    code: str
    token: str


class StatementState(StrEnum):
    """What became of a statement."""

    WAITING = "waiting"
    APPROVED = "approved"
    TURNED_DOWN = "turned_down"


class Statement(Value):
    """Something that people may agree with.

    Parameters
    ----------
    number
        Counts the statements of a round, from 1.
    by
        Who said it: "facilitator", "resident" or the id of a partner.
    answer
        Why it was turned down.
    """

    statement_id: str
    number: Annotated[int, Field(ge=1)]
    text: Annotated[str, Field(min_length=1, max_length=LONGEST_STATEMENT)]
    state: StatementState = StatementState.WAITING
    by: str = ""
    at: dt.datetime
    answer: str = ""


class Answer(Value):
    """What one phone said in one filled-in form.

    Parameters
    ----------
    device
        A hash of the random id that the phone keeps; nobody can tell whose it is.
    key
        A random id of the filled-in form: the same form sent again is the same answer.
    seq
        The phone's own count: a delayed older form never replaces a newer one.
    speaker
        The id of a partner, or "resident".
    item
        "" for points, else the id of a statement.
    body
        `{"points": {code: number}}` with 0 or more for each outcome and more than 0 in all, or
        `{"vote": 1 | 0 | -1}`.
    """

    round_id: Annotated[str, Field(min_length=1, max_length=60)]
    device: Annotated[str, Field(min_length=8, max_length=80)]
    key: Annotated[str, Field(min_length=8, max_length=80)]
    seq: Annotated[int, Field(ge=0, le=2_000_000_000)] = 0
    speaker: Annotated[str, Field(min_length=1, max_length=200)]
    item: Annotated[str, Field(max_length=80)] = ""
    body: dict[str, Any]

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if set(self.body) == {"vote"}:
            if self.body["vote"] not in tuple(Vote) or not self.item:
                message = "a vote is 1, 0 or -1, on a statement"
                raise ValueError(message)
        elif set(self.body) == {"points"}:
            _check_points(self.body["points"])
        else:
            message = "an answer holds points or a vote"
            raise ValueError(message)
        return self

    @property
    def answer_id(self) -> str:
        """The same for the same form: what the store keeps once."""
        said = json.dumps(
            [self.device, self.item, self.key, self.speaker, self.body], sort_keys=True
        )
        return hashlib.sha256(said.encode()).hexdigest()[:40]


def _check_points(points: object) -> None:
    if not isinstance(points, dict) or not points:
        message = "points are given for each outcome"
        raise ValueError(message)
    values = [value for value in points.values() if isinstance(value, int | float)]
    if len(values) < len(points) or any(not 0 <= value <= MOST_POINTS for value in values):
        message = "points are numbers of 0 and more"
        raise ValueError(message)
    if sum(values) <= 0:
        message = "some outcome needs a point"
        raise ValueError(message)
