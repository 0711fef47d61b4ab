"""What is shown at a meeting: steps in an order, some hidden, some in one's own words."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Annotated, Final, Self

from pydantic import Field, field_validator, model_validator

from sharedground.model.base import Value
from sharedground.model.rounds import one_line

LONGEST_NAME: Final = 80
LONGEST_TITLE: Final = 120
LONGEST_WORDS: Final = 1_200
MOST_STEPS: Final = 60
OWN: Final = "own-"
"""How the codes of steps begin that a partnership wrote itself."""


class Told(Value):
    """One step of a story.

    Parameters
    ----------
    code
        Of a step that is made of the data, such as "gaps", or `OWN` and an id.
    shown
        False keeps it in the story without showing it.
    title, words, ask, notes
        In the partnership's own words; "" takes what the data says. `notes` are the presenter's.
    """

    code: Annotated[str, Field(min_length=1, max_length=60)]
    shown: bool = True
    title: Annotated[str, Field(max_length=LONGEST_TITLE)] = ""
    words: Annotated[str, Field(max_length=LONGEST_WORDS)] = ""
    ask: Annotated[str, Field(max_length=LONGEST_TITLE)] = ""
    notes: Annotated[str, Field(max_length=LONGEST_WORDS)] = ""

    @field_validator("title", "ask")
    @classmethod
    def _one_line(cls, value: str) -> str:
        return one_line(value)

    @property
    def is_own(self) -> bool:
        """Whether the partnership wrote it: it shows words, and no data."""
        return self.code.startswith(OWN)


class Story(Value):
    """A sequence of steps by a name.

    Parameters
    ----------
    vision_version, data_revision
        The versions of the vision and of the data that it was kept with.
    edition
        How often it was kept: who changes an older one is told.
    date, by
        When and by whom it was kept.
    """

    story_id: Annotated[str, Field(max_length=40)] = ""
    name: Annotated[str, Field(min_length=1, max_length=LONGEST_NAME)]
    steps: Annotated[tuple[Told, ...], Field(max_length=MOST_STEPS)] = ()
    vision_version: Annotated[int, Field(ge=0)] = 0
    data_revision: Annotated[int, Field(ge=0)] = 0
    edition: Annotated[int, Field(ge=0)] = 0
    date: dt.date | None = None
    by: str = ""

    @field_validator("name")
    @classmethod
    def _one_line(cls, value: str) -> str:
        return one_line(value)

    @model_validator(mode="after")
    def _once(self) -> Self:
        codes = [step.code for step in self.steps]
        if len(set(codes)) < len(codes):
            message = "a step stands twice in the story"
            raise ValueError(message)
        return self


def own_code() -> str:
    """Return a code for a step that a partnership writes."""
    return f"{OWN}{uuid.uuid4().hex[:12]}"


def new_id() -> str:
    """Return an id for a story."""
    return str(uuid.uuid4())
